#include "api/operations/bridges/bridge.h"

#include <algorithm>
#include <array>

#include "api/operations/bridges/bridges.h"
#include "api/operations/gateways/gateways.h"
#include "api/rules/failover.h"
#include "api/rules/lookup.h"
#include "api/rules/names.h"
#include "api/rules/numbers.h"

namespace mediaconnect {
namespace {

constexpr std::size_t kMostSources = 2;         // CDK:bridge
constexpr std::size_t kMostNetworkOutputs = 2;  // CDK:bridge
constexpr std::size_t kLongestPartName = 64;    // not documented: as a flow's source

// CDK:bridge, UGnow:gateway-components-bridges
constexpr std::array<std::string_view, 3> kProtocols = {"rtp", "rtp-fec", "udp"};

void CheckSources(const Bridge& bridge) {
  const std::size_t count = bridge.sources().size();
  if (count == 0 || count > kMostSources) {
    throw BadRequest("sources: a bridge has 1 or 2 sources, not " + std::to_string(count));
  }
  CheckFailover(bridge, ResourceKind::kBridgeSource);
}

// The outputs of an ingress bridge are those of the flows that take its content.
void CheckOutputs(const Bridge& bridge) {
  const std::size_t count = bridge.outputs().size();
  if (bridge.IsEgress()) {
    if (count <= kMostNetworkOutputs) return;
    throw BadRequest("outputs: an egress bridge has at most " +
                     std::to_string(kMostNetworkOutputs) + " outputs, not " +
                     std::to_string(count));
  }
  const std::int64_t most =
      json::GetInt(json::Get(bridge.document(), key::ingressGatewayBridge), key::maxOutputs);
  if (static_cast<std::int64_t>(count) <= most) return;
  throw BadRequest("Bridge " + bridge.arn() + " would have " + std::to_string(count) +
                   " outputs, and its maxOutputs is " + std::to_string(most) +
                   "; raise it with UpdateBridge, or give one of its flows another source.");
}

json::Text Listed(const Bridge& bridge) {
  return json::ObjectWriter()
      .Add(key::bridgeArn, bridge.arn())
      .Add(key::bridgeType, bridge.IsEgress() ? "EGRESS" : "INGRESS")  // not documented (rules 3.2)
      .Add(key::name, bridge.name())
      .Add(key::placementArn, json::GetString(bridge.document(), key::placementArn))
      .Finish();
}

// Why the bridge does not run though it should.
json::Text RenderMessages(const Bridge& bridge) {
  json::ArrayWriter messages;
  if (bridge.Is(BridgeState::kStartPending)) {
    messages.Add(json::ObjectWriter()
                     .Add(key::code, "NoInstanceAvailable")
                     .Add(key::message,
                          "The bridge waits for an instance of its gateway that is CONNECTED and "
                          "has bridgePlacement AVAILABLE.")
                     .Add(key::resourceName, bridge.name())
                     .Finish());
  }
  if (bridge.Is(BridgeState::kStartFailed) || bridge.Is(BridgeState::kStopFailed)) {
    messages.Add(RenderFailure(bridge.call(), bridge.row()));
  }
  return messages.Finish();
}

json::Value ToDocument(Key member, json::Value spec) {
  json::Value document = json::Value::Object();
  document.Set(member, std::move(spec));
  return document;
}

}  // namespace

Resource Bridge::Gateway() const {
  State& state = call().state;
  return state.resources.Find(state.placements.GatewayOf(id())).value();
}

void Bridge::Finish() {
  CheckSources(*this);
  CheckOutputs(*this);
  SetListed(Listed(*this));
  Save();
}

void Bridge::FinishUpdate() {
  Finish();
  PassThrough(BridgeState::kUpdating, BridgeState::kActive);
}

Bridge RequireBridge(Call& call) {
  const std::string_view arn = json::GetString(call.request, key::BridgeArn);
  auto bridge = Bridge::Find<Bridge>(call, ResourceKind::kBridge, call.scope, arn);
  if (bridge) return std::move(*bridge);
  throw NoSuchResource(call, ResourceKind::kBridge, "Bridge", arn);
}

Bridge RequireBridgeForChange(Call& call) {
  Bridge bridge = RequireBridge(call);
  if (!bridge.Is(BridgeState::kDeleting)) return bridge;
  throw Conflict("Bridge " + bridge.arn() + " is DELETING and can no longer be changed.");
}

Bridge BridgeOfId(Call& call, std::int64_t id) {
  return Bridge::Find<Bridge>(call, ResourceKind::kBridge, id).value();
}

Resource RequireIngressBridge(Call& call, const std::string& path, std::string_view arn) {
  const Bridge bridge(call, RequireNamed(call, ResourceKind::kBridge, "bridge", path, arn));
  if (bridge.IsEgress()) {
    throw BadRequest(path + ": bridge " + Quote(arn) +
                     " is an egress bridge; only an ingress bridge can be the source of a flow");
  }
  if (bridge.Is(BridgeState::kDeleting)) {
    throw BadRequest(path + ": bridge " + Quote(arn) + " is DELETING");
  }
  return bridge.row();
}

Record& RequireBridgePart(Bridge& bridge, ResourceKind kind, std::string_view what, Key name_key) {
  const std::string_view name = json::GetString(bridge.call().request, name_key);
  Record* part = bridge.FindPart(kind, name);
  if (part != nullptr) return *part;
  throw NotFound(std::string(what) + " " + Quote(name) + " does not exist on bridge " +
                 bridge.arn() + ".");
}

const json::Node* FindFitting(const Bridge& bridge, const std::string& path,
                              const json::Node& request, Key egress, Key ingress) {
  const bool is_egress = bridge.IsEgress();
  const Key own = is_egress ? egress : ingress;
  const Key other = is_egress ? ingress : egress;
  if (json::Has(request, other)) {
    throw BadRequest(Path(path, other) + ": is not valid on an " +
                     (is_egress ? "egress" : "ingress") + " bridge; use " + std::string(own.name));
  }
  return json::Find(request, own);
}

const json::Node& RequireFitting(const Bridge& bridge, const std::string& path,
                                 const json::Node& request, Key egress, Key ingress) {
  const json::Node* found = FindFitting(bridge, path, request, egress, ingress);
  if (found != nullptr) return *found;
  throw BadRequest(Path(path, bridge.IsEgress() ? egress : ingress) + ": is required on an " +
                   (bridge.IsEgress() ? "egress" : "ingress") + " bridge");
}

Record& AddBridgePart(Bridge& bridge, ResourceKind kind, const std::string& path, Key member,
                      const json::Node& spec) {
  const std::string name(json::GetString(spec, key::name));
  CheckName(Path(path, key::name), name, kLongestPartName);
  if (bridge.HasPart(kind, name)) {
    throw Conflict(Path(path, key::name) + ": the bridge already has " +
                   (kind == ResourceKind::kBridgeSource ? "source " : "output ") + Quote(name) +
                   "; names must be unique within a bridge");
  }
  return bridge.AddPart(kind, "", name, ToDocument(member, json::Clone(spec)));
}

json::Value UpdatedSpec(const Record& part, Key member, const json::Node& changes) {
  return json::Overlay(json::Clone(json::Get(part.document(), member)), changes);
}

void SetSpec(Record& part, Key member, json::Value spec) {
  part.Set(ToDocument(member, std::move(spec)));
}

void CheckNetworkEnd(const Bridge& bridge, const std::string& path, const json::Node& spec) {
  const std::string_view protocol = json::GetString(spec, key::protocol);
  if (std::find(kProtocols.begin(), kProtocols.end(), protocol) == kProtocols.end()) {
    throw BadRequest(Path(path, key::protocol) + ": " + Quote(protocol) + " must be " +
                     JoinWithOr(kProtocols) + " on a bridge");
  }
  CheckNumber(path, spec, key::port, 1, 65535);
  RequireNetwork(bridge.Gateway(), Path(path, key::networkName),
                 json::GetString(spec, key::networkName));
}

json::Text RenderBridge(const Bridge& bridge) {
  json::Value document = json::Clone(bridge.document());
  if (const auto instance = bridge.call().state.placements.InstanceOf(bridge.id())) {
    const Key type = bridge.IsEgress() ? key::egressGatewayBridge : key::ingressGatewayBridge;
    json::Value of_type = document.Take(type);
    of_type.Set(key::instanceId, *instance);
    document.Set(type, std::move(of_type));
  }
  return json::ObjectWriter()
      .Splice(json::Write(document))
      .Add(key::bridgeState, bridge.row().status)
      .Add(key::bridgeMessages, RenderMessages(bridge))
      .Add(key::sources, ListOf(bridge.sources()))
      .Add(key::outputs, ListOf(bridge.outputs()))
      .Finish();
}

}  // namespace mediaconnect
