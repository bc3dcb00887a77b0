#include "state/feeds.h"

#include "tests/support/state.h"

namespace mediaconnect {
namespace {

class FeedStoreTest : public StateTest {
 protected:
  std::int64_t AddSource(std::int64_t flow, const std::string& name) {
    return AddPart(ResourceKind::kFlowSource, flow, name);
  }
  std::int64_t AddOutput(const std::string& name) {
    return AddPart(ResourceKind::kBridgeOutput, bridge_, "output " + name);
  }
  bool IsThere(std::int64_t id) { return state_.resources.Find(id).has_value(); }
  std::vector<std::int64_t> FindWithoutOutput(std::int64_t resource) {
    std::vector<std::int64_t> sources;
    for (const auto& one : state_.feeds.FindWithoutOutput(resource)) {
      EXPECT_EQ(one.feeder_id, bridge_);
      sources.push_back(one.source_id);
    }
    return sources;
  }

  const std::int64_t bridge_ = Add(ResourceKind::kBridge, "bridge");
  const std::int64_t flow_ = AddFlow("flow");
};

TEST_F(FeedStoreTest, AFeedIsWithoutOutputUntilItIsGivenOne) {
  const std::int64_t one = AddSource(flow_, "z");
  const std::int64_t two = AddSource(flow_, "a");
  AddSource(flow_, "fed by nothing");
  state_.feeds.Set(two, bridge_);
  state_.feeds.Set(one, bridge_);
  EXPECT_EQ(FindWithoutOutput(flow_), (std::vector<std::int64_t>{one, two}));
  state_.feeds.SetOutput(one, AddOutput("out"));
  EXPECT_EQ(FindWithoutOutput(flow_), std::vector<std::int64_t>{two});
  EXPECT_TRUE(FindWithoutOutput(AddFlow("other")).empty());
}

TEST_F(FeedStoreTest, EachUserIsNamedOnce) {
  const std::int64_t other = AddFlow("other");
  state_.feeds.Set(AddSource(other, "c"), bridge_);
  state_.feeds.Set(AddSource(flow_, "a"), bridge_);
  state_.feeds.Set(AddSource(flow_, "b"), bridge_);
  EXPECT_EQ(NamesOf(state_.feeds.UsersOf(bridge_)), (Names{"flow", "other"}));
  EXPECT_TRUE(state_.feeds.UsersOf(flow_).empty());
}

TEST_F(FeedStoreTest, TheOutputGoesWithTheFeedItsSourceAndTheSourcesOwner) {
  const auto feed = [&](std::int64_t flow, const std::string& name) {
    const std::int64_t source = AddSource(flow, name);
    const std::int64_t output = AddOutput(name);
    state_.feeds.Set(source, bridge_);
    state_.feeds.SetOutput(source, output);
    return std::pair(source, output);
  };
  const auto removed = feed(flow_, "a");
  state_.feeds.Remove(removed.first);
  EXPECT_FALSE(IsThere(removed.second));
  EXPECT_TRUE(IsThere(removed.first));
  const auto without_source = feed(flow_, "b");
  state_.resources.Remove(without_source.first);
  EXPECT_FALSE(IsThere(without_source.second));
  const auto without_flow = feed(flow_, "c");
  state_.resources.Remove(flow_);
  EXPECT_FALSE(IsThere(without_flow.second));
  EXPECT_TRUE(IsThere(bridge_));
}

TEST_F(FeedStoreTest, AnotherFeederTakesThePlaceOfTheFirst) {
  const std::int64_t source = AddSource(flow_, "a");
  const std::int64_t output = AddOutput("a");
  state_.feeds.Set(source, bridge_);
  state_.feeds.SetOutput(source, output);
  const std::int64_t other = Add(ResourceKind::kBridge, "other");
  state_.feeds.Set(source, other);
  EXPECT_FALSE(IsThere(output));
  EXPECT_TRUE(state_.feeds.UsersOf(bridge_).empty());
  EXPECT_EQ(NamesOf(state_.feeds.UsersOf(other)), Names{"flow"});
}

TEST_F(FeedStoreTest, AFeederThatGoesLeavesTheSource) {
  const std::int64_t source = AddSource(flow_, "a");
  state_.feeds.Set(source, bridge_);
  state_.feeds.SetOutput(source, AddOutput("a"));
  state_.resources.Remove(bridge_);
  EXPECT_TRUE(IsThere(source));
  EXPECT_TRUE(state_.feeds.UsersOf(bridge_).empty());
}

}  // namespace
}  // namespace mediaconnect
