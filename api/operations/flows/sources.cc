#include "api/operations/flows/sources.h"

#include <array>
#include <optional>
#include <set>

#include "api/operations/flows/attachments.h"
#include "api/operations/flows/changes.h"
#include "api/operations/flows/consistency.h"
#include "api/operations/flows/entitlements.h"
#include "api/operations/flows/lookup.h"
#include "api/operations/flows/parts.h"
#include "api/operations/flows/render.h"
#include "api/protocols/ingest_port.h"
#include "api/protocols/protocols.h"
#include "api/rules/enabled.h"
#include "api/rules/encryption.h"
#include "api/rules/tags.h"
#include "handlers.h"

namespace mediaconnect {
namespace {

constexpr std::size_t kLongestName = 64;  // CDK:flow-source

constexpr std::array<std::string_view, 2> kEntitledKeyTypes = {"static-key", "speke"};

// A source carries one of these (O:aws-cloudformation roadmap #764, UGnow).
enum class SourceKind { kEntitled, kBridge, kRouterIntegrated, kProtocol };

SourceKind KindOf(const json::Node& spec) {
  if (json::Has(spec, key::entitlementArn)) return SourceKind::kEntitled;
  if (json::Has(spec, key::gatewayBridgeSource)) return SourceKind::kBridge;
  if (IsEnabled(spec, key::routerIntegrationState)) {
    return SourceKind::kRouterIntegrated;
  }
  return SourceKind::kProtocol;
}

struct IngestPorts {
  std::optional<std::int64_t> own;   // that the source is stored with
  std::set<std::int64_t> of_others;  // all that the flow's other sources take
};

// `own_id`: of the source that is updated; none for a new one.
IngestPorts IngestPortsOf(Call& call, const Resource& flow, std::optional<std::int64_t> own_id) {
  IngestPorts ports;
  for (const Resource& source : call.state.resources.PartsOf(flow.id, ResourceKind::kFlowSource)) {
    const json::Value spec = ToSpec(json::ParseTrusted(source.doc));
    if (source.id == own_id) {
      ports.own = json::FindInt(spec, key::ingestPort);
    } else if (json::Has(spec, key::protocol)) {
      ports.of_others.merge(PortsTakenBy(spec));
    }
  }
  return ports;
}

// The address that senders send to: the flow's, or the interface's in a VPC. Only listeners have
// one (CDK:flow).
void SetIngestIp(const Resource& flow, const FlowInterfaces& interfaces, const ProtocolRules& rules,
                 json::Value& spec) {
  if (rules.reach != Reach::kListens) {
    spec.Remove(key::ingestIp);
  } else if (const json::Node* name = json::Find(spec, key::vpcInterfaceName)) {
    spec.Set(key::ingestIp, interfaces.AddressOf(json::StringOf(*name)));
  } else {
    spec.Set(key::ingestIp, PublicAddressOf(flow));
  }
}

void MakeByProtocol(Call& call, const Resource& flow, const FlowInterfaces& interfaces,
                    const std::string& path, std::optional<std::int64_t> own_id,
                    json::Value& spec) {
  const json::Node* protocol = json::Find(spec, key::protocol);
  if (protocol == nullptr) {
    throw BadRequest(Path(path, key::protocol) +
                     ": is required, unless the source is entitled, from a bridge or integrated "
                     "with a router");
  }
  const ProtocolRules& rules = RulesOf(Direction::kSource, path, json::StringOf(*protocol));
  ApplyRules(rules, Direction::kSource, path, spec);
  CheckAttachments(call, flow, interfaces, Direction::kSource, path, &rules, spec);
  if (rules.reach == Reach::kListens || json::Has(spec, key::ingestPort)) {
    const IngestPorts ports = IngestPortsOf(call, flow, own_id);
    SetIngestPort(path, ports.own, ports.of_others, spec);
  }
  SetIngestIp(flow, interfaces, rules, spec);
  if (const json::Node* decryption = json::Find(spec, key::decryption)) {
    spec.Set(key::decryption,
             MakeEncryption(call.scope, Path(path, key::decryption), *decryption, rules.key_types));
  }
}

// An entitled source has what its entitlement gives it, and nothing of a protocol's (rules 2.1).
void MakeEntitled(Call& call, const std::string& path, json::Value& spec) {
  json::Value decryption = spec.Take(key::decryption);
  RefuseProtocolMembers(Direction::kSource, path, spec, "entitlementArn");
  for (const Key key : {key::vpcInterfaceName, key::gatewayBridgeSource}) {
    if (!json::Has(spec, key)) continue;
    throw BadRequest(Path(path, key) + ": is not valid with entitlementArn");
  }
  if (decryption.node().IsNull()) return;
  spec.Set(key::decryption,
           MakeEncryption(call.scope, Path(path, key::decryption), decryption, kEntitledKeyTypes));
}

// Checks a whole spec and makes the wire form of it. `own_id`: of the source that is updated; none
// for a new one.
json::Value MakeSource(Call& call, const Resource& flow, const std::string& path, json::Value spec,
                       std::optional<std::int64_t> own_id = std::nullopt) {
  const FlowInterfaces interfaces(call, flow);
  switch (KindOf(spec)) {
    case SourceKind::kEntitled:
      MakeEntitled(call, path, spec);
      break;
    case SourceKind::kRouterIntegrated:
      RefuseProtocolMembers(Direction::kSource, path, spec, "routerIntegrationState ENABLED");
      break;
    case SourceKind::kBridge:
      RefuseProtocolMembers(Direction::kSource, path, spec, "gatewayBridgeSource");
      CheckAttachments(call, flow, interfaces, Direction::kSource, path, nullptr, spec);
      break;
    case SourceKind::kProtocol:
      MakeByProtocol(call, flow, interfaces, path, own_id, spec);
      break;
  }
  SetMediaStreamAddresses(interfaces, Direction::kSource, spec);
  return ToDocument(Direction::kSource, spec);
}

// The subscriber's source shows the fee of the grant (O:MSAM).
void SetFee(const Resource& entitlement, json::Value& document) {
  const json::Value grant = json::ParseTrusted(entitlement.doc);
  document.Remove(key::dataTransferSubscriberFeePercent);
  if (const auto fee = json::FindInt(grant, key::dataTransferSubscriberFeePercent)) {
    document.Set(key::dataTransferSubscriberFeePercent, *fee);
  }
}

// The kind that an update makes of its source; nullopt if it names nothing of a kind's own.
std::optional<SourceKind> KindAskedFor(const json::Node& request) {
  const SourceKind kind = KindOf(request);
  if (kind == SourceKind::kProtocol && !json::Has(request, key::protocol)) return std::nullopt;
  return kind;
}

// An update that names what another kind of source has makes the source one of that kind: what only
// the kind that it was has goes. A router's it stays until routerIntegrationState is DISABLED.
void ChangeKind(const json::Node& request, json::Value& spec) {
  const auto kind = KindAskedFor(request);
  if (!kind || kind == KindOf(spec)) return;
  DropProtocolMembers(Direction::kSource, spec);
  for (const Key key : {key::vpcInterfaceName, key::ingestIp, key::gatewayBridgeSource,
                        key::entitlementArn, key::dataTransferSubscriberFeePercent}) {
    spec.Remove(key);
  }
}

// A source has either whitelistCidr or vpcInterfaceName: an update that gives one replaces the
// other.
void DropOtherReach(const json::Node& request, json::Value& spec) {
  const bool cidr = json::Has(request, key::whitelistCidr);
  const bool vpc = json::Has(request, key::vpcInterfaceName);
  if (cidr && !vpc) spec.Remove(key::vpcInterfaceName);
  if (vpc && !cidr) spec.Remove(key::whitelistCidr);
}

// The stored bridge with what the update names of it.
json::Value UpdatedBridge(json::Value stored, const json::Node& request) {
  json::Value bridge = json::Overlay(std::move(stored), request);
  if (json::Has(bridge, key::bridgeArn)) return bridge;
  throw BadRequest("gatewayBridgeSource.bridgeArn: is required on a source that has none yet");
}

// What is stored, with what the update names over it (rules 3.1, decision 21).
json::Value UpdatedSpec(const Call& call, const json::Node& stored) {
  const json::Node& request = call.request;
  json::Value spec = ToSpec(stored);
  ChangeKind(request, spec);
  DropOtherReach(request, spec);
  json::Value bridge = spec.Take(key::gatewayBridgeSource);
  PutUpdate(call, Direction::kSource, spec);
  if (const json::Node* changes = json::Find(request, key::gatewayBridgeSource)) {
    bridge = UpdatedBridge(std::move(bridge), *changes);
  }
  if (!bridge.node().IsNull()) spec.Set(key::gatewayBridgeSource, std::move(bridge));
  const bool names_port = json::Has(request, key::ingestPort);
  if (!names_port && KindOf(spec) == SourceKind::kProtocol) DropUnfitIngestPort(spec);
  return spec;
}

// A source that is removed is no longer the primary one.
void DropPriorityOf(Call& call, Resource& flow, std::string_view source_name) {
  json::Value document = json::ParseTrusted(flow.doc);
  json::Value failover = document.Take(key::sourceFailoverConfig);
  if (failover.node().IsNull()) return;
  const json::Node* priority = json::Find(failover, key::sourcePriority);
  if (priority == nullptr || json::GetString(*priority, key::primarySource, "") != source_name) {
    return;
  }
  failover.Remove(key::sourcePriority);
  document.Set(key::sourceFailoverConfig, std::move(failover));
  StoreDocument(call, document, flow);
}

}  // namespace

json::Text AddSource(Call& call, const Resource& flow, const json::Node& request,
                     const std::string& path, ErrorCode full) {
  const std::string name =
      PartName(call, ResourceKind::kFlowSource, flow, path, request, "source", kLongestName);
  json::Value spec = json::Clone(request);
  spec.Set(key::name, name);
  json::Value document = MakeSource(call, flow, path, std::move(spec));
  // O:MSAM, awscc #1912: a source has its flow's id.
  const std::string arn = MakeArn(call.scope, "source", ParseArn(flow.arn)->id, name);
  document.Set(key::sourceArn, arn);
  std::int64_t id = 0;
  if (const json::Node* entitlement_arn = json::Find(document, key::entitlementArn)) {
    const Resource entitlement = RequireUsableEntitlement(
        call, flow, Path(path, key::entitlementArn), json::StringOf(*entitlement_arn));
    SetFee(entitlement, document);
    id = InsertPart(call, ResourceKind::kFlowSource, flow, arn, name, document);
    AddEntitlementOutput(call, entitlement, id, full);
  } else {
    id = InsertPart(call, ResourceKind::kFlowSource, flow, arn, name, document);
  }
  PutCreateTags(call, path, id, request, key::sourceTags);
  return json::Write(document);
}

json::Text AddFlowSources(Call& call) {
  const Resource flow = RequireFlow(call);
  const auto add = [&](const json::Node& request, const std::string& path) {
    if (json::Has(request, key::entitlementArn)) {
      // UG21:source-failover
      throw BadRequest(Path(path, key::entitlementArn) +
                       ": an entitled flow has one source, so none can be added to another");
    }
    const json::Text source = AddSource(call, flow, request, path, ErrorCode::BadRequestException);
    return RenderPart(flow, Direction::kSource, source.json);
  };
  const json::Text added = AddEach(call, key::sources, add);
  CheckConsistency(call, flow);
  return json::ObjectWriter().Add(key::flowArn, flow.arn).Add(key::sources, added).Finish();
}

json::Text UpdateFlowSource(Call& call) {
  const Resource flow = RequireFlow(call);
  const Resource source =
      RequirePart(call, ResourceKind::kFlowSource, flow, "Source", key::SourceArn);
  const json::Value stored = json::ParseTrusted(source.doc);
  if (json::Has(stored, key::entitlementArn)) {
    // UGnow:source-update: "You can't update an entitled flow while it's active".
    RequireStatus(flow, {FlowStatus::kStandby, FlowStatus::kError}, "update its entitled source");
  }
  json::Value document = MakeSource(call, flow, "", UpdatedSpec(call, stored), source.id);
  if (json::GetString(document, key::entitlementArn, "") !=
      json::GetString(stored, key::entitlementArn, "")) {
    call.state.entitlements.RemoveOutputTo(source.id);
  }
  if (const json::Node* arn = json::Find(call.request, key::entitlementArn)) {
    const Resource entitlement = RequireUsableEntitlement(
        call, flow, std::string(key::entitlementArn.name), json::StringOf(*arn), source.id);
    SetFee(entitlement, document);
    // Its own entitlement named again changes nothing on the originator's side.
    if (!call.state.entitlements.UseOf(entitlement.id)) {
      AddEntitlementOutput(call, entitlement, source.id, ErrorCode::BadRequestException);
    }
  }
  const json::Text text = json::Write(document);
  call.state.resources.SetDoc(source.id, text.json);
  CheckConsistency(call, flow);
  NoteUpdate(call, flow);
  return json::ObjectWriter()
      .Add(key::flowArn, flow.arn)
      .Add(key::source, RenderPart(flow, Direction::kSource, text.json))
      .Finish();
}

json::Text RemoveFlowSource(Call& call) {
  Resource flow = RequireFlow(call);
  const Resource source =
      RequirePart(call, ResourceKind::kFlowSource, flow, "Source", key::SourceArn);
  // M:RemoveFlowSource: it may be removed while the flow is running, but there must be another.
  if (call.state.resources.CountParts(flow.id, ResourceKind::kFlowSource) == 1) {
    throw BadRequest("Source " + source.arn + " is the flow's only source and cannot be removed; " +
                     "add another one first, or update it.");
  }
  call.state.resources.Remove(source.id);
  DropPriorityOf(call, flow, source.name);
  CheckConsistency(call, flow);
  return json::ObjectWriter().Add(key::flowArn, flow.arn).Add(key::sourceArn, source.arn).Finish();
}

}  // namespace mediaconnect
