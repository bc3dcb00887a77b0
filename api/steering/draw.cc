#include "api/steering/draw.h"

#include <cmath>
#include <numbers>

namespace mediaconnect {
namespace {

// splitmix64: a bijective mix of 64 bits.
std::uint64_t Mix(std::uint64_t value) {
  value += 0x9E3779B97F4A7C15ULL;
  value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9ULL;
  value = (value ^ (value >> 27)) * 0x94D049BB133111EBULL;
  return value ^ (value >> 31);
}

std::uint64_t Bits(std::uint64_t seed, std::string_view what, std::uint64_t number) {
  std::uint64_t bits = Mix(seed);
  for (const char c : what) bits = Mix(bits ^ static_cast<unsigned char>(c));
  return Mix(bits ^ Mix(number));
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
  return radius * std::cos(2 * std::numbers::pi * ToEven(Mix(bits)));
}

}  // namespace mediaconnect
