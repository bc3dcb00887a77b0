// What a test looks for in a message.
#pragma once

#include <gtest/gtest.h>

#include <concepts>
#include <initializer_list>
#include <string>
#include <vector>

namespace mediaconnect {

// What a refusal's message must name: the member's path, its value, what the rule allows. Its
// wording is not for tests.
class Names {
 public:
  // NOLINTBEGIN(google-explicit-constructor)
  template <std::convertible_to<std::string> Value>
  Names(const Value& one) : parts_{std::string(one)} {}
  Names(std::initializer_list<std::string> parts) : parts_(parts) {}

  // NOLINTEND(google-explicit-constructor)

  const std::vector<std::string>& Parts() const { return parts_; }

 private:
  std::vector<std::string> parts_;
};

inline void ExpectNames(const std::string& message, const Names& names) {
  for (const std::string& part : names.Parts()) {
    EXPECT_NE(message.find(part), std::string::npos) << "'" << part << "' is not in: " << message;
  }
}

}  // namespace mediaconnect
