// The kinds of resources, one row each: what a kind is called in the database and in ARNs, and the
// states that it goes through. A further kind is a further row; tables, lifecycle, tags and reset
// serve it as they are.
//
// Constant data; any thread.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace mediaconnect {

enum class ResourceKind : std::uint8_t {
  kFlow,
  kFlowSource,
  kFlowOutput,
  kFlowEntitlement,
  kFlowMediaStream,
  kFlowVpcInterface,
  kReservation,
  kGateway,
  kGatewayInstance,
  kBridge,
  kBridgeSource,
  kBridgeOutput,
  kRouterNetworkInterface,
  kRouterInput,
  kRouterOutput,
  kRouterRoute,
};

struct KindRules {
  ResourceKind kind;
  std::string_view name;      // in the database: "flow_source"; its view is "flow_sources"
  std::string_view arn_type;  // in ARNs: "source"; empty: it has none, and goes by its name
  bool is_part = false;       // it has a parent, and goes with it
  bool takes_tags = true;
  // Its ARN names it in whatever Region it is used, and the global tag operations have its tags.
  bool is_global = false;
  std::string_view gone_state = {};   // the state that a resource enters by being removed
  std::string_view dated_state = {};  // the state that it enters on a date that it shows

  // What a state becomes if what goes on in it fails (docs/rules.md 3.1 to 3.4). `state` empty: any
  // state.
  struct Failure {
    std::string_view state;
    std::string_view failed_state;
  };
  std::array<Failure, 2> failures{};
};

std::span<const KindRules> KindTable();
const KindRules& RulesOf(ResourceKind kind);
// Whether ARNs of this type name resources of a kind that is global.
bool IsGlobal(std::string_view arn_type);
// Throws DatabaseError for a name that no kind has.
ResourceKind KindNamed(std::string_view name);
// What a state becomes if what goes on in it fails; "" if that cannot fail.
std::string_view FailedStateOf(ResourceKind kind, std::string_view state);

// The states of a kind are an enum; TextOf gives what the database and the wire call a state.

// M:Status
enum class FlowStatus : std::uint8_t {
  kStandby,
  kActive,
  kUpdating,
  kDeleting,
  kStarting,
  kStopping,
  kError,
  kDeleted,  // never on the wire: what DELETING becomes
};
std::string_view TextOf(FlowStatus status);

// M:ReservationState; CANCELED is left out, as no operation cancels one.
enum class ReservationState : std::uint8_t { kProcessing, kActive, kExpired };
std::string_view TextOf(ReservationState state);

// M:GatewayState; UPDATING is left out, as no operation updates one. DELETED is never on the wire.
enum class GatewayState : std::uint8_t { kCreating, kActive, kError, kDeleting, kDeleted };
std::string_view TextOf(GatewayState state);

// M:InstanceState
enum class InstanceState : std::uint8_t {
  kRegistering,
  kActive,
  kDeregistering,
  kDeregistered,
  kRegistrationError,
  kDeregistrationError,
};
std::string_view TextOf(InstanceState state);

// M:BridgeState; CREATING is left out, as a bridge is STANDBY at once. DELETED is never on the
// wire.
enum class BridgeState : std::uint8_t {
  kStandby,
  kStarting,
  kDeploying,
  kActive,
  kUpdating,
  kStopping,
  kStartPending,
  kStartFailed,
  kStopFailed,
  kDeleting,
  kDeleted,
};
std::string_view TextOf(BridgeState state);

// M:RouterInputState, M:RouterOutputState; M:RouterNetworkInterfaceState has some of them. DELETED
// is never on the wire.
enum class RouterState : std::uint8_t {
  kCreating,
  kStandby,
  kStarting,
  kActive,
  kStopping,
  kUpdating,
  kMigrating,
  kRecovering,
  kError,
  kDeleting,
  kDeleted,
};
std::string_view TextOf(RouterState state);

// M:RouterOutputRoutedState. A route is a part of its output, and goes when it is UNROUTED.
enum class RouteState : std::uint8_t { kRouting, kRouted, kUnrouted };
std::string_view TextOf(RouteState state);

}  // namespace mediaconnect
