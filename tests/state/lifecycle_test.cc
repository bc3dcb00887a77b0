#include "state/lifecycle.h"

#include "tests/support/state.h"

namespace mediaconnect {
namespace {

class LifecycleTest : public StateTest {
 protected:
  void Begin(std::int64_t flow, std::string_view status, std::string_view next, std::int64_t in) {
    State::Transaction transaction(state_, false);
    state_.lifecycle.Begin(flow, status, next, clock_.NowMilliseconds() + in);
    transaction.Commit();
  }
  std::string StatusOf(std::int64_t flow) {
    const auto found = state_.flows.Find(flow);
    return found ? found->status : "gone";
  }
};

TEST_F(LifecycleTest, NothingIsDueAtFirst) {
  EXPECT_FALSE(state_.lifecycle.IsDue(clock_.NowMilliseconds()));
}

TEST_F(LifecycleTest, TransitionsAreCarriedOutWhenDueAndNotBefore) {
  const std::int64_t flow = AddFlow("a");
  Begin(flow, status::kStarting, status::kActive, 500);
  clock_.Advance(499);
  state_.Settle();
  EXPECT_EQ(StatusOf(flow), "STARTING");
  clock_.Advance(1);
  EXPECT_TRUE(state_.lifecycle.IsDue(clock_.NowMilliseconds()));
  state_.Settle();
  EXPECT_EQ(StatusOf(flow), "ACTIVE");
  EXPECT_FALSE(state_.lifecycle.IsDue(clock_.NowMilliseconds()));
}

TEST_F(LifecycleTest, AFlowIsActiveSinceItsStartWasDueAndNotAfterItsStop) {
  const std::int64_t flow = AddFlow("a");
  const std::int64_t due = clock_.NowMilliseconds() + 500;
  Begin(flow, status::kStarting, status::kActive, 500);
  EXPECT_FALSE(state_.flows.Find(flow)->active_since.has_value());
  clock_.Advance(2000);
  state_.Settle();
  EXPECT_EQ(state_.flows.Find(flow)->active_since, due);
  Begin(flow, status::kUpdating, status::kActive, 0);
  state_.Settle();
  EXPECT_EQ(state_.flows.Find(flow)->active_since, due);
  Begin(flow, status::kStopping, status::kStandby, 0);
  EXPECT_EQ(state_.flows.Find(flow)->active_since, due);
  state_.Settle();
  EXPECT_FALSE(state_.flows.Find(flow)->active_since.has_value());
}

TEST_F(LifecycleTest, DeletedFlowsAreGone) {
  const std::int64_t flow = AddFlow("a");
  Begin(flow, status::kDeleting, status::kDeleted, 0);
  state_.Settle();
  EXPECT_EQ(StatusOf(flow), "gone");
}

TEST_F(LifecycleTest, ANewTransitionTakesThePlaceOfTheOneUnderWay) {
  const std::int64_t flow = AddFlow("a");
  Begin(flow, status::kStarting, status::kActive, 500);
  Begin(flow, status::kStopping, status::kStandby, 1000);
  clock_.Advance(500);
  state_.Settle();
  EXPECT_EQ(StatusOf(flow), "STOPPING");
  clock_.Advance(500);
  state_.Settle();
  EXPECT_EQ(StatusOf(flow), "STANDBY");
}

TEST_F(LifecycleTest, ARolledBackTransitionIsNeverDue) {
  const std::int64_t flow = AddFlow("a");
  {
    const State::Transaction transaction(state_, false);
    state_.lifecycle.Begin(flow, status::kStarting, status::kActive, clock_.NowMilliseconds());
  }
  EXPECT_FALSE(state_.lifecycle.IsDue(clock_.NowMilliseconds()));
  EXPECT_EQ(StatusOf(flow), "STANDBY");
}

}  // namespace
}  // namespace mediaconnect
