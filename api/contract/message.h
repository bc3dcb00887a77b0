// Pieces of messages to clients: quoted values, paths of members, lists of what is allowed.
//
// Pure functions; any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>

#include "api/contract/json.h"

namespace mediaconnect {

// `text` in quotes for a message: clipped, and with control characters made visible.
std::string Quote(std::string_view text);

// The path of a member: Path("outputs[2]", key::port) is "outputs[2].port".
std::string Path(std::string_view prefix, Key key);
// That of an item: Path("outputs", 2) is "outputs[2]".
std::string Path(std::string_view list, std::size_t index);

// Calls `use` with each item of a list and its path.
template <class Use>
void ForEach(const json::Node::ConstArray& items, std::string_view path, Use use) {
  std::size_t index = 0;
  for (const json::Node& item : items) use(item, Path(path, index++));
}

// "ACTIVE, UPDATING or ERROR", by the conjunction " or ".
template <class Range>
std::string JoinWith(std::string_view conjunction, const Range& list) {
  std::string text;
  std::size_t left = std::size(list);
  for (const auto& one : list) {
    text.append(text.empty() ? "" : left == 1 ? conjunction : ", ");
    --left;
    if constexpr (std::is_arithmetic_v<std::decay_t<decltype(one)>>) {
      text.append(std::to_string(one));
    } else {
      text.append(one);
    }
  }
  return text;
}

// For a message: what is allowed.
template <class Range>
std::string JoinWithOr(const Range& allowed) {
  return JoinWith(" or ", allowed);
}

}  // namespace mediaconnect
