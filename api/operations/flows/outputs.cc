#include "api/operations/flows/outputs.h"

#include <limits>
#include <set>
#include <unordered_map>
#include <vector>

#include "api/operations/flows/attachments.h"
#include "api/operations/flows/consistency.h"
#include "api/operations/flows/content.h"
#include "api/operations/flows/lookup.h"
#include "api/operations/flows/merge.h"
#include "api/operations/flows/parts.h"
#include "api/operations/flows/render.h"
#include "api/operations/flows/routers.h"
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
std::set<std::string> ClaimsOf(const ProtocolRules& rules, const json::Node& output) {
  std::set<std::string> claims;
  for (const json::Node& stream : json::Items(output, key::mediaStreamOutputConfigurations)) {
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
      const json::Node* value = FindMember(output, key);
      if (value == nullptr) continue;
      claim.append(claim.empty() ? "" : " and ").append(key.name).append(" ");
      claim.append(key.name == key::port.name ? std::to_string(value->GetInt64() + distance)
                                              : TextOf(*value));
    }
    claims.insert(std::move(claim));
  }
  return claims;
}

// What a flow's outputs have taken, so that each new one is held against all of them at once.
class TakenByOutputs {
 public:
  // `own`: the output that is updated; nullptr for new ones.
  TakenByOutputs(const Flow& flow, const Record* own) {
    for (const Record& output : flow.outputs()) {
      if (&output != own) Add(output);
    }
  }

  void Add(const Record& output) {
    const ProtocolRules* rules = RulesOfDocument(Direction::kOutput, output.document());
    if (rules == nullptr) return;
    const std::size_t number = outputs_.size();
    outputs_.push_back(&output);
    of_protocol_[rules].push_back(number);
    for (const std::string& claim : ClaimsOf(*rules, output.document())) {
      claims_.emplace(claim, number);
    }
  }

  // Throws BadRequestException for an output that would take what another one has, or be one too
  // many of its protocol.
  void Check(const std::string& path, const ProtocolRules& rules, const json::Node& spec) const {
    const std::size_t too_many = FirstThatMakesTooMany(rules);
    std::size_t first = too_many;
    const std::string* taken = nullptr;
    const std::set<std::string> claims = ClaimsOf(rules, spec);
    for (const std::string& claim : claims) {
      const auto found = claims_.find(claim);
      if (found == claims_.end() || found->second >= first) continue;
      first = found->second;
      taken = &claim;
    }
    if (taken != nullptr) {
      const Key member =
          rules.unique_by.empty() ? key::mediaStreamOutputConfigurations : rules.unique_by.back();
      throw BadRequest(Path(path, member) + ": output " + Quote(outputs_[first]->name()) +
                       " of this flow already has " + *taken);
    }
    if (too_many == kNone) return;
    throw BadRequest(Path(path, key::protocol) + ": a flow has at most " +
                     std::to_string(rules.most_per_flow) + " output of protocol " +
                     std::string(rules.protocol) + ", and it already has output " +
                     Quote(outputs_[too_many]->name()));
  }

 private:
  static constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

  std::size_t FirstThatMakesTooMany(const ProtocolRules& rules) const {
    const auto same = of_protocol_.find(&rules);
    if (same == of_protocol_.end() || same->second.size() < rules.most_per_flow) return kNone;
    return same->second[rules.most_per_flow - 1];
  }

  std::vector<const Record*> outputs_;  // in order of creation, which numbers them
  std::unordered_map<const ProtocolRules*, std::vector<std::size_t>> of_protocol_;
  std::unordered_map<std::string, std::size_t> claims_;
};

void CheckByProtocol(const Flow& flow, const std::string& path, json::Value& spec, bool is_new,
                     const TakenByOutputs& taken) {
  const json::Node* protocol = json::Find(spec, key::protocol);
  if (protocol == nullptr) {
    throw BadRequest(Path(path, key::protocol) +
                     ": is required, unless routerIntegrationState is ENABLED");
  }
  const ProtocolRules& rules = RulesOf(Direction::kOutput, path, json::StringOf(*protocol));
  if (is_new && rules.content == Content::kCdi) {
    // UG21:outputs-add-vpc
    RequireStatus(flow, {FlowStatus::kStandby}, "have a CDI output added");
  }
  ApplyRules(rules, Direction::kOutput, path, spec);
  CheckOutputFitsFlow(flow, path, rules);
  CheckAttachments(flow, Direction::kOutput, path, &rules, spec);
  if (const json::Node* encryption = json::Find(spec, key::encryption)) {
    spec.Set(key::encryption, MakeEncryption(flow.call().scope, Path(path, key::encryption),
                                             *encryption, rules.key_types));
  }
  taken.Check(path, rules, spec);
}

// Where receivers of a listening output connect to: the flow's address, or its interface's in a VPC
// (M:Output.ListenerAddress).
void SetListenerAddress(const Flow& flow, json::Value& document) {
  const ProtocolRules* rules = RulesOfDocument(Direction::kOutput, document);
  if (rules == nullptr || rules->reach != Reach::kListens) {
    document.Remove(key::listenerAddress);
    return;
  }
  const json::Node* attachment = json::Find(document, key::vpcInterfaceAttachment);
  const json::Node* interface =
      attachment == nullptr ? nullptr : json::Find(*attachment, key::vpcInterfaceName);
  document.Set(key::listenerAddress, interface == nullptr
                                         ? PublicAddressOf(flow)
                                         : InterfaceAddress(flow, json::StringOf(*interface)));
}

// Checks a whole spec and makes the wire form of it. `stored`: of the output that is updated;
// nullptr for a new one.
json::Value MakeOutput(const Flow& flow, const std::string& path, json::Value spec,
                       const json::Node* stored, const TakenByOutputs& taken) {
  CheckRouterIntegration(path, spec, stored);
  if (IsEnabled(spec, key::routerIntegrationState)) {
    // A router-integrated output has no transport of its own (UGnow).
    RefuseProtocolMembers(Direction::kOutput, path, spec, "routerIntegrationState ENABLED");
    CheckAttachments(flow, Direction::kOutput, path, nullptr, spec);
  } else {
    CheckByProtocol(flow, path, spec, stored == nullptr, taken);
  }
  SetMediaStreamAddresses(flow, Direction::kOutput, spec);
  json::Value document = ToDocument(Direction::kOutput, spec);
  SetListenerAddress(flow, document);
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

// The entitlement or the bridge that the service generated the output for, "entitlement arn:...";
// "" for an output that the caller added.
std::string GeneratedFor(const json::Node& output) {
  for (const auto& [what, arn_key] :
       {std::pair("entitlement ", key::entitlementArn), std::pair("bridge ", key::bridgeArn)}) {
    const json::Node* arn = json::Find(output, arn_key);
    if (arn != nullptr) return std::string(what).append(json::StringOf(*arn));
  }
  return "";
}

// MediaConnect runs the outputs that it generates; their owner can describe, enable and disable
// them.
void CheckUpdateOfGeneratedOutput(const json::Node& request, const std::string& generated_for) {
  const Type& shape = TypeOf(OperationOf(Op::UpdateFlowOutput).input);
  for (const Member& member : MembersOf(shape)) {
    const bool allowed = member.location == Location::kPath ||
                         member.key.name == key::description.name ||
                         member.key.name == key::outputStatus.name;
    if (allowed || !json::Has(request, member.key)) continue;
    throw BadRequest(std::string(member.key.name) +
                     ": cannot be changed on an output that was generated for " + generated_for);
  }
}

const Record& AddOutput(Flow& flow, const json::Node& request, const std::string& path,
                        TakenByOutputs& taken) {
  constexpr ResourceKind kKind = ResourceKind::kFlowOutput;
  Call& call = flow.call();
  const std::string name = PartName(flow, kKind, path, request, "output", kLongestName);
  json::Value spec = json::Clone(request);
  spec.Set(key::name, name);
  if (!json::Has(spec, key::outputStatus)) spec.Set(key::outputStatus, "ENABLED");
  json::Value document = MakeOutput(flow, path, std::move(spec), nullptr, taken);
  const std::string id = call.state.ids.Next(call.scope, "output").ResourceId();
  const std::string arn = MakeArn(call.scope, "output", id, name);
  document.Set(key::outputArn, arn);
  const Record& output = flow.AddPart(kKind, arn, name, std::move(document));
  PutCreateTags(call, path, output.id(), request, key::outputTags);
  taken.Add(output);
  return output;
}

}  // namespace

Record& AddGeneratedOutput(Flow& flow, const std::string& name, json::Value document) {
  constexpr ResourceKind kKind = ResourceKind::kFlowOutput;
  const Scope& owner = flow.row().scope;
  const std::string free_name = flow.NameLike(kKind, name);
  const std::string id = flow.call().state.ids.Next(owner, "output").ResourceId();
  const std::string arn = MakeArn(owner, "output", id, free_name);
  document.Set(key::name, free_name);
  document.Set(key::outputArn, arn);
  document.Set(key::outputStatus, "ENABLED");
  return flow.AddPart(kKind, arn, free_name, std::move(document));
}

void RequireRoomForOutputs(const Flow& flow, std::size_t add, ErrorCode code) {
  const Quotas& quotas = flow.call().settings.quotas;
  const auto have = static_cast<std::int64_t>(flow.outputs().size());
  const auto more = static_cast<std::int64_t>(add);
  quotas.RequireRoom(Quota::kOutputsPerFlow, have, more, code);
  if (RulesOf(ContentOf(flow)).is_cdi_flow) {
    quotas.RequireRoom(Quota::kOutputsPerCdiFlow, have, more, code);
  }
}

json::Text AddOutputs(Flow& flow) {
  TakenByOutputs taken(flow, nullptr);
  const auto add = [&](Flow& to, const json::Node& request,
                       const std::string& path) -> const Record& {
    return AddOutput(to, request, path, taken);
  };
  return AddEach(flow, key::outputs, add, [&](const Record& output) {
    return RenderPart(flow, Direction::kOutput, output);
  });
}

json::Text AddFlowOutputs(Call& call) {
  Flow flow = RequireFlowForChange(call);
  RequireRoomForOutputs(flow, json::Items(call.request, key::outputs).Size(),
                        ErrorCode::AddFlowOutputs420Exception);
  const json::Text added = AddOutputs(flow);
  flow.Finish();
  return json::ObjectWriter().Add(key::flowArn, flow.arn()).Add(key::outputs, added).Finish();
}

json::Text UpdateFlowOutput(Call& call) {
  Flow flow = RequireFlowForChange(call);
  Record& output = RequirePart(flow, ResourceKind::kFlowOutput, "Output", key::OutputArn);
  const json::Node& stored = output.document();
  json::Value document;
  const std::string generated_for = GeneratedFor(stored);
  if (!generated_for.empty()) {
    CheckUpdateOfGeneratedOutput(call.request, generated_for);
    document = ToDocument(Direction::kOutput, UpdatedSpec(call, stored));
  } else {
    document =
        MakeOutput(flow, "", UpdatedSpec(call, stored), &stored, TakenByOutputs(flow, &output));
  }
  output.Set(std::move(document));
  flow.FinishUpdate();
  return json::ObjectWriter()
      .Add(key::flowArn, flow.arn())
      .Add(key::output, RenderPart(flow, Direction::kOutput, output))
      .Finish();
}

json::Text RemoveFlowOutput(Call& call) {
  Flow flow = RequireFlowForChange(call);
  const Record& output = RequirePart(flow, ResourceKind::kFlowOutput, "Output", key::OutputArn);
  const std::string generated_for = GeneratedFor(output.document());
  if (!generated_for.empty()) {
    // M:RemoveFlowOutput says so of entitlements.
    throw BadRequest(
        "Output " + output.arn() + " belongs to " + generated_for + " and cannot be removed; " +
        (json::Has(output.document(), key::bridgeArn) ? "remove the bridge's source instead."
                                                      : "revoke the entitlement instead."));
  }
  RequireDisconnected(output);
  const std::string arn = output.arn();
  flow.RemovePart(output);
  flow.Finish();
  return json::ObjectWriter().Add(key::flowArn, flow.arn()).Add(key::outputArn, arn).Finish();
}

}  // namespace mediaconnect
