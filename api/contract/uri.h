// Percent-encoding and query strings, over Boost.URL.
//
// Pure functions; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mediaconnect {

// Decodes one path segment or query part. Returns nullopt if the encoding is broken ("%zz") or the
// result is not UTF-8 or contains a NUL. `plus_is_space` for query parts.
std::optional<std::string> PercentDecode(std::string_view encoded, bool plus_is_space = false);

// The parameters of a raw query string in their order; nullopt if one is broken.
using QueryParameters = std::vector<std::pair<std::string, std::string>>;
std::optional<QueryParameters> ParseQuery(std::string_view raw_query);

}  // namespace mediaconnect
