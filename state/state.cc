#include "state/state.h"

namespace mediaconnect {

State::State(const std::string& path, std::optional<std::uint64_t> seed, Clock& state_clock)
    : database(path),
      clock(state_clock),
      flows(database),
      sources(database, "flow_sources"),
      outputs(database),
      entitlements(database),
      media_streams(database, "flow_media_streams"),
      vpc_interfaces(database, "flow_vpc_interfaces"),
      reservations(database),
      tags(database),
      ids(database, seed),
      lifecycle(database) {}

void State::Transaction::Commit() {
  if (read_only_) return transaction_.Commit();
  const std::int64_t earliest_due = state_.lifecycle.EarliestDue();
  transaction_.Commit();
  state_.lifecycle.Publish(earliest_due);
}

void State::Settle() {
  const std::int64_t now = clock.NowMilliseconds();
  if (!lifecycle.IsDue(now)) return;
  Transaction transaction(*this, false);
  lifecycle.SettleDue(now);
  transaction.Commit();
}

}  // namespace mediaconnect
