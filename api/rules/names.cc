#include "api/rules/names.h"

#include "api/contract/error.h"
#include "api/contract/message.h"

namespace mediaconnect {
namespace {

constexpr std::string_view kAllowed =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

void Check(const std::string& path, std::string_view name, std::size_t longest,
           std::string_view allowed, std::string_view signs) {
  if (!name.empty() && name.size() <= longest &&
      name.find_first_not_of(allowed) == std::string_view::npos) {
    return;
  }
  throw BadRequest(path + ": " + Quote(name) + " must have 1 to " + std::to_string(longest) +
                   " characters, all of them letters, digits" + std::string(signs));
}

}  // namespace

void CheckName(const std::string& path, std::string_view name, std::size_t longest) {
  Check(path, name, longest, kAllowed, ", '-' or '_'");
}

void CheckNameWithoutUnderscore(const std::string& path, std::string_view name,
                                std::size_t longest) {
  Check(path, name, longest, kAllowed.substr(0, kAllowed.size() - 1), " or '-'");
}

}  // namespace mediaconnect
