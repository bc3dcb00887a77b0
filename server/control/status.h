// Control operations that tell about the server itself: GetHealth, GetReady, ListOperations.
#pragma once

#include "api/contract/contract.h"
#include "api/contract/json.h"
#include "state/state.h"

namespace mediaconnect {

// The reply's body of an operation of the server floor. Throws ApiError: GetReady where changes
// cannot be kept. Any thread.
json::Text AnswerStatus(Op op, State& state);

}  // namespace mediaconnect
