#include "state/reservations.h"

#include "tests/support/state.h"

namespace mediaconnect {
namespace {

class ReservationStoreTest : public StateTest {
 protected:
  void Add(const std::string& name, std::int64_t ends_at = 2000, const Scope& scope = kOwn) {
    state_.reservations.Insert({.scope = scope,
                                .arn = name + "-arn",
                                .name = name,
                                .active_at = 1000,
                                .ends_at = ends_at,
                                .doc = "{}"});
  }
  Names List(std::int64_t after = 0, std::int64_t limit = 100) {
    return NamesOf(state_.reservations.List(kOwn, after, limit));
  }
};

TEST_F(ReservationStoreTest, FindsOneByItsArnInItsOwnAccountAndRegionOnly) {
  Add("a");
  const auto found = state_.reservations.Find(kOwn, "a-arn");
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->name, "a");
  EXPECT_EQ(found->active_at, 1000);
  EXPECT_EQ(found->ends_at, 2000);
  EXPECT_FALSE(state_.reservations.Find(kOtherAccount, "a-arn").has_value());
  EXPECT_FALSE(state_.reservations.Find(kOtherRegion, "a-arn").has_value());
  EXPECT_TRUE(state_.reservations.HasName(kOwn, "a"));
  EXPECT_FALSE(state_.reservations.HasName(kOtherRegion, "a"));
}

TEST_F(ReservationStoreTest, ListsInOrderOfPurchase) {
  Add("z");
  Add("m");
  Add("other", 2000, kOtherAccount);
  Add("a");
  EXPECT_EQ(List(), (Names{"z", "m", "a"}));
  EXPECT_EQ(List(0, 2), (Names{"z", "m"}));
  EXPECT_EQ(List(state_.reservations.Find(kOwn, "z-arn")->id), (Names{"m", "a"}));
}

TEST_F(ReservationStoreTest, OneIsUnendedUntilItsEnd) {
  Add("a", 2000);
  EXPECT_EQ(state_.reservations.FindUnended(kOwn, 1999)->name, "a");
  EXPECT_FALSE(state_.reservations.FindUnended(kOwn, 2000).has_value());
  EXPECT_FALSE(state_.reservations.FindUnended(kOtherRegion, 1999).has_value());
}

TEST_F(ReservationStoreTest, RemovesAnAccountsOrAll) {
  Add("a");
  Add("b", 2000, kOtherRegion);
  Add("c", 2000, kOtherAccount);
  EXPECT_EQ(state_.reservations.RemoveAll(kOwn.account), 2);
  EXPECT_TRUE(state_.reservations.Find(kOtherAccount, "c-arn").has_value());
  EXPECT_EQ(state_.reservations.RemoveAll(std::nullopt), 1);
}

}  // namespace
}  // namespace mediaconnect
