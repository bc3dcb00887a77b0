// Chance that is the same on every run with the same seed.
//
// Pure functions; any thread.
#pragma once

#include <cstdint>
#include <string_view>

namespace mediaconnect {

// Even over 0 (included) to 1 (not). `what` is drawn, the `number`th time.
double DrawEven(std::uint64_t seed, std::string_view what, std::uint64_t number);

// Around 0, with a standard deviation of 1.
double DrawNormal(std::uint64_t seed, std::string_view what, std::uint64_t number);

}  // namespace mediaconnect
