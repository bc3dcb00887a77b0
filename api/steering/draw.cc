#include "api/steering/draw.h"

#include <cmath>
#include <numbers>

#include "state/splitmix.h"

namespace mediaconnect {
namespace {

std::uint64_t Bits(std::uint64_t seed, std::string_view what, std::uint64_t number) {
  std::uint64_t bits = SplitMix64(seed);
  for (const char c : what) bits = SplitMix64(bits ^ static_cast<unsigned char>(c));
  return SplitMix64(bits ^ SplitMix64(number));
}

double ToEven(std::uint64_t bits) { return static_cast<double>(bits >> 11) * 0x1p-53; }

}  // namespace

double DrawEven(std::uint64_t seed, std::string_view what, std::uint64_t number) {
  return ToEven(Bits(seed, what, number));
}

double DrawNormal(std::uint64_t seed, std::string_view what, std::uint64_t number) {
  // Box and Muller's transform.
  const std::uint64_t bits = Bits(seed, what, number);
  const double radius = std::sqrt(-2 * std::log(1 - ToEven(bits)));
  return radius * std::cos(2 * std::numbers::pi * ToEven(SplitMix64(bits)));
}

}  // namespace mediaconnect
