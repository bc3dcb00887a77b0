#include "api/operations/flows/sources.h"

#include <array>
#include <optional>
#include <set>

#include "api/operations/flows/attachments.h"
#include "api/operations/flows/bridges.h"
#include "api/operations/flows/entitlements.h"
#include "api/operations/flows/lookup.h"
#include "api/operations/flows/merge.h"
#include "api/operations/flows/parts.h"
#include "api/operations/flows/render.h"
#include "api/operations/flows/routers.h"
#include "api/protocols/ingest_port.h"
#include "api/protocols/protocols.h"
#include "api/rules/enabled.h"
#include "api/rules/encryption.h"
#include "api/rules/failover.h"
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

// `own`: the source that is updated; nullptr for a new one.
IngestPorts IngestPortsOf(const Flow& flow, const Record* own) {
  IngestPorts ports;
  for (const Record& source : flow.sources()) {
    const json::Value spec = ToSpec(source.document());
    if (&source == own) {
      ports.own = json::FindInt(spec, key::ingestPort);
    } else if (json::Has(spec, key::protocol)) {
      ports.of_others.merge(PortsTakenBy(spec));
    }
  }
  return ports;
}

// The address that senders send to: the flow's, or the interface's in a VPC. Only listeners have
// one (CDK:flow).
void SetIngestIp(const Flow& flow, const ProtocolRules& rules, json::Value& spec) {
  if (rules.reach != Reach::kListens) {
    spec.Remove(key::ingestIp);
  } else if (const json::Node* name = json::Find(spec, key::vpcInterfaceName)) {
    spec.Set(key::ingestIp, InterfaceAddress(flow, json::StringOf(*name)));
  } else {
    spec.Set(key::ingestIp, PublicAddressOf(flow));
  }
}

void MakeByProtocol(const Flow& flow, const std::string& path, const Record* own,
                    json::Value& spec) {
  const json::Node* protocol = json::Find(spec, key::protocol);
  if (protocol == nullptr) {
    throw BadRequest(Path(path, key::protocol) +
                     ": is required, unless the source is entitled, from a bridge or integrated "
                     "with a router");
  }
  const ProtocolRules& rules = RulesOf(Direction::kSource, path, json::StringOf(*protocol));
  ApplyRules(rules, Direction::kSource, path, spec);
  CheckAttachments(flow, Direction::kSource, path, &rules, spec);
  if (rules.reach == Reach::kListens || json::Has(spec, key::ingestPort)) {
    const IngestPorts ports = IngestPortsOf(flow, own);
    SetIngestPort(path, ports.own, ports.of_others, spec);
  }
  SetIngestIp(flow, rules, spec);
  if (const json::Node* decryption = json::Find(spec, key::decryption)) {
    spec.Set(key::decryption, MakeEncryption(flow.call().scope, Path(path, key::decryption),
                                             *decryption, rules.key_types));
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

// Checks a whole spec and makes the wire form of it. `own`: the source that is updated; nullptr for
// a new one.
json::Value MakeSource(const Flow& flow, const std::string& path, json::Value spec,
                       const Record* own = nullptr) {
  CheckRouterIntegration(path, spec, own == nullptr ? nullptr : &own->document());
  switch (KindOf(spec)) {
    case SourceKind::kEntitled:
      MakeEntitled(flow.call(), path, spec);
      break;
    case SourceKind::kRouterIntegrated:
      RefuseProtocolMembers(Direction::kSource, path, spec, "routerIntegrationState ENABLED");
      break;
    case SourceKind::kBridge:
      RefuseProtocolMembers(Direction::kSource, path, spec, "gatewayBridgeSource");
      CheckAttachments(flow, Direction::kSource, path, nullptr, spec);
      break;
    case SourceKind::kProtocol:
      MakeByProtocol(flow, path, own, spec);
      break;
  }
  SetMediaStreamAddresses(flow, Direction::kSource, spec);
  return ToDocument(Direction::kSource, spec);
}

// The subscriber's source shows the fee of the grant (O:MSAM).
void SetFee(const Record& entitlement, json::Value& document) {
  const json::Node& grant = entitlement.document();
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

}  // namespace

const Record& AddSource(Flow& flow, const json::Node& request, const std::string& path,
                        ErrorCode full) {
  constexpr ResourceKind kKind = ResourceKind::kFlowSource;
  Call& call = flow.call();
  const std::string name = PartName(flow, kKind, path, request, "source", kLongestName);
  json::Value spec = json::Clone(request);
  spec.Set(key::name, name);
  json::Value document = MakeSource(flow, path, std::move(spec));
  // O:MSAM, awscc #1912: a source has its flow's id.
  const std::string arn = MakeArn(call.scope, "source", ParseArn(flow.arn())->id, name);
  document.Set(key::sourceArn, arn);
  std::optional<Record> entitlement;
  if (const json::Node* entitlement_arn = json::Find(document, key::entitlementArn)) {
    entitlement = RequireUsableEntitlement(flow, Path(path, key::entitlementArn),
                                           json::StringOf(*entitlement_arn));
    SetFee(*entitlement, document);
  }
  const Record& source = flow.AddPart(kKind, arn, name, std::move(document));
  if (entitlement) AddEntitlementOutput(call, *entitlement, source.id(), full);
  if (!BridgeArnOf(source.document()).empty()) FeedByBridge(call, path, source);
  PutCreateTags(call, path, source.id(), request, key::sourceTags);
  return source;
}

json::Text AddFlowSources(Call& call) {
  Flow flow = RequireFlowForChange(call);
  const auto add = [](Flow& to, const json::Node& request,
                      const std::string& path) -> const Record& {
    if (json::Has(request, key::entitlementArn)) {
      // UG21:source-failover
      throw BadRequest(Path(path, key::entitlementArn) +
                       ": an entitled flow has one source, so none can be added to another");
    }
    return AddSource(to, request, path, ErrorCode::BadRequestException);
  };
  const json::Text added = AddEach(flow, key::sources, add, [&](const Record& source) {
    return RenderPart(flow, Direction::kSource, source);
  });
  flow.Finish();
  return json::ObjectWriter().Add(key::flowArn, flow.arn()).Add(key::sources, added).Finish();
}

json::Text UpdateFlowSource(Call& call) {
  Flow flow = RequireFlowForChange(call);
  Record& source = RequirePart(flow, ResourceKind::kFlowSource, "Source", key::SourceArn);
  const json::Node& stored = source.document();
  if (json::Has(stored, key::entitlementArn)) {
    // UGnow:source-update: "You can't update an entitled flow while it's active".
    RequireStatus(flow, {FlowStatus::kStandby, FlowStatus::kError}, "update its entitled source");
  }
  json::Value document = MakeSource(flow, "", UpdatedSpec(call, stored), &source);
  if (json::GetString(document, key::entitlementArn, "") !=
      json::GetString(stored, key::entitlementArn, "")) {
    call.state.entitlements.RemoveOutputTo(source.id());
  }
  if (const json::Node* arn = json::Find(call.request, key::entitlementArn)) {
    const Record entitlement = RequireUsableEntitlement(flow, std::string(key::entitlementArn.name),
                                                        json::StringOf(*arn), source.id());
    SetFee(entitlement, document);
    // Its own entitlement named again changes nothing on the originator's side.
    if (!call.state.entitlements.UseOf(entitlement.id())) {
      AddEntitlementOutput(call, entitlement, source.id(), ErrorCode::BadRequestException);
    }
  }
  const std::string old_bridge(BridgeArnOf(stored));
  source.Set(std::move(document));
  const std::string_view bridge = BridgeArnOf(source.document());
  if (bridge.empty()) {
    call.state.feeds.Remove(source.id());
  } else if (bridge != old_bridge) {
    FeedByBridge(call, "", source);
  }
  flow.FinishUpdate();
  return json::ObjectWriter()
      .Add(key::flowArn, flow.arn())
      .Add(key::source, RenderPart(flow, Direction::kSource, source))
      .Finish();
}

json::Text RemoveFlowSource(Call& call) {
  Flow flow = RequireFlowForChange(call);
  const Record& source = RequirePart(flow, ResourceKind::kFlowSource, "Source", key::SourceArn);
  // M:RemoveFlowSource: it may be removed while the flow is running, but there must be another.
  if (flow.sources().size() == 1) {
    throw BadRequest("Source " + source.arn() +
                     " is the flow's only source and cannot be removed; " +
                     "add another one first, or update it.");
  }
  RequireDisconnected(source);
  const std::string arn = source.arn();
  DropPriorityOf(flow, source.name());
  flow.RemovePart(source);
  flow.Finish();
  return json::ObjectWriter().Add(key::flowArn, flow.arn()).Add(key::sourceArn, arn).Finish();
}

}  // namespace mediaconnect
