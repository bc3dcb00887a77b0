// Finding the flow and the parts that a request names, and checking that the state of the flow
// allows the change.
#pragma once

#include <initializer_list>
#include <string_view>

#include "api/call.h"

namespace mediaconnect {

// The flow that the path names. Throws NotFoundException.
Flow FindFlow(Call& call);

// The same, for a change: throws BadRequestException while the flow is DELETING (decision 4).
Flow RequireFlow(Call& call);

// Throws BadRequestException unless the flow is in one of `states`. `purpose` ends the sentence "it
// must be STANDBY to ...".
void RequireStatus(const Flow& flow, std::initializer_list<std::string_view> states,
                   std::string_view purpose);

// The part of this flow that the member `arn_key` names. Throws NotFoundException.
FlowPart RequirePart(Call& call, FlowPartStore& store, const Flow& flow, std::string_view what,
                     Key arn_key);

// The same for a part that the member `name_key` of the path names.
FlowPart RequireNamedPart(Call& call, FlowPartStore& store, const Flow& flow, std::string_view what,
                          Key name_key);

}  // namespace mediaconnect
