// States that become others by themselves. A transition is data: the state now, the next one, and
// when it is due; each request first settles what is due by then. So nothing runs in the
// background, and a test never has to sleep. A test can also have a transition wait until the
// resource was looked at often enough, which is a poll, or until it is carried out by a step.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <queue>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
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
    std::string arn;  // of a part that has none: of what it is a part of
    std::string from;
    std::string to;
    std::int64_t at;  // when it was due, in milliseconds since 1970
  };

  // Carries out what is due by the clock of its account, in the order in which it fell due. A
  // resource that enters its kind's gone_state is removed. `settled` gets what was done, if it is
  // given. Call within a write transaction.
  void SettleDue(std::vector<Settled>* settled = nullptr);

  // A clock was set back: what is under way in the account, or in all that follow the server's
  // clock, keeps the time that it has left, but what is due on a date stays due then. Call within a
  // write transaction.
  void SetBack(const Clocks::Account& account, std::int64_t milliseconds);

  // A state that is entered by itself, and when, in milliseconds since 1970; nullopt: by polls or a
  // step.
  struct Entry {
    template <class State>
    Entry(State entered, std::optional<std::int64_t> when) : Entry(TextOf(entered), when) {}
    Entry(std::string_view entered, std::optional<std::int64_t> when)
        : state(entered), due_at(when) {
      if (due_at) due_at = std::min(*due_at, kLatestTime);  // no clock shows a later time
    }

    std::string_view state;
    std::optional<std::int64_t> due_at;
  };

  // What becomes of a resource.
  struct Course {
    // It stays in `state`, which is not ACTIVE.
    template <class State>
    explicit Course(State stays) : state(TextOf(stays)) {}
    template <class State>
    Course(State now, Entry then, std::optional<Entry> at_last = std::nullopt)
        : Course(TextOf(now), then, at_last) {}
    Course(std::string_view now, Entry then, std::optional<Entry> at_last = std::nullopt)
        : state(now), next(then), last(at_last) {}

    std::string_view state;     // from now on
    std::optional<Entry> next;  // what follows
    std::optional<Entry> last;  // and what follows that, if it is known already
    // How many polls it takes to enter a state that has no time; nullopt: it takes a step.
    std::optional<std::int64_t> polls = std::nullopt;
    // Why it fails, if that is how it ends.
    std::optional<std::string> failure = std::nullopt;
  };

  // Takes the place of a transition under way. Call within a write transaction.
  void Begin(const Resource& resource, const Course& course);

  // What a resource goes on to do by itself, once it has entered a state at `time` and nothing else
  // is planned; nullopt: it stays there. Called in the transaction that has entered the state.
  using Continuation =
      std::function<std::optional<Course>(ResourceKind kind, std::int64_t id, std::int64_t time)>;
  // Call before the first request. Without one, all stay where they are.
  void SetContinuation(Continuation continuation) { continuation_ = std::move(continuation); }

  // Whether there may be a transition that waits for polls. Any thread, without a transaction.
  bool HasPolls() const { return has_polls_.load(std::memory_order_acquire); }
  // Whether that of the resource, or of a part of it, does. Call within a transaction.
  bool WaitsForPolls(const Scope& scope, std::string_view arn);
  // Somebody looks at the resource, whose transition, or that of a part, waits for polls. Call
  // within a write transaction.
  void Poll(const Scope& scope, std::string_view arn);

  // Carries out the resource's next transition now, if it waits for that; else does nothing. Call
  // within a write transaction.
  std::optional<Settled> Step(const Resource& resource);

  // Why the resource's last transition failed, or is going to fail. Call within a transaction.
  std::optional<std::string> FailureOf(const Resource& resource);

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

  void ReadDue(Database& database);
  Queue ListDue(bool with_names);
  void Write(std::int64_t id, const Course& course);
  // These return what is due after it, if something is.
  std::optional<Due> Settle(const Due& due);
  std::optional<Due> Continue(const Due& due);
  bool IsDue(const std::string& account, std::int64_t time) const;

  const Clocks& clocks_;
  Continuation continuation_;
  Database::Statement list_due_;
  Database::Statement enter_;
  Database::Statement remove_;
  Database::Statement begin_;
  Database::Statement earliest_in_;
  Database::Statement set_back_;
  Database::Statement waits_for_polls_;
  Database::Statement poll_;
  Database::Statement note_polls_;
  Database::Statement has_polls_noted_;
  Database::Statement waits_for_step_;
  Database::Statement failure_of_;

  // When each account's first transition is due; accounts without one are not in it. Guarded by the
  // database's mutex, as is what the open transaction has changed of it.
  std::map<std::string, std::int64_t> due_;
  std::map<std::string, std::optional<std::int64_t>> changed_;
  std::atomic<std::int64_t> earliest_due_;  // by the machine's clock
  // Never false again once a rule has used polls. A data file is taken to have some until it was
  // asked.
  std::atomic<bool> has_polls_;
  bool is_known_whether_has_polls_ = false;
};

}  // namespace mediaconnect
