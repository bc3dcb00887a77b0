// What a reset forgets.
#pragma once

#include <optional>
#include <string>

#include "api/call.h"

namespace mediaconnect {

// Forgets everything of an account, or of all: resources, rules, clocks, and how far ids were
// counted. Returns what there was, for the log: "flows: 2, gateways: 1".
std::string Forget(Call& call, const std::optional<std::string>& account);

}  // namespace mediaconnect
