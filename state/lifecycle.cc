#include "state/lifecycle.h"

#include <algorithm>
#include <limits>

namespace mediaconnect {

Lifecycle::Lifecycle(Database& database)
    : list_due_(database,
                "SELECT id, kind, next_status, due_at FROM resources"
                " WHERE account = ? AND due_at <= ?"),
      enter_(database,
             "UPDATE resources SET status = next_status, next_status = last_status,"
             " due_at = last_due_at, last_status = NULL, last_due_at = NULL, active_since ="
             "   CASE next_status WHEN 'ACTIVE' THEN coalesce(active_since, due_at) END"
             " WHERE id = ? RETURNING next_status, due_at"),
      remove_(database, "DELETE FROM resources WHERE id = ?"),
      begin_(database,
             "UPDATE resources SET status = ?1, next_status = ?2, due_at = ?3, last_status = ?4,"
             " last_due_at = ?5, active_since = CASE WHEN ?2 IS NOT NULL THEN active_since END"
             " WHERE id = ?6"),
      earliest_in_(database,
                   "SELECT min(due_at) FROM resources WHERE account = ? AND due_at IS NOT NULL") {
  Database::Statement all(database,
                          "SELECT account, min(due_at) FROM resources"
                          " WHERE due_at IS NOT NULL GROUP BY account");
  auto query = all();
  while (query.Step()) due_[query.Text(0)] = query.Int(1);
  Publish();
}

void Lifecycle::SettleDue(std::int64_t now) {
  Queue queue = ListDue(now);
  while (!queue.empty()) {
    const Due due = queue.top();
    queue.pop();
    auto follower = Settle(due);
    if (follower && follower->at <= now) queue.push(std::move(*follower));
  }
}

Lifecycle::Queue Lifecycle::ListDue(std::int64_t now) {
  Queue queue;
  for (const auto& [account, earliest] : due_) {
    if (earliest > now) continue;
    changed_[account] = std::nullopt;
    auto query = list_due_(account, now);
    while (query.Step()) {
      queue.push({query.Int(3), query.Int(0), KindNamed(query.Text(1)), query.Text(2)});
    }
  }
  return queue;
}

std::optional<Lifecycle::Due> Lifecycle::Settle(const Due& due) {
  if (due.state == RulesOf(due.kind).gone_state) {
    remove_(due.id).Run();
    return std::nullopt;
  }
  auto query = enter_(due.id);
  std::optional<Due> follower;
  while (query.Step()) {
    const auto due_at = query.OptionalInt(1);
    if (due_at) follower = Due{*due_at, due.id, due.kind, query.Text(0)};
  }
  return follower;
}

void Lifecycle::Begin(const Resource& resource, std::string_view state,
                      const std::optional<Entry>& next, const std::optional<Entry>& last) {
  const auto state_of = [](const std::optional<Entry>& entry) {
    return entry ? std::optional(std::string(entry->state)) : std::nullopt;
  };
  const auto due_at = [](const std::optional<Entry>& entry) {
    return entry ? std::optional(entry->due_at) : std::nullopt;
  };
  begin_(state, state_of(next), due_at(next), state_of(last), due_at(last), resource.id).Run();
  changed_[resource.scope.account] = std::nullopt;
}

void Lifecycle::ReadChanges() {
  for (auto& [account, earliest] : changed_) {
    auto query = earliest_in_(account);
    query.Step();
    earliest = query.OptionalInt(0);
  }
}

void Lifecycle::Publish() {
  for (const auto& [account, earliest] : changed_) {
    if (earliest) {
      due_[account] = *earliest;
    } else {
      due_.erase(account);
    }
  }
  changed_.clear();
  std::int64_t first = std::numeric_limits<std::int64_t>::max();
  for (const auto& [account, earliest] : due_) first = std::min(first, earliest);
  earliest_due_.store(first, std::memory_order_release);
}

}  // namespace mediaconnect
