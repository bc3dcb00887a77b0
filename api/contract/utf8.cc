#include "api/contract/utf8.h"

#include <rapidjson/encodings.h>
#include <rapidjson/memorystream.h>

#include <algorithm>

namespace mediaconnect {

bool IsUtf8(std::string_view text) {
  const bool is_ascii =
      std::all_of(text.begin(), text.end(), [](char c) { return (c & 0x80) == 0; });
  if (is_ascii) return true;
  struct Discard {
    void Put(char) {}
  } discard;
  rapidjson::MemoryStream stream(text.data(), text.size());
  while (stream.Tell() < text.size()) {
    if (!rapidjson::UTF8<>::Validate(stream, discard)) return false;
  }
  return true;
}

std::string ToUtf8(std::string_view text) {
  std::string shown(text);
  if (IsUtf8(text)) return shown;
  std::replace_if(
      shown.begin(), shown.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; },
      '?');
  return shown;
}

std::size_t CodePointCount(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) count += (c & 0xC0) != 0x80 ? 1 : 0;
  return count;
}

std::u32string CodePoints(std::string_view text) {
  std::u32string points;
  rapidjson::MemoryStream stream(text.data(), text.size());
  unsigned point = 0;
  while (stream.Tell() < text.size() && rapidjson::UTF8<>::Decode(stream, &point)) {
    points += static_cast<char32_t>(point);
  }
  return points;
}

}  // namespace mediaconnect
