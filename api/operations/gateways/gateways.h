// Gateways and their instances, as the rest of the floor sees them.
//
// No public operation makes an instance: the real one registers from a machine (rules 3.3). So a
// test does it, through api/world.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "api/call.h"

namespace mediaconnect {

// A machine registers with the gateway, whoever's it is; one that was deregistered can register
// again. Without an id it is given one. Returns the instance's ARN. Throws BadRequestException.
std::string RegisterInstance(Call& call, std::string_view gateway_arn,
                             std::optional<std::string_view> instance_id);

// The instance's machine is CONNECTED or DISCONNECTED from now on. Throws NotFoundException, and
// BadRequestException if the instance is DEREGISTERED.
void SetConnectionStatus(Call& call, std::string_view instance_arn, std::string_view status);

// The instance's machine is gone without deregistering, and the instance with it, whatever its
// state. Throws NotFoundException.
void RemoveInstance(Call& call, std::string_view instance_arn);

// The caller's gateway that a new bridge is to be on. Throws BadRequestException if there is none,
// ConflictException unless it is ACTIVE.
Resource RequireGatewayForBridge(Call& call, std::string_view arn);

// Throws BadRequestException if the gateway has no network of that name.
void RequireNetwork(const Resource& gateway, const std::string& path, std::string_view name);

// The instance of the gateway that runs a bridge which starts now: of those that are CONNECTED and
// AVAILABLE, the one that runs the fewest. Nullopt if there is none.
std::optional<std::int64_t> FindInstanceForBridge(Call& call, std::int64_t gateway_id);

}  // namespace mediaconnect
