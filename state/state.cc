#include "state/state.h"

namespace mediaconnect {

State::State(const std::string& path, std::optional<std::uint64_t> seed, Clock& state_clock)
    : machine_clock(state_clock),
      database(path),
      clocks(database, state_clock),
      resources(database),
      entitlements(database),
      feeds(database),
      placements(database),
      routers(database),
      tags(database),
      client_tokens(database),
      ids(database, seed),
      accounts(database, ids),
      lifecycle(database, clocks),
      changes(database) {}

State::Transaction::Transaction(State& state, bool read_only)
    : state_(state), read_only_(read_only), transaction_(state.database, read_only) {
  if (read_only) return;
  // What one that was rolled back has left.
  state_.ids.Forget();
  state_.clocks.Forget();
  state_.changes.Forget();
}

void State::Transaction::Commit() {
  if (read_only_) return transaction_.Commit();
  state_.ids.Save();
  state_.lifecycle.ReadChanges();
  transaction_.Commit();
  state_.lifecycle.Publish(state_.clocks.Publish());
  state_.changes.HandOut();
}

void State::Settle() {
  if (!lifecycle.IsDue(machine_clock.NowMilliseconds())) return;
  Transaction transaction(*this, false);
  lifecycle.SettleDue();
  transaction.Commit();
}

void State::Poll(const Scope& scope, std::string_view arn) {
  if (!lifecycle.HasPolls()) return;
  {
    const Transaction reading(*this, true);
    if (!lifecycle.WaitsForPolls(scope, arn)) return;
  }
  Transaction transaction(*this, false);
  lifecycle.Poll(scope, arn);
  transaction.Commit();
}

}  // namespace mediaconnect
