// Times on the wire: ISO 8601 in UTC, as all of this API's timestamp members are written.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "state/clock.h"

namespace mediaconnect {

// "2026-01-30T08:30:00Z" from milliseconds since 1970. A year has four digits, so a time before the
// year 0000 or after kLatestTime (state/clock.h) is written as the first or the last one.
std::string FormatTimestamp(std::int64_t milliseconds);

// Milliseconds since 1970 of a text in FormatTimestamp's form; nullopt if it is not, or if
// the calendar has no such time.
std::optional<std::int64_t> ParseTimestamp(std::string_view text);

// The same with milliseconds, as control operations have them: "2026-01-30T08:30:00.125Z".
// ParseInstant takes whole seconds too, and drops what is finer than a millisecond.
std::string FormatInstant(std::int64_t milliseconds);
std::optional<std::int64_t> ParseInstant(std::string_view text);

// Whether the text reads like FormatTimestamp's, a fraction of a second allowed.
bool IsTimestamp(std::string_view text);

}  // namespace mediaconnect
