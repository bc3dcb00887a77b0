// Gateways and their instances, as the rest of the floor sees them.
//
// No public operation makes an instance: the real one registers from a machine (rules 3.3). So a
// test does it, through api/world.
#pragma once

#include <string>
#include <string_view>

#include "api/call.h"

namespace mediaconnect {

// A machine registers with the gateway, whoever's it is. Without an id it is given one. Returns the
// instance's ARN. Throws BadRequestException.
std::string RegisterInstance(Call& call, std::string_view gateway_arn,
                             std::optional<std::string_view> instance_id);

// The instance's machine is CONNECTED or DISCONNECTED from now on. Throws NotFoundException.
void SetConnectionStatus(Call& call, std::string_view instance_arn, std::string_view status);

// The instance's machine is gone, without deregistering. Throws NotFoundException.
void RemoveInstance(Call& call, std::string_view instance_arn);

}  // namespace mediaconnect
