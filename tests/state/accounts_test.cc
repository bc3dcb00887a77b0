#include "state/accounts.h"

#include <set>

#include "tests/support/data_folder.h"
#include "tests/support/state.h"

namespace mediaconnect {
namespace {

class AccountStoreTest : public DataFolderTest {
 protected:
  static std::string Give(State& state) {
    State::Transaction transaction(state, false);
    std::string account = state.accounts.Give().account;
    transaction.Commit();
    return account;
  }
  static void Use(State& state, const std::string& account) {
    State::Transaction transaction(state, false);
    state.resources.Insert({.kind = ResourceKind::kFlow,
                            .scope = {account, "us-east-1"},
                            .arn = "arn",
                            .name = "flow",
                            .status = "STANDBY",
                            .doc = "{}"});
    transaction.Commit();
  }
  static void Reset(State& state) {
    State::Transaction transaction(state, false);
    state.resources.RemoveAll(std::nullopt);
    state.ids.Reset(std::nullopt);
    transaction.Commit();
  }

  FakeClock clock_;
};

TEST_F(AccountStoreTest, GivesEachAccountOnce) {
  State state("", 1, clock_);
  std::set<std::string> given;
  for (int i = 0; i < 1000; ++i) {
    const std::string account = Give(state);
    EXPECT_EQ(account.size(), 12u);
    EXPECT_EQ(account.find_first_not_of("0123456789"), std::string::npos);
    EXPECT_NE(account.front(), '0');
    EXPECT_TRUE(given.insert(account).second) << account;
  }
}

TEST_F(AccountStoreTest, GivesTheSameOnesUnderTheSameSeed) {
  State one("", 1, clock_);
  State again("", 1, clock_);
  State other("", 2, clock_);
  const std::string first = Give(one);
  const std::string second = Give(one);
  EXPECT_EQ(Give(again), first);
  EXPECT_EQ(Give(again), second);
  EXPECT_NE(Give(other), first);
}

TEST_F(AccountStoreTest, GivesNoneThatIsUsed) {
  State one("", 1, clock_);
  const std::string first = Give(one);
  const std::string second = Give(one);

  State resources("", 1, clock_);
  Use(resources, first);
  EXPECT_NE(Give(resources), first);
  EXPECT_EQ(Give(resources), second);

  State drawn("", 1, clock_);
  {
    State::Transaction transaction(drawn, false);
    drawn.ids.Next({first, "us-east-1"}, "flow");
    transaction.Commit();
  }
  EXPECT_NE(Give(drawn), first);

  State timed("", 1, clock_);
  {
    State::Transaction transaction(timed, false);
    timed.clocks.Freeze(first, clock_.NowMilliseconds());
    transaction.Commit();
  }
  EXPECT_NE(Give(timed), first);

  State granted("", 1, clock_);
  {
    State::Transaction transaction(granted, false);
    Resource entitlement{.kind = ResourceKind::kFlowEntitlement,
                         .scope = {"111122223333", "us-east-1"},
                         .arn = "arn",
                         .name = "entitlement",
                         .doc = "{}"};
    entitlement.id = granted.resources.Insert(entitlement);
    granted.entitlements.SetSubscribers(entitlement, {first});
    transaction.Commit();
  }
  EXPECT_NE(Give(granted), first);
}

TEST_F(AccountStoreTest, GivesNoneAgainAfterAReset) {
  for (const std::optional<std::uint64_t> seed : {std::optional<std::uint64_t>(1), {}}) {
    State state("", seed, clock_);
    std::set<std::string> given;
    for (int i = 0; i < 3; ++i) {
      EXPECT_TRUE(given.insert(Give(state)).second);
      Reset(state);
    }
  }
}

TEST_F(AccountStoreTest, GivesNoneAgainAfterARestart) {
  std::set<std::string> given;
  for (int i = 0; i < 3; ++i) {
    State state(file_, 1, clock_);
    EXPECT_TRUE(given.insert(Give(state)).second);
    EXPECT_TRUE(given.insert(Give(state)).second);
  }
}

TEST_F(AccountStoreTest, WhatIsRolledBackWasNotGiven) {
  State state("", 1, clock_);
  std::string account;
  {
    State::Transaction transaction(state, false);
    account = state.accounts.Give().account;
  }
  EXPECT_EQ(Give(state), account);
}

TEST_F(AccountStoreTest, CountsWhatEachHas) {
  State state("", 1, clock_);
  Use(state, "111122223333");
  Use(state, "444455556666");
  const State::Transaction transaction(state, true);
  using Counts = std::map<std::string, std::int64_t>;
  EXPECT_EQ(state.accounts.CountResources(),
            (std::map<std::string, Counts>{{"111122223333", {{"flow", 1}}},
                                           {"444455556666", {{"flow", 1}}}}));
}

}  // namespace
}  // namespace mediaconnect
