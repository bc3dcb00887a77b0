#include "state/tags.h"

#include "tests/support/state.h"

namespace mediaconnect {
namespace {

class TagStoreTest : public StateTest {
 protected:
  using Tags = std::vector<std::pair<std::string, std::string>>;

  Tags ListOf(std::int64_t resource) { return state_.tags.ListOf(resource); }

  const std::int64_t flow_ = AddFlow("a");
};

TEST_F(TagStoreTest, KeepsOneValueForAKeyAndListsByKey) {
  state_.tags.Set(flow_, "z", "1");
  state_.tags.Set(flow_, "b", "2");
  state_.tags.Set(flow_, "z", "3");
  EXPECT_EQ(ListOf(flow_), (Tags{{"b", "2"}, {"z", "3"}}));
  EXPECT_EQ(state_.tags.CountOf(flow_), 2);
}

TEST_F(TagStoreTest, AreThoseOfOneResource) {
  const std::int64_t other = AddFlow("b");
  state_.tags.Set(flow_, "k", "v");
  EXPECT_EQ(ListOf(other), Tags{});
  EXPECT_EQ(state_.tags.CountOf(other), 0);
}

TEST_F(TagStoreTest, AnAbsentKeyCanBeRemoved) {
  state_.tags.Set(flow_, "k", "v");
  state_.tags.Remove(flow_, "absent");
  EXPECT_EQ(ListOf(flow_).size(), 1u);
  state_.tags.Remove(flow_, "k");
  EXPECT_EQ(ListOf(flow_), Tags{});
}

TEST_F(TagStoreTest, GoWithTheirResource) {
  const std::int64_t output = AddPart(ResourceKind::kFlowOutput, flow_, "out");
  state_.tags.Set(flow_, "k", "v");
  state_.tags.Set(output, "k", "v");
  state_.resources.Remove(output);
  EXPECT_EQ(ListOf(output), Tags{});
  EXPECT_EQ(ListOf(flow_).size(), 1u);
  state_.resources.RemoveAll(kOwn.account);
  EXPECT_EQ(ListOf(flow_), Tags{});
}

}  // namespace
}  // namespace mediaconnect
