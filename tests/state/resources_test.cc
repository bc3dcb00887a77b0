#include "state/resources.h"

#include "tests/support/state.h"

namespace mediaconnect {
namespace {

class ResourcesTest : public StateTest {
 protected:
  std::vector<std::int64_t> List(std::int64_t after = 0, std::int64_t limit = 100,
                                 const Scope& scope = kOwn) {
    std::vector<std::int64_t> ids;
    for (const auto& one : state_.resources.List(ResourceKind::kFlow, scope, after, limit)) {
      ids.push_back(one.id);
    }
    return ids;
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
  using Ids = std::vector<std::int64_t>;
  const std::int64_t first = AddFlow("z");
  const std::int64_t second = AddFlow("y");
  AddFlow("other", kOtherAccount);
  const std::int64_t elsewhere = AddFlow("elsewhere", kOtherRegion);
  Add(ResourceKind::kReservation, "of another kind");
  const std::int64_t third = AddFlow("x");
  EXPECT_EQ(List(), (Ids{first, second, third}));
  EXPECT_EQ(List(0, 2), (Ids{first, second}));
  EXPECT_EQ(List(first), (Ids{second, third}));
  EXPECT_EQ(List(0, 100, kOtherRegion), Ids{elsewhere});
  EXPECT_EQ(state_.resources.CountIn(ResourceKind::kFlow, kOwn), 3);
}

TEST_F(ResourcesTest, AreListedWholeOfSeveralRegions) {
  const auto list = [&](const std::string& regions, std::int64_t after, std::int64_t limit) {
    return NamesOf(
        state_.resources.ListIn(ResourceKind::kFlow, kOwn.account, regions, after, limit));
  };
  const std::int64_t first = AddFlow("z");
  AddFlow("there", kOtherRegion);
  AddFlow("of another", kOtherAccount);
  Add(ResourceKind::kGateway, "gateway");
  AddPart(ResourceKind::kFlowSource, first, "part");
  AddFlow("a");
  EXPECT_EQ(list(R"(["us-east-1"])", 0, 10), (Names{"z", "a"}));
  EXPECT_EQ(list(R"(["us-east-1","eu-west-1"])", 0, 10), (Names{"z", "there", "a"}));
  EXPECT_EQ(list(R"(["us-east-1","eu-west-1"])", first, 1), Names{"there"});
  EXPECT_EQ(list("[]", 0, 10), Names{});
}

TEST_F(ResourcesTest, AResourceCanBeRenamed) {
  const std::int64_t id = AddFlow("old");
  AddFlow("other");
  state_.resources.Rename(id, "new");
  EXPECT_EQ(state_.resources.Find(id)->name, "new");
  EXPECT_TRUE(state_.resources.HasName(ResourceKind::kFlow, kOwn, "other"));
}

TEST_F(ResourcesTest, AreListedByWhatAListShowsOfThemOrElseByTheirDocument) {
  Resource flow = *state_.resources.Find(AddFlow("a"));
  flow.doc = R"({"x":1})";
  state_.resources.SetForms(flow);
  const auto list = [&] { return state_.resources.List(ResourceKind::kFlow, kOwn, 0, 1).front(); };
  EXPECT_EQ(list().form, R"({"x":1})");
  EXPECT_EQ(list().status, "STANDBY");
  flow.listed = R"({"short":1})";
  state_.resources.SetForms(flow);
  EXPECT_EQ(list().form, R"({"short":1})");
  flow.listed = std::nullopt;
  flow.doc = R"({"x":2})";
  state_.resources.SetForms(flow);
  EXPECT_EQ(list().form, R"({"short":1})");
}

TEST_F(ResourcesTest, ANameIsThatOfAKindInAnAccountAndRegion) {
  AddFlow("a");
  EXPECT_TRUE(state_.resources.HasName(ResourceKind::kFlow, kOwn, "a"));
  EXPECT_FALSE(state_.resources.HasName(ResourceKind::kFlow, kOwn, "b"));
  EXPECT_FALSE(state_.resources.HasName(ResourceKind::kReservation, kOwn, "a"));
  EXPECT_FALSE(state_.resources.HasName(ResourceKind::kFlow, kOtherRegion, "a"));
}

TEST_F(ResourcesTest, APartOfEachKindIsFoundByItsArn) {
  const std::int64_t flow = AddFlow("a");
  for (const KindRules& rules : KindTable()) {
    if (!rules.is_part) continue;
    SCOPED_TRACE(rules.name);
    const std::string name(rules.name);
    const std::int64_t id = AddPart(rules.kind, flow, name);
    const auto found = state_.resources.Find(rules.kind, kOwn, name + "-arn");
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->id, id);
    EXPECT_EQ(found->parent_id, flow);
    EXPECT_EQ(found->name, name);
  }
}

TEST_F(ResourcesTest, AWholeIsTheResourceAndThenItsParts) {
  const std::int64_t flow = AddFlow("a");
  AddPart(ResourceKind::kFlowSource, flow, "in");
  AddPart(ResourceKind::kFlowOutput, flow, "z");
  AddPart(ResourceKind::kFlowOutput, AddFlow("b"), "of another");
  AddPart(ResourceKind::kFlowOutput, flow, "m");
  EXPECT_EQ(NamesOf(Whole(kOwn, "a")), (Names{"a", "m", "z", "in"}));
  EXPECT_EQ(NamesOf(Whole(flow)), (Names{"a", "m", "z", "in"}));
  EXPECT_TRUE(Whole(kOtherRegion, "a").empty());
  const Resource part = Whole(flow).back();
  EXPECT_EQ(part.parent_id, flow);
  EXPECT_EQ(part.scope, kOwn);
  EXPECT_EQ(part.arn, "in-arn");
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
  Resource flow = *state_.resources.Find(AddFlow("a"));
  const std::int64_t other = AddFlow("b");
  flow.doc = R"({"x":1})";
  state_.resources.SetForms(flow);
  EXPECT_EQ(state_.resources.Find(flow.id)->doc, R"({"x":1})");
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
