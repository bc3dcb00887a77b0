#include "api/operations/flow_outputs.h"

#include <algorithm>
#include <set>

#include "api/address.h"
#include "api/encryption.h"
#include "api/operations/flow.h"
#include "api/protocols.h"
#include "api/tag_rules.h"

namespace mediaconnect {
namespace {

constexpr std::size_t kLongestName = 128;   // CDK:flow-output
constexpr std::size_t kMostCidrBlocks = 3;  // UGnow: CIDR allow list of an output

bool IsEnabled(const json::Node& spec, Key key) {
  return json::GetString(spec, key, "DISABLED") == "ENABLED";
}

void CheckDestination(const std::string& path, std::string_view protocol,
                      std::string_view destination) {
  // Only an SRT caller resolves names (UGnow: outputs of SRT caller).
  if (IsIpAddress(destination)) return;
  if (protocol == "srt-caller") {
    if (IsDomainName(destination)) return;
    throw BadRequest(path + ": " + Quote(destination) + " is no IP address and no domain name");
  }
  throw BadRequest(path + ": " + Quote(destination) + " must be an IP address with protocol " +
                   std::string(protocol));
}

void CheckCidrAllowList(const std::string& path, const json::Node& list) {
  if (list.Empty() || list.Size() > kMostCidrBlocks) {
    throw BadRequest(path + ": must have 1 to " + std::to_string(kMostCidrBlocks) +
                     " CIDR blocks, not " + std::to_string(list.Size()));
  }
  std::size_t index = 0;
  for (const json::Node& block : list.GetArray()) {
    CheckCidr(path + "[" + std::to_string(index++) + "]", json::StringOf(block));
  }
}

// What an output takes on the network for itself; no two outputs of a flow share one
// (UG21:destinations).
std::set<std::string> ClaimsOf(const json::Node& spec) {
  const json::Node* protocol = json::Find(spec, key::protocol);
  if (protocol == nullptr) return {};
  const std::string name(json::StringOf(*protocol));
  const std::string port = std::to_string(json::FindInt(spec, key::port).value_or(0));
  const std::string destination(json::GetString(spec, key::destination, ""));
  const std::string stream(json::GetString(spec, key::streamId, ""));
  if (name == "srt-listener") {
    std::set<std::string> blocks;
    for (const json::Node& block : json::Items(spec, key::cidrAllowList)) {
      blocks.emplace(json::StringOf(block));
    }
    std::string claim = "SRT listener port " + port + " for";
    for (const std::string& block : blocks) claim += " " + block;
    return {claim};
  }
  if (name == "zixi-pull") {
    return {"Zixi stream " + stream + " for remote " +
            std::string(json::GetString(spec, key::remoteId))};
  }
  if (name == "zixi-push") return {"Zixi stream " + stream + " to " + destination + ":" + port};
  std::set<std::string> claims;
  if (name != "rtp" && name != "rtp-fec" && name != "rist") return claims;
  const auto& rules = RulesOf(Direction::kOutput, "", name);
  claims.insert(destination + ":" + port);
  for (const std::int64_t distance : rules.companions) {
    claims.insert(destination + ":" + std::to_string(json::GetInt(spec, key::port) + distance));
  }
  return claims;
}

void RequireFreeClaims(Call& call, const Flow& flow, const std::string& path,
                       const json::Node& spec, std::int64_t own_id) {
  const std::set<std::string> claims = ClaimsOf(spec);
  if (claims.empty()) return;
  for (const FlowPart& other : call.state.outputs.ListOf(flow.id)) {
    if (other.id == own_id) continue;
    for (const std::string& taken : ClaimsOf(ToSpec(json::ParseTrusted(other.doc)))) {
      if (claims.count(taken) == 0) continue;
      throw BadRequest(Path(path, key::port) + ": output " + Quote(other.name) +
                       " of this flow takes " + taken + " already");
    }
  }
}

// The members that the response has and the request has not.
json::Value FillMediaStreams(Call& call, const json::Node& configurations) {
  json::Value filled = json::Value::Array();
  for (const json::Node& each : configurations.GetArray()) {
    json::Value configuration = json::Clone(each);
    json::Value destinations = json::Value::Array();
    for (const json::Node& one : json::Items(each, key::destinationConfigurations)) {
      json::Value destination = json::Clone(one);
      if (!json::Has(one, key::outboundIp)) {
        destination.Set(key::outboundIp,
                        call.state.ids.Next(call.scope, "address").PrivateAddress());
      }
      destinations.Append(std::move(destination));
    }
    if (json::Has(each, key::destinationConfigurations)) {
      configuration.Set(key::destinationConfigurations, std::move(destinations));
    }
    filled.Append(std::move(configuration));
  }
  return filled;
}

// A router-integrated output has no transport of its own (UGnow).
void CheckRouterIntegrated(const std::string& path, const json::Node& spec) {
  const Key* foreign = FindProtocolMember(Direction::kOutput, spec);
  if (foreign == nullptr && !json::Has(spec, key::protocol)) return;
  const Key key = foreign == nullptr ? key::protocol : *foreign;
  throw BadRequest(Path(path, key) + ": does not go with routerIntegrationState ENABLED");
}

void CheckByProtocol(const std::string& path, json::Value& spec) {
  const json::Node* protocol = json::Find(spec, key::protocol);
  if (protocol == nullptr) {
    throw BadRequest(Path(path, key::protocol) +
                     ": is required, unless routerIntegrationState is ENABLED");
  }
  const std::string name(json::StringOf(*protocol));
  const ProtocolRules& rules = RulesOf(Direction::kOutput, path, name);
  ApplyRules(rules, Direction::kOutput, path, spec);
  if (const json::Node* destination = json::Find(spec, key::destination)) {
    CheckDestination(Path(path, key::destination), name, json::StringOf(*destination));
  }
  if (const json::Node* list = json::Find(spec, key::cidrAllowList)) {
    CheckCidrAllowList(Path(path, key::cidrAllowList), *list);
  }
  if (!rules.companions.empty() &&
      json::GetInt(spec, key::port) + rules.companions.back() > 65535) {
    throw BadRequest(Path(path, key::port) + ": " + name + " takes the port and port+" +
                     std::to_string(rules.companions.back()) + " too, which must be at most 65535");
  }
  if (const json::Node* encryption = json::Find(spec, key::encryption)) {
    spec.Set(key::encryption,
             MakeEncryption(Path(path, key::encryption), *encryption, rules.key_types));
  }
}

// Where receivers of a listening output connect to: the flow's address, or its interface's in a VPC
// (M:Output.ListenerAddress).
void SetListenerAddress(Call& call, const Flow& flow, json::Value& document) {
  const json::Node* transport = json::Find(document, key::transport);
  const bool listens =
      transport != nullptr &&
      RulesOf(Direction::kOutput, "", json::GetString(*transport, key::protocol)).reach ==
          Reach::kListens;
  if (!listens) {
    document.Remove(key::listenerAddress);
    return;
  }
  if (!json::Has(document, key::vpcInterfaceAttachment)) {
    const json::Value flow_document = json::ParseTrusted(flow.doc);
    document.Set(key::listenerAddress, json::GetString(flow_document, key::egressIp));
  } else if (json::GetString(document, key::listenerAddress, "").substr(0, 3) != "10.") {
    document.Set(key::listenerAddress, call.state.ids.Next(call.scope, "address").PrivateAddress());
  }
}

// Checks a whole spec and makes the wire form of it. `own_id`: the output that is updated, or 0.
json::Value MakeOutput(Call& call, const Flow& flow, const std::string& path, json::Value spec,
                       std::int64_t own_id) {
  if (IsEnabled(spec, key::routerIntegrationState)) {
    CheckRouterIntegrated(path, spec);
  } else {
    CheckByProtocol(path, spec);
    RequireFreeClaims(call, flow, path, spec, own_id);
  }
  if (const json::Node* streams = json::Find(spec, key::mediaStreamOutputConfigurations)) {
    spec.Set(key::mediaStreamOutputConfigurations, FillMediaStreams(call, *streams));
  }
  json::Value document = ToDocument(Direction::kOutput, spec);
  SetListenerAddress(call, flow, document);
  return document;
}

// Lays what an update names over what is stored (rules 3.1, decision 21).
json::Value Overlay(const json::Node& stored, const json::Node& request) {
  json::Value spec = ToSpec(stored);
  if (IsEnabled(request, key::routerIntegrationState)) {
    DropForeignMembers(nullptr, Direction::kOutput, spec);
    spec.Remove(key::protocol);
  }
  const json::Node* protocol = json::Find(request, key::protocol);
  if (protocol != nullptr &&
      json::StringOf(*protocol) != json::GetString(spec, key::protocol, "")) {
    DropForeignMembers(&RulesOf(Direction::kOutput, "", json::StringOf(*protocol)),
                       Direction::kOutput, spec);
  }
  const Type& shape = TypeOf(OperationOf(Op::UpdateFlowOutput).input);
  for (const Member& member : MembersOf(shape)) {
    const json::Node* value = json::Find(request, member.key);
    if (value != nullptr && member.location == Location::kBody) {
      spec.Set(member.key, json::Clone(*value));
    }
  }
  return spec;
}

// MediaConnect runs the outputs of entitlements; their owner can name, enable and disable them.
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

}  // namespace

void RequireRoomForOutputs(Call& call, const Flow& flow, std::int64_t add, ErrorCode code) {
  const Quotas& quotas = call.settings.quotas;
  const std::int64_t have = call.state.outputs.CountOf(flow.id);
  quotas.RequireRoom(Quota::kOutputsPerFlow, have, add, code);
  for (const FlowPart& source : call.state.sources.ListOf(flow.id)) {
    const json::Value spec = ToSpec(json::ParseTrusted(source.doc));
    const std::string_view protocol = json::GetString(spec, key::protocol, "");
    if (protocol == "cdi" || protocol == "st2110-jpegxs") {
      quotas.RequireRoom(Quota::kOutputsPerCdiFlow, have, add, code);
    }
  }
}

json::Text AddOutput(Call& call, const Flow& flow, const json::Node& request,
                     const std::string& path) {
  const std::string name =
      PartName(call.state.outputs, flow, path, request, "output", kLongestName);
  json::Value spec = json::Clone(request);
  spec.Set(key::name, name);
  if (!json::Has(spec, key::outputStatus)) spec.Set(key::outputStatus, "ENABLED");
  json::Value document = MakeOutput(call, flow, path, std::move(spec), 0);
  const std::string id = call.state.ids.Next(call.scope, "output").ResourceId();
  const std::string arn = MakeArn(call.scope, "output", id, name);
  document.Set(key::outputArn, arn);
  InsertPart(call.state.outputs, flow, arn, name, document);
  PutCreateTags(call, path, arn, request, key::outputTags);
  return json::Write(document);
}

json::Text AddFlowOutputs(Call& call) {
  const Flow flow = RequireFlow(call);
  const auto requests = json::Items(call.request, key::outputs);
  RequireRoomForOutputs(call, flow, requests.Size(), ErrorCode::AddFlowOutputs420Exception);
  json::ArrayWriter added;
  for (std::size_t i = 0; i < requests.Size(); ++i) {
    added.Add(AddOutput(call, flow, requests[static_cast<unsigned>(i)], Path(key::outputs, i)));
  }
  return json::ObjectWriter()
      .Add(key::flowArn, flow.arn)
      .Add(key::outputs, added.Finish())
      .Finish();
}

json::Text UpdateFlowOutput(Call& call) {
  const Flow flow = RequireFlow(call);
  const FlowPart output = RequirePart(call, call.state.outputs, flow, "Output", key::OutputArn);
  const json::Value stored = json::ParseTrusted(output.doc);
  json::Value document;
  if (json::Has(stored, key::entitlementArn)) {
    CheckUpdateOfEntitlementOutput(call.request);
    document = ToDocument(Direction::kOutput, Overlay(stored, call.request));
  } else {
    document = MakeOutput(call, flow, "", Overlay(stored, call.request), output.id);
  }
  const json::Text text = json::Write(document);
  call.state.outputs.SetDoc(output.id, text.json);
  NoteUpdate(call, flow);
  return json::ObjectWriter().Add(key::flowArn, flow.arn).Add(key::output, text).Finish();
}

json::Text RemoveFlowOutput(Call& call) {
  const Flow flow = RequireFlow(call);
  const FlowPart output = RequirePart(call, call.state.outputs, flow, "Output", key::OutputArn);
  const json::Value document = json::ParseTrusted(output.doc);
  if (const json::Node* entitlement = json::Find(document, key::entitlementArn)) {
    // M:RemoveFlowOutput
    throw BadRequest("Output " + output.arn + " belongs to entitlement " +
                     std::string(json::StringOf(*entitlement)) +
                     " and cannot be removed; revoke the entitlement instead.");
  }
  call.state.outputs.Remove(output.id);
  return json::ObjectWriter().Add(key::flowArn, flow.arn).Add(key::outputArn, output.arn).Finish();
}

}  // namespace mediaconnect
