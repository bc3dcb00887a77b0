#include "state/lifecycle.h"

#include <limits>
#include <string>

#include "state/database.h"

namespace mediaconnect {

Lifecycle::Lifecycle(Database& database) : database_(database), earliest_due_(EarliestDue()) {}

void Lifecycle::SettleDue(std::int64_t now) {
  while (true) {
    std::int64_t id = 0;
    std::string next;
    {
      auto due = database_.Prepare(
          "SELECT id, next_status FROM flows WHERE due_at <= ? ORDER BY due_at, id LIMIT 1");
      if (!due.Bind(now).Step()) return;
      id = due.Int(0);
      next = due.Text(1);
    }
    if (next == status::kDeleted) {
      database_.Prepare("DELETE FROM flows WHERE id = ?").Bind(id).Run();
    } else {
      database_
          .Prepare(
              "UPDATE flows SET status = next_status, next_status = NULL, due_at = NULL,"
              "  active_since ="
              "    CASE next_status WHEN 'ACTIVE' THEN coalesce(active_since, due_at) END"
              " WHERE id = ?")
          .Bind(id)
          .Run();
    }
  }
}

void Lifecycle::Begin(std::int64_t flow_id, std::string_view status, std::string_view next,
                      std::int64_t due_at) {
  database_.Prepare("UPDATE flows SET status = ?, next_status = ?, due_at = ? WHERE id = ?")
      .Bind(status, next, due_at, flow_id)
      .Run();
}

std::int64_t Lifecycle::EarliestDue() {
  auto query = database_.Prepare("SELECT min(due_at) FROM flows WHERE due_at IS NOT NULL");
  query.Step();
  return query.OptionalInt(0).value_or(std::numeric_limits<std::int64_t>::max());
}

}  // namespace mediaconnect
