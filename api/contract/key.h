// A member's name on the wire. The generated header has one constant for each name that the models
// use (`key::outputs`), so that a misspelt member does not compile.
#pragma once

#include <string_view>

namespace mediaconnect {

struct Key {
  std::string_view name;  // points to a literal; never freed
};

}  // namespace mediaconnect
