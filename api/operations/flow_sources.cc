#include "api/operations/flow_sources.h"

#include <algorithm>
#include <array>
#include <set>

#include "api/address.h"
#include "api/encryption.h"
#include "api/operations/flow.h"
#include "api/operations/flow_entitlements.h"
#include "api/protocols.h"
#include "api/tag_rules.h"

namespace mediaconnect {
namespace {

constexpr std::size_t kLongestName = 64;  // CDK:flow-source
constexpr std::size_t kMostSources = 2;   // UGnow:quotas

// Ingest ports (rules 1.7, decision 9).
constexpr std::int64_t kLowestIngestPort = 1024;
constexpr std::int64_t kHighestIngestPort = 65535;
constexpr std::int64_t kFirstAutomaticPort = 5000;
constexpr std::int64_t kZixiPushPort = 2088;
constexpr std::int64_t kZixiPullPort = 2077;
constexpr std::int64_t kFirstVpcZixiPort = 2090;  // to 2099

constexpr std::array<std::string_view, 2> kEntitledKeyTypes = {"static-key", "speke"};

// A source carries one of these (O:aws-cloudformation roadmap #764, UGnow).
enum class SourceKind { kEntitled, kBridge, kRouterIntegrated, kProtocol };

SourceKind KindOf(const json::Node& spec) {
  if (json::Has(spec, key::entitlementArn)) return SourceKind::kEntitled;
  if (json::Has(spec, key::gatewayBridgeSource)) return SourceKind::kBridge;
  if (json::GetString(spec, key::routerIntegrationState, "") == "ENABLED") {
    return SourceKind::kRouterIntegrated;
  }
  return SourceKind::kProtocol;
}

// The ports that a source listens on.
std::set<std::int64_t> PortsOf(const json::Node& spec) {
  std::set<std::int64_t> ports;
  const auto port = json::FindInt(spec, key::ingestPort);
  const std::string_view protocol = json::GetString(spec, key::protocol, "");
  if (!port || protocol.empty()) return ports;
  // Public Zixi sources are exempt: all of them have 2088 (UG21:source-ports).
  if (protocol == "zixi-push" && !json::Has(spec, key::vpcInterfaceName)) return ports;
  ports.insert(*port);
  for (const std::int64_t distance : RulesOf(Direction::kSource, "", protocol).companions) {
    ports.insert(*port + distance);
  }
  return ports;
}

// Of the flow's sources but `own`, which is nullptr for a new one.
std::set<std::int64_t> PortsOfOthers(Call& call, const Flow& flow, const FlowPart* own) {
  std::set<std::int64_t> ports;
  for (const FlowPart& other : call.state.sources.ListOf(flow.id)) {
    if (own != nullptr && other.id == own->id) continue;
    ports.merge(PortsOf(ToSpec(json::ParseTrusted(other.doc))));
  }
  return ports;
}

bool Overlap(const std::set<std::int64_t>& a, const std::set<std::int64_t>& b) {
  return std::any_of(a.begin(), a.end(), [&](std::int64_t port) { return b.count(port) != 0; });
}

// The port that a source is stored with; none where it is new.
std::optional<std::int64_t> PortOf(const FlowPart* stored) {
  if (stored == nullptr) return std::nullopt;
  return json::FindInt(json::ParseTrusted(stored->doc), key::ingestPort);
}

void SetZixiPort(const std::string& path, const FlowPart* stored,
                 const std::set<std::int64_t>& taken, json::Value& spec) {
  const auto given = json::FindInt(spec, key::ingestPort);
  if (!json::Has(spec, key::vpcInterfaceName)) {
    if (given && *given != kZixiPushPort) {
      throw BadRequest(Path(path, key::ingestPort) + ": " + std::to_string(*given) + " must be " +
                       std::to_string(kZixiPushPort) + " with protocol zixi-push");
    }
    spec.Set(key::ingestPort, kZixiPushPort);
    return;
  }
  // A VPC Zixi source's port is the service's choice: the first free of its range (CDK, UGnow,
  // decision 9). A flow has two sources at most, so one always is.
  if (given && (given != PortOf(stored) || *given == kZixiPushPort)) {
    throw BadRequest(Path(path, key::ingestPort) +
                     ": cannot be given for a zixi-push source in a VPC; the service assigns it");
  }
  std::int64_t port = given.value_or(kFirstVpcZixiPort);
  while (taken.count(port) != 0) ++port;
  spec.Set(key::ingestPort, port);
}

void SetIngestPort(const ProtocolRules& rules, const std::string& path, const FlowPart* stored,
                   const std::set<std::int64_t>& taken, json::Value& spec) {
  if (rules.protocol == "zixi-push") return SetZixiPort(path, stored, taken, spec);
  const std::string member = Path(path, key::ingestPort);
  if (!json::Has(spec, key::ingestPort)) {
    std::int64_t port = kFirstAutomaticPort;
    spec.Set(key::ingestPort, port);
    while (Overlap(PortsOf(spec), taken)) spec.Set(key::ingestPort, ++port);
    return;
  }
  const std::int64_t port = json::GetInt(spec, key::ingestPort);
  const std::int64_t last = port + (rules.companions.empty() ? 0 : rules.companions.back());
  if (port < kLowestIngestPort || last > kHighestIngestPort || port == kZixiPullPort ||
      port == kZixiPushPort) {
    throw BadRequest(member + ": " + std::to_string(port) +
                     " must be from 1024 to 65535 with the ports that the protocol takes beside "
                     "it, and neither 2077 nor 2088");
  }
  if (Overlap(PortsOf(spec), taken)) {
    throw BadRequest(
        member + ": " + std::to_string(port) +
        " or a port that the protocol takes beside it is another source's of this flow");
  }
}

void CheckAddresses(const std::string& path, const json::Node& spec) {
  if (const json::Node* cidr = json::Find(spec, key::whitelistCidr)) {
    CheckCidr(Path(path, key::whitelistCidr), json::StringOf(*cidr));
  }
  const json::Node* listener = json::Find(spec, key::sourceListenerAddress);
  if (listener != nullptr && !IsIpAddress(json::StringOf(*listener)) &&
      !IsDomainName(json::StringOf(*listener))) {
    throw BadRequest(Path(path, key::sourceListenerAddress) + ": " +
                     Quote(json::StringOf(*listener)) + " is no IP address and no domain name");
  }
}

// The members that the response has and the request has not.
json::Value FillMediaStreams(Call& call, const json::Node& configurations) {
  json::Value filled = json::Value::Array();
  for (const json::Node& each : configurations.GetArray()) {
    json::Value configuration = json::Clone(each);
    json::Value inputs = json::Value::Array();
    for (const json::Node& one : json::Items(each, key::inputConfigurations)) {
      json::Value input = json::Clone(one);
      if (!json::Has(one, key::inputIp)) {
        input.Set(key::inputIp, call.state.ids.Next(call.scope, "address").PrivateAddress());
      }
      inputs.Append(std::move(input));
    }
    if (json::Has(each, key::inputConfigurations)) {
      configuration.Set(key::inputConfigurations, std::move(inputs));
    }
    filled.Append(std::move(configuration));
  }
  return filled;
}

// The address that senders send to: public, or the interface's in a VPC. Only listeners have one
// (CDK:flow).
void SetIngestIp(Call& call, const ProtocolRules& rules, json::Value& spec) {
  if (rules.reach != Reach::kListens) {
    spec.Remove(key::ingestIp);
    return;
  }
  const bool in_vpc = json::Has(spec, key::vpcInterfaceName);
  const std::string_view stored = json::GetString(spec, key::ingestIp, "");
  if (!stored.empty() && (stored.substr(0, 3) == "10.") == in_vpc) return;
  const Draw draw = call.state.ids.Next(call.scope, "address");
  spec.Set(key::ingestIp, in_vpc ? draw.PrivateAddress() : draw.PublicAddress());
}

void MakeByProtocol(Call& call, const Flow& flow, const std::string& path, const FlowPart* stored,
                    json::Value& spec) {
  const json::Node* protocol = json::Find(spec, key::protocol);
  if (protocol == nullptr) {
    throw BadRequest(Path(path, key::protocol) +
                     ": is required, unless the source is entitled, from a bridge or integrated "
                     "with a router");
  }
  const ProtocolRules& rules = RulesOf(Direction::kSource, path, json::StringOf(*protocol));
  ApplyRules(rules, Direction::kSource, path, spec);
  CheckAddresses(path, spec);
  if (rules.reach == Reach::kListens || json::Has(spec, key::ingestPort)) {
    SetIngestPort(rules, path, stored, PortsOfOthers(call, flow, stored), spec);
  }
  SetIngestIp(call, rules, spec);
  if (const json::Node* decryption = json::Find(spec, key::decryption)) {
    spec.Set(key::decryption,
             MakeEncryption(Path(path, key::decryption), *decryption, rules.key_types));
  }
}

// An entitled source has what its entitlement gives it, and nothing of a protocol's (rules 2.1).
void MakeEntitled(const std::string& path, json::Value& spec) {
  json::Value decryption = spec.Take(key::decryption);
  const Key* foreign = FindProtocolMember(Direction::kSource, spec);
  for (const Key& key : {key::protocol, key::vpcInterfaceName, key::gatewayBridgeSource}) {
    if (foreign == nullptr && json::Has(spec, key)) foreign = &key;
    if (foreign != nullptr) {
      throw BadRequest(Path(path, *foreign) + ": does not go with entitlementArn");
    }
  }
  if (decryption.node().IsNull()) return;
  spec.Set(key::decryption,
           MakeEncryption(Path(path, key::decryption), decryption, kEntitledKeyTypes));
}

// Checks a whole spec and makes the wire form of it. `stored`: the source that is updated, or
// nullptr.
json::Value MakeSource(Call& call, const Flow& flow, const std::string& path, json::Value spec,
                       const FlowPart* stored) {
  switch (KindOf(spec)) {
    case SourceKind::kEntitled:
      MakeEntitled(path, spec);
      break;
    case SourceKind::kRouterIntegrated:
      if (json::Has(spec, key::protocol)) {
        throw BadRequest(Path(path, key::protocol) +
                         ": does not go with routerIntegrationState ENABLED");
      }
      break;
    case SourceKind::kBridge:
      break;
    case SourceKind::kProtocol:
      MakeByProtocol(call, flow, path, stored, spec);
      break;
  }
  if (const json::Node* streams = json::Find(spec, key::mediaStreamSourceConfigurations)) {
    spec.Set(key::mediaStreamSourceConfigurations, FillMediaStreams(call, *streams));
  }
  return ToDocument(Direction::kSource, spec);
}

// What a subscriber pays stands on its source too (O:MSAM).
void SetFee(const FlowPart& entitlement, json::Value& document) {
  const json::Value grant = json::ParseTrusted(entitlement.doc);
  document.Remove(key::dataTransferSubscriberFeePercent);
  if (const auto fee = json::FindInt(grant, key::dataTransferSubscriberFeePercent)) {
    document.Set(key::dataTransferSubscriberFeePercent, *fee);
  }
}

// Where the source can be reached is named anew by whitelistCidr or vpcInterfaceName: one takes the
// other's place, as only one of them can stand.
void DropOtherReach(const json::Node& request, json::Value& spec) {
  const bool cidr = json::Has(request, key::whitelistCidr);
  const bool vpc = json::Has(request, key::vpcInterfaceName);
  if (cidr && !vpc) spec.Remove(key::vpcInterfaceName);
  if (vpc && !cidr) spec.Remove(key::whitelistCidr);
  const bool zixi = json::GetString(spec, key::protocol, "") == "zixi-push";
  if (zixi && cidr != vpc) spec.Remove(key::ingestPort);
}

void ChangeProtocol(std::string_view protocol, json::Value& spec) {
  const std::string_view stored = json::GetString(spec, key::protocol, "");
  if (protocol == stored) return;
  // Zixi's ports are its own: nothing to keep from, or for, another protocol.
  if (protocol == "zixi-push" || stored == "zixi-push") spec.Remove(key::ingestPort);
  DropForeignMembers(&RulesOf(Direction::kSource, "", protocol), Direction::kSource, spec);
}

// Lays what an update names over what is stored (rules 3.1, decision 21).
json::Value Overlay(const json::Node& stored, const json::Node& request) {
  json::Value spec = ToSpec(stored);
  if (json::Has(request, key::entitlementArn)) {
    DropForeignMembers(nullptr, Direction::kSource, spec);
    for (const Key key : {key::protocol, key::vpcInterfaceName, key::ingestIp}) spec.Remove(key);
  }
  DropOtherReach(request, spec);
  if (const json::Node* protocol = json::Find(request, key::protocol)) {
    ChangeProtocol(json::StringOf(*protocol), spec);
  }
  const Type& shape = TypeOf(OperationOf(Op::UpdateFlowSource).input);
  for (const Member& member : MembersOf(shape)) {
    const json::Node* value = json::Find(request, member.key);
    if (value != nullptr && member.location == Location::kBody &&
        member.key.name != key::gatewayBridgeSource.name) {
      spec.Set(member.key, json::Clone(*value));
    }
  }
  if (const json::Node* bridge = json::Find(request, key::gatewayBridgeSource)) {
    json::Value merged = spec.Take(key::gatewayBridgeSource);
    if (merged.node().IsNull()) merged = json::Value::Object();
    for (const Key key : {key::bridgeArn, key::vpcInterfaceAttachment}) {
      if (json::Has(*bridge, key)) merged.Set(key, json::Clone(json::Get(*bridge, key)));
    }
    if (!json::Has(merged, key::bridgeArn)) {
      throw BadRequest("gatewayBridgeSource.bridgeArn: is required on a source that has none yet");
    }
    spec.Set(key::gatewayBridgeSource, std::move(merged));
  }
  return spec;
}

}  // namespace

json::Text AddSource(Call& call, const Flow& flow, const json::Node& request,
                     const std::string& path) {
  const std::string name =
      PartName(call.state.sources, flow, path, request, "source", kLongestName);
  json::Value spec = json::Clone(request);
  spec.Set(key::name, name);
  json::Value document = MakeSource(call, flow, path, std::move(spec), nullptr);
  // O:MSAM, awscc #1912: a source has its flow's id.
  const std::string arn = MakeArn(call.scope, "source", ParseArn(flow.arn)->id, name);
  document.Set(key::sourceArn, arn);
  if (const json::Node* entitlement_arn = json::Find(document, key::entitlementArn)) {
    const FlowPart entitlement = RequireUsableEntitlement(call, Path(path, key::entitlementArn),
                                                          json::StringOf(*entitlement_arn), 0);
    SetFee(entitlement, document);
    const std::int64_t id = InsertPart(call.state.sources, flow, arn, name, document);
    AddEntitlementOutput(call, entitlement, id, ErrorCode::CreateFlow420Exception);
  } else {
    InsertPart(call.state.sources, flow, arn, name, document);
  }
  PutCreateTags(call, path, arn, request, key::sourceTags);
  return json::Write(document);
}

void CheckSourcesTogether(Call& call, const Flow& flow) {
  const std::vector<FlowPart> sources = call.state.sources.ListOf(flow.id);
  const json::Value flow_document = json::ParseTrusted(flow.doc);
  const json::Node* failover = json::Find(flow_document, key::sourceFailoverConfig);
  if (sources.size() > kMostSources) {
    throw BadRequest("sources: a flow has at most " + std::to_string(kMostSources) +
                     " sources, not " + std::to_string(sources.size()));
  }
  const bool enabled =
      failover != nullptr && json::GetString(*failover, key::state, "") == "ENABLED";
  // M:FailoverConfig.State: without failover a flow has one source.
  if (sources.size() > 1 && !enabled) {
    throw BadRequest("sources: a second source needs sourceFailoverConfig.state ENABLED");
  }
  std::set<std::string> families;
  for (const FlowPart& source : sources) {
    const json::Value spec = ToSpec(json::ParseTrusted(source.doc));
    std::string family(json::GetString(spec, key::protocol, "another kind"));
    if (sources.size() > 1 && (json::Has(spec, key::entitlementArn) || family == "cdi")) {
      throw BadRequest("sources: an entitled or CDI flow has one source (UG: source failover)");
    }
    if (family == "rtp-fec") family = "rtp";  // UG21:source-adding-standard: these two mix
    families.insert(family);
  }
  if (families.size() > 1) {
    throw BadRequest(
        "sources: both sources of a flow must have the same protocol; rtp and rtp-fec "
        "may be mixed");
  }
  const json::Node* priority =
      failover == nullptr ? nullptr : json::Find(*failover, key::sourcePriority);
  const json::Node* primary =
      priority == nullptr ? nullptr : json::Find(*priority, key::primarySource);
  if (primary == nullptr) return;
  const bool known = std::any_of(sources.begin(), sources.end(), [&](const FlowPart& source) {
    return source.name == json::StringOf(*primary);
  });
  if (!known) {
    throw BadRequest("sourceFailoverConfig.sourcePriority.primarySource: " +
                     Quote(json::StringOf(*primary)) + " is no source of this flow");
  }
}

json::Text UpdateFlowSource(Call& call) {
  const Flow flow = RequireFlow(call);
  const FlowPart source = RequirePart(call, call.state.sources, flow, "Source", key::SourceArn);
  const json::Value stored = json::ParseTrusted(source.doc);
  if (json::Has(stored, key::entitlementArn)) {
    // UGnow:source-update: "You can't update an entitled flow while it's active".
    RequireStatus(flow, {status::kStandby, status::kError}, "update its entitled source");
  }
  json::Value document = MakeSource(call, flow, "", Overlay(stored, call.request), &source);
  if (const json::Node* arn = json::Find(call.request, key::entitlementArn)) {
    const FlowPart entitlement = RequireUsableEntitlement(
        call, std::string(key::entitlementArn.name), json::StringOf(*arn), source.id);
    SetFee(entitlement, document);
    // Its own entitlement named again changes nothing on the originator's side.
    if (json::GetString(stored, key::entitlementArn, "") != json::StringOf(*arn)) {
      call.state.outputs.RemoveMadeBySource(source.id);
      AddEntitlementOutput(call, entitlement, source.id, ErrorCode::BadRequestException);
    }
  }
  const json::Text text = json::Write(document);
  call.state.sources.SetDoc(source.id, text.json);
  CheckSourcesTogether(call, flow);
  NoteUpdate(call, flow);
  return json::ObjectWriter().Add(key::flowArn, flow.arn).Add(key::source, text).Finish();
}

}  // namespace mediaconnect
