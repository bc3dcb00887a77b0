// Which handler serves which operation. The tables are generated from the models: an operation of
// theirs whose handler nobody wrote does not link, unless it is marked "later".
//
// Constant data; any thread.
#pragma once

#include <array>

#include "api/call.h"

namespace mediaconnect {

// By operation; nullptr for one of another floor, and for one that is for later.
using HandlerTable = std::array<Handler, kOperationCount>;

extern const HandlerTable kApiHandlers;

}  // namespace mediaconnect
