#include "api/contract/quantity.h"

#include <array>
#include <charconv>
#include <limits>

namespace mediaconnect {

std::optional<std::int64_t> ParseQuantity(std::string_view text, std::span<const Unit> units) {
  std::int64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, number);
  const std::string_view name(result.ptr, static_cast<std::size_t>(end - result.ptr));
  if (result.ec != std::errc() || number < 0 || number > std::numeric_limits<std::int32_t>::max()) {
    return std::nullopt;
  }
  for (const Unit& unit : units) {
    if (unit.name == name) return number * unit.factor;
  }
  return std::nullopt;
}

std::optional<std::int64_t> ParseDuration(std::string_view text) {
  static constexpr std::array<Unit, 5> kUnits = {
      {{"ms", 1}, {"s", 1000}, {"m", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}}};
  return ParseQuantity(text, kUnits);
}

}  // namespace mediaconnect
