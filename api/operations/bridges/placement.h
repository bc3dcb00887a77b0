// Which instance runs a bridge.
#pragma once

#include "api/call.h"

namespace mediaconnect {

// The bridge starts on an instance of its gateway that takes bridges, or is START_PENDING until
// there is one (decision 22).
void StartOnInstance(Call& call, Resource bridge);

}  // namespace mediaconnect
