// Text in UTF-8. Bytes of a client can be anything, until they are checked.
//
// Pure functions; any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mediaconnect {

// Whether the bytes are well-formed UTF-8.
bool IsUtf8(std::string_view text);

// The text itself if it is well-formed, else with '?' for each byte that is not ASCII.
std::string ToUtf8(std::string_view text);

// The number of code points in a well-formed text.
std::size_t CodePointCount(std::string_view text);

// The code points of a well-formed text.
std::u32string CodePoints(std::string_view text);

}  // namespace mediaconnect
