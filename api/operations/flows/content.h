// What a flow carries.
#pragma once

#include "api/call.h"
#include "api/protocols/protocols.h"

namespace mediaconnect {

// What the flow's sources carry.
Content ContentOf(Call& call, const Resource& flow);

}  // namespace mediaconnect
