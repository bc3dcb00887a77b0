// What somebody who misspelt a name probably meant.
//
// Pure functions; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mediaconnect {

// The one of `known` that is nearest to `given`, by the letters that are wrong, missing, too many
// or swapped; else the only one that has `given` as a part ("delay" in "transition-delay"). nullopt
// where none comes near, or `given` is too short to tell.
std::optional<std::string> NearestOf(const std::vector<std::string>& known, std::string_view given);

}  // namespace mediaconnect
