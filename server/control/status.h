// Control operations that tell about the server itself: GetHealth, GetReady, ListOperations.
#pragma once

#include "api/contract/contract.h"
#include "api/contract/json.h"

namespace mediaconnect {

// The reply's body of an operation of the server floor. Any thread.
json::Text AnswerStatus(Op op);

}  // namespace mediaconnect
