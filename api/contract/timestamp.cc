#include "api/contract/timestamp.h"

#include <algorithm>
#include <chrono>
#include <cstdio>

namespace mediaconnect {
namespace {

constexpr std::int64_t kEarliestTime = -62'167'219'200'000;  // the year 0000 begins

std::int64_t WithinFourDigits(std::int64_t milliseconds) {
  return std::clamp(milliseconds, kEarliestTime, kLatestTime);
}

}  // namespace

std::string FormatTimestamp(std::int64_t milliseconds) {
  const auto time =
      std::chrono::floor<std::chrono::seconds>(std::chrono::sys_time<std::chrono::milliseconds>(
          std::chrono::milliseconds(WithinFourDigits(milliseconds))));
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  char text[32];
  std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  return text;
}

std::optional<std::int64_t> ParseTimestamp(std::string_view text) {
  if (!IsTimestamp(text) || text.size() != FormatTimestamp(0).size()) return std::nullopt;
  const auto number = [&](std::size_t at, std::size_t digits) {
    int value = 0;
    for (const char c : text.substr(at, digits)) value = value * 10 + (c - '0');
    return value;
  };
  const std::chrono::year_month_day date(std::chrono::year(number(0, 4)),
                                         std::chrono::month(static_cast<unsigned>(number(5, 2))),
                                         std::chrono::day(static_cast<unsigned>(number(8, 2))));
  const std::chrono::hours hours(number(11, 2));
  const std::chrono::minutes minutes(number(14, 2));
  const std::chrono::seconds seconds(number(17, 2));
  if (!date.ok() || hours.count() > 23 || minutes.count() > 59 || seconds.count() > 59) {
    return std::nullopt;
  }
  const std::chrono::sys_seconds time = std::chrono::sys_days(date) + hours + minutes + seconds;
  return time.time_since_epoch().count() * 1000;
}

std::string FormatInstant(std::int64_t milliseconds) {
  std::string text = FormatTimestamp(milliseconds);
  const std::int64_t of_second = (WithinFourDigits(milliseconds) % 1000 + 1000) % 1000;
  const std::string fraction = std::to_string(1000 + of_second);
  text.replace(text.size() - 1, 1, "." + fraction.substr(1) + "Z");
  return text;
}

std::optional<std::int64_t> ParseInstant(std::string_view text) {
  if (!IsTimestamp(text)) return std::nullopt;
  const std::string_view seconds = text.substr(0, text.find('.'));
  const bool has_fraction = seconds.size() < text.size();
  const auto whole = ParseTimestamp(has_fraction ? std::string(seconds) + "Z" : std::string(text));
  if (!whole || !has_fraction) return whole;
  std::string digits(text.substr(seconds.size() + 1, text.size() - seconds.size() - 2));
  digits.resize(3, '0');
  return *whole + std::stoi(digits);
}

bool IsTimestamp(std::string_view text) {
  constexpr std::string_view kForm = "dddd-dd-ddTdd:dd:dd";
  if (text.size() < kForm.size() + 1 || text.back() != 'Z') return false;
  for (std::size_t i = 0; i < kForm.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (kForm[i] == 'd' ? !digit : text[i] != kForm[i]) return false;
  }
  const std::string_view fraction = text.substr(kForm.size(), text.size() - kForm.size() - 1);
  return fraction.empty() ||
         (fraction.front() == '.' && fraction.size() > 1 &&
          fraction.find_first_not_of("0123456789", 1) == std::string_view::npos);
}

}  // namespace mediaconnect
