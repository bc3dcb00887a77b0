// Finding the flow and the parts that a request names, and checking that the state of the flow
// allows the change.
#pragma once

#include <initializer_list>
#include <optional>
#include <string_view>

#include "api/operations/flows/flow.h"

namespace mediaconnect {

// The flow that has the ARN in this account and Region.
std::optional<Flow> FindFlow(Call& call, const Scope& scope, std::string_view arn);
// The one with this id, of whatever account; it must be there.
Flow FlowOfId(Call& call, std::int64_t id);

// The flow that the path names. Throws NotFoundException.
Flow RequireFlow(Call& call);

// The same, for a change: throws BadRequestException while the flow is DELETING (decision 4).
Flow RequireFlowForChange(Call& call);

// Throws BadRequestException unless the flow is in one of `states`. `purpose` ends the sentence "it
// must be STANDBY to ...".
void RequireStatus(const Flow& flow, std::initializer_list<FlowStatus> states,
                   std::string_view purpose);

// The part of this flow that the member `arn_key` names. Throws NotFoundException.
Record& RequirePart(Flow& flow, ResourceKind kind, std::string_view what, Key arn_key);

// The same for a part that the member `name_key` of the path names.
Record& RequireNamedPart(Flow& flow, ResourceKind kind, std::string_view what, Key name_key);

}  // namespace mediaconnect
