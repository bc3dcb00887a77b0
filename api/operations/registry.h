// Which handler serves which operation. Complete at compile time: every operation of the models has
// a handler, is listed as not yet built, or belongs to the server floor.
#pragma once

#include "api/call.h"

namespace mediaconnect {

// nullptr for an operation that is not yet built, or that the server floor handles.
Handler HandlerOf(Op op);

// Whether the operation answers with more than 501.
bool IsImplemented(const Operation& operation);

}  // namespace mediaconnect
