// Sources of a bridge: AddBridgeSources, UpdateBridgeSource, RemoveBridgeSource, and what
// CreateBridge needs of them.
#pragma once

#include "api/operations/bridges/bridge.h"

namespace mediaconnect {

// Adds what the request's `sources` write. Returns their wire forms, a list. Throws ApiError with
// `full` if a flow has no room for the output that feeds a source.
json::Text AddSources(Bridge& bridge, ErrorCode full);

}  // namespace mediaconnect
