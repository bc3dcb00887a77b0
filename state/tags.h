// Tags of any resource, by its ARN. Triggers delete them with their resource.
//
// Call within a transaction; writing calls within a write transaction.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "state/scope.h"

namespace mediaconnect {

class Database;

class TagStore {
 public:
  explicit TagStore(Database& database) : database_(database) {}

  // By key.
  std::vector<std::pair<std::string, std::string>> ListOf(const Scope& scope, std::string_view arn);
  std::int64_t CountOf(const Scope& scope, std::string_view arn);
  // Adds the tag or replaces its value.
  void Set(const Scope& scope, std::string_view arn, std::string_view key, std::string_view value);
  // An absent key is not an error.
  void Remove(const Scope& scope, std::string_view arn, std::string_view key);

 private:
  Database& database_;
};

}  // namespace mediaconnect
