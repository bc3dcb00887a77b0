// Sources of a flow: AddFlowSources, UpdateFlowSource, RemoveFlowSource, and what CreateFlow needs
// of them.
#pragma once

#include <string>

#include "api/call.h"

namespace mediaconnect {

json::Text AddFlowSources(Call& call);
json::Text UpdateFlowSource(Call& call);
json::Text RemoveFlowSource(Call& call);

// Adds one source as a request writes it. Returns its wire form.
json::Text AddSource(Call& call, const Flow& flow, const json::Node& request,
                     const std::string& path);

}  // namespace mediaconnect
