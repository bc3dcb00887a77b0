// A whole number with a unit, as options and control operations take it: "64KiB", "500ms".
//
// Pure functions; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace mediaconnect {

struct Unit {
  std::string_view name;  // "": of a bare number
  std::int64_t factor;
};

// nullopt for any other text, and for more than 2,147,483,647 of a unit.
std::optional<std::int64_t> ParseQuantity(std::string_view text, std::span<const Unit> units);

// Of a duration, in milliseconds.
std::optional<std::int64_t> ParseDuration(std::string_view text);
// For messages.
inline constexpr std::string_view kDurationExamples = "500ms, 2s, 1m, 12h or 30d";

}  // namespace mediaconnect
