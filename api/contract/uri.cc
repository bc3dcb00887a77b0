#include "api/contract/uri.h"

#include <algorithm>
#include <boost/url/decode_view.hpp>
#include <boost/url/pct_string_view.hpp>

#include "api/contract/utf8.h"

namespace mediaconnect {

namespace {

std::optional<std::string> TextOf(std::string decoded) {
  if (decoded.find('\0') != std::string::npos || !IsUtf8(decoded)) return std::nullopt;
  return decoded;
}

}  // namespace

std::optional<std::string> PercentDecode(std::string_view encoded, bool plus_is_space) {
  const auto has = [&](char c) { return encoded.find(c) != std::string_view::npos; };
  if (!has('%') && !(plus_is_space && has('+'))) return TextOf(std::string(encoded));
  const auto checked = boost::urls::make_pct_string_view(encoded);
  if (!checked) return std::nullopt;
  boost::urls::encoding_opts options;
  options.space_as_plus = plus_is_space;
  std::string decoded;
  decoded.reserve(checked->decoded_size());
  for (const char c : boost::urls::decode_view(*checked, options)) decoded += c;
  return TextOf(std::move(decoded));
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

}  // namespace mediaconnect
