// States that become others by themselves. A transition is data: the state now, the next one, and
// when it is due; each request first settles what is due by then. So nothing runs in the
// background, and a test never has to sleep.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <queue>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "state/clocks.h"
#include "state/resources.h"

namespace mediaconnect {

class Lifecycle {
 public:
  // Reads what is due when.
  Lifecycle(Database& database, const Clocks& clocks);

  // Whether something is due when the machine's clock shows `now`. Any thread, without a
  // transaction.
  bool IsDue(std::int64_t now) const {
    return earliest_due_.load(std::memory_order_acquire) <= now;
  }

  // A transition that was carried out.
  struct Settled {
    std::string account;
    std::string arn;
    std::string from;
    std::string to;
    std::int64_t at;  // when it was due, in milliseconds since 1970
  };

  // Carries out what is due by the clock of its account, in the order in which it fell due. A
  // resource that enters its kind's gone_state is removed. `settled` gets what was done, if it is
  // given. Call within a write transaction.
  void SettleDue(std::vector<Settled>* settled = nullptr);

  // A clock was set back: what is under way in the account, or in all that follow the server's
  // clock, keeps the time that it has left, but for dates. Call within a write transaction.
  void SetBack(const Clocks::Account& account, std::int64_t milliseconds);

  // A state that is entered by itself, and when, in milliseconds since 1970.
  struct Entry {
    template <class State>
    Entry(State entered, std::int64_t when) : state(TextOf(entered)), due_at(when) {}

    std::string_view state;
    std::int64_t due_at;
  };

  // The resource is in `state` from now on, in `next` when that is due, and then in `last` if that
  // is known already. Takes the place of a transition under way. Call within a write transaction.
  template <class State>
  void Begin(const Resource& resource, State state, const Entry& next,
             const std::optional<Entry>& last = std::nullopt) {
    Begin(resource, TextOf(state), std::optional(next), last);
  }

  // The resource is in `state`, which is not ACTIVE, from now on, and stays in it. Takes the place
  // of a transition under way. Call within a write transaction.
  template <class State>
  void Enter(const Resource& resource, State state) {
    Begin(resource, TextOf(state), std::nullopt, std::nullopt);
  }

  // Before a commit: reads when something is due next, where that may have changed, by this
  // transaction or one that was rolled back. After it: makes that known.
  void ReadChanges();
  void Publish(bool clocks_have_changed);

 private:
  struct Due {
    std::int64_t at;
    std::int64_t id;
    ResourceKind kind;
    std::string state;
    std::string account;
    std::string arn = {};  // these two only if what is done is listed
    std::string from = {};
    bool operator>(const Due& other) const {
      return std::tie(at, id) > std::tie(other.at, other.id);
    }
  };
  using Queue = std::priority_queue<Due, std::vector<Due>, std::greater<>>;

  void Begin(const Resource& resource, std::string_view state, const std::optional<Entry>& next,
             const std::optional<Entry>& last);
  Queue ListDue(bool with_names);
  // Returns what follows, if something does.
  std::optional<Due> Settle(const Due& due);
  bool IsDue(const std::string& account, std::int64_t time) const;

  const Clocks& clocks_;
  Database::Statement list_due_;
  Database::Statement enter_;
  Database::Statement remove_;
  Database::Statement begin_;
  Database::Statement earliest_in_;
  Database::Statement set_back_;

  // When each account's first transition is due; accounts without one are not in it. Guarded by the
  // database's mutex, as is what the open transaction has changed of it.
  std::map<std::string, std::int64_t> due_;
  std::map<std::string, std::optional<std::int64_t>> changed_;
  std::atomic<std::int64_t> earliest_due_;  // by the machine's clock
};

}  // namespace mediaconnect
