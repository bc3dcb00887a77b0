#include "state/state.h"

namespace mediaconnect {

State::State(const std::string& path, std::optional<std::uint64_t> seed, Clock& state_clock)
    : database(path),
      clock(state_clock),
      resources(database),
      entitlements(database),
      feeds(database),
      placements(database),
      tags(database),
      ids(database, seed),
      accounts(database, ids),
      lifecycle(database),
      changes(database) {}

State::Transaction::Transaction(State& state, bool read_only)
    : state_(state), read_only_(read_only), transaction_(state.database, read_only) {
  if (read_only) return;
  // What one that was rolled back has left.
  state_.ids.Forget();
  state_.changes.Forget();
}

void State::Transaction::Commit() {
  if (read_only_) return transaction_.Commit();
  state_.ids.Save();
  state_.lifecycle.ReadChanges();
  transaction_.Commit();
  state_.lifecycle.Publish();
  state_.changes.HandOut();
}

void State::Settle() {
  const std::int64_t now = clock.NowMilliseconds();
  if (!lifecycle.IsDue(now)) return;
  Transaction transaction(*this, false);
  lifecycle.SettleDue(now);
  transaction.Commit();
}

}  // namespace mediaconnect
