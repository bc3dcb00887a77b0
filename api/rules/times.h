// Times of the day and of the week, as windows of maintenance have them.
//
// Pure functions; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace mediaconnect {

// Milliseconds.
inline constexpr std::int64_t kHour = 3'600'000;
inline constexpr std::int64_t kDay = 24 * kHour;

// Whether the text is a full hour: "00:00" to "23:00".
bool IsFullHour(std::string_view text);

// Throws BadRequestException unless it is.
void CheckFullHour(const std::string& path, std::string_view text);

// Of a full hour: 7 of "07:00".
std::int64_t HourOf(std::string_view full_hour);

// The day of the week in UTC, from 0, which is Sunday. `milliseconds`: since 1970.
std::size_t WeekdayOf(std::int64_t milliseconds);

}  // namespace mediaconnect
