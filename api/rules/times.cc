#include "api/rules/times.h"

#include "api/contract/error.h"
#include "api/contract/message.h"
#include "api/contract/pattern.h"

namespace mediaconnect {

bool IsFullHour(std::string_view text) {
  return MatchesPattern("[0-2][0-9]:00$", text) && text.substr(0, 2) <= "23";
}

void CheckFullHour(const std::string& path, std::string_view text) {
  if (IsFullHour(text)) return;
  throw BadRequest(path + ": " + Quote(text) + " must be a full hour from 00:00 to 23:00");
}

std::int64_t HourOf(std::string_view full_hour) {
  return (full_hour[0] - '0') * 10 + (full_hour[1] - '0');
}

std::size_t WeekdayOf(std::int64_t milliseconds) {
  return static_cast<std::size_t>(milliseconds / kDay + 4) % 7;  // 1970 began on a Thursday
}

}  // namespace mediaconnect
