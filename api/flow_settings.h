// The settings of a flow as a whole, as a request writes them: checked, and completed with the
// service's defaults. All throw BadRequestException.
#pragma once

#include "api/contract/json.h"

namespace mediaconnect {

// M:AddMaintenance: the window begins at a full hour (UTC).
void CheckMaintenance(const json::Node& maintenance);

// M:FailoverConfig, UG21:source-failover.
json::Value MakeFailoverConfig(const json::Node& given);

// M:EncodingConfig.
json::Value MakeEncodingConfig(const json::Node& given);

// UGnow (thresholds in seconds), CDK:flow (metrics need the content quality analysis).
json::Value MakeMonitoringConfig(const json::Node& given);

}  // namespace mediaconnect
