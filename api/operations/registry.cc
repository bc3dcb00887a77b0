#include "api/operations/registry.h"

#include <array>

#include "api/operations/flow_entitlements.h"
#include "api/operations/flow_media_streams.h"
#include "api/operations/flow_outputs.h"
#include "api/operations/flow_source_media.h"
#include "api/operations/flow_sources.h"
#include "api/operations/flow_vpc_interfaces.h"
#include "api/operations/flows.h"
#include "api/operations/reservations.h"
#include "api/operations/tags.h"
#include "api/world/flow_maintenance.h"
#include "api/world/reset.h"

namespace mediaconnect {
namespace {

enum class Standing : std::uint8_t { kMissing, kBound, kNotYet, kServerFloor };

struct Entry {
  Op op;
  Standing standing;
  Handler handler;
};

template <Op op>
constexpr Entry Bind(Handler handler) {
  return {op, Standing::kBound, handler};
}

// Routed and validated, and answered with 501 NotImplementedException.
template <Op op>
constexpr Entry NotYet() {
  return {op, Standing::kNotYet, nullptr};
}

// Handled in server/control.
template <Op op>
constexpr Entry ServerFloor() {
  return {op, Standing::kServerFloor, nullptr};
}

constexpr std::array kEntries = {
    NotYet<Op::AddBridgeOutputs>(),
    NotYet<Op::AddBridgeSources>(),
    Bind<Op::AddFlowMediaStreams>(AddFlowMediaStreams),
    Bind<Op::AddFlowOutputs>(AddFlowOutputs),
    Bind<Op::AddFlowSources>(AddFlowSources),
    Bind<Op::AddFlowVpcInterfaces>(AddFlowVpcInterfaces),
    NotYet<Op::BatchGetRouterInput>(),
    NotYet<Op::BatchGetRouterNetworkInterface>(),
    NotYet<Op::BatchGetRouterOutput>(),
    NotYet<Op::CreateBridge>(),
    Bind<Op::CreateFlow>(CreateFlow),
    NotYet<Op::CreateGateway>(),
    NotYet<Op::CreateRouterInput>(),
    NotYet<Op::CreateRouterNetworkInterface>(),
    NotYet<Op::CreateRouterOutput>(),
    NotYet<Op::DeleteBridge>(),
    Bind<Op::DeleteFlow>(DeleteFlow),
    NotYet<Op::DeleteGateway>(),
    NotYet<Op::DeleteRouterInput>(),
    NotYet<Op::DeleteRouterNetworkInterface>(),
    NotYet<Op::DeleteRouterOutput>(),
    NotYet<Op::DeregisterGatewayInstance>(),
    NotYet<Op::DescribeBridge>(),
    Bind<Op::DescribeFlow>(DescribeFlow),
    Bind<Op::DescribeFlowSourceMetadata>(DescribeFlowSourceMetadata),
    Bind<Op::DescribeFlowSourceThumbnail>(DescribeFlowSourceThumbnail),
    NotYet<Op::DescribeGateway>(),
    NotYet<Op::DescribeGatewayInstance>(),
    Bind<Op::DescribeOffering>(DescribeOffering),
    Bind<Op::DescribeReservation>(DescribeReservation),
    NotYet<Op::GetRouterInput>(),
    NotYet<Op::GetRouterInputSourceMetadata>(),
    NotYet<Op::GetRouterInputThumbnail>(),
    NotYet<Op::GetRouterNetworkInterface>(),
    NotYet<Op::GetRouterOutput>(),
    Bind<Op::GrantFlowEntitlements>(GrantFlowEntitlements),
    NotYet<Op::ListBridges>(),
    Bind<Op::ListEntitlements>(ListEntitlements),
    Bind<Op::ListFlows>(ListFlows),
    NotYet<Op::ListGatewayInstances>(),
    NotYet<Op::ListGateways>(),
    Bind<Op::ListOfferings>(ListOfferings),
    Bind<Op::ListReservations>(ListReservations),
    NotYet<Op::ListRouterInputs>(),
    NotYet<Op::ListRouterNetworkInterfaces>(),
    NotYet<Op::ListRouterOutputs>(),
    NotYet<Op::ListTagsForGlobalResource>(),
    Bind<Op::ListTagsForResource>(ListTagsForResource),
    Bind<Op::PurchaseOffering>(PurchaseOffering),
    NotYet<Op::RemoveBridgeOutput>(),
    NotYet<Op::RemoveBridgeSource>(),
    Bind<Op::RemoveFlowMediaStream>(RemoveFlowMediaStream),
    Bind<Op::RemoveFlowOutput>(RemoveFlowOutput),
    Bind<Op::RemoveFlowSource>(RemoveFlowSource),
    Bind<Op::RemoveFlowVpcInterface>(RemoveFlowVpcInterface),
    NotYet<Op::RestartRouterInput>(),
    NotYet<Op::RestartRouterOutput>(),
    Bind<Op::RevokeFlowEntitlement>(RevokeFlowEntitlement),
    Bind<Op::StartFlow>(StartFlow),
    NotYet<Op::StartRouterInput>(),
    NotYet<Op::StartRouterOutput>(),
    Bind<Op::StopFlow>(StopFlow),
    NotYet<Op::StopRouterInput>(),
    NotYet<Op::StopRouterOutput>(),
    NotYet<Op::TagGlobalResource>(),
    Bind<Op::TagResource>(TagResource),
    NotYet<Op::TakeRouterInput>(),
    NotYet<Op::UntagGlobalResource>(),
    Bind<Op::UntagResource>(UntagResource),
    NotYet<Op::UpdateBridge>(),
    NotYet<Op::UpdateBridgeOutput>(),
    NotYet<Op::UpdateBridgeSource>(),
    NotYet<Op::UpdateBridgeState>(),
    Bind<Op::UpdateFlow>(UpdateFlow),
    Bind<Op::UpdateFlowEntitlement>(UpdateFlowEntitlement),
    Bind<Op::UpdateFlowMediaStream>(UpdateFlowMediaStream),
    Bind<Op::UpdateFlowOutput>(UpdateFlowOutput),
    Bind<Op::UpdateFlowSource>(UpdateFlowSource),
    NotYet<Op::UpdateGatewayInstance>(),
    NotYet<Op::UpdateRouterInput>(),
    NotYet<Op::UpdateRouterNetworkInterface>(),
    NotYet<Op::UpdateRouterOutput>(),

    ServerFloor<Op::GetHealth>(),
    ServerFloor<Op::GetReady>(),
    ServerFloor<Op::ListOperations>(),
    Bind<Op::RequireFlowMaintenance>(RequireFlowMaintenance),
    Bind<Op::Reset>(Reset),
};

constexpr std::array<Entry, kOperationCount> ByOperation() {
  std::array<Entry, kOperationCount> table{};
  for (const Entry& entry : kEntries) table[static_cast<std::size_t>(entry.op)] = entry;
  return table;
}

constexpr std::array<Entry, kOperationCount> kByOperation = ByOperation();

constexpr bool IsComplete() {
  for (const Entry& entry : kByOperation) {
    if (entry.standing == Standing::kMissing) return false;
  }
  return kEntries.size() == kOperationCount;
}
static_assert(IsComplete(), "each operation of the models stands in kEntries exactly once");

}  // namespace

Handler HandlerOf(Op op) { return kByOperation[static_cast<std::size_t>(op)].handler; }

bool IsImplemented(const Operation& operation) {
  return kByOperation[static_cast<std::size_t>(operation.op)].standing != Standing::kNotYet;
}

}  // namespace mediaconnect
