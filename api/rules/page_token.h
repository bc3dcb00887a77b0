// Page tokens: opaque to clients, made of a position and a checksum over what they belong to, so
// that a token of another list, account, Region or filter is refused, and one outlives a restart.
//
// Pure functions; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mediaconnect {

// `list` names what is listed for whom: operation, account, Region and filters.
std::string MakePageToken(std::string_view list, std::int64_t position);

// The position, or nullopt for a token that was not made for this list.
std::optional<std::int64_t> ReadPageToken(std::string_view list, std::string_view token);

}  // namespace mediaconnect
