#include "api/contract/uri.h"

#include <rapidjson/encodings.h>
#include <rapidjson/memorystream.h>

#include <boost/url/decode_view.hpp>
#include <boost/url/pct_string_view.hpp>

namespace mediaconnect {

std::optional<std::string> PercentDecode(std::string_view encoded, bool plus_is_space) {
  const auto checked = boost::urls::make_pct_string_view(encoded);
  if (!checked) return std::nullopt;
  boost::urls::encoding_opts options;
  options.space_as_plus = plus_is_space;
  std::string decoded;
  decoded.reserve(checked->decoded_size());
  for (const char c : boost::urls::decode_view(*checked, options)) decoded += c;
  if (decoded.find('\0') != std::string::npos || !IsUtf8(decoded)) return std::nullopt;
  return decoded;
}

std::optional<QueryParameters> ParseQuery(std::string_view raw_query) {
  QueryParameters parameters;
  while (!raw_query.empty()) {
    const std::string_view pair = raw_query.substr(0, raw_query.find('&'));
    raw_query.remove_prefix(std::min(raw_query.size(), pair.size() + 1));
    if (pair.empty()) continue;
    const std::size_t equals = pair.find('=');
    auto name = PercentDecode(pair.substr(0, equals), true);
    auto value = equals == std::string_view::npos ? std::string()
                                                  : PercentDecode(pair.substr(equals + 1), true);
    if (!name || !value) return std::nullopt;
    parameters.emplace_back(std::move(*name), std::move(*value));
  }
  return parameters;
}

bool IsUtf8(std::string_view text) {
  struct Discard {
    void Put(char) {}
  } discard;
  rapidjson::MemoryStream stream(text.data(), text.size());
  while (stream.Tell() < text.size()) {
    if (!rapidjson::UTF8<>::Validate(stream, discard)) return false;
  }
  return true;
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
