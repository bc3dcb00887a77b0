#include "state/clocks.h"

#include "tests/support/data_folder.h"
#include "tests/support/state.h"

namespace mediaconnect {
namespace {

const Clocks::Account kServer;
const Clocks::Account kMine = "111122223333";
const Clocks::Account kOther = "444455556666";

class ClocksTest : public StateTest {
 protected:
  // Changes clocks as a request does.
  template <class Function>
  void Change(Function function) {
    State::Transaction transaction(state_, false);
    function(state_.clocks);
    transaction.Commit();
  }
  std::int64_t Since(const Clocks::Account& account) { return state_.clocks.Now(account) - start_; }
  void Begin(std::int64_t id, std::int64_t in) {
    State::Transaction transaction(state_, false);
    const Resource flow = *state_.resources.Find(id);
    state_.lifecycle.Begin(
        flow,
        {FlowStatus::kStarting, {FlowStatus::kActive, state_.clocks.Now(flow.scope.account) + in}});
    transaction.Commit();
  }
  void BeginUntil(std::int64_t id, std::int64_t in, std::int64_t date) {
    State::Transaction transaction(state_, false);
    state_.lifecycle.Begin(*state_.resources.Find(id),
                           {ReservationState::kProcessing,
                            {ReservationState::kActive, state_.clocks.Now(kMine) + in},
                            Lifecycle::Entry(ReservationState::kExpired, date)});
    transaction.Commit();
  }
  std::string StatusOf(std::int64_t id) {
    state_.Settle();
    return state_.resources.Find(id)->status;
  }

  const std::int64_t start_ = clock_.NowMilliseconds();
};

TEST_F(ClocksTest, AreTheMachinesAtFirst) {
  clock_.Advance(7);
  EXPECT_EQ(Since(kServer), 7);
  EXPECT_EQ(Since(kMine), 7);
  EXPECT_FALSE(state_.clocks.IsFrozen(kServer));
}

TEST_F(ClocksTest, AFrozenOneStands) {
  Change([&](Clocks& clocks) { clocks.Freeze(kMine, start_ + 100); });
  clock_.Advance(1000);
  EXPECT_EQ(Since(kMine), 100);
  EXPECT_TRUE(state_.clocks.IsFrozen(kMine));
  EXPECT_EQ(Since(kOther), 1000);
  EXPECT_EQ(Since(kServer), 1000);
}

TEST_F(ClocksTest, OneThatWasMovedRunsOn) {
  Change([&](Clocks& clocks) { clocks.MoveTo(kMine, start_ + 5000); });
  clock_.Advance(1000);
  EXPECT_EQ(Since(kMine), 6000);
  EXPECT_EQ(Since(kServer), 1000);
}

TEST_F(ClocksTest, OneThatWasFrozenIsMovedAndStaysSo) {
  Change([&](Clocks& clocks) { clocks.Freeze(kMine, start_); });
  Change([&](Clocks& clocks) { clocks.MoveTo(kMine, start_ + 5000); });
  clock_.Advance(1000);
  EXPECT_EQ(Since(kMine), 5000);
  EXPECT_TRUE(state_.clocks.IsFrozen(kMine));
}

TEST_F(ClocksTest, AnAccountFollowsTheServerUntilItHasItsOwn) {
  Change([&](Clocks& clocks) { clocks.Freeze(kServer, start_ + 50); });
  clock_.Advance(1000);
  EXPECT_EQ(Since(kMine), 50);
  EXPECT_TRUE(state_.clocks.IsFrozen(kMine));
  Change([&](Clocks& clocks) { clocks.MoveTo(kMine, start_ + 70); });
  EXPECT_EQ(Since(kMine), 70);
  EXPECT_TRUE(state_.clocks.IsFrozen(kMine));
  Change([&](Clocks& clocks) { clocks.MoveTo(kServer, start_ + 90); });
  EXPECT_EQ(Since(kMine), 70);
  EXPECT_EQ(Since(kOther), 90);
}

TEST_F(ClocksTest, OneThatRunsAgainIsNeverSetBack) {
  Change([&](Clocks& clocks) { clocks.Freeze(kMine, start_); });
  clock_.Advance(1000);
  Change([&](Clocks& clocks) { clocks.Run(kMine); });
  EXPECT_EQ(Since(kMine), 1000);
  Change([&](Clocks& clocks) { clocks.Freeze(kMine, start_ + 9000); });
  Change([&](Clocks& clocks) { clocks.Run(kMine); });
  clock_.Advance(1000);
  EXPECT_EQ(Since(kMine), 10'000);
}

TEST_F(ClocksTest, OneThatFollowsAgainSaysHowFarItWasSetBack) {
  Change([&](Clocks& clocks) { clocks.MoveTo(kMine, start_ + 5000); });
  Change([&](Clocks& clocks) { EXPECT_EQ(clocks.Follow(kMine), 5000); });
  EXPECT_EQ(Since(kMine), 0);
  EXPECT_FALSE(state_.clocks.HasOwn(kMine));
  Change([&](Clocks& clocks) { clocks.Freeze(kMine, start_); });
  clock_.Advance(1000);
  Change([&](Clocks& clocks) { EXPECT_EQ(clocks.Follow(kMine), 0); });
}

TEST_F(ClocksTest, WhatIsRolledBackDoesNotHold) {
  {
    State::Transaction transaction(state_, false);
    state_.clocks.Freeze(kMine, start_ + 100);
    EXPECT_EQ(Since(kMine), 100);
  }
  { const State::Transaction next(state_, false); }
  EXPECT_EQ(Since(kMine), 0);
}

TEST_F(ClocksTest, AResetForgetsOneOrAll) {
  for (const auto& account : {kServer, kMine, kOther}) {
    Change([&](Clocks& clocks) { clocks.Freeze(account, start_ + 100); });
  }
  Change([&](Clocks& clocks) { clocks.Reset(kMine); });
  EXPECT_FALSE(state_.clocks.HasOwn(kMine));
  EXPECT_TRUE(state_.clocks.HasOwn(kOther));
  Change([&](Clocks& clocks) { clocks.Reset(std::nullopt); });
  EXPECT_FALSE(state_.clocks.HasOwn(kOther));
  EXPECT_FALSE(state_.clocks.HasOwn(kServer));
}

TEST_F(ClocksTest, NothingFallsDueByWaitingWhileItIsFrozen) {
  const std::int64_t mine = AddFlow("mine");
  const std::int64_t other = AddFlow("other", kOtherAccount);
  Change([&](Clocks& clocks) { clocks.Freeze(kMine, start_); });
  Begin(mine, 500);
  Begin(other, 500);
  clock_.Advance(1'000'000);
  EXPECT_EQ(StatusOf(mine), "STARTING");
  EXPECT_EQ(StatusOf(other), "ACTIVE");
  EXPECT_FALSE(state_.lifecycle.IsDue(clock_.NowMilliseconds()));
  Change([&](Clocks& clocks) { clocks.MoveTo(kMine, start_ + 499); });
  EXPECT_EQ(StatusOf(mine), "STARTING");
  Change([&](Clocks& clocks) { clocks.MoveTo(kMine, start_ + 500); });
  EXPECT_EQ(StatusOf(mine), "ACTIVE");
}

TEST_F(ClocksTest, WhatIsDueAtOnceIsSoWhileItIsFrozenToo) {
  const std::int64_t mine = AddFlow("mine");
  Change([&](Clocks& clocks) { clocks.Freeze(kMine, start_); });
  Begin(mine, 0);
  EXPECT_EQ(StatusOf(mine), "ACTIVE");
}

TEST_F(ClocksTest, OneThatRunsAheadLetsThingsFallDueEarlier) {
  const std::int64_t mine = AddFlow("mine");
  const std::int64_t other = AddFlow("other", kOtherAccount);
  Begin(mine, 500);
  Begin(other, 500);
  Change([&](Clocks& clocks) { clocks.MoveTo(kMine, start_ + 400); });
  clock_.Advance(100);
  EXPECT_EQ(StatusOf(mine), "ACTIVE");
  EXPECT_EQ(StatusOf(other), "STARTING");
}

TEST_F(ClocksTest, WhatIsUnderWayKeepsTheTimeItHasLeftWhenAClockIsSetBack) {
  const std::int64_t mine = AddFlow("mine");
  const std::int64_t other = AddFlow("other", kOtherAccount);
  const std::int64_t reservation = Add(ResourceKind::kReservation, "reservation");
  Change([&](Clocks& clocks) { clocks.MoveTo(kMine, start_ + 86'400'000); });
  Begin(mine, 500);
  Begin(other, 500);
  BeginUntil(reservation, 500, start_ + 86'400'000 + 500);
  Change([&](Clocks& clocks) { state_.lifecycle.SetBack(kMine, clocks.Follow(kMine)); });
  clock_.Advance(499);
  EXPECT_EQ(StatusOf(mine), "STARTING");
  clock_.Advance(1);
  EXPECT_EQ(StatusOf(mine), "ACTIVE");
  EXPECT_EQ(state_.resources.Find(mine)->active_since, start_ + 500);
  EXPECT_EQ(StatusOf(other), "ACTIVE");
  EXPECT_EQ(StatusOf(reservation), "ACTIVE");
  clock_.Advance(86'400'000 - 1);
  EXPECT_EQ(StatusOf(reservation), "ACTIVE") << "its dates stay";
  clock_.Advance(1);
  EXPECT_EQ(StatusOf(reservation), "EXPIRED");
}

TEST_F(ClocksTest, WhatIsActiveHasBeenSoForAsLongWhenAClockIsSetBack) {
  const std::int64_t mine = AddFlow("mine");
  Change([&](Clocks& clocks) { clocks.MoveTo(kMine, start_ + 86'400'000); });
  Begin(mine, 0);
  EXPECT_EQ(StatusOf(mine), "ACTIVE");
  clock_.Advance(500);
  Change([&](Clocks& clocks) { state_.lifecycle.SetBack(kMine, clocks.Follow(kMine)); });
  EXPECT_EQ(state_.resources.Find(mine)->active_since, start_);
}

TEST_F(ClocksTest, TheServersIsSetBackForThoseThatFollowIt) {
  const std::int64_t mine = AddFlow("mine");
  const std::int64_t other = AddFlow("other", kOtherAccount);
  Change([&](Clocks& clocks) {
    clocks.MoveTo(kServer, start_ + 86'400'000);
    clocks.Freeze(kOther, start_ + 86'400'000);
  });
  Begin(mine, 500);
  Begin(other, 500);
  Change([&](Clocks& clocks) { state_.lifecycle.SetBack(kServer, clocks.Follow(kServer)); });
  clock_.Advance(500);
  EXPECT_EQ(StatusOf(mine), "ACTIVE");
  EXPECT_EQ(StatusOf(other), "STARTING");
  Change([&](Clocks& clocks) { clocks.MoveTo(kOther, start_ + 86'400'499); });
  EXPECT_EQ(StatusOf(other), "STARTING");
  Change([&](Clocks& clocks) { clocks.MoveTo(kOther, start_ + 86'400'500); });
  EXPECT_EQ(StatusOf(other), "ACTIVE");
}

TEST_F(ClocksTest, StandStillAtTheEndOfTime) {
  Change([&](Clocks& clocks) { clocks.MoveTo(kMine, kLatestTime - 10); });
  clock_.Advance(9);
  EXPECT_EQ(state_.clocks.Now(kMine), kLatestTime - 1);
  clock_.Advance(1000);
  EXPECT_EQ(state_.clocks.Now(kMine), kLatestTime);
  Change([&](Clocks& clocks) { clocks.Run(kMine); });
  EXPECT_EQ(state_.clocks.Now(kMine), kLatestTime);
  EXPECT_LT(state_.clocks.Now(kServer), kLatestTime);
}

TEST_F(ClocksTest, WhatWouldFallDueAfterTheEndOfTimeDoesSoThen) {
  const std::int64_t mine = AddFlow("mine");
  const std::int64_t reservation = Add(ResourceKind::kReservation, "reservation");
  Change([&](Clocks& clocks) { clocks.MoveTo(kMine, kLatestTime - 10); });
  Begin(mine, 1000);
  BeginUntil(reservation, 0, kLatestTime + 86'400'000);
  EXPECT_EQ(StatusOf(mine), "STARTING");
  EXPECT_EQ(StatusOf(reservation), "ACTIVE");
  clock_.Advance(10);
  EXPECT_EQ(StatusOf(mine), "ACTIVE");
  EXPECT_EQ(StatusOf(reservation), "EXPIRED");
  EXPECT_FALSE(state_.lifecycle.IsDue(clock_.NowMilliseconds() + 1'000'000));
}

// It was started long before the clock was moved.
TEST_F(ClocksTest, NothingHasBeenActiveSinceBefore1970WhenAClockIsSetBack) {
  const std::int64_t mine = AddFlow("mine");
  Begin(mine, 0);
  EXPECT_EQ(StatusOf(mine), "ACTIVE");
  Change([&](Clocks& clocks) { clocks.MoveTo(kMine, kLatestTime); });
  Change([&](Clocks& clocks) { state_.lifecycle.SetBack(kMine, clocks.Follow(kMine)); });
  EXPECT_EQ(state_.resources.Find(mine)->active_since, 0);
}

class ClocksFileTest : public DataFolderTest {
 protected:
  // What a state says of the file after this SQL was run on it.
  std::string ErrorAfter(const std::string& sql) const {
    Execute(sql);
    try {
      FakeClock machine;
      const State state(file_, 1, machine);
      return "";
    } catch (const DatabaseError& error) {
      return error.what();
    }
  }
};

TEST_F(ClocksFileTest, TimesOfADamagedFileAreNotRead) {
  std::int64_t flow = 0;
  {
    FakeClock machine;
    State state(file_, 1, machine);
    State::Transaction transaction(state, false);
    flow = state.resources.Insert({.kind = ResourceKind::kFlow,
                                   .scope = {"111122223333", "us-east-1"},
                                   .arn = "a",
                                   .name = "a",
                                   .status = "STARTING",
                                   .doc = "{}"});
    transaction.Commit();
  }
  for (const std::string time : {"-1", "253402300800000", "9223372036854775807"}) {
    EXPECT_EQ(ErrorAfter("UPDATE resources SET active_since = " + time), "");
    FakeClock machine;
    State state(file_, 1, machine);
    EXPECT_THROW(state.resources.Find(flow), DatabaseError) << time;
    Execute("UPDATE resources SET active_since = NULL");
  }
  const std::string error =
      ErrorAfter("UPDATE resources SET due_at = -9223372036854775807, next_status = 'ACTIVE'");
  EXPECT_NE(error.find("its time of a transition is not a valid time"), std::string::npos) << error;
}

TEST_F(ClocksFileTest, ADamagedOneIsNotRead) {
  EXPECT_EQ(ErrorAfter(""), "");
  for (const std::string how : {"frozen ", "ahead "}) {
    for (const std::string time : {"-1", "253402300800000", "9223372036854775807", "x", ""}) {
      std::string sql = "INSERT OR REPLACE INTO settings (name, value) VALUES ('clock ', '";
      const std::string error = ErrorAfter(sql.append(how).append(time).append("')"));
      EXPECT_NE(error.find("the data file is damaged: its clock"), std::string::npos)
          << how << time << ": " << error;
    }
  }
}

TEST_F(ClocksFileTest, AreSavedWithTheDataFile) {
  FakeClock machine;
  const std::int64_t start = machine.NowMilliseconds();
  {
    State state(file_, 1, machine);
    State::Transaction transaction(state, false);
    state.clocks.Freeze(kMine, start + 100);
    state.clocks.MoveTo(kServer, start + 5000);
    transaction.Commit();
  }
  machine.Advance(1000);
  const State state(file_, 1, machine);
  EXPECT_EQ(state.clocks.Now(kMine), start + 100);
  EXPECT_TRUE(state.clocks.IsFrozen(kMine));
  EXPECT_EQ(state.clocks.Now(kServer), start + 6000);
  EXPECT_FALSE(state.clocks.IsFrozen(kServer));
}

}  // namespace
}  // namespace mediaconnect
