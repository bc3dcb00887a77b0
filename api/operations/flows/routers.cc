#include "api/operations/flows/routers.h"

#include <algorithm>

#include "api/operations/flows/flows.h"
#include "api/operations/flows/lookup.h"
#include "api/rules/enabled.h"
#include "api/rules/encryption.h"

namespace mediaconnect {
namespace {

// The two ways in which a flow is integrated with the router.
struct Integration {
  ResourceKind end;            // of the router
  ResourceKind part;           // of the flow
  std::string_view end_noun;   // "router input"
  std::string_view part_noun;  // "output"
  Key part_arn;                // how the end names the part
  Key encryption;              // of the part, in transit to the end or from it
  Key connected;               // how the part shows the end
};

constexpr Integration kIntegrations[] = {
    {ResourceKind::kRouterInput, ResourceKind::kFlowOutput, "router input", "output",
     key::flowOutputArn, key::routerIntegrationTransitEncryption, key::connectedRouterInputArn},
    {ResourceKind::kRouterOutput, ResourceKind::kFlowSource, "router output", "source",
     key::flowSourceArn, key::routerIntegrationTransitDecryption, key::connectedRouterOutputArn},
};

const Integration& IntegrationOf(const Resource& end) {
  return *std::find_if(std::begin(kIntegrations), std::end(kIntegrations),
                       [&](const Integration& integration) { return integration.end == end.kind; });
}

std::string_view ConnectedTo(const json::Node& part, const Integration& integration) {
  return json::GetString(part, integration.connected, "");
}

// "connected to router input arn:...; disconnect it first ..."
std::string HowToDisconnect(const Integration& integration, std::string_view end_arn) {
  return "connected to " + std::string(integration.end_noun) + " " + std::string(end_arn) +
         "; disconnect it first by updating the configuration of the " +
         std::string(integration.end_noun) + " without flowArn and " +
         std::string(integration.part_arn.name) + " (or by deleting it if it is in ERROR)";
}

Flow RequireFlowOfRouter(Call& call, const Resource& end, const RoutedPart& named) {
  auto flow = FindFlow(call, end.scope, named.flow_arn);
  if (!flow) {
    throw BadRequest(named.flow_path + ": flow " + Quote(named.flow_arn) +
                     " does not exist in account " + end.scope.account + ", Region " +
                     end.scope.region + ", which is that of the " +
                     std::string(IntegrationOf(end).end_noun));
  }
  if (flow->Is(FlowStatus::kDeleting)) {
    throw BadRequest(named.flow_path + ": flow " + Quote(named.flow_arn) + " is DELETING");
  }
  return std::move(*flow);
}

Record& RequireRoutedPart(Flow& flow, const Integration& integration, const RoutedPart& named) {
  Record* part = flow.FindPartByArn(integration.part, named.part_arn);
  const std::string what = named.part_path + ": " + std::string(integration.part_noun) + " " +
                           Quote(named.part_arn) + " ";
  if (part == nullptr) throw BadRequest(what + "does not exist on flow " + flow.arn());
  if (!IsEnabled(part->document(), key::routerIntegrationState)) {
    throw BadRequest(what +
                     "is not integrated with the router; update it with "
                     "routerIntegrationState ENABLED first");
  }
  return *part;
}

// UGnow:integrate-flow-with-router: "A flow output can connect to one router input at a time."
void RequireFree(const Integration& integration, const RoutedPart& named, const Record& part) {
  const std::string_view connected = ConnectedTo(part.document(), integration);
  if (connected.empty()) return;
  throw Conflict(named.part_path + ": " + std::string(integration.part_noun) + " " +
                 Quote(named.part_arn) + " is " + HowToDisconnect(integration, connected) + ".");
}

// CFN:MediaConnectFlowRouterOutputConfiguration: the types of the two keys "must match".
void RequireKeyType(const Integration& integration, const RoutedPart& named, const Record& part,
                    std::string_view key_type) {
  const std::string_view has = TransitKeyType(json::Find(part.document(), integration.encryption));
  if (has == key_type) return;
  throw BadRequest(named.part_path + ": " + std::string(integration.part_noun) + " " +
                   Quote(named.part_arn) + " has " + std::string(integration.encryption.name) +
                   " of type " + std::string(has) + ", and the " +
                   std::string(integration.end_noun) + " is of type " + std::string(key_type) +
                   "; both must have the same type");
}

void ShowConnected(Flow& flow, Record& part, const Integration& integration,
                   std::string_view end_arn) {
  json::Value document = json::Clone(part.document());
  document.Remove(integration.connected);
  if (!end_arn.empty()) document.Set(integration.connected, end_arn);
  part.Set(std::move(document));
  flow.Finish();
}

}  // namespace

std::string ConnectRouter(Call& call, const Resource& end, const RoutedPart& named,
                          std::string_view key_type) {
  const Integration& integration = IntegrationOf(end);
  Flow flow = RequireFlowOfRouter(call, end, named);
  Record& part = RequireRoutedPart(flow, integration, named);
  RequireFree(integration, named, part);
  RequireKeyType(integration, named, part, key_type);
  ShowConnected(flow, part, integration, end.arn);
  return std::string(json::GetString(flow.document(), key::availabilityZone));
}

void DisconnectRouter(Call& call, const Resource& end, const RoutedPart& named) {
  const Integration& integration = IntegrationOf(end);
  // Both are there, unless another program has written to the data file.
  auto flow = FindFlow(call, end.scope, named.flow_arn);
  Record* part = flow ? flow->FindPartByArn(integration.part, named.part_arn) : nullptr;
  if (part != nullptr) ShowConnected(*flow, *part, integration, "");
}

void RequireDisconnected(const Record& part) {
  for (const Integration& integration : kIntegrations) {
    const std::string_view connected = ConnectedTo(part.document(), integration);
    if (connected.empty()) continue;
    throw BadRequest("The " + std::string(integration.part_noun) + " " + part.arn() + " is " +
                     HowToDisconnect(integration, connected) + ".");
  }
}

void RequireDisconnected(const Flow& flow) {
  for (const Record& output : flow.outputs()) RequireDisconnected(output);
  for (const Record& source : flow.sources()) RequireDisconnected(source);
}

void CheckRouterIntegration(const std::string& path, const json::Node& part,
                            const json::Node* stored) {
  for (const Integration& integration : kIntegrations) {
    const json::Node* encryption = json::Find(part, integration.encryption);
    if (encryption != nullptr)
      MakeTransitEncryption(Path(path, integration.encryption), encryption);
    const std::string_view connected = stored ? ConnectedTo(*stored, integration) : "";
    if (connected.empty()) continue;
    const auto refuse = [&](Key member) {
      throw BadRequest(Path(path, member) + ": cannot be changed while the " +
                       std::string(integration.part_noun) + " is " +
                       HowToDisconnect(integration, connected));
    };
    if (!IsEnabled(part, key::routerIntegrationState)) refuse(key::routerIntegrationState);
    const json::Node* before = json::Find(*stored, integration.encryption);
    if (TransitKeyType(encryption) != TransitKeyType(before)) refuse(integration.encryption);
  }
}

}  // namespace mediaconnect
