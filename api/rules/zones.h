// Availability Zones: each Region has <region>a to <region>c (decision 10).
//
// A pure function; any thread.
#pragma once

#include <string>

#include "api/call.h"

namespace mediaconnect {

// The zone that the request names, or else one of the Region's, by the draw. Throws
// BadRequestException for a zone that the Region does not have.
std::string PickZone(const json::Node& request, const Scope& scope, const Draw& draw);

}  // namespace mediaconnect
