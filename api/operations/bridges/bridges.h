// Bridges, as the rest of the floor sees them.
//
// An ingress bridge feeds sources of flows, an egress bridge is fed by flows (rules 3.2). Either is
// on a gateway, and while it runs on one of the gateway's instances.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "api/call.h"

namespace mediaconnect {

// The caller's ingress bridge that a flow's source names. Throws BadRequestException if there is
// none. `path`: of the member that has the ARN.
Resource RequireIngressBridge(Call& call, const std::string& path, std::string_view arn);

// A flow that has started takes the ingress bridge's content: the bridge shows that as an output.
// `source`: the flow's, which is fed by the bridge. Throws BadRequestException if the bridge has as
// many outputs as it may have.
void AddFlowOutput(Call& call, std::int64_t bridge_id, std::string_view flow_arn,
                   const Resource& source);

// An instance of the gateway may be able to run bridges now: those that wait for one start.
void StartPendingBridges(Call& call, std::int64_t gateway_id);

// The instance can no longer run bridges: those that it runs start on another one of the gateway,
// or wait for one.
void MoveBridges(Call& call, std::int64_t instance_id);

}  // namespace mediaconnect
