// Which handler serves which operation, of either floor.
//
// Constant data; any thread.
#pragma once

#include "api/registry.h"

namespace mediaconnect {

// Of the operations that concern the server alone. They get a Call as all others do, but are called
// outside of a transaction.
extern const HandlerTable kServerHandlers;

// nullptr for an operation that is for later.
Handler HandlerOf(Op op);

}  // namespace mediaconnect
