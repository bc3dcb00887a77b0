#include "state/lifecycle.h"

#include "tests/support/state.h"

namespace mediaconnect {
namespace {

class LifecycleTest : public StateTest {
 protected:
  void Begin(std::int64_t flow, FlowStatus status, FlowStatus next, std::int64_t in) {
    State::Transaction transaction(state_, false);
    state_.lifecycle.Begin(*state_.resources.Find(flow),
                           {status, {next, clock_.NowMilliseconds() + in}});
    transaction.Commit();
  }
  std::string StatusOf(std::int64_t id) {
    const auto found = state_.resources.Find(id);
    return found ? found->status : "gone";
  }
};

TEST_F(LifecycleTest, NothingIsDueAtFirst) {
  EXPECT_FALSE(state_.lifecycle.IsDue(clock_.NowMilliseconds()));
}

TEST_F(LifecycleTest, TransitionsAreCarriedOutWhenDueAndNotBefore) {
  const std::int64_t flow = AddFlow("a");
  Begin(flow, FlowStatus::kStarting, FlowStatus::kActive, 500);
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
  Begin(flow, FlowStatus::kStarting, FlowStatus::kActive, 500);
  EXPECT_FALSE(state_.resources.Find(flow)->active_since.has_value());
  clock_.Advance(2000);
  state_.Settle();
  EXPECT_EQ(state_.resources.Find(flow)->active_since, due);
  Begin(flow, FlowStatus::kUpdating, FlowStatus::kActive, 0);
  state_.Settle();
  EXPECT_EQ(state_.resources.Find(flow)->active_since, due);
  Begin(flow, FlowStatus::kStopping, FlowStatus::kStandby, 0);
  EXPECT_EQ(state_.resources.Find(flow)->active_since, due);
  state_.Settle();
  EXPECT_FALSE(state_.resources.Find(flow)->active_since.has_value());
}

TEST_F(LifecycleTest, DeletedFlowsAreGone) {
  const std::int64_t flow = AddFlow("a");
  Begin(flow, FlowStatus::kDeleting, FlowStatus::kDeleted, 0);
  state_.Settle();
  EXPECT_EQ(StatusOf(flow), "gone");
}

TEST_F(LifecycleTest, ANewTransitionTakesThePlaceOfTheOneUnderWay) {
  const std::int64_t flow = AddFlow("a");
  Begin(flow, FlowStatus::kStarting, FlowStatus::kActive, 500);
  Begin(flow, FlowStatus::kStopping, FlowStatus::kStandby, 1000);
  clock_.Advance(500);
  state_.Settle();
  EXPECT_EQ(StatusOf(flow), "STOPPING");
  clock_.Advance(500);
  state_.Settle();
  EXPECT_EQ(StatusOf(flow), "STANDBY");
}

TEST_F(LifecycleTest, AStateThatIsEnteredStays) {
  const std::int64_t bridge = Add(ResourceKind::kBridge, "a");
  const auto begin_or_enter = [&](auto change) {
    State::Transaction transaction(state_, false);
    change(*state_.resources.Find(bridge));
    transaction.Commit();
  };
  begin_or_enter([&](const Resource& row) {
    state_.lifecycle.Begin(
        row, {BridgeState::kStarting, {BridgeState::kActive, clock_.NowMilliseconds()}});
  });
  state_.Settle();
  EXPECT_TRUE(state_.resources.Find(bridge)->active_since.has_value());
  begin_or_enter([&](const Resource& row) {
    state_.lifecycle.Begin(
        row, {BridgeState::kUpdating, {BridgeState::kActive, clock_.NowMilliseconds()}});
  });
  begin_or_enter([&](const Resource& row) {
    state_.lifecycle.Begin(row, Lifecycle::Course(BridgeState::kStartPending));
  });
  EXPECT_EQ(StatusOf(bridge), "START_PENDING");
  EXPECT_FALSE(state_.resources.Find(bridge)->active_since.has_value());
  clock_.Advance(1000);
  EXPECT_FALSE(state_.lifecycle.IsDue(clock_.NowMilliseconds()));
  state_.Settle();
  EXPECT_EQ(StatusOf(bridge), "START_PENDING");
}

TEST_F(LifecycleTest, ARolledBackTransitionIsNeverDue) {
  const std::int64_t flow = AddFlow("a");
  {
    const State::Transaction transaction(state_, false);
    state_.lifecycle.Begin(
        *state_.resources.Find(flow),
        {FlowStatus::kStarting, {FlowStatus::kActive, clock_.NowMilliseconds()}});
  }
  EXPECT_FALSE(state_.lifecycle.IsDue(clock_.NowMilliseconds()));
  EXPECT_EQ(StatusOf(flow), "STANDBY");
}

TEST_F(LifecycleTest, WhatFollowsIsEnteredInItsTurn) {
  const std::int64_t id = Add(ResourceKind::kReservation, "r");
  const std::int64_t now = clock_.NowMilliseconds();
  {
    State::Transaction transaction(state_, false);
    state_.lifecycle.Begin(*state_.resources.Find(id),
                           {ReservationState::kProcessing,
                            {ReservationState::kActive, now + 100},
                            Lifecycle::Entry{ReservationState::kExpired, now + 300}});
    transaction.Commit();
  }
  EXPECT_EQ(StatusOf(id), "PROCESSING");
  clock_.Advance(100);
  state_.Settle();
  EXPECT_EQ(StatusOf(id), "ACTIVE");
  clock_.Advance(199);
  EXPECT_FALSE(state_.lifecycle.IsDue(clock_.NowMilliseconds()));
  clock_.Advance(1);
  state_.Settle();
  EXPECT_EQ(StatusOf(id), "EXPIRED");
}

TEST_F(LifecycleTest, WhatFollowsIsEnteredAtOnceIfItIsDueToo) {
  const std::int64_t id = Add(ResourceKind::kReservation, "r");
  const std::int64_t now = clock_.NowMilliseconds();
  {
    State::Transaction transaction(state_, false);
    state_.lifecycle.Begin(*state_.resources.Find(id),
                           {ReservationState::kProcessing,
                            {ReservationState::kActive, now + 100},
                            Lifecycle::Entry{ReservationState::kExpired, now + 300}});
    transaction.Commit();
  }
  clock_.Advance(1000);
  state_.Settle();
  EXPECT_EQ(StatusOf(id), "EXPIRED");
  EXPECT_FALSE(state_.lifecycle.IsDue(clock_.NowMilliseconds() + 1'000'000));
}

TEST_F(LifecycleTest, EachAccountsTransitionsAreCarriedOut) {
  const std::int64_t own = AddFlow("a");
  const std::int64_t other = AddFlow("b", kOtherAccount);
  Begin(own, FlowStatus::kStarting, FlowStatus::kActive, 100);
  Begin(other, FlowStatus::kStarting, FlowStatus::kActive, 200);
  clock_.Advance(100);
  state_.Settle();
  EXPECT_EQ(StatusOf(own), "ACTIVE");
  EXPECT_EQ(StatusOf(other), "STARTING");
  clock_.Advance(100);
  EXPECT_TRUE(state_.lifecycle.IsDue(clock_.NowMilliseconds()));
  state_.Settle();
  EXPECT_EQ(StatusOf(other), "ACTIVE");
}

TEST_F(LifecycleTest, ATransitionOfWhatIsGoneIsForgotten) {
  Begin(AddFlow("a"), FlowStatus::kStarting, FlowStatus::kActive, 100);
  {
    State::Transaction transaction(state_, false);
    state_.resources.RemoveAll(std::nullopt);
    transaction.Commit();
  }
  clock_.Advance(100);
  state_.Settle();
  EXPECT_FALSE(state_.lifecycle.IsDue(clock_.NowMilliseconds() + 1'000'000));
}

}  // namespace
}  // namespace mediaconnect
