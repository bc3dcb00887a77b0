#include "state/flows.h"

#include "tests/support/state.h"

namespace mediaconnect {
namespace {

class FlowStoreTest : public StateTest {
 protected:
  Names List(std::int64_t after = 0, std::int64_t limit = 100, const Scope& scope = kOwn) {
    Names names;
    for (const ListedFlow& row : state_.flows.List(scope, after, limit)) {
      names.push_back(row.flow.name);
    }
    return names;
  }
};

TEST_F(FlowStoreTest, FindsAFlowByItsArnInItsOwnAccountAndRegionOnly) {
  const std::int64_t id = AddFlow("a");
  const auto found = state_.flows.Find(kOwn, "a");
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->id, id);
  EXPECT_EQ(found->scope, kOwn);
  EXPECT_EQ(found->status, "STANDBY");
  EXPECT_EQ(found->active_since, std::nullopt);
  EXPECT_EQ(state_.flows.Find(id)->arn, "a");
  EXPECT_FALSE(state_.flows.Find(kOtherAccount, "a").has_value());
  EXPECT_FALSE(state_.flows.Find(kOtherRegion, "a").has_value());
  EXPECT_FALSE(state_.flows.Find(id + 1).has_value());
}

TEST_F(FlowStoreTest, ListsInOrderOfCreationAfterAnIdAndUpToALimit) {
  const std::int64_t first = AddFlow("z");
  AddFlow("y");
  AddFlow("other", kOtherAccount);
  AddFlow("elsewhere", kOtherRegion);
  AddFlow("x");
  EXPECT_EQ(List(), (Names{"z", "y", "x"}));
  EXPECT_EQ(List(0, 2), (Names{"z", "y"}));
  EXPECT_EQ(List(first), (Names{"y", "x"}));
  EXPECT_EQ(List(0, 100, kOtherRegion), Names{"elsewhere"});
  EXPECT_EQ(state_.flows.CountIn(kOwn), 3);
}

TEST_F(FlowStoreTest, AListedFlowHasItsFirstSource) {
  const std::int64_t flow = AddFlow("a");
  EXPECT_EQ(state_.flows.List(kOwn, 0, 1)[0].first_source_doc, "{}");
  const std::int64_t source = AddPart(state_.sources, flow, "one");
  state_.sources.SetDoc(source, R"({"name":"one"})");
  AddPart(state_.sources, flow, "two");
  EXPECT_EQ(state_.flows.List(kOwn, 0, 1)[0].first_source_doc, R"({"name":"one"})");
}

TEST_F(FlowStoreTest, KeepsANewDocument) {
  const std::int64_t flow = AddFlow("a");
  const std::int64_t other = AddFlow("b");
  state_.flows.SetDoc(flow, R"({"x":1})");
  EXPECT_EQ(state_.flows.Find(flow)->doc, R"({"x":1})");
  EXPECT_EQ(state_.flows.Find(other)->doc, "{}");
}

TEST_F(FlowStoreTest, RemovesAnAccountsFlowsWithTheirPartsOrAllFlows) {
  AddPart(state_.outputs, AddFlow("a"), "out");
  AddFlow("b", kOtherRegion);
  const std::int64_t other = AddFlow("c", kOtherAccount);
  EXPECT_EQ(state_.flows.RemoveAll(kOwn.account), 2);
  EXPECT_FALSE(state_.outputs.Find(kOwn, "out-arn").has_value());
  EXPECT_TRUE(state_.flows.Find(other).has_value());
  AddFlow("d");
  EXPECT_EQ(state_.flows.RemoveAll(std::nullopt), 2);
  EXPECT_FALSE(state_.flows.Find(other).has_value());
}

}  // namespace
}  // namespace mediaconnect
