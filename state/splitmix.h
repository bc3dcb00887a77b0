// Splitmix64 (Steele, Lea and Flood, 2014): a bijective mix of 64 bits, in which every bit of the
// result depends on every bit of the value. Not for secrets.
//
// A pure function; any thread.
#pragma once

#include <cstdint>

namespace mediaconnect {

constexpr std::uint64_t SplitMix64(std::uint64_t value) {
  value += 0x9E3779B97F4A7C15ULL;
  value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9ULL;
  value = (value ^ (value >> 27)) * 0x94D049BB133111EBULL;
  return value ^ (value >> 31);
}

}  // namespace mediaconnect
