// Whose resources: the account and Region that every key in the database begins with. Both come
// from a request's credential scope; accounts and Regions never see each other's resources.
#pragma once

#include <string>

namespace mediaconnect {

struct Scope {
  std::string account;  // 12 digits
  std::string region;   // "us-east-1"

  bool operator==(const Scope&) const = default;
};

}  // namespace mediaconnect
