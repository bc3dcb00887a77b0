// A number that the database keeps as text.
//
// Pure function; any thread.
#pragma once

#include <charconv>
#include <string>
#include <string_view>

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

}  // namespace mediaconnect
