#include "api/call.h"

namespace mediaconnect {

std::string Path(std::string_view prefix, Key key) {
  return std::string(prefix).append(prefix.empty() ? "" : ".").append(key.name);
}

std::string Path(Key list, std::size_t index) {
  return std::string(list.name).append("[").append(std::to_string(index)).append("]");
}

void CheckName(const std::string& path, std::string_view name, std::size_t longest) {
  constexpr std::string_view kAllowed =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
  if (!name.empty() && name.size() <= longest &&
      name.find_first_not_of(kAllowed) == std::string_view::npos) {
    return;
  }
  throw BadRequest(path + ": " + Quote(name) + " is no name of 1 to " + std::to_string(longest) +
                   " letters, digits, '-' and '_'");
}

}  // namespace mediaconnect
