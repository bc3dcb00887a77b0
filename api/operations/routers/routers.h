// The router, as the rest of the server sees it.
#pragma once

#include "api/call.h"

namespace mediaconnect {

// Inputs and outputs that run are maintained from now on: at its scheduled time, one goes through
// MIGRATING, and gets the next window. Call before the first request; all three must outlive
// the last.
void MaintainRouters(State& state, const Settings& settings, Steering& steering);

}  // namespace mediaconnect
