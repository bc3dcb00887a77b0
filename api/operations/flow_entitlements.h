// Entitlements: GrantFlowEntitlements, UpdateFlowEntitlement, RevokeFlowEntitlement,
// ListEntitlements, and how a subscriber's source uses one (rules 4).
#pragma once

#include <string>

#include "api/call.h"

namespace mediaconnect {

json::Text GrantFlowEntitlements(Call& call);
json::Text UpdateFlowEntitlement(Call& call);
json::Text RevokeFlowEntitlement(Call& call);
json::Text ListEntitlements(Call& call);

// Grants one entitlement as a request writes it. Returns its wire form.
json::Text AddEntitlement(Call& call, const Flow& flow, const json::Node& request,
                          const std::string& path);

// Entitlements are not available on CDI flows (UG21): throws BadRequestException for one.
void RefuseEntitlementsOnCdiFlow(Call& call, const Flow& flow);

// The entitlement that source `source_id` (0: a new one) of the caller's flow `subscriber` is about
// to use. Throws ForbiddenException where it is unknown or not granted to the caller,
// BadRequestException where another source uses it already (decision 8) and where the flow would
// become its own source.
FlowPart RequireUsableEntitlement(Call& call, const Flow& subscriber, const std::string& path,
                                  std::string_view arn, std::int64_t source_id);

// Makes the output on the originator's flow that carries the entitlement's content to the caller's
// source. Throws ApiError with `full` where the originator's flow has no room for it.
void AddEntitlementOutput(Call& call, const FlowPart& entitlement, std::int64_t source_id,
                          ErrorCode full);

}  // namespace mediaconnect
