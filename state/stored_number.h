// Reads numbers from the database, and rejects those that only a damaged file can contain.
//
// Pure functions; any thread.
#pragma once

#include <charconv>
#include <string>
#include <string_view>

#include "state/clock.h"
#include "state/database.h"

namespace mediaconnect {

// Throws DatabaseError if the text is not such a number. `what` it is: "seed".
template <class Number>
Number StoredNumber(std::string_view text, std::string_view what) {
  Number number{};
  const char* const end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, number);
  if (result.ec == std::errc() && result.ptr == end) return number;
  throw DatabaseError("the data file is damaged: its " + std::string(what) + " is not a number");
}

// Returns `milliseconds`, a time since 1970. Throws DatabaseError if no clock can show that time.
// `what`: "clock", for the message.
inline std::int64_t StoredTime(std::int64_t milliseconds, std::string_view what) {
  if (milliseconds >= 0 && milliseconds <= kLatestTime) return milliseconds;
  throw DatabaseError("the data file is damaged: its " + std::string(what) +
                      " is not a valid time: " + std::to_string(milliseconds));
}

}  // namespace mediaconnect
