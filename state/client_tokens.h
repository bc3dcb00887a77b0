// What clients' tokens have made, so that a request that comes twice makes one resource: a side
// table of resources. A token is forgotten with its resource.
//
// Call within a transaction; Keep within a write transaction.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "state/database.h"
#include "state/scope.h"

namespace mediaconnect {

class ClientTokenStore {
 public:
  explicit ClientTokenStore(Database& database);

  struct Made {
    std::int64_t resource_id;
    std::string request;  // as Keep was given it
  };
  // `scope`: of who calls. `operation`: its name; another one's tokens are others.
  std::optional<Made> Find(const Scope& scope, std::string_view operation, std::string_view token);
  // The token must not be known yet.
  void Keep(const Scope& scope, std::string_view operation, std::string_view token,
            const Made& made);

 private:
  Database::Statement find_;
  Database::Statement keep_;
};

}  // namespace mediaconnect
