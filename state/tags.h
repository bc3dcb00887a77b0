// Tags of any resource. They go with it.
//
// Call within a transaction; writing calls within a write transaction.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "state/database.h"

namespace mediaconnect {

class TagStore {
 public:
  explicit TagStore(Database& database);

  // By key.
  std::vector<std::pair<std::string, std::string>> ListOf(std::int64_t resource_id);
  std::int64_t CountOf(std::int64_t resource_id);
  // Adds the tag or replaces its value.
  void Set(std::int64_t resource_id, std::string_view key, std::string_view value);
  // An absent key is not an error.
  void Remove(std::int64_t resource_id, std::string_view key);

 private:
  Database::Statement list_;
  Database::Statement count_;
  Database::Statement set_;
  Database::Statement remove_;
};

}  // namespace mediaconnect
