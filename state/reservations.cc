#include "state/reservations.h"

#include "state/database.h"

namespace mediaconnect {
namespace {

Reservation ReadReservation(const Database::Query& query) {
  return {query.Int(0),     {query.Text(1), query.Text(2)},
          query.Text(3),    query.Text(4),
          query.Int(5),     query.Int(6),
          query.Document(7)};
}

}  // namespace

void ReservationStore::Insert(const Reservation& reservation) {
  database_
      .Prepare(
          "INSERT INTO reservations (account, region, arn, name, active_at, ends_at, doc)"
          " VALUES (?, ?, ?, ?, ?, ?, ?)")
      .Bind(reservation.scope.account, reservation.scope.region, reservation.arn, reservation.name,
            reservation.active_at, reservation.ends_at, reservation.doc)
      .Run();
}

std::optional<Reservation> ReservationStore::Find(const Scope& scope, std::string_view arn) {
  auto query = database_.Prepare(
      "SELECT id, account, region, arn, name, active_at, ends_at, doc FROM reservations"
      " WHERE account = ? AND region = ? AND arn = ?");
  if (!query.Bind(scope.account, scope.region, arn).Step()) return std::nullopt;
  return ReadReservation(query);
}

bool ReservationStore::HasName(const Scope& scope, std::string_view name) {
  auto query =
      database_.Prepare("SELECT 1 FROM reservations WHERE account = ? AND region = ? AND name = ?");
  return query.Bind(scope.account, scope.region, name).Step();
}

std::optional<Reservation> ReservationStore::FindUnended(const Scope& scope, std::int64_t now) {
  auto query = database_.Prepare(
      "SELECT id, account, region, arn, name, active_at, ends_at, doc FROM reservations"
      " WHERE account = ? AND region = ? AND ends_at > ? LIMIT 1");
  if (!query.Bind(scope.account, scope.region, now).Step()) return std::nullopt;
  return ReadReservation(query);
}

std::vector<Reservation> ReservationStore::List(const Scope& scope, std::int64_t after_id,
                                                std::int64_t limit) {
  auto query = database_.Prepare(
      "SELECT id, account, region, arn, name, active_at, ends_at, doc FROM reservations"
      " WHERE account = ? AND region = ? AND id > ? ORDER BY id LIMIT ?");
  query.Bind(scope.account, scope.region, after_id, limit);
  std::vector<Reservation> reservations;
  while (query.Step()) reservations.push_back(ReadReservation(query));
  return reservations;
}

int ReservationStore::RemoveAll(const std::optional<std::string>& account) {
  return database_.Prepare("DELETE FROM reservations WHERE ?1 IS NULL OR account = ?1")
      .Bind(account)
      .Run();
}

}  // namespace mediaconnect
