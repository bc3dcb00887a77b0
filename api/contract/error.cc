#include "api/contract/error.h"

#include <algorithm>

#include "api/contract/json.h"
#include "api/contract/uri.h"

namespace mediaconnect {

std::string Quote(std::string_view text) {
  // A path or a header can hold any bytes, and an error's body must be JSON.
  if (!IsUtf8(text)) {
    std::string ascii(text);
    std::replace_if(
        ascii.begin(), ascii.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; },
        '?');
    return Quote(ascii);
  }
  constexpr std::size_t kLongest = 120;
  std::size_t length = std::min(text.size(), kLongest);
  // Never cut inside a UTF-8 sequence.
  while (length < text.size() && length > 0 && (text[length] & 0xC0) == 0x80) --length;
  std::string quoted;
  json::AppendQuoted(quoted, text.substr(0, length));
  if (length < text.size()) quoted += "...";
  return quoted;
}

std::string ErrorBody(std::string_view message) {
  return json::ObjectWriter().Add(Key{"message"}, message).Finish().json;
}

}  // namespace mediaconnect
