// Sources of a flow: UpdateFlowSource, and what CreateFlow needs of them.
#pragma once

#include <string>

#include "api/call.h"

namespace mediaconnect {

json::Text UpdateFlowSource(Call& call);

// Adds one source as a request writes it. Returns its wire form.
json::Text AddSource(Call& call, const Flow& flow, const json::Node& request,
                     const std::string& path);

// Throws BadRequestException unless the flow's sources go together: at most two, two only with
// failover, of one protocol family, the primary source among them (rules 2.1).
void CheckSourcesTogether(Call& call, const Flow& flow);

}  // namespace mediaconnect
