// Gateways: CreateGateway, DescribeGateway, ListGateways, DeleteGateway (rules 3.3).
#include "api/operations/gateways/gateways.h"

#include <set>

#include "api/rules/address.h"
#include "api/rules/lookup.h"
#include "api/rules/names.h"
#include "api/rules/paging.h"
#include "api/rules/states.h"
#include "api/rules/transition.h"
#include "handlers.h"

namespace mediaconnect {
namespace {

constexpr std::size_t kLongestName = 32;         // CDK:gateway
constexpr std::size_t kLongestNetworkName = 64;  // CDK:gateway
constexpr std::size_t kMostNetworks = 4;   // M:CreateGateway "at least one network (up to four)"
constexpr std::int64_t kDefaultPage = 10;  // M:ListGateways

void CheckNetworks(const json::Node& request) {
  const auto networks = json::Items(request, key::networks);
  if (networks.Empty() || networks.Size() > kMostNetworks) {
    throw BadRequest("networks: a gateway has 1 to " + std::to_string(kMostNetworks) +
                     " networks, not " + std::to_string(networks.Size()));
  }
  std::set<std::string_view> names;
  ForEach(networks, key::networks.name, [&](const json::Node& network, const std::string& path) {
    const std::string_view name = json::GetString(network, key::name);
    CheckName(Path(path, key::name), name, kLongestNetworkName);
    CheckCidr(Path(path, key::cidrBlock), json::GetString(network, key::cidrBlock));
    if (names.insert(name).second) return;
    // M:GatewayNetwork "must be unique among the networks in this gateway"
    throw BadRequest(Path(path, key::name) + ": " + Quote(name) +
                     " is the name of another network too; names must be unique within a gateway");
  });
}

void CheckEgressBlocks(const json::Node& request) {
  ForEach(json::Items(request, key::egressCidrBlocks), key::egressCidrBlocks.name,
          [](const json::Node& block, const std::string& path) {
            CheckCidr(path, json::StringOf(block));
          });
}

json::Text RenderMessages(Call& call, const Resource& gateway) {
  json::ArrayWriter messages;
  if (gateway.Is(GatewayState::kError)) messages.Add(RenderFailure(call, gateway));
  return messages.Finish();
}

// What is stored lacks the state.
json::Text Render(Call& call, const Resource& gateway) {
  return json::ObjectWriter()
      .Splice(json::TextView(gateway.doc))
      .Add(key::gatewayState, gateway.status)
      .Add(key::gatewayMessages, RenderMessages(call, gateway))
      .Finish();
}

json::Text ListedForm(const Resource& gateway) {
  return json::ObjectWriter()
      .Add(key::gatewayArn, gateway.arn)
      .Add(key::name, gateway.name)
      .Finish();
}

json::Value MakeDocument(const Call& call, const Resource& gateway) {
  json::Value document = json::Value::Object();
  document.Set(key::gatewayArn, gateway.arn);
  document.Set(key::name, gateway.name);
  document.Set(key::egressCidrBlocks, json::Clone(json::Get(call.request, key::egressCidrBlocks)));
  document.Set(key::networks, json::Clone(json::Get(call.request, key::networks)));
  return document;
}

Resource RequireGateway(Call& call) {
  return RequireResource(call, ResourceKind::kGateway, "Gateway", key::GatewayArn);
}

// M:DeleteGateway: "Before you can delete a gateway, you must deregister its instances and delete
// its bridges."
void RequireEmpty(Call& call, const Resource& gateway) {
  const auto require_none = [&](ResourceKind kind, const std::string& what,
                                const std::string& remedy, const std::string& list) {
    const std::int64_t count =
        call.state.placements.CountOn(gateway.id, kind, TextOf(InstanceState::kDeregistered));
    if (count == 0) return;
    throw Conflict("Gateway " + gateway.arn + " still has " + what + " (" + std::to_string(count) +
                   "); " + remedy + " them first (" + list + " with filterArn lists them).");
  };
  require_none(ResourceKind::kGatewayInstance, "instances", "deregister", "ListGatewayInstances");
  require_none(ResourceKind::kBridge, "bridges", "delete", "ListBridges");
}

}  // namespace

Resource RequireGatewayForBridge(Call& call, std::string_view arn) {
  Resource gateway = RequireNamed(call, ResourceKind::kGateway, "gateway",
                                  std::string(key::placementArn.name), arn);
  RequireState(ErrorCode::ConflictException, "Gateway", gateway, {GatewayState::kActive},
               "have a bridge created on it");
  return gateway;
}

void RequireNetwork(const Resource& gateway, const std::string& path, std::string_view name) {
  const json::Value document = json::ParseTrusted(gateway.doc);
  std::vector<std::string> known;
  for (const json::Node& network : json::Items(document, key::networks)) {
    if (json::GetString(network, key::name) == name) return;
    known.push_back(Quote(json::GetString(network, key::name)));
  }
  throw BadRequest(path + ": gateway " + gateway.arn + " has no network " + Quote(name) +
                   "; it must be " + JoinWithOr(known));
}

json::Text CreateGateway(Call& call) {
  const std::string name(json::GetString(call.request, key::name));
  CheckNameWithoutUnderscore(std::string(key::name.name), name, kLongestName);
  CheckEgressBlocks(call.request);
  CheckNetworks(call.request);
  call.settings.quotas.RequireRoom(Quota::kGateways,
                                   call.state.resources.CountIn(ResourceKind::kGateway, call.scope),
                                   1, ErrorCode::CreateGateway420Exception);
  const std::string id = call.state.ids.Next(call.scope, "gateway").ResourceId();
  Resource gateway{.kind = ResourceKind::kGateway,
                   .scope = call.scope,
                   .arn = MakeArn(call.scope, "gateway", id, name),
                   .name = name,
                   .status = std::string(TextOf(GatewayState::kCreating))};
  gateway.doc = json::Write(MakeDocument(call, gateway)).json;
  gateway.listed = ListedForm(gateway).json;
  gateway.id = call.state.resources.Insert(gateway);
  BeginTransition(call, gateway, {GatewayState::kCreating, GatewayState::kActive});
  return json::ObjectWriter().Add(key::gateway, Render(call, gateway)).Finish();
}

json::Text DescribeGateway(Call& call) {
  return json::ObjectWriter().Add(key::gateway, Render(call, RequireGateway(call))).Finish();
}

json::Text ListGateways(Call& call) {
  return Pager(call, kDefaultPage)
      .Reply(call, ResourceKind::kGateway, key::gateways, key::gatewayState);
}

json::Text DeleteGateway(Call& call) {
  Resource gateway = RequireGateway(call);
  RequireState(ErrorCode::ConflictException, "Gateway", gateway,
               {GatewayState::kActive, GatewayState::kError}, "be deleted");
  RequireEmpty(call, gateway);
  BeginTransition(call, gateway, {GatewayState::kDeleting, GatewayState::kDeleted});
  return json::ObjectWriter().Add(key::gatewayArn, gateway.arn).Finish();
}

}  // namespace mediaconnect
