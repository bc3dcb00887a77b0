// How many of something there may be. Which numbers hold is a choice of the person who runs the
// server: `--quota launch|current|none`, `--quota outputs-per-flow=50` (decision 1).
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "api/contract/contract.h"

namespace mediaconnect {

enum class Quota : std::uint8_t {
  kOutputsPerFlow,
  kOutputsPerCdiFlow,
  kEntitlementsPerFlow,
  kFlows,
  kGateways,
  kInstancesPerGateway,
  kBridgesPerGateway,
  kRouterInputs,
  kRouterOutputs,
  kRouterNetworkInterfaces,
};
inline constexpr std::size_t kQuotaCount = 10;

class Quotas {
 public:
  static constexpr std::int64_t kUnlimited = std::numeric_limits<std::int64_t>::max();

  // The API as it was launched: 20 outputs and 50 entitlements a flow, nothing counted by account.
  Quotas();

  // Applies one value of --quota. Returns what is wrong with it, or "".
  std::string Apply(std::string_view setting);

  std::int64_t Of(Quota quota) const { return limits_[static_cast<std::size_t>(quota)]; }

  // Throws ApiError with `code` where `add` more beside `have` would pass the quota.
  void RequireRoom(Quota quota, std::int64_t have, std::int64_t add, ErrorCode code) const;

 private:
  std::array<std::int64_t, kQuotaCount> limits_;
};

}  // namespace mediaconnect
