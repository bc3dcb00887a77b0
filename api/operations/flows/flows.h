// What other families and the world may ask of flows.
#pragma once

#include <string>
#include <string_view>

#include "api/call.h"

namespace mediaconnect {

// Throws BadRequestException while the flow is DELETING (decision 4).
void RefuseWhileDeleting(const Resource& flow);

// Maintenance becomes required of the flow by `deadline` ("2021-01-30T08:30:00Z"): its window gets
// the deadline and the date of the next window before it, and is returned. Throws
// BadRequestException for a flow that does not exist, whoever's, and for a deadline that is not a
// time to come.
json::Text RequireMaintenance(Call& call, std::string_view flow_arn, const std::string& deadline);

}  // namespace mediaconnect
