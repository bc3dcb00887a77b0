#include "state/ids.h"

#include <gtest/gtest.h>

#include <set>

#include "state/database.h"
#include "state/state.h"

namespace mediaconnect {
namespace {

const Scope kHere{"111122223333", "us-east-1"};
const Scope kThere{"111122223333", "eu-west-1"};

TEST(Ids, RepeatUnderASeedHoweverOthersInterleave) {
  Database one("");
  Database other("");
  Ids ids(one, 42);
  Ids again(other, 42);
  const std::string first = ids.Next(kHere, "flow").ResourceId();
  const std::string second = ids.Next(kHere, "flow").ResourceId();
  EXPECT_EQ(again.Next(kHere, "flow").ResourceId(), first);
  again.Next(kThere, "flow");
  again.Next(kHere, "output");
  EXPECT_EQ(again.Next(kHere, "flow").ResourceId(), second);
}

TEST(Ids, ThoseOfTheRouterHave12LettersAndDigits) {
  Database database("");
  Ids ids(database, 1);
  const std::string id = ids.Next(kHere, "router_input").RouterId();
  EXPECT_EQ(id.size(), 12u);
  EXPECT_EQ(id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789"), std::string::npos) << id;
  EXPECT_NE(ids.Next(kHere, "router_input").RouterId(), id);
}

TEST(Ids, DifferByAccountRegionKindAndSeed) {
  Database one("");
  Database other("");
  Ids ids(one, 1);
  Ids seeded(other, 2);
  const std::set<std::string> drawn = {
      ids.Next(kHere, "flow").ResourceId(), ids.Next(kThere, "flow").ResourceId(),
      ids.Next({"444455556666", "us-east-1"}, "flow").ResourceId(),
      ids.Next(kHere, "output").ResourceId(), seeded.Next(kHere, "flow").ResourceId()};
  EXPECT_EQ(drawn.size(), 5u);
}

TEST(Ids, HaveTheFormSeenInRealArns) {
  Database database("");
  Ids ids(database, std::nullopt);
  const std::string id = ids.Next(kHere, "flow").ResourceId();
  ASSERT_EQ(id.size(), 2u + 16u + 1u + 12u);
  EXPECT_EQ(id.substr(0, 2), "1-");
  EXPECT_EQ(id[18], '-');
  EXPECT_EQ(id.substr(19).find_first_not_of("0123456789abcdef"), std::string::npos);
}

TEST(Ids, AreRolledBackWithTheirTransaction) {
  SystemClock clock;
  State state("", 1, clock);
  std::string rolled_back;
  {
    const State::Transaction transaction(state, false);
    rolled_back = state.ids.Next(kHere, "flow").ResourceId();
  }
  const State::Transaction transaction(state, false);
  EXPECT_EQ(state.ids.Next(kHere, "flow").ResourceId(), rolled_back);
}

TEST(Ids, GoOnFromWhatACommitStored) {
  SystemClock clock;
  State state("", 1, clock);
  std::set<std::string> drawn;
  for (int i = 0; i < 2; ++i) {
    State::Transaction transaction(state, false);
    for (int j = 0; j < 3; ++j) drawn.insert(state.ids.Next(kHere, "flow").ResourceId());
    transaction.Commit();
  }
  EXPECT_EQ(drawn.size(), 6u);
}

TEST(Ids, OfOthersGoOnWhenOneAccountIsReset) {
  Database database("");
  Ids ids(database, 1);
  const Scope other{"444455556666", "us-east-1"};
  const std::string first = ids.Next(other, "flow").ResourceId();
  ids.Next(kHere, "flow");
  ids.Reset(kHere.account);
  EXPECT_NE(ids.Next(other, "flow").ResourceId(), first);
}

TEST(Ids, BeginAnewAfterAResetUnderASeedOnly) {
  Database database("");
  Ids seeded(database, 1);
  const std::string first = seeded.Next(kHere, "flow").ResourceId();
  seeded.Reset(std::nullopt);
  EXPECT_EQ(seeded.Next(kHere, "flow").ResourceId(), first);

  Database other("");
  Ids random(other, std::nullopt);
  const std::string drawn = random.Next(kHere, "flow").ResourceId();
  random.Reset(std::nullopt);
  EXPECT_NE(random.Next(kHere, "flow").ResourceId(), drawn);
}

TEST(Ids, OfRequestsAreUuidsAndUnique) {
  Database database("");
  Ids ids(database, 1);
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) seen.insert(ids.NextRequestId());
  EXPECT_EQ(seen.size(), 1000u);
  EXPECT_EQ(seen.begin()->size(), 36u);
}

TEST(Ids, OfRequestsDifferBetweenTwoStartsWithoutASeed) {
  Database database("");
  Ids first(database, std::nullopt);
  Ids second(database, std::nullopt);  // finds the seed that the first one saved
  EXPECT_NE(first.NextRequestId(), second.NextRequestId());
}

}  // namespace
}  // namespace mediaconnect
