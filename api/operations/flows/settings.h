// The settings of a flow as a whole: maintenance window, failover, monitoring, encoding, NDI, size.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "api/contract/json.h"

namespace mediaconnect {

// Lays the settings that a CreateFlow or UpdateFlow request names over those of `document`, which
// is the flow's: checked, and completed with those of the service's defaults that it shows
// (decision 24). What an update leaves out of a setting stays as it is stored. `document` has the
// flow's ARN. `now`: milliseconds since 1970. Throws BadRequestException.
void ApplySettings(const json::Node& request, std::int64_t now, json::Value& document);

// The size that the flow has: MEDIUM if it was given none (UGnow:flow-sizes-capabilities). Valid
// as long as `document`.
std::string_view FlowSizeOf(const json::Node& document);

// Throws BadRequestException for an update to a size that the flow cannot get: "You can't update
// the size of a Large 4x flow" (UGnow:flow-sizes-capabilities).
void CheckResize(const json::Node& request, const json::Node& document);

// Maintenance becomes required of the flow by `deadline` ("2021-01-30T08:30:00Z"): its window gets
// the deadline and the date of the next window before it. Throws BadRequestException for what is
// no time to come.
json::Value MakeRequiredMaintenance(const json::Node* stored, const std::string& deadline,
                                    std::int64_t now);

}  // namespace mediaconnect
