#include "state/lifecycle.h"

#include <algorithm>
#include <limits>
#include <string>

#include "state/stored_number.h"

namespace mediaconnect {
namespace {

constexpr std::string_view kDueTime = "time of a transition";

// The time of a column, set back by ?2 unless the state in the other one comes on a date.
std::string SetBackTime(const std::string& time, const std::string& state) {
  std::string dated;
  for (const KindRules& rules : KindTable()) {
    if (rules.dated_state.empty()) continue;
    dated.append(dated.empty() ? "('" : ", ('").append(rules.name).append("', '");
    dated.append(rules.dated_state).append("')");
  }
  return time + " = " + time + " - iif((kind, coalesce(" + state + ", '')) IN (VALUES " + dated +
         "), 0, ?2)";
}

// Of the resource that has the ARN, and of its parts.
constexpr const char* kWaitsForPolls =
    " WHERE id IN (SELECT p.id FROM resources r"
    "              JOIN resources p ON p.id = r.id OR p.parent_id = r.id"
    "              WHERE r.account = ? AND r.region = ? AND r.arn = ?)"
    "   AND polls IS NOT NULL AND next_status IS NOT NULL AND due_at IS NULL";

}  // namespace

Lifecycle::Lifecycle(Database& database, const Clocks& clocks)
    : clocks_(clocks),
      list_due_(database,
                "SELECT id, kind, next_status, due_at, coalesce(arn, (SELECT p.arn FROM resources p"
                " WHERE p.id = r.parent_id)), status FROM resources r"
                " WHERE account = ? AND due_at <= ?"),
      enter_(database,
             "UPDATE resources SET status = next_status, next_status = last_status,"
             " due_at = last_due_at, last_status = NULL, last_due_at = NULL, polled = 0,"
             " active_since = CASE next_status WHEN 'ACTIVE' THEN coalesce(active_since, ?1) END"
             " WHERE id = ?2 RETURNING next_status, due_at"),
      remove_(database, "DELETE FROM resources WHERE id = ?"),
      begin_(database,
             "UPDATE resources SET status = ?1, next_status = ?2, due_at = ?3, last_status = ?4,"
             " last_due_at = ?5, polls = ?6, polled = 0, failure = ?7,"
             " active_since = CASE WHEN ?2 IS NOT NULL THEN active_since END WHERE id = ?8"),
      earliest_in_(database,
                   "SELECT min(due_at) FROM resources WHERE account = ? AND due_at IS NOT NULL"),
      set_back_(database, "UPDATE resources SET " + SetBackTime("due_at", "next_status") + ", " +
                              SetBackTime("last_due_at", "last_status") +
                              ", active_since = max(active_since - ?2, 0)"
                              " WHERE account = ?1 OR ?1 IS NULL"
                              "   AND 'clock ' || account NOT IN (SELECT name FROM settings)"),
      waits_for_polls_(database, std::string("SELECT 1 FROM resources") + kWaitsForPolls),
      poll_(database, std::string("UPDATE resources SET polled = polled + 1") + kWaitsForPolls +
                          " RETURNING id, kind, next_status, polled >= polls"),
      note_polls_(database, "INSERT OR IGNORE INTO settings (name, value) VALUES ('polls', 'yes')"),
      has_polls_noted_(database, "SELECT 1 FROM settings WHERE name = 'polls'"),
      waits_for_step_(database,
                      "SELECT status, next_status FROM resources WHERE id = ?"
                      " AND polls IS NULL AND next_status IS NOT NULL AND due_at IS NULL"),
      failure_of_(database, "SELECT failure FROM resources WHERE id = ?"),
      has_polls_(!database.is_new()) {
  if (!database.is_new()) ReadDue(database);
  Publish(true);
}

void Lifecycle::ReadDue(Database& database) {
  Database::Statement all(database,
                          "SELECT account, min(due_at) FROM resources"
                          " WHERE due_at IS NOT NULL GROUP BY account");
  auto query = all();
  while (query.Step()) due_[query.Text(0)] = StoredTime(query.Int(1), kDueTime);
}

bool Lifecycle::IsDue(const std::string& account, std::int64_t time) const {
  return time <= clocks_.Now(account);
}

void Lifecycle::SettleDue(std::vector<Settled>* settled) {
  Queue queue = ListDue(settled != nullptr);
  while (!queue.empty()) {
    const Due due = queue.top();
    queue.pop();
    auto follower = Settle(due);
    if (settled != nullptr) settled->push_back({due.account, due.arn, due.from, due.state, due.at});
    if (follower && IsDue(due.account, follower->at)) queue.push(std::move(*follower));
  }
}

Lifecycle::Queue Lifecycle::ListDue(bool with_names) {
  Queue queue;
  for (const auto& [account, earliest] : due_) {
    const std::int64_t now = clocks_.Now(account);
    if (earliest > now) continue;
    changed_[account] = std::nullopt;
    auto query = list_due_(account, now);
    while (query.Step()) {
      Due due{StoredTime(query.Int(3), kDueTime), query.Int(0), KindNamed(query.View(1)),
              query.Text(2), account};
      if (with_names) {
        due.arn = query.Text(4);
        due.from = query.Text(5);
      }
      queue.push(std::move(due));
    }
  }
  return queue;
}

std::optional<Lifecycle::Due> Lifecycle::Settle(const Due& due) {
  if (due.state == RulesOf(due.kind).gone_state) {
    remove_(due.id).Run();
    return std::nullopt;
  }
  bool has_more = false;
  std::optional<Due> follower;
  {
    auto query = enter_(due.at, due.id);
    while (query.Step()) {
      has_more = query.OptionalText(0).has_value();
      const auto due_at = query.OptionalInt(1);
      if (due_at) {
        follower = Due{StoredTime(*due_at, kDueTime),
                       due.id,
                       due.kind,
                       query.Text(0),
                       due.account,
                       due.arn,
                       due.state};
      }
    }
  }
  return has_more ? follower : Continue(due);
}

std::optional<Lifecycle::Due> Lifecycle::Continue(const Due& due) {
  const auto course = continuation_ ? continuation_(due.kind, due.id, due.at) : std::nullopt;
  if (!course) return std::nullopt;
  Write(due.id, *course);
  if (!course->next || !course->next->due_at) return std::nullopt;
  return Due{*course->next->due_at, due.id,  due.kind, std::string(course->next->state),
             due.account,           due.arn, due.state};
}

void Lifecycle::Begin(const Resource& resource, const Course& course) {
  Write(resource.id, course);
  changed_[resource.scope.account] = std::nullopt;
}

void Lifecycle::Write(std::int64_t id, const Course& course) {
  const auto state_of = [](const std::optional<Entry>& entry) {
    return entry ? std::optional(std::string(entry->state)) : std::nullopt;
  };
  const auto due_at = [](const std::optional<Entry>& entry) {
    return entry ? entry->due_at : std::nullopt;
  };
  begin_(course.state, state_of(course.next), due_at(course.next), state_of(course.last),
         due_at(course.last), course.polls, course.failure, id)
      .Run();
  if (!course.polls) return;
  note_polls_().Run();
  has_polls_.store(true, std::memory_order_release);
  is_known_whether_has_polls_ = true;
}

bool Lifecycle::WaitsForPolls(const Scope& scope, std::string_view arn) {
  if (!std::exchange(is_known_whether_has_polls_, true)) {
    has_polls_.store(has_polls_noted_().Step(), std::memory_order_release);
  }
  return HasPolls() && waits_for_polls_(scope.account, scope.region, arn).Step();
}

void Lifecycle::Poll(const Scope& scope, std::string_view arn) {
  std::vector<Due> due;
  {
    auto query = poll_(scope.account, scope.region, arn);
    while (query.Step()) {
      if (query.Int(3) == 0) continue;
      due.push_back({clocks_.Now(scope.account), query.Int(0), KindNamed(query.View(1)),
                     query.Text(2), scope.account});
    }
  }
  for (const Due& one : due) Settle(one);
  if (!due.empty()) changed_[scope.account] = std::nullopt;
}

std::optional<Lifecycle::Settled> Lifecycle::Step(const Resource& resource) {
  const std::string& account = resource.scope.account;
  Settled settled{.account = account, .arn = resource.arn, .at = clocks_.Now(account)};
  {
    auto query = waits_for_step_(resource.id);
    if (!query.Step()) return std::nullopt;
    settled.from = query.Text(0);
    settled.to = query.Text(1);
  }
  Settle({settled.at, resource.id, resource.kind, settled.to, account});
  changed_[account] = std::nullopt;
  return settled;
}

std::optional<std::string> Lifecycle::FailureOf(const Resource& resource) {
  auto query = failure_of_(resource.id);
  return query.Step() ? query.OptionalText(0) : std::nullopt;
}

void Lifecycle::ReadChanges() {
  for (auto& [account, earliest] : changed_) {
    auto query = earliest_in_(account);
    query.Step();
    earliest = query.OptionalInt(0);
    if (earliest) earliest = StoredTime(*earliest, kDueTime);
  }
}

void Lifecycle::SetBack(const Clocks::Account& account, std::int64_t milliseconds) {
  set_back_(account, milliseconds).Run();
  for (const auto& [name, earliest] : due_) {
    if (!account || *account == name) changed_[name] = std::nullopt;
  }
}

void Lifecycle::Publish(bool clocks_have_changed) {
  if (changed_.empty() && !clocks_have_changed) return;
  for (const auto& [account, earliest] : changed_) {
    if (earliest) {
      due_[account] = *earliest;
    } else {
      due_.erase(account);
    }
  }
  changed_.clear();
  std::int64_t first = std::numeric_limits<std::int64_t>::max();
  for (const auto& [account, earliest] : due_) {
    const auto when = clocks_.MachineTimeOf(account, earliest);
    if (when) first = std::min(first, *when);
  }
  earliest_due_.store(first, std::memory_order_release);
}

}  // namespace mediaconnect
