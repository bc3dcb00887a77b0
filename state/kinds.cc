#include "state/kinds.h"

#include <string>

#include "state/database.h"

namespace mediaconnect {
namespace {

constexpr KindRules kKinds[] = {
    {.kind = ResourceKind::kFlow,
     .name = "flow",
     .arn_type = "flow",
     .gone_state = "DELETED",
     .failures = {{{"", "ERROR"}}}},
    {.kind = ResourceKind::kFlowSource,
     .name = "flow_source",
     .arn_type = "source",
     .is_part = true},
    {.kind = ResourceKind::kFlowOutput,
     .name = "flow_output",
     .arn_type = "output",
     .is_part = true},
    {.kind = ResourceKind::kFlowEntitlement,
     .name = "flow_entitlement",
     .arn_type = "entitlement",
     .is_part = true},
    {.kind = ResourceKind::kFlowMediaStream,
     .name = "flow_media_stream",
     .arn_type = "mediaStream",
     .is_part = true},
    {.kind = ResourceKind::kFlowVpcInterface,
     .name = "flow_vpc_interface",
     .arn_type = "vpcInterface",
     .is_part = true},
    {.kind = ResourceKind::kReservation,
     .name = "reservation",
     .arn_type = "reservation",
     .dated_state = "EXPIRED"},
    {.kind = ResourceKind::kGateway,
     .name = "gateway",
     .arn_type = "gateway",
     .gone_state = "DELETED",
     .failures = {{{"", "ERROR"}}}},
    {.kind = ResourceKind::kGatewayInstance,
     .name = "gateway_instance",
     .arn_type = "instance",
     .takes_tags = false,  // decision 17
     .failures = {{{"REGISTERING", "REGISTRATION_ERROR"},
                   {"DEREGISTERING", "DEREGISTRATION_ERROR"}}}},
    {.kind = ResourceKind::kBridge,
     .name = "bridge",
     .arn_type = "bridge",
     .gone_state = "DELETED",
     .failures = {{{"STARTING", "START_FAILED"}, {"STOPPING", "STOP_FAILED"}}}},
    {.kind = ResourceKind::kBridgeSource,
     .name = "bridge_source",
     .arn_type = "",
     .is_part = true,
     .takes_tags = false},
    {.kind = ResourceKind::kBridgeOutput,
     .name = "bridge_output",
     .arn_type = "",
     .is_part = true,
     .takes_tags = false},
    {.kind = ResourceKind::kRouterNetworkInterface,
     .name = "router_network_interface",
     .arn_type = "routerNetworkInterface",
     .is_global = true,
     .gone_state = "DELETED",
     .failures = {{{"", "ERROR"}}}},
    {.kind = ResourceKind::kRouterInput,
     .name = "router_input",
     .arn_type = "routerInput",
     .is_global = true,
     .gone_state = "DELETED",
     .dated_state = "MIGRATING",
     .failures = {{{"", "ERROR"}}}},
    {.kind = ResourceKind::kRouterOutput,
     .name = "router_output",
     .arn_type = "routerOutput",
     .is_global = true,
     .gone_state = "DELETED",
     .dated_state = "MIGRATING",
     .failures = {{{"", "ERROR"}}}},
    {.kind = ResourceKind::kRouterRoute,
     .name = "router_route",
     .arn_type = "",
     .is_part = true,
     .takes_tags = false,
     .gone_state = "UNROUTED"},
};

constexpr bool IsInOrder() {
  std::size_t index = 0;
  for (const KindRules& rules : kKinds) {
    if (rules.kind != static_cast<ResourceKind>(index++)) return false;
  }
  return true;
}
static_assert(IsInOrder(), "a kind's row is found by its number");

template <class State, std::size_t count>
std::string_view Text(State state, const std::array<std::string_view, count>& texts) {
  return texts.at(static_cast<std::size_t>(state));
}

}  // namespace

std::span<const KindRules> KindTable() { return kKinds; }

const KindRules& RulesOf(ResourceKind kind) { return KindTable()[static_cast<std::size_t>(kind)]; }

bool IsGlobal(std::string_view arn_type) {
  for (const KindRules& rules : kKinds) {
    if (rules.is_global && rules.arn_type == arn_type) return true;
  }
  return false;
}

ResourceKind KindNamed(std::string_view name) {
  for (const KindRules& rules : kKinds) {
    if (rules.name == name) return rules.kind;
  }
  throw DatabaseError("the data file is damaged: there are no resources of kind " +
                      std::string(name));
}

std::string_view FailedStateOf(ResourceKind kind, std::string_view state) {
  for (const KindRules::Failure& failure : RulesOf(kind).failures) {
    if (failure.failed_state.empty()) continue;
    if (failure.state.empty() || failure.state == state) return failure.failed_state;
  }
  return "";
}

std::string_view TextOf(FlowStatus status) {
  static constexpr std::array<std::string_view, 8> kTexts = {
      "STANDBY", "ACTIVE", "UPDATING", "DELETING", "STARTING", "STOPPING", "ERROR", "DELETED"};
  return Text(status, kTexts);
}

std::string_view TextOf(ReservationState state) {
  static constexpr std::array<std::string_view, 3> kTexts = {"PROCESSING", "ACTIVE", "EXPIRED"};
  return Text(state, kTexts);
}

std::string_view TextOf(GatewayState state) {
  static constexpr std::array<std::string_view, 5> kTexts = {"CREATING", "ACTIVE", "ERROR",
                                                             "DELETING", "DELETED"};
  return Text(state, kTexts);
}

std::string_view TextOf(InstanceState state) {
  static constexpr std::array<std::string_view, 6> kTexts = {
      "REGISTERING",         "ACTIVE", "DEREGISTERING", "DEREGISTERED", "REGISTRATION_ERROR",
      "DEREGISTRATION_ERROR"};
  return Text(state, kTexts);
}

std::string_view TextOf(BridgeState state) {
  static constexpr std::array<std::string_view, 11> kTexts = {
      "STANDBY",       "STARTING",     "DEPLOYING",   "ACTIVE",   "UPDATING", "STOPPING",
      "START_PENDING", "START_FAILED", "STOP_FAILED", "DELETING", "DELETED"};
  return Text(state, kTexts);
}

std::string_view TextOf(RouterState state) {
  static constexpr std::array<std::string_view, 11> kTexts = {
      "CREATING",  "STANDBY",    "STARTING", "ACTIVE",   "STOPPING", "UPDATING",
      "MIGRATING", "RECOVERING", "ERROR",    "DELETING", "DELETED"};
  return Text(state, kTexts);
}

std::string_view TextOf(RouteState state) {
  static constexpr std::array<std::string_view, 3> kTexts = {"ROUTING", "ROUTED", "UNROUTED"};
  return Text(state, kTexts);
}

}  // namespace mediaconnect
