// Entitlements: GrantFlowEntitlements, UpdateFlowEntitlement, RevokeFlowEntitlement,
// ListEntitlements, and how a subscriber's source uses one (rules 4).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "api/operations/flows/flow.h"

namespace mediaconnect {

// Grants what the request's `entitlements` write. Returns their wire forms, a list.
json::Text AddEntitlements(Flow& flow);

// Entitlements are not available on CDI flows (UG21): throws BadRequestException for one.
void RefuseEntitlementsOnCdiFlow(const Flow& flow);

// The entitlement that a source of the caller's flow `subscriber` is about to use; `source_id` is
// none for a source that is about to be made. Throws ForbiddenException if it is unknown or not
// granted to the caller, BadRequestException if another source uses it already (decision 8) and
// if the flow would become its own source.
Record RequireUsableEntitlement(const Flow& subscriber, const std::string& path,
                                std::string_view arn,
                                std::optional<std::int64_t> source_id = std::nullopt);

// Makes the output on the originator's flow that carries the entitlement's content to the caller's
// source. Throws ApiError with `full` if the originator's flow has no room for it.
void AddEntitlementOutput(Call& call, const Record& entitlement, std::int64_t source_id,
                          ErrorCode full);

}  // namespace mediaconnect
