// Reservations: what an account has bought of the offerings, as rows. Nothing deletes one: an
// expired reservation stays listed, and its name taken.
//
// Call within a transaction; writing calls within a write transaction.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "state/scope.h"

namespace mediaconnect {

class Database;

struct Reservation {
  std::int64_t id = 0;
  Scope scope;
  std::string arn = {};
  std::string name = {};
  std::int64_t active_at = 0;  // milliseconds since 1970
  std::int64_t ends_at = 0;
  std::string doc = {};  // the wire form without its state, which the clock decides
};

class ReservationStore {
 public:
  explicit ReservationStore(Database& database) : database_(database) {}

  void Insert(const Reservation& reservation);
  std::optional<Reservation> Find(const Scope& scope, std::string_view arn);
  bool HasName(const Scope& scope, std::string_view name);
  // One that has not ended at `now`.
  std::optional<Reservation> FindUnended(const Scope& scope, std::int64_t now);
  // Those with an id after `after_id`, in order of purchase, at most `limit`.
  std::vector<Reservation> List(const Scope& scope, std::int64_t after_id, std::int64_t limit);

  // Those of an account, or of all if none is given.
  int RemoveAll(const std::optional<std::string>& account);

 private:
  Database& database_;
};

}  // namespace mediaconnect
