#include "api/operations/bridges/sources.h"

#include "api/operations/flows/flows.h"
#include "api/rules/address.h"
#include "api/rules/failover.h"
#include "api/rules/states.h"
#include "handlers.h"

namespace mediaconnect {
namespace {

constexpr ResourceKind kKind = ResourceKind::kBridgeSource;

// The address that source-specific multicast is limited to; "" for any source.
std::string_view MulticastSourceIpOf(const json::Node& spec) {
  const json::Node* settings = json::Find(spec, key::multicastSourceSettings);
  return settings == nullptr ? "" : json::GetString(*settings, key::multicastSourceIp, "");
}

void CheckNetworkSource(const Bridge& bridge, const std::string& path, const json::Node& spec) {
  CheckNetworkEnd(bridge, path, spec);
  CheckIpAddress(Path(path, key::multicastIp), json::GetString(spec, key::multicastIp));
  const std::string_view source_ip = MulticastSourceIpOf(spec);
  if (source_ip.empty() || IsIpv4Address(source_ip)) return;
  // UGnow:gateway-components-bridges-create
  throw BadRequest(Path(Path(path, key::multicastSourceSettings), key::multicastSourceIp) + ": " +
                   Quote(source_ip) + " is not an IPv4 address (example: 10.24.34.7)");
}

// The flow gets the output that feeds the source, or the one that it has follows the change.
void FeedByFlow(const Bridge& bridge, const std::string& path, Record& source, json::Value spec,
                ErrorCode full) {
  spec.Set(key::outputArn,
           FeedBridgeSource(bridge.call(), path, {source.id(), bridge.arn(), spec}, full));
  SetSpec(source, key::flowSource, std::move(spec));
}

Record& AddSource(Bridge& bridge, const json::Node& request, const std::string& at,
                  ErrorCode full) {
  const json::Node& spec = RequireFitting(bridge, at, request, key::flowSource, key::networkSource);
  const Key member = bridge.IsEgress() ? key::flowSource : key::networkSource;
  const std::string path = Path(at, member);
  if (!bridge.IsEgress()) CheckNetworkSource(bridge, path, spec);
  Record& source = AddBridgePart(bridge, kKind, path, member, spec);
  if (bridge.IsEgress()) FeedByFlow(bridge, path, source, json::Clone(spec), full);
  return source;
}

void UpdateNetworkSource(const Bridge& bridge, Record& source, const json::Node& changes) {
  const std::string source_ip(
      MulticastSourceIpOf(json::Get(source.document(), key::networkSource)));
  json::Value spec = UpdatedSpec(source, key::networkSource, changes);
  CheckNetworkSource(bridge, std::string(key::networkSource.name), spec);
  if (MulticastSourceIpOf(spec) != source_ip) {
    // UGnow:gateway-components-bridges-create
    RequireState(ErrorCode::ConflictException, "Bridge", bridge.row(), {BridgeState::kStandby},
                 "have multicastSourceIp of a source changed");
  }
  SetSpec(source, key::networkSource, std::move(spec));
}

}  // namespace

json::Text AddSources(Bridge& bridge, ErrorCode full) {
  json::ArrayWriter added;
  ForEach(json::Items(bridge.call().request, key::sources), key::sources.name,
          [&](const json::Node& request, const std::string& path) {
            added.Add(AddSource(bridge, request, path, full).text());
          });
  return added.Finish();
}

json::Text AddBridgeSources(Call& call) {
  Bridge bridge = RequireBridgeForChange(call);
  const json::Text added = AddSources(bridge, ErrorCode::BadRequestException);
  bridge.FinishUpdate();
  return json::ObjectWriter().Add(key::bridgeArn, bridge.arn()).Add(key::sources, added).Finish();
}

json::Text UpdateBridgeSource(Call& call) {
  Bridge bridge = RequireBridgeForChange(call);
  Record& source = RequireBridgePart(bridge, kKind, "Source", key::SourceName);
  const json::Node* changes =
      FindFitting(bridge, "", call.request, key::flowSource, key::networkSource);
  if (changes != nullptr && bridge.IsEgress()) {
    FeedByFlow(bridge, std::string(key::flowSource.name), source,
               UpdatedSpec(source, key::flowSource, *changes), ErrorCode::BadRequestException);
  } else if (changes != nullptr) {
    UpdateNetworkSource(bridge, source, *changes);
  }
  bridge.FinishUpdate();
  return json::ObjectWriter()
      .Add(key::bridgeArn, bridge.arn())
      .Add(key::source, source.text())
      .Finish();
}

json::Text RemoveBridgeSource(Call& call) {
  Bridge bridge = RequireBridgeForChange(call);
  const Record& source = RequireBridgePart(bridge, kKind, "Source", key::SourceName);
  if (bridge.sources().size() == 1) {
    // Decision 22
    throw BadRequest("Source " + Quote(source.name()) + " is the only source of bridge " +
                     bridge.arn() + " and cannot be removed; add another one first, or update it.");
  }
  const std::string name = source.name();
  DropPriorityOf(bridge, name);
  bridge.RemovePart(source);
  bridge.FinishUpdate();
  return json::ObjectWriter().Add(key::bridgeArn, bridge.arn()).Add(key::sourceName, name).Finish();
}

}  // namespace mediaconnect
