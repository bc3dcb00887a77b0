#include "api/operations/flows/outputs.h"

#include <optional>
#include <set>

#include "api/operations/flows/attachments.h"
#include "api/operations/flows/changes.h"
#include "api/operations/flows/consistency.h"
#include "api/operations/flows/content.h"
#include "api/operations/flows/lookup.h"
#include "api/operations/flows/parts.h"
#include "api/operations/flows/render.h"
#include "api/protocols/protocols.h"
#include "api/rules/enabled.h"
#include "api/rules/encryption.h"
#include "api/rules/tags.h"
#include "handlers.h"

namespace mediaconnect {
namespace {

constexpr std::size_t kLongestName = 128;  // CDK:flow-output

// "10.0.0.0/8", "5000", an interface's name, or for a list its elements, whatever their order.
std::string TextOf(const json::Node& value) {
  if (value.IsString()) return std::string(json::StringOf(value));
  if (value.IsNumber()) return std::to_string(value.GetInt64());
  if (value.IsObject()) return std::string(json::GetString(value, key::vpcInterfaceName, ""));
  std::set<std::string_view> elements;
  for (const json::Node& element : value.GetArray()) elements.insert(json::StringOf(element));
  std::string text;
  for (const std::string_view element : elements) {
    text.append(text.empty() ? "" : " ").append(element);
  }
  return text;
}

// What an output takes for itself, "destination 192.0.2.1 and port 5000", once for its port and
// once for each companion, or where each of its media streams goes; no two outputs of a flow share
// one.
std::set<std::string> ClaimsOf(const ProtocolRules& rules, const json::Node& spec) {
  std::set<std::string> claims;
  for (const json::Node& stream : json::Items(spec, key::mediaStreamOutputConfigurations)) {
    for (const json::Node& one : json::Items(stream, key::destinationConfigurations)) {
      claims.insert("destination " + TextOf(json::Get(one, key::destinationIp)) + " and port " +
                    TextOf(json::Get(one, key::destinationPort)));
    }
  }
  if (rules.unique_by.empty()) return claims;
  std::vector<std::int64_t> distances = rules.companion_ports;
  distances.push_back(0);
  for (const std::int64_t distance : distances) {
    std::string claim;
    for (const Key key : rules.unique_by) {
      const json::Node* value = json::Find(spec, key);
      if (value == nullptr) continue;
      claim.append(claim.empty() ? "" : " and ").append(key.name).append(" ");
      claim.append(key.name == key::port.name ? std::to_string(value->GetInt64() + distance)
                                              : TextOf(*value));
    }
    claims.insert(std::move(claim));
  }
  return claims;
}

// Holds the output against the flow's others.
void CheckAgainstOthers(Call& call, const Resource& flow, const std::string& path,
                        const ProtocolRules& rules, const json::Node& spec,
                        std::optional<std::int64_t> own_id) {
  const std::set<std::string> claims = ClaimsOf(rules, spec);
  if (claims.empty() && rules.most_per_flow == kAnyNumber) return;
  std::size_t same_protocol = 1;
  for (const Resource& other : call.state.resources.PartsOf(flow.id, ResourceKind::kFlowOutput)) {
    if (other.id == own_id) continue;
    const json::Value document = json::ParseTrusted(other.doc);
    const ProtocolRules* other_rules = RulesOfDocument(Direction::kOutput, document);
    if (other_rules == nullptr) continue;
    same_protocol += other_rules == &rules ? 1 : 0;
    if (same_protocol > rules.most_per_flow) {
      throw BadRequest(Path(path, key::protocol) + ": a flow has at most " +
                       std::to_string(rules.most_per_flow) + " output of protocol " +
                       std::string(rules.protocol) + ", and it already has output " +
                       Quote(other.name));
    }
    for (const std::string& taken : ClaimsOf(*other_rules, ToSpec(document))) {
      if (claims.count(taken) == 0) continue;
      const Key member =
          rules.unique_by.empty() ? key::mediaStreamOutputConfigurations : rules.unique_by.back();
      throw BadRequest(Path(path, member) + ": output " + Quote(other.name) +
                       " of this flow already has " + taken);
    }
  }
}

void CheckByProtocol(Call& call, const Resource& flow, const FlowInterfaces& interfaces,
                     const std::string& path, json::Value& spec,
                     std::optional<std::int64_t> own_id) {
  const json::Node* protocol = json::Find(spec, key::protocol);
  if (protocol == nullptr) {
    throw BadRequest(Path(path, key::protocol) +
                     ": is required, unless routerIntegrationState is ENABLED");
  }
  const ProtocolRules& rules = RulesOf(Direction::kOutput, path, json::StringOf(*protocol));
  if (!own_id && rules.content == Content::kCdi) {
    // UG21:outputs-add-vpc
    RequireStatus(flow, {FlowStatus::kStandby}, "have a CDI output added");
  }
  ApplyRules(rules, Direction::kOutput, path, spec);
  CheckOutputFitsFlow(call, flow, path, rules);
  CheckAttachments(call, flow, interfaces, Direction::kOutput, path, &rules, spec);
  if (const json::Node* encryption = json::Find(spec, key::encryption)) {
    spec.Set(key::encryption,
             MakeEncryption(call.scope, Path(path, key::encryption), *encryption, rules.key_types));
  }
  CheckAgainstOthers(call, flow, path, rules, spec, own_id);
}

// Where receivers of a listening output connect to: the flow's address, or its interface's in a VPC
// (M:Output.ListenerAddress).
void SetListenerAddress(const Resource& flow, const FlowInterfaces& interfaces,
                        json::Value& document) {
  const ProtocolRules* rules = RulesOfDocument(Direction::kOutput, document);
  if (rules == nullptr || rules->reach != Reach::kListens) {
    document.Remove(key::listenerAddress);
    return;
  }
  const json::Node* attachment = json::Find(document, key::vpcInterfaceAttachment);
  const json::Node* interface =
      attachment == nullptr ? nullptr : json::Find(*attachment, key::vpcInterfaceName);
  if (interface != nullptr) {
    document.Set(key::listenerAddress, interfaces.AddressOf(json::StringOf(*interface)));
  } else {
    document.Set(key::listenerAddress, PublicAddressOf(flow));
  }
}

// Checks a whole spec and makes the wire form of it. `own_id`: of the output that is updated;
// none for a new one.
json::Value MakeOutput(Call& call, const Resource& flow, const std::string& path, json::Value spec,
                       std::optional<std::int64_t> own_id = std::nullopt) {
  const FlowInterfaces interfaces(call, flow);
  if (IsEnabled(spec, key::routerIntegrationState)) {
    // A router-integrated output has no transport of its own (UGnow).
    RefuseProtocolMembers(Direction::kOutput, path, spec, "routerIntegrationState ENABLED");
    CheckAttachments(call, flow, interfaces, Direction::kOutput, path, nullptr, spec);
  } else {
    CheckByProtocol(call, flow, interfaces, path, spec, own_id);
  }
  SetMediaStreamAddresses(interfaces, Direction::kOutput, spec);
  json::Value document = ToDocument(Direction::kOutput, spec);
  SetListenerAddress(flow, interfaces, document);
  return document;
}

// What is stored, with what the update names over it (rules 3.1, decision 21).
json::Value UpdatedSpec(const Call& call, const json::Node& stored) {
  json::Value spec = ToSpec(stored);
  if (IsEnabled(call.request, key::routerIntegrationState)) {
    DropProtocolMembers(Direction::kOutput, spec);
  }
  PutUpdate(call, Direction::kOutput, spec);
  return spec;
}

// MediaConnect runs the outputs of entitlements; their owner can describe, enable and disable
// them.
void CheckUpdateOfEntitlementOutput(const json::Node& request) {
  const Type& shape = TypeOf(OperationOf(Op::UpdateFlowOutput).input);
  for (const Member& member : MembersOf(shape)) {
    const bool allowed = member.location == Location::kPath ||
                         member.key.name == key::description.name ||
                         member.key.name == key::outputStatus.name;
    if (allowed || !json::Has(request, member.key)) continue;
    throw BadRequest(std::string(member.key.name) +
                     ": cannot be changed on an output that an entitlement made");
  }
}

json::Text AddOutput(Call& call, const Resource& flow, const json::Node& request,
                     const std::string& path) {
  const std::string name =
      PartName(call, ResourceKind::kFlowOutput, flow, path, request, "output", kLongestName);
  json::Value spec = json::Clone(request);
  spec.Set(key::name, name);
  if (!json::Has(spec, key::outputStatus)) spec.Set(key::outputStatus, "ENABLED");
  json::Value document = MakeOutput(call, flow, path, std::move(spec));
  const std::string id = call.state.ids.Next(call.scope, "output").ResourceId();
  const std::string arn = MakeArn(call.scope, "output", id, name);
  document.Set(key::outputArn, arn);
  const std::int64_t row = InsertPart(call, ResourceKind::kFlowOutput, flow, arn, name, document);
  PutCreateTags(call, path, row, request, key::outputTags);
  return json::Write(document);
}

}  // namespace

void RequireRoomForOutputs(Call& call, const Resource& flow, std::int64_t add, ErrorCode code) {
  const Quotas& quotas = call.settings.quotas;
  const std::int64_t have = call.state.resources.CountParts(flow.id, ResourceKind::kFlowOutput);
  quotas.RequireRoom(Quota::kOutputsPerFlow, have, add, code);
  if (RulesOf(ContentOf(call, flow)).is_cdi_flow) {
    quotas.RequireRoom(Quota::kOutputsPerCdiFlow, have, add, code);
  }
}

void SwitchOffMonitoringOfMany(Call& call, Resource& flow) {
  if (call.state.resources.CountParts(flow.id, ResourceKind::kFlowOutput) <= kMostMonitoredOutputs)
    return;
  json::Value document = json::ParseTrusted(flow.doc);
  json::Value config = document.Take(key::sourceMonitoringConfig);
  if (config.node().IsNull()) return;
  for (const Key state : {key::thumbnailState, key::contentQualityAnalysisState}) {
    if (json::Has(config, state)) config.Set(state, "DISABLED");
  }
  document.Set(key::sourceMonitoringConfig, std::move(config));
  StoreDocument(call, document, flow);
}

json::Text AddOutputs(Call& call, Resource& flow) {
  json::Text added =
      AddEach(call, key::outputs, [&](const json::Node& request, const std::string& path) {
        const json::Text output = AddOutput(call, flow, request, path);
        return RenderPart(flow, Direction::kOutput, output.json);
      });
  SwitchOffMonitoringOfMany(call, flow);
  return added;
}

json::Text AddFlowOutputs(Call& call) {
  Resource flow = RequireFlow(call);
  RequireRoomForOutputs(call, flow, json::Items(call.request, key::outputs).Size(),
                        ErrorCode::AddFlowOutputs420Exception);
  const json::Text added = AddOutputs(call, flow);
  return json::ObjectWriter().Add(key::flowArn, flow.arn).Add(key::outputs, added).Finish();
}

json::Text UpdateFlowOutput(Call& call) {
  const Resource flow = RequireFlow(call);
  const Resource output =
      RequirePart(call, ResourceKind::kFlowOutput, flow, "Output", key::OutputArn);
  const json::Value stored = json::ParseTrusted(output.doc);
  json::Value document;
  if (json::Has(stored, key::entitlementArn)) {
    CheckUpdateOfEntitlementOutput(call.request);
    document = ToDocument(Direction::kOutput, UpdatedSpec(call, stored));
  } else {
    document = MakeOutput(call, flow, "", UpdatedSpec(call, stored), output.id);
  }
  const json::Text text = json::Write(document);
  call.state.resources.SetDoc(output.id, text.json);
  NoteUpdate(call, flow);
  return json::ObjectWriter()
      .Add(key::flowArn, flow.arn)
      .Add(key::output, RenderPart(flow, Direction::kOutput, text.json))
      .Finish();
}

json::Text RemoveFlowOutput(Call& call) {
  const Resource flow = RequireFlow(call);
  const Resource output =
      RequirePart(call, ResourceKind::kFlowOutput, flow, "Output", key::OutputArn);
  const json::Value document = json::ParseTrusted(output.doc);
  if (const json::Node* entitlement = json::Find(document, key::entitlementArn)) {
    // M:RemoveFlowOutput
    throw BadRequest("Output " + output.arn + " belongs to entitlement " +
                     std::string(json::StringOf(*entitlement)) +
                     " and cannot be removed; revoke the entitlement instead.");
  }
  call.state.resources.Remove(output.id);
  return json::ObjectWriter().Add(key::flowArn, flow.arn).Add(key::outputArn, output.arn).Finish();
}

}  // namespace mediaconnect
