// Guesses which name a misspelt one was meant to be.
//
// Pure functions; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mediaconnect {

// The name in `known` that is closest to `given`, counting wrong, missing, extra and swapped
// letters; failing that, the only name that contains `given` ("delay" for "transition-delay").
// nullopt if nothing is close, or `given` is too short to tell.
std::optional<std::string> NearestOf(const std::vector<std::string>& known, std::string_view given);

}  // namespace mediaconnect
