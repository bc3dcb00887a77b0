// Sources of a flow: AddFlowSources, UpdateFlowSource, RemoveFlowSource, and what CreateFlow needs
// of them.
#pragma once

#include <string>

#include "api/call.h"

namespace mediaconnect {

// Adds one source as a request writes it. Returns its wire form. Throws ApiError with `full` where
// the source uses an entitlement whose flow has no room for another output.
json::Text AddSource(Call& call, const Resource& flow, const json::Node& request,
                     const std::string& path, ErrorCode full);

}  // namespace mediaconnect
