// Sources of a flow: AddFlowSources, UpdateFlowSource, RemoveFlowSource, and what CreateFlow needs
// of them.
#pragma once

#include <string>

#include "api/operations/flows/flow.h"

namespace mediaconnect {

// Adds one source as a request writes it. Throws ApiError with `full` where the source uses an
// entitlement whose flow has no room for another output.
const Record& AddSource(Flow& flow, const json::Node& request, const std::string& path,
                        ErrorCode full);

}  // namespace mediaconnect
