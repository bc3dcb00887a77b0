// JSON for requests, so that a test shows what matters in one:
//
//   Json{{"name", "f"}, {"source", kRtp + Json{{"port", 5000}}}, {"outputs", List({kRtp, kRist})}}
#pragma once

#include <concepts>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/contract/json.h"

namespace mediaconnect {

class Json {
 public:
  struct Member;

  Json() = default;  // {}
  // NOLINTBEGIN(google-explicit-constructor): so that a value can be written as it is.
  Json(std::initializer_list<Member> members);
  template <std::convertible_to<std::string_view> Value>
  Json(const Value& text) : text_(Quoted(text)) {}
  template <std::integral Number>
  Json(Number number) : text_(std::to_string(number)) {}
  Json(double number) : text_(std::to_string(number)) {}
  Json(bool value) : text_(value ? "true" : "false") {}
  // NOLINTEND(google-explicit-constructor)

  // Text that is already JSON, or deliberately is not.
  static Json Raw(std::string text);

  // An object's members, then those of `more`; a member of both is the one of `more`. Fails the
  // test if one of the two is not an object.
  Json operator+(const Json& more) const;
  // Without a member.
  Json Without(std::string_view name) const;

  std::string Text() const;

 private:
  static std::string Quoted(std::string_view text);

  std::string text_;  // of what is not an object
  std::vector<std::pair<std::string, std::string>> members_;
};

struct Json::Member {
  template <std::convertible_to<Json> Value>
  Member(std::string member_name, Value&& member_value)
      : name(std::move(member_name)), value(std::forward<Value>(member_value)) {}
  Member(std::string member_name, Json member_value)
      : name(std::move(member_name)), value(std::move(member_value)) {}

  std::string name;
  Json value;
};

Json List(const std::vector<Json>& items);

// A list of `count` items: make(first), make(first + 1), ...
template <class Make>
Json Repeat(int count, int first, Make make) {
  std::vector<Json> items;
  for (int number = first; number < first + count; ++number) items.push_back(make(number));
  return List(items);
}
// A list of the same item.
inline Json Repeat(int count, const Json& item) {
  return List(std::vector<Json>(static_cast<std::size_t>(count), item));
}

// An RTP output to this port.
inline Json RtpOutput(int port) {
  return {{"protocol", "rtp"}, {"destination", "192.0.2.1"}, {"port", port}};
}

// A request's body: JSON, or text that is sent as it is.
class Body {
 public:
  // NOLINTBEGIN(google-explicit-constructor)
  Body(const Json& json);
  template <std::convertible_to<std::string_view> Value>
  Body(const Value& text) : text_(std::string_view(text)) {}
  // NOLINTEND(google-explicit-constructor)

  const std::string& Text() const { return text_; }

 private:
  std::string text_;
};

}  // namespace mediaconnect
