// What the router's inputs and outputs, which the user guide calls router I/Os, have in common
// beside what all of its resources have: a zone, a bitrate, a network interface if they need one,
// maintenance; and that they run.
#pragma once

#include <string>
#include <string_view>

#include "api/operations/routers/family.h"

namespace mediaconnect::routers {

// The states in which they can be updated and deleted (docs/rules.md 3.4).
inline constexpr RouterState kUpdatableEnd[] = {RouterState::kStandby, RouterState::kActive};
inline constexpr RouterState kRemovableEnd[] = {RouterState::kStandby, RouterState::kStopping,
                                                RouterState::kError};

// Part of Family::complete.
void CompleteEnd(const Making& making, json::Value& document);
// Part of Family::show: adds `messages`.
void ShowEnd(Call& call, const Resource& end, json::Value& shown);

// Completes the configuration by its variant. Unless that connects to a flow or to MediaLive,
// `complete` does: it gets the path, "configuration.standard", the variant's name, and its members.
using CompleteVariantOf = void (*)(const std::string& path, std::string_view variant,
                                   json::Value& members);
void CompleteConfiguration(const Making& making, json::Value& document, CompleteVariantOf complete);

// The handlers of the operations that only these two families have.
json::Text Start(Call& call, const Family& family);
json::Text Stop(Call& call, const Family& family);
json::Text Restart(Call& call, const Family& family);

}  // namespace mediaconnect::routers
