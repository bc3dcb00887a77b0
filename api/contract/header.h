// What may stand in a header field of HTTP (RFC 9110, 5.1 and 5.5).
//
// Pure functions; any thread.
#pragma once

#include <string_view>

namespace mediaconnect {

bool IsHeaderName(std::string_view text);
// Without what would end the field.
bool IsHeaderValue(std::string_view text);

// For names, whose case says nothing. Of letters of ASCII.
bool IsSameIgnoringCase(std::string_view a, std::string_view b);

}  // namespace mediaconnect
