#include "tests/support/json.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace mediaconnect {

Json::Json(std::initializer_list<Member> members) {
  for (const Member& member : members) members_.emplace_back(member.name, member.value.Text());
}

Json Json::Raw(std::string text) {
  Json json;
  json.text_ = std::move(text);
  return json;
}

Json Json::operator+(const Json& more) const {
  EXPECT_TRUE(text_.empty() && more.text_.empty()) << Text() << " + " << more.Text();
  Json both = *this;
  for (const auto& [name, value] : more.members_) {
    both = both.Without(name);
    both.members_.emplace_back(name, value);
  }
  return both;
}

Json Json::Without(std::string_view name) const {
  Json rest = *this;
  std::erase_if(rest.members_, [&](const auto& member) { return member.first == name; });
  return rest;
}

std::string Json::Text() const {
  if (!text_.empty()) return text_;
  std::string text = "{";
  for (const auto& [name, value] : members_) {
    text.append(text.size() > 1 ? "," : "").append(Quoted(name)).append(":").append(value);
  }
  return text + "}";
}

std::string Json::Quoted(std::string_view text) {
  std::string quoted;
  json::AppendQuoted(quoted, text);
  return quoted;
}

Json List(const std::vector<Json>& items) {
  std::string text = "[";
  for (const Json& item : items) text.append(text.size() > 1 ? "," : "").append(item.Text());
  return Json::Raw(text + "]");
}

// A text that became a JSON string on its way here was meant as the body itself.
Body::Body(const Json& json) : text_(json.Text()) { EXPECT_NE(text_.front(), '"') << text_; }

}  // namespace mediaconnect
