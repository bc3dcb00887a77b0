// Outputs of a bridge: AddBridgeOutputs, UpdateBridgeOutput, RemoveBridgeOutput, and what
// CreateBridge and flows need of them.
#pragma once

#include "api/operations/bridges/bridge.h"

namespace mediaconnect {

// Adds what the request's `outputs` write. Returns their wire forms, a list.
json::Text AddOutputs(Bridge& bridge);

}  // namespace mediaconnect
