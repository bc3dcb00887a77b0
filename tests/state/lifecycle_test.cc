#include "state/lifecycle.h"

#include "tests/support/data_folder.h"
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

// Transitions that wait for polls or a step.
class WaitingTest : public LifecycleTest {
 protected:
  static Lifecycle::Course Starts(std::optional<std::int64_t> polls) {
    Lifecycle::Course course(FlowStatus::kStarting, {FlowStatus::kActive, std::nullopt});
    course.polls = polls;
    return course;
  }
  void Begin(std::int64_t id, const Lifecycle::Course& course) {
    State::Transaction transaction(state_, false);
    state_.lifecycle.Begin(*state_.resources.Find(id), course);
    transaction.Commit();
  }
  std::optional<Lifecycle::Settled> Step(std::int64_t id) {
    State::Transaction transaction(state_, false);
    auto settled = state_.lifecycle.Step(*state_.resources.Find(id));
    transaction.Commit();
    return settled;
  }
};

TEST_F(WaitingTest, SoManyPollsEnterTheNextState) {
  const std::int64_t flow = AddFlow("a");
  AddFlow("b");
  EXPECT_FALSE(state_.lifecycle.HasPolls());
  Begin(flow, Starts(3));
  EXPECT_TRUE(state_.lifecycle.HasPolls());
  clock_.Advance(1'000'000);
  state_.Settle();
  state_.Poll(kOwn, "a");
  state_.Poll(kOwn, "b");
  state_.Poll(kOtherRegion, "a");
  state_.Poll(kOwn, "a");
  EXPECT_EQ(StatusOf(flow), "STARTING");
  state_.Poll(kOwn, "a");
  EXPECT_EQ(StatusOf(flow), "ACTIVE");
  EXPECT_EQ(state_.resources.Find(flow)->active_since, clock_.NowMilliseconds());
  state_.Poll(kOwn, "a");
  EXPECT_EQ(StatusOf(flow), "ACTIVE");
}

TEST_F(WaitingTest, PollsOfATransitionThatAnotherReplacedDoNotCount) {
  const std::int64_t flow = AddFlow("a");
  Begin(flow, Starts(2));
  state_.Poll(kOwn, "a");
  Begin(flow, Starts(2));
  state_.Poll(kOwn, "a");
  EXPECT_EQ(StatusOf(flow), "STARTING");
  state_.Poll(kOwn, "a");
  EXPECT_EQ(StatusOf(flow), "ACTIVE");
}

TEST_F(WaitingTest, AStepEntersTheNextState) {
  const std::int64_t flow = AddFlow("a");
  EXPECT_FALSE(Step(flow));
  Begin(flow, Starts(std::nullopt));
  clock_.Advance(5);
  state_.Settle();
  state_.Poll(kOwn, "a");
  EXPECT_EQ(StatusOf(flow), "STARTING");
  const auto settled = Step(flow);
  ASSERT_TRUE(settled);
  EXPECT_EQ(settled->arn, "a");
  EXPECT_EQ(settled->from, "STARTING");
  EXPECT_EQ(settled->to, "ACTIVE");
  EXPECT_EQ(settled->at, clock_.NowMilliseconds());
  EXPECT_EQ(StatusOf(flow), "ACTIVE");
  EXPECT_FALSE(Step(flow));
}

TEST_F(WaitingTest, AStepDoesNotHurryWhatWaitsForSomethingElse) {
  const std::int64_t polled = AddFlow("a");
  Begin(polled, Starts(2));
  EXPECT_FALSE(Step(polled));
  const std::int64_t timed = AddFlow("b");
  Begin(timed, {FlowStatus::kStarting, {FlowStatus::kActive, clock_.NowMilliseconds() + 1}});
  EXPECT_FALSE(Step(timed));
}

TEST_F(WaitingTest, WhatFollowsOnADateIsDueThen) {
  const std::int64_t now = clock_.NowMilliseconds();
  for (const std::optional<std::int64_t> polls : {std::optional<std::int64_t>(1), {}}) {
    const std::int64_t id = Add(ResourceKind::kReservation, polls ? "polled" : "stepped");
    Lifecycle::Course course(ReservationState::kProcessing,
                             {ReservationState::kActive, std::nullopt},
                             Lifecycle::Entry{ReservationState::kExpired, now + 300});
    course.polls = polls;
    Begin(id, course);
    EXPECT_FALSE(state_.lifecycle.IsDue(now + 1000));
    if (polls) {
      state_.Poll(kOwn, "polled");
    } else {
      Step(id);
    }
    EXPECT_EQ(StatusOf(id), "ACTIVE");
    EXPECT_FALSE(Step(id));
    EXPECT_TRUE(state_.lifecycle.IsDue(now + 300));
    state_.Poll(kOwn, "polled");
    EXPECT_EQ(StatusOf(id), "ACTIVE");
    State::Transaction transaction(state_, false);
    state_.resources.Remove(id);
    transaction.Commit();
  }
}

TEST_F(WaitingTest, AFailureIsKnownUntilTheNextTransition) {
  const std::int64_t flow = AddFlow("a");
  const auto failure = [&] { return state_.lifecycle.FailureOf(*state_.resources.Find(flow)); };
  Lifecycle::Course course(FlowStatus::kStarting, {FlowStatus::kError, clock_.NowMilliseconds()});
  course.failure = "no capacity";
  EXPECT_EQ(failure(), std::nullopt);
  Begin(flow, course);
  state_.Settle();
  EXPECT_EQ(StatusOf(flow), "ERROR");
  EXPECT_EQ(failure(), "no capacity");
  Begin(flow, Starts(1));
  EXPECT_EQ(failure(), std::nullopt);
}

TEST_F(WaitingTest, WhatWasRolledBackIsNotPolled) {
  const std::int64_t flow = AddFlow("a");
  {
    const State::Transaction transaction(state_, false);
    state_.lifecycle.Begin(*state_.resources.Find(flow), Starts(1));
  }
  state_.Poll(kOwn, "a");
  EXPECT_EQ(StatusOf(flow), "STANDBY");
}

// What goes on by itself: here, what has become ACTIVE is UPDATING from `in` later, until a step.
class ContinuationTest : public WaitingTest {
 protected:
  void GoOn(std::int64_t in) {
    state_.lifecycle.SetContinuation(
        [=, this](ResourceKind kind, std::int64_t id,
                  std::int64_t time) -> std::optional<Lifecycle::Course> {
          EXPECT_EQ(kind, ResourceKind::kFlow);
          asked_.push_back(StatusOf(id));
          if (asked_.back() != "ACTIVE") return std::nullopt;
          return Lifecycle::Course(FlowStatus::kActive, {FlowStatus::kUpdating, time + in},
                                   Lifecycle::Entry(FlowStatus::kActive, std::nullopt));
        });
  }

  std::vector<std::string> asked_;
};

TEST_F(ContinuationTest, IsAskedOnlyWhenNothingElseIsPlanned) {
  GoOn(100);
  const std::int64_t flow = AddFlow("a");
  Begin(flow, Starts(std::nullopt));
  Step(flow);
  EXPECT_EQ(StatusOf(flow), "ACTIVE");
  clock_.Advance(100);
  state_.Settle();
  EXPECT_EQ(StatusOf(flow), "UPDATING");
  EXPECT_EQ(asked_, Names({"ACTIVE"}));
  Step(flow);
  EXPECT_EQ(asked_, Names({"ACTIVE", "ACTIVE"}));
  LifecycleTest::Begin(flow, FlowStatus::kStopping, FlowStatus::kStandby, 0);
  state_.Settle();
  EXPECT_EQ(asked_, Names({"ACTIVE", "ACTIVE", "STANDBY"}));
  EXPECT_FALSE(state_.lifecycle.IsDue(clock_.NowMilliseconds() + 1'000'000));
}

TEST_F(ContinuationTest, WhatFollowsIsCarriedOutAtItsOwnTime) {
  GoOn(100);
  const std::int64_t flow = AddFlow("a");
  const std::int64_t now = clock_.NowMilliseconds();
  LifecycleTest::Begin(flow, FlowStatus::kStarting, FlowStatus::kActive, 10);
  clock_.Advance(1000);
  std::vector<Lifecycle::Settled> settled;
  State::Transaction transaction(state_, false);
  state_.lifecycle.SettleDue(&settled);
  transaction.Commit();
  ASSERT_EQ(settled.size(), 2u);
  EXPECT_EQ(settled[1].arn, "a");
  EXPECT_EQ(settled[1].from, "ACTIVE");
  EXPECT_EQ(settled[1].to, "UPDATING");
  EXPECT_EQ(settled[1].at, now + 110);
}

class WaitingInAFileTest : public DataFolderTest {};

TEST_F(WaitingInAFileTest, ItWaitsOnAfterARestart) {
  const Scope scope{"111122223333", "us-east-1"};
  FakeClock clock;
  const auto add = [&](State& state, const std::string& arn, std::optional<std::int64_t> polls) {
    State::Transaction transaction(state, false);
    const std::int64_t id = state.resources.Insert({.kind = ResourceKind::kFlow,
                                                    .scope = scope,
                                                    .arn = arn,
                                                    .name = arn,
                                                    .status = "STANDBY",
                                                    .doc = "{}"});
    Lifecycle::Course course(FlowStatus::kStarting, {FlowStatus::kActive, std::nullopt});
    course.polls = polls;
    if (polls) state.lifecycle.Begin(*state.resources.Find(id), course);
    transaction.Commit();
  };
  {
    State state(file_, 1, clock);
    EXPECT_FALSE(state.lifecycle.HasPolls());
    add(state, "still", std::nullopt);
  }
  {
    State state(file_, 1, clock);
    EXPECT_TRUE(state.lifecycle.HasPolls());  // as far as is known
    state.Poll(scope, "still");
    EXPECT_FALSE(state.lifecycle.HasPolls());
    add(state, "waits", 2);
    EXPECT_TRUE(state.lifecycle.HasPolls());
    state.Poll(scope, "waits");
  }
  State state(file_, 1, clock);
  state.Poll(scope, "waits");
  EXPECT_EQ(state.resources.Find(scope, "waits")->status, "ACTIVE");
  EXPECT_TRUE(state.lifecycle.HasPolls());
}

}  // namespace
}  // namespace mediaconnect
