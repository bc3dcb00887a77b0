#include "state/tags.h"

#include "tests/support/state.h"

namespace mediaconnect {
namespace {

class TagStoreTest : public StateTest {
 protected:
  using Tags = std::vector<std::pair<std::string, std::string>>;

  Tags ListOf(const std::string& arn, const Scope& scope = kOwn) {
    return state_.tags.ListOf(scope, arn);
  }

  const std::int64_t flow_ = AddFlow("a");
};

TEST_F(TagStoreTest, KeepsOneValueForAKeyAndListsByKey) {
  state_.tags.Set(kOwn, "a", "z", "1");
  state_.tags.Set(kOwn, "a", "b", "2");
  state_.tags.Set(kOwn, "a", "z", "3");
  EXPECT_EQ(ListOf("a"), (Tags{{"b", "2"}, {"z", "3"}}));
  EXPECT_EQ(state_.tags.CountOf(kOwn, "a"), 2);
}

TEST_F(TagStoreTest, AreThoseOfOneResourceInOneAccountAndRegion) {
  AddFlow("b");
  AddFlow("a", kOtherRegion);
  state_.tags.Set(kOwn, "a", "k", "v");
  EXPECT_EQ(ListOf("b"), Tags{});
  EXPECT_EQ(ListOf("a", kOtherRegion), Tags{});
  EXPECT_EQ(state_.tags.CountOf(kOtherRegion, "a"), 0);
}

TEST_F(TagStoreTest, AnAbsentKeyCanBeRemoved) {
  state_.tags.Set(kOwn, "a", "k", "v");
  state_.tags.Remove(kOwn, "a", "absent");
  EXPECT_EQ(ListOf("a").size(), 1u);
  state_.tags.Remove(kOwn, "a", "k");
  EXPECT_EQ(ListOf("a"), Tags{});
}

TEST_F(TagStoreTest, GoWithTheirResource) {
  AddPart(state_.outputs, flow_, "out");
  state_.tags.Set(kOwn, "a", "k", "v");
  state_.tags.Set(kOwn, "out-arn", "k", "v");
  state_.outputs.Remove(state_.outputs.FindByName(flow_, "out")->id);
  EXPECT_EQ(ListOf("out-arn"), Tags{});
  EXPECT_EQ(ListOf("a").size(), 1u);
  state_.flows.RemoveAll(kOwn.account);
  EXPECT_EQ(ListOf("a"), Tags{});
}

}  // namespace
}  // namespace mediaconnect
