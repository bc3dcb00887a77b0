#include "api/rules/tags.h"

#include <utf8proc.h>

#include "api/contract/utf8.h"

namespace mediaconnect {
namespace {

constexpr std::size_t kMostTags = 50;
constexpr std::size_t kLongestKey = 128;
constexpr std::size_t kLongestValue = 256;

// Letters and digits of any script, space, and . : + = @ _ / - (decision 22).
bool IsAllowed(char32_t c) {
  if (c < 0x80) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view(" .:+=@_/-").find(static_cast<char>(c)) != std::string_view::npos;
  }
  switch (utf8proc_category(static_cast<utf8proc_int32_t>(c))) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
    case UTF8PROC_CATEGORY_ZS:
      return true;
    default:
      return false;
  }
}

void CheckText(const std::string& path, std::string_view what, std::string_view text,
               std::size_t shortest, std::size_t longest) {
  const std::u32string points = CodePoints(text);
  if (points.size() < shortest || points.size() > longest) {
    throw BadRequest(path + ": the " + std::string(what) + " " + Quote(text) + " has " +
                     std::to_string(points.size()) + " characters; " + std::to_string(shortest) +
                     " to " + std::to_string(longest) + " are allowed");
  }
  for (const char32_t point : points) {
    if (IsAllowed(point)) continue;
    throw BadRequest(path + ": the " + std::string(what) + " " + Quote(text) +
                     " has a character other than letters, digits, spaces and . : + = @ _ / -");
  }
}

bool HasReservedPrefix(std::string_view key) {
  return key.size() >= 4 && (key[0] | 0x20) == 'a' && (key[1] | 0x20) == 'w' &&
         (key[2] | 0x20) == 's' && key[3] == ':';
}

}  // namespace

void CheckTags(const std::string& path, const json::Node& tags) {
  for (const auto& tag : tags.GetObject()) {
    const std::string_view key = json::StringOf(tag.name);
    CheckText(path, "tag key", key, 1, kLongestKey);
    CheckText(path, "tag value", json::StringOf(tag.value), 0, kLongestValue);
    if (HasReservedPrefix(key)) {
      throw BadRequest(path + ": the tag key " + Quote(key) +
                       " begins with aws:, which is reserved");
    }
  }
}

void PutTags(Call& call, const std::string& path, std::int64_t resource_id,
             const json::Node& tags) {
  CheckTags(path, tags);
  for (const auto& tag : tags.GetObject()) {
    call.state.tags.Set(resource_id, json::StringOf(tag.name), json::StringOf(tag.value));
  }
  const std::int64_t count = call.state.tags.CountOf(resource_id);
  if (count > static_cast<std::int64_t>(kMostTags)) {
    throw BadRequest(path + ": a resource has at most " + std::to_string(kMostTags) +
                     " tags; with this request it would have " + std::to_string(count));
  }
}

void PutCreateTags(Call& call, const std::string& path, std::int64_t resource_id,
                   const json::Node& spec, Key tags_key) {
  const json::Node* tags = json::Find(spec, tags_key);
  if (tags != nullptr) PutTags(call, Path(path, tags_key), resource_id, *tags);
}

json::Text RenderTags(Call& call, std::int64_t resource_id) {
  json::ObjectWriter tags;
  for (const auto& [key, value] : call.state.tags.ListOf(resource_id)) tags.AddNamed(key, value);
  return tags.Finish();
}

}  // namespace mediaconnect
