#include "api/rules/names.h"

#include "api/contract/error.h"
#include "api/contract/message.h"

namespace mediaconnect {

void CheckName(const std::string& path, std::string_view name, std::size_t longest) {
  constexpr std::string_view kAllowed =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
  if (!name.empty() && name.size() <= longest &&
      name.find_first_not_of(kAllowed) == std::string_view::npos) {
    return;
  }
  throw BadRequest(path + ": " + Quote(name) + " must have 1 to " + std::to_string(longest) +
                   " characters, all of them letters, digits, '-' or '_'");
}

}  // namespace mediaconnect
