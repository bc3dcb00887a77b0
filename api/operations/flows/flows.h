// What other families and the world may ask of flows.
#pragma once

#include <string>
#include <string_view>

#include "api/call.h"

namespace mediaconnect {

// Throws BadRequestException while the flow is DELETING (decision 4).
void RefuseWhileDeleting(const Resource& flow);

// Maintenance becomes required of the flow by `deadline` ("2021-01-30T08:30:00Z"): its window gets
// the deadline and the date of the next window before it, and is returned. Throws
// BadRequestException for a flow that does not exist, whoever's, and for a deadline that is not a
// time to come.
json::Text RequireMaintenance(Call& call, std::string_view flow_arn, const std::string& deadline);

// A source of an egress bridge, as the flow that feeds it sees it.
struct BridgeSource {
  std::int64_t id;
  std::string_view bridge_arn;
  // M:BridgeFlowSource, with the outputArn of the output if there is one already.
  const json::Node& spec;
};

// The caller's flow that the source names feeds it from now on: the flow gets an output that shows
// it, or the one that it has follows what has changed. Returns the output's ARN. Throws
// BadRequestException if the flow or its VPC interface does not exist, ApiError with `full` if the
// flow has no room for the output. `path`: of the spec.
std::string FeedBridgeSource(Call& call, const std::string& path, const BridgeSource& source,
                             ErrorCode full);

// What an input or output of the router names of a flow, and where it does.
struct RoutedPart {
  std::string flow_path;  // "configuration.mediaConnectFlow.flowArn"
  std::string_view flow_arn;
  std::string part_path;  // "configuration.mediaConnectFlow.flowOutputArn"
  std::string_view part_arn;
};

// The output of the flow shows the router's input from now on, or the source the router's output,
// whose key in transit is of type `key_type`. Returns the flow's Availability Zone. Throws
// BadRequestException if that output or source does not exist, or is not integrated with the
// router, or has a key of another type, and ConflictException if it is connected already.
std::string ConnectRouter(Call& call, const Resource& end, const RoutedPart& named,
                          std::string_view key_type);
// It shows none any more.
void DisconnectRouter(Call& call, const Resource& end, const RoutedPart& named);

}  // namespace mediaconnect
