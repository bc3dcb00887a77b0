#include "state/resources.h"

#include "tests/support/state.h"

namespace mediaconnect {
namespace {

class ResourcesTest : public StateTest {
 protected:
  Names List(std::int64_t after = 0, std::int64_t limit = 100, const Scope& scope = kOwn) {
    return NamesOf(state_.resources.List(ResourceKind::kFlow, scope, after, limit));
  }
  Names PartsOf(std::int64_t flow) {
    return NamesOf(state_.resources.PartsOf(flow, ResourceKind::kFlowOutput));
  }
};

TEST_F(ResourcesTest, OneIsFoundByItsArnInItsOwnAccountAndRegionOnly) {
  const std::int64_t id = AddFlow("a");
  const auto found = state_.resources.Find(kOwn, "a");
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->id, id);
  EXPECT_EQ(found->kind, ResourceKind::kFlow);
  EXPECT_EQ(found->scope, kOwn);
  EXPECT_EQ(found->status, "STANDBY");
  EXPECT_TRUE(found->Is(FlowStatus::kStandby));
  EXPECT_EQ(found->parent_id, std::nullopt);
  EXPECT_EQ(found->active_since, std::nullopt);
  EXPECT_EQ(state_.resources.Find(id)->arn, "a");
  EXPECT_FALSE(state_.resources.Find(kOtherAccount, "a").has_value());
  EXPECT_FALSE(state_.resources.Find(kOtherRegion, "a").has_value());
  EXPECT_FALSE(state_.resources.Find(id + 1).has_value());
}

TEST_F(ResourcesTest, OneOfAnotherKindIsNotFound) {
  AddFlow("a");
  EXPECT_TRUE(state_.resources.Find(ResourceKind::kFlow, kOwn, "a").has_value());
  EXPECT_FALSE(state_.resources.Find(ResourceKind::kReservation, kOwn, "a").has_value());
}

TEST_F(ResourcesTest, AnArnIsThereOnceInAnAccountAndRegion) {
  AddFlow("a");
  AddFlow("a", kOtherRegion);
  EXPECT_THROW(Add(ResourceKind::kReservation, "a"), DatabaseError);
}

TEST_F(ResourcesTest, AreListedInOrderOfCreationAfterAnIdAndUpToALimit) {
  const std::int64_t first = AddFlow("z");
  AddFlow("y");
  AddFlow("other", kOtherAccount);
  AddFlow("elsewhere", kOtherRegion);
  Add(ResourceKind::kReservation, "of another kind");
  AddFlow("x");
  EXPECT_EQ(List(), (Names{"z", "y", "x"}));
  EXPECT_EQ(List(0, 2), (Names{"z", "y"}));
  EXPECT_EQ(List(first), (Names{"y", "x"}));
  EXPECT_EQ(List(0, 100, kOtherRegion), Names{"elsewhere"});
  EXPECT_EQ(state_.resources.CountIn(ResourceKind::kFlow, kOwn), 3);
}

TEST_F(ResourcesTest, ANameIsThatOfAKindInAnAccountAndRegion) {
  AddFlow("a");
  EXPECT_TRUE(state_.resources.HasName(ResourceKind::kFlow, kOwn, "a"));
  EXPECT_FALSE(state_.resources.HasName(ResourceKind::kFlow, kOwn, "b"));
  EXPECT_FALSE(state_.resources.HasName(ResourceKind::kReservation, kOwn, "a"));
  EXPECT_FALSE(state_.resources.HasName(ResourceKind::kFlow, kOtherRegion, "a"));
}

TEST_F(ResourcesTest, APartOfEachKindIsFoundByItsArnAndByItsNameWithinItsParent) {
  const std::int64_t flow = AddFlow("a");
  const std::int64_t other = AddFlow("b");
  for (const KindRules& rules : KindTable()) {
    if (!rules.is_part) continue;
    SCOPED_TRACE(rules.name);
    const std::string name(rules.arn_type);
    const std::int64_t id = AddPart(rules.kind, flow, name);
    const auto found = state_.resources.Find(rules.kind, kOwn, name + "-arn");
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->id, id);
    EXPECT_EQ(found->parent_id, flow);
    EXPECT_EQ(found->name, name);
    EXPECT_EQ(state_.resources.FindPart(flow, rules.kind, name)->id, id);
    EXPECT_FALSE(state_.resources.FindPart(other, rules.kind, name).has_value());
    EXPECT_TRUE(state_.resources.HasPart(flow, rules.kind, name));
    EXPECT_FALSE(state_.resources.HasPart(other, rules.kind, name));
  }
}

TEST_F(ResourcesTest, PartsOfOneKindAreListedInOrderOfCreation) {
  const std::int64_t flow = AddFlow("a");
  const std::int64_t first = AddPart(ResourceKind::kFlowOutput, flow, "z");
  AddPart(ResourceKind::kFlowOutput, flow, "m");
  AddPart(ResourceKind::kFlowOutput, AddFlow("b"), "of another");
  AddPart(ResourceKind::kFlowSource, flow, "of another kind");
  AddPart(ResourceKind::kFlowOutput, flow, "a");
  EXPECT_EQ(PartsOf(flow), (Names{"z", "m", "a"}));
  EXPECT_EQ(state_.resources.CountParts(flow, ResourceKind::kFlowOutput), 3);
  state_.resources.Remove(first);
  EXPECT_EQ(PartsOf(flow), (Names{"m", "a"}));
}

TEST_F(ResourcesTest, ANameIsThereOnceAmongThePartsOfAKind) {
  const std::int64_t flow = AddFlow("a");
  AddPart(ResourceKind::kFlowSource, flow, "one");
  const auto add = [&](ResourceKind kind) {
    state_.resources.Insert(
        {.kind = kind, .parent_id = flow, .scope = kOwn, .arn = "x", .name = "one", .doc = "{}"});
  };
  EXPECT_THROW(add(ResourceKind::kFlowSource), DatabaseError);
  EXPECT_NO_THROW(add(ResourceKind::kFlowOutput));
}

TEST_F(ResourcesTest, KeepsANewDocument) {
  const std::int64_t flow = AddFlow("a");
  const std::int64_t other = AddFlow("b");
  state_.resources.SetDoc(flow, R"({"x":1})");
  EXPECT_EQ(state_.resources.Find(flow)->doc, R"({"x":1})");
  EXPECT_EQ(state_.resources.Find(other)->doc, "{}");
}

TEST_F(ResourcesTest, RemovesAnAccountsWithTheirPartsOrAll) {
  AddPart(ResourceKind::kFlowOutput, AddFlow("a"), "out");
  AddFlow("b", kOtherRegion);
  Add(ResourceKind::kReservation, "r");
  const std::int64_t other = AddFlow("c", kOtherAccount);
  using Counts = std::map<ResourceKind, std::int64_t>;
  EXPECT_EQ(state_.resources.RemoveAll(kOwn.account),
            (Counts{{ResourceKind::kFlow, 2}, {ResourceKind::kReservation, 1}}));
  EXPECT_FALSE(state_.resources.Find(kOwn, "out-arn").has_value());
  EXPECT_FALSE(state_.resources.Find(kOtherRegion, "b").has_value());
  EXPECT_TRUE(state_.resources.Find(other).has_value());
  AddFlow("d");
  EXPECT_EQ(state_.resources.RemoveAll(std::nullopt), (Counts{{ResourceKind::kFlow, 2}}));
  EXPECT_FALSE(state_.resources.Find(other).has_value());
}

}  // namespace
}  // namespace mediaconnect
