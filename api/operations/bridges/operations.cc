// Bridges themselves: CreateBridge, DescribeBridge, ListBridges, UpdateBridge, UpdateBridgeState,
// DeleteBridge (rules 3.2).
#include "api/operations/bridges/bridge.h"
#include "api/operations/bridges/bridges.h"
#include "api/operations/bridges/outputs.h"
#include "api/operations/bridges/placement.h"
#include "api/operations/bridges/sources.h"
#include "api/operations/gateways/gateways.h"
#include "api/rules/failover.h"
#include "api/rules/names.h"
#include "api/rules/numbers.h"
#include "api/rules/paging.h"
#include "api/rules/states.h"
#include "api/rules/users.h"
#include "handlers.h"

namespace mediaconnect {
namespace {

constexpr std::size_t kLongestName = 64;               // CDK:bridge
constexpr std::int64_t kLowestBitrate = 1'000'000;     // CDK:bridge
constexpr std::int64_t kHighestBitrate = 100'000'000;  // CDK:bridge
constexpr std::int64_t kDefaultPage = 10;              // M:ListBridges

// Lays the settings that the request names over those of the bridge's document. `egress`: whether
// it is an egress bridge.
void ApplySettings(const json::Node& request, bool egress, json::Value& document) {
  const Key type = egress ? key::egressGatewayBridge : key::ingressGatewayBridge;
  if (const json::Node* given = json::Find(request, type)) {
    const std::string path(type.name);
    CheckNumber(path, *given, key::maxBitrate, kLowestBitrate, kHighestBitrate);
    CheckNumber(path, *given, key::maxOutputs, 1, std::numeric_limits<std::int32_t>::max());
    document.Set(type, json::Overlay(document.Take(type), *given));
  }
  const json::Node* failover = json::Find(request, key::sourceFailoverConfig);
  if (failover == nullptr) return;
  if (json::GetString(*failover, key::failoverMode, "") == "MERGE") {
    throw BadRequest(
        "sourceFailoverConfig.failoverMode: must be FAILOVER on a bridge");  // rules 9.5
  }
  document.Set(
      key::sourceFailoverConfig,
      CompleteFailoverConfig(
          UpdateFailoverConfig(*failover, document.Take(key::sourceFailoverConfig)), "FAILOVER"));
}

// Whether the request is for an egress bridge. Throws BadRequestException unless it is for either
// an egress or an ingress bridge.
bool ReadIsEgress(const json::Node& request) {
  const bool egress = json::Has(request, key::egressGatewayBridge);
  const bool ingress = json::Has(request, key::ingressGatewayBridge);
  if (egress == ingress) {
    throw BadRequest(
        "egressGatewayBridge: exactly one of egressGatewayBridge and ingressGatewayBridge is "
        "required");
  }
  return egress;
}

json::Value MakeDocument(const Call& call, const std::string& arn) {
  json::Value document = json::Value::Object();
  document.Set(key::bridgeArn, arn);
  document.Set(key::name, json::GetString(call.request, key::name));
  document.Set(key::placementArn, json::GetString(call.request, key::placementArn));
  ApplySettings(call.request, ReadIsEgress(call.request), document);
  return document;
}

// What is running stays as it is (M:DeleteBridge: "you must stop the bridge"), and a flow keeps
// what feeds it (docs/rules.md 3.2).
void Delete(Bridge& bridge) {
  RequireState(ErrorCode::ConflictException, "Bridge", bridge.row(),
               {BridgeState::kStandby, BridgeState::kStartFailed}, "be deleted; stop it first");
  RequireNoUsers(bridge.call(), ErrorCode::ConflictException, "Bridge", bridge.row());
  bridge.Begin({BridgeState::kDeleting, BridgeState::kDeleted});
}

void Start(Bridge& bridge) {
  RequireState(ErrorCode::ConflictException, "Bridge", bridge.row(),
               {BridgeState::kStandby, BridgeState::kStartFailed}, "be started");
  StartOnInstance(bridge.call(), bridge.row());
}

void Stop(Bridge& bridge) {
  RequireState(ErrorCode::ConflictException, "Bridge", bridge.row(),
               {BridgeState::kActive, BridgeState::kUpdating, BridgeState::kStartPending,
                BridgeState::kStartFailed, BridgeState::kStopFailed},
               "be stopped");
  bridge.Begin({BridgeState::kStopping, BridgeState::kStandby});
}

}  // namespace

json::Text CreateBridge(Call& call) {
  const std::string name(json::GetString(call.request, key::name));
  CheckNameWithoutUnderscore(std::string(key::name.name), name, kLongestName);
  const Resource gateway =
      RequireGatewayForBridge(call, json::GetString(call.request, key::placementArn));
  call.settings.quotas.RequireRoom(Quota::kBridgesPerGateway,
                                   call.state.placements.CountOn(gateway.id, ResourceKind::kBridge),
                                   1, ErrorCode::CreateBridge420Exception);
  const std::string arn =
      MakeArn(call.scope, "bridge", call.state.ids.Next(call.scope, "bridge").ResourceId(), name);
  Bridge bridge(call,
                {.kind = ResourceKind::kBridge,
                 .scope = call.scope,
                 .arn = arn,
                 .name = name,
                 .status = std::string(TextOf(BridgeState::kStandby))},
                MakeDocument(call, arn));
  call.state.placements.Place(bridge.id(), gateway.id);
  AddSources(bridge, ErrorCode::CreateBridge420Exception);
  AddOutputs(bridge);
  bridge.Finish();
  return json::ObjectWriter().Add(key::bridge, RenderBridge(bridge)).Finish();
}

json::Text DescribeBridge(Call& call) {
  return json::ObjectWriter().Add(key::bridge, RenderBridge(RequireBridge(call))).Finish();
}

// M:ListBridges.filterArn: "only the bridges associated with the selected ARN", of a gateway or of
// an instance that runs them.
json::Text ListBridges(Call& call) {
  const std::string_view filter = json::GetString(call.request, key::filterArn, "");
  const Pager pager(call, kDefaultPage, filter);
  if (filter.empty()) {
    return pager.Reply(call, ResourceKind::kBridge, key::bridges, key::bridgeState);
  }
  std::vector<ListedResource> rows;
  const auto on = call.state.resources.Find(call.scope, filter);
  if (on && on->kind == ResourceKind::kGateway) {
    rows =
        call.state.placements.ListOn(on->id, ResourceKind::kBridge, pager.after(), pager.fetch());
  } else if (on && on->kind == ResourceKind::kGatewayInstance) {
    rows = call.state.placements.ListRunBy(on->id, pager.after(), pager.fetch());
  }
  return pager.Reply(key::bridges, rows, key::bridgeState);
}

json::Text UpdateBridge(Call& call) {
  Bridge bridge = RequireBridgeForChange(call);
  FindFitting(bridge, "", call.request, key::egressGatewayBridge, key::ingressGatewayBridge);
  json::Value document = json::Clone(bridge.document());
  ApplySettings(call.request, bridge.IsEgress(), document);
  bridge.SetDocument(std::move(document));
  bridge.FinishUpdate();
  return json::ObjectWriter().Add(key::bridge, RenderBridge(bridge)).Finish();
}

json::Text UpdateBridgeState(Call& call) {
  Bridge bridge = RequireBridgeForChange(call);
  const std::string desired(json::GetString(call.request, key::desiredState));
  if (desired == "ACTIVE") {
    Start(bridge);
  } else if (desired == "STANDBY") {
    Stop(bridge);
  } else {
    Delete(bridge);
  }
  return json::ObjectWriter()
      .Add(key::bridgeArn, bridge.arn())
      .Add(key::desiredState, desired)
      .Finish();
}

json::Text DeleteBridge(Call& call) {
  Bridge bridge = RequireBridgeForChange(call);
  Delete(bridge);
  return json::ObjectWriter().Add(key::bridgeArn, bridge.arn()).Finish();
}

}  // namespace mediaconnect
