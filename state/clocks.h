// The time as the server and each account have it: the machine's, or what a test makes of it. A
// clock runs with the machine's, possibly ahead of it, or it is frozen. An account without a clock
// of its own follows the server's. Kept in the database.
//
// Call within a transaction; what changes a clock, within a write transaction.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "state/clock.h"
#include "state/database.h"

namespace mediaconnect {

class Clocks {
 public:
  // Whose clock: an account's, or, without one, the server's.
  using Account = std::optional<std::string>;

  Clocks(Database& database, Clock& machine);

  // In milliseconds since 1970. A running clock stops at kLatestTime.
  std::int64_t Now(const Account& account) const;
  bool IsFrozen(const Account& account) const;
  // The machine's time when the clock will show `time`; nullopt: it will not by itself.
  std::optional<std::int64_t> MachineTimeOf(const std::string& account, std::int64_t time) const;

  // Each gives the account a clock of its own if it has none. `time` is not before now.
  void Freeze(const Account& account, std::int64_t time);
  // Runs on, from where it stands; with the machine's time again once that is ahead.
  void Run(const Account& account);
  // Shows `time` now, and runs on or is frozen as before.
  void MoveTo(const Account& account, std::int64_t time);
  // Follows the server's again, or, the server's, the machine's. Returns by how much that has set
  // it back, or 0.
  std::int64_t Follow(const Account& account);
  // For a reset: that of an account, or all of them.
  void Reset(const Account& account);

  // Whether somebody has a clock of its own.
  bool HasOwn(const Account& account) const { return Find(account) != nullptr; }
  // The accounts that have.
  std::vector<std::string> ListOwn() const;

  // After a commit: what the transaction has changed holds; returns whether it has. Forget: after a
  // rollback.
  bool Publish();
  void Forget() { changed_.reset(); }

 private:
  struct Setting {
    bool is_frozen;
    std::int64_t milliseconds;  // the time at which it is frozen, or how far it is ahead
  };
  using Settings = std::map<std::string, Setting>;  // the server's is that of ""

  static Setting ReadSetting(std::string_view text);
  const Settings& settings() const { return changed_ ? *changed_ : settings_; }
  const Setting* Find(const Account& account) const;
  // The setting that it has or follows, or nullptr for the machine's.
  const Setting* Effective(const Account& account) const;
  void Set(const Account& account, const Setting& setting);

  Clock& machine_;
  Database::Statement set_;
  Database::Statement forget_;
  Database::Statement forget_all_;
  Settings settings_;
  std::optional<Settings> changed_;  // by the open transaction
};

}  // namespace mediaconnect
