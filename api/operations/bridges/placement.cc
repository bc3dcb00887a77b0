#include "api/operations/bridges/placement.h"

#include "api/operations/bridges/bridges.h"
#include "api/operations/gateways/gateways.h"
#include "api/rules/transition.h"

namespace mediaconnect {
namespace {

// What an instance runs and is not about to stop.
bool IsToRun(const Resource& bridge) {
  return bridge.Is(BridgeState::kStarting) || bridge.Is(BridgeState::kDeploying) ||
         bridge.Is(BridgeState::kActive) || bridge.Is(BridgeState::kUpdating);
}

}  // namespace

void StartOnInstance(Call& call, Resource bridge) {
  const std::int64_t gateway = call.state.placements.GatewayOf(bridge.id);
  const auto instance = FindInstanceForBridge(call, gateway);
  call.state.placements.SetInstance(bridge.id, instance);
  if (!instance) {
    return call.state.lifecycle.Begin(bridge, Lifecycle::Course(BridgeState::kStartPending));
  }
  // STARTING and DEPLOYING take as long as any one transition (docs/rules.md 3.2).
  BeginTransition(
      call, bridge,
      Transition(BridgeState::kStarting, BridgeState::kActive).By(BridgeState::kDeploying));
}

void StartPendingBridges(Call& call, std::int64_t gateway_id) {
  for (const Resource& bridge : call.state.placements.FindOn(gateway_id, ResourceKind::kBridge)) {
    if (bridge.Is(BridgeState::kStartPending)) StartOnInstance(call, bridge);
  }
}

void MoveBridges(Call& call, std::int64_t instance_id) {
  for (const Resource& bridge : call.state.placements.FindRunBy(instance_id)) {
    if (IsToRun(bridge)) {
      StartOnInstance(call, bridge);
    } else {
      call.state.placements.SetInstance(bridge.id, std::nullopt);
    }
  }
}

}  // namespace mediaconnect
