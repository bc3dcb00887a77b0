#include "api/contract/message.h"

#include <algorithm>

#include "api/contract/utf8.h"

namespace mediaconnect {

std::string Quote(std::string_view given) {
  // A path or a header can hold any bytes, and an error's body must be JSON.
  const std::string text = ToUtf8(given);
  constexpr std::size_t kLongest = 200;  // the longest ARN fits: a gateway instance's
  std::size_t length = std::min(text.size(), kLongest);
  // Never cut inside a UTF-8 sequence.
  while (length < text.size() && length > 0 && (text[length] & 0xC0) == 0x80) --length;
  std::string quoted;
  json::AppendQuoted(quoted, std::string_view(text).substr(0, length));
  if (length < text.size()) quoted += "...";
  return quoted;
}

std::string Path(std::string_view prefix, Key key) {
  return std::string(prefix).append(prefix.empty() ? "" : ".").append(key.name);
}

std::string Path(std::string_view list, std::size_t index) {
  return std::string(list).append("[").append(std::to_string(index)).append("]");
}

}  // namespace mediaconnect
