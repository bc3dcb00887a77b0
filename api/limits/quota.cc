#include "api/limits/quota.h"

#include <charconv>

#include "api/contract/error.h"

namespace mediaconnect {
namespace {

constexpr std::int64_t kNone = Quotas::kUnlimited;

struct Row {
  std::string_view name;
  std::string_view noun;  // for the message
  std::int64_t launch;
  std::int64_t current;
};

// In the order of Quota. `launch`: UG21:doc-history (20 outputs until 2020-02-07); `current`:
// UGnow:quotas, and of gateways and their instances UGnow:gateway-prerequisites. The launch profile
// counts nothing by account, because a test suite makes hundreds.
constexpr Row kRows[kQuotaCount] = {
    {"outputs-per-flow", "outputs a flow", 20, 50},
    {"outputs-per-cdi-flow", "outputs a CDI or ST 2110 JPEG XS flow", kNone, 10},
    {"entitlements-per-flow", "entitlements a flow", 50, 50},
    {"flows", "flows per account, per Region", kNone, 20},
    {"gateways", "gateways per account, per Region", kNone, 3},
    {"instances-per-gateway", "instances a gateway", kNone, 20},
    {"bridges-per-gateway", "bridges a gateway", kNone, 40},
    {"router-inputs", "router inputs per account, per Region", kNone, 20},
    {"router-outputs", "router outputs per account, per Region", kNone, 20},
    {"router-network-interfaces", "router network interfaces per account, per Region", kNone, 10},
};

std::string KnownSettings() {
  std::string known = "launch, current, none";
  for (const Row& row : kRows) known.append(", ").append(row.name).append("=N");
  return known;
}

}  // namespace

Quotas::Quotas() { Apply("launch"); }

std::string Quotas::Apply(std::string_view setting) {
  const std::size_t equals = setting.find('=');
  if (equals == std::string_view::npos) {
    if (setting != "launch" && setting != "current" && setting != "none") {
      return "must be one of " + KnownSettings();
    }
    for (std::size_t i = 0; i < kQuotaCount; ++i) {
      limits_[i] = setting == "none"     ? kNone
                   : setting == "launch" ? kRows[i].launch
                                         : kRows[i].current;
    }
    return "";
  }
  const std::string_view number = setting.substr(equals + 1);
  for (std::size_t i = 0; i < kQuotaCount; ++i) {
    if (kRows[i].name != setting.substr(0, equals)) continue;
    std::int64_t limit = -1;
    const auto end = number.data() + number.size();
    const auto result = std::from_chars(number.data(), end, limit);
    if (result.ec != std::errc() || result.ptr != end || limit < 0) {
      return "must give a whole number from 0 up after the equals sign";
    }
    limits_[i] = limit;
    return "";
  }
  return "must be one of " + KnownSettings();
}

void Quotas::RequireRoom(Quota quota, std::int64_t have, std::int64_t add, ErrorCode code) const {
  const std::int64_t limit = Of(quota);
  if (have <= limit && add <= limit - have) return;
  const Row& row = kRows[static_cast<std::size_t>(quota)];
  throw ApiError{code, "The quota is " + std::to_string(limit) + " " + std::string(row.noun) +
                           ": there are " + std::to_string(have) + ", and this request adds " +
                           std::to_string(add) +
                           ". To raise it here, start the server with --quota " +
                           std::string(row.name) + "=N or --quota none."};
}

}  // namespace mediaconnect
