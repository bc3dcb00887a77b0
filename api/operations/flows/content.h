// What a flow carries.
#pragma once

#include "api/operations/flows/flow.h"
#include "api/protocols/protocols.h"

namespace mediaconnect {

// What the flow's sources carry.
Content ContentOf(const Flow& flow);

}  // namespace mediaconnect
