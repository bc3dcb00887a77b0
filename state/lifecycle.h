// States that become others by themselves. A transition is data: the status now, the next one, and
// when it is due; each request first settles what is due by then. So nothing runs in the
// background, and a test never has to sleep.
#pragma once

#include <atomic>
#include <cstdint>
#include <string_view>

namespace mediaconnect {

class Database;

// Flow states (M:Status).
namespace status {
inline constexpr std::string_view kStandby = "STANDBY";
inline constexpr std::string_view kActive = "ACTIVE";
inline constexpr std::string_view kUpdating = "UPDATING";
inline constexpr std::string_view kDeleting = "DELETING";
inline constexpr std::string_view kStarting = "STARTING";
inline constexpr std::string_view kStopping = "STOPPING";
inline constexpr std::string_view kError = "ERROR";
// Never on the wire: what DELETING becomes.
inline constexpr std::string_view kDeleted = "DELETED";
}  // namespace status

class Lifecycle {
 public:
  // Reads the earliest due time.
  explicit Lifecycle(Database& database);

  // Whether something is due at `now`. Any thread, without a transaction.
  bool IsDue(std::int64_t now) const {
    return earliest_due_.load(std::memory_order_acquire) <= now;
  }

  // Carries out what is due at `now`, in the order in which it fell due. Call within a write
  // transaction.
  void SettleDue(std::int64_t now);

  // The flow is in `status` from now on, and in `next` from `due_at` (milliseconds since 1970).
  // Takes the place of a transition under way. Call within a write transaction.
  void Begin(std::int64_t flow_id, std::string_view status, std::string_view next,
             std::int64_t due_at);

  // Before a commit: reads what is due first after this transaction. After it: makes that known.
  // A transaction that is rolled back calls neither Publish.
  std::int64_t EarliestDue();
  void Publish(std::int64_t earliest_due) {
    earliest_due_.store(earliest_due, std::memory_order_release);
  }

 private:
  Database& database_;
  std::atomic<std::int64_t> earliest_due_;
};

}  // namespace mediaconnect
