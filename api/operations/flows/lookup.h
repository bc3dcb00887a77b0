// Finding the flow and the parts that a request names, and checking that the state of the flow
// allows the change.
#pragma once

#include <initializer_list>
#include <string_view>

#include "api/call.h"

namespace mediaconnect {

// The flow that the path names. Throws NotFoundException.
Resource FindFlow(Call& call);

// The same, for a change: throws BadRequestException while the flow is DELETING (decision 4).
Resource RequireFlow(Call& call);

// Throws BadRequestException unless the flow is in one of `states`. `purpose` ends the sentence "it
// must be STANDBY to ...".
void RequireStatus(const Resource& flow, std::initializer_list<FlowStatus> states,
                   std::string_view purpose);

// The part of this flow that the member `arn_key` names. Throws NotFoundException.
Resource RequirePart(Call& call, ResourceKind kind, const Resource& flow, std::string_view what,
                     Key arn_key);

// The same for a part that the member `name_key` of the path names.
Resource RequireNamedPart(Call& call, ResourceKind kind, const Resource& flow,
                          std::string_view what, Key name_key);

}  // namespace mediaconnect
