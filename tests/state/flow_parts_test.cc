#include "state/flow_parts.h"

#include "tests/support/state.h"

namespace mediaconnect {
namespace {

class FlowPartsTest : public StateTest {};

TEST_F(FlowPartsTest, EachKindIsFoundByItsArnAndByItsNameWithinTheFlow) {
  const std::int64_t flow = AddFlow("a");
  const std::int64_t other = AddFlow("b");
  for (FlowPartStore* store : {&state_.sources, static_cast<FlowPartStore*>(&state_.outputs),
                               static_cast<FlowPartStore*>(&state_.entitlements),
                               &state_.media_streams, &state_.vpc_interfaces}) {
    const std::int64_t id = AddPart(*store, flow, "one");
    const auto found = store->Find(kOwn, "one-arn");
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->id, id);
    EXPECT_EQ(found->flow_id, flow);
    EXPECT_EQ(found->name, "one");
    EXPECT_EQ(store->FindByName(flow, "one")->id, id);
    EXPECT_FALSE(store->FindByName(other, "one").has_value());
    EXPECT_FALSE(store->Find(kOtherAccount, "one-arn").has_value());
    EXPECT_TRUE(store->HasName(flow, "one"));
    EXPECT_FALSE(store->HasName(other, "one"));
  }
}

TEST_F(FlowPartsTest, AFlowsPartsAreListedInOrderOfCreation) {
  const std::int64_t flow = AddFlow("a");
  const std::int64_t middle = AddPart(state_.outputs, flow, "z");
  AddPart(state_.outputs, flow, "m");
  AddPart(state_.outputs, AddFlow("b"), "of another");
  AddPart(state_.outputs, flow, "a");
  EXPECT_EQ(NamesOf(state_.outputs.ListOf(flow)), (Names{"z", "m", "a"}));
  EXPECT_EQ(state_.outputs.CountOf(flow), 3);
  state_.outputs.Remove(middle);
  EXPECT_EQ(NamesOf(state_.outputs.ListOf(flow)), (Names{"m", "a"}));
}

TEST_F(FlowPartsTest, ANameIsThereOnceInAFlow) {
  const std::int64_t flow = AddFlow("a");
  AddPart(state_.sources, flow, "one");
  EXPECT_THROW(state_.sources.Insert(
                   {.flow_id = flow, .scope = kOwn, .arn = "x", .name = "one", .doc = "{}"}),
               DatabaseError);
}

TEST_F(FlowPartsTest, KeepsANewDocument) {
  const std::int64_t flow = AddFlow("a");
  const std::int64_t one = AddPart(state_.outputs, flow, "one");
  AddPart(state_.outputs, flow, "two");
  state_.outputs.SetDoc(one, R"({"x":1})");
  EXPECT_EQ(state_.outputs.FindByName(flow, "one")->doc, R"({"x":1})");
  EXPECT_EQ(state_.outputs.FindByName(flow, "two")->doc, "{}");
}

// An originator's flow with an entitlement, and a subscriber's flow that uses it.
class EntitlementUseTest : public StateTest {
 protected:
  std::optional<FlowOutputStore::Use> Use() { return state_.outputs.UseOf(entitlement_); }

  const std::int64_t originator_ = AddFlow("originator");
  const std::int64_t entitlement_ = AddPart(state_.entitlements, originator_, "grant");
  const std::int64_t subscriber_ = AddFlow("subscriber", kOtherAccount);
  const std::int64_t source_ = AddPart(state_.sources, subscriber_, "in", kOtherAccount);
  const std::int64_t output_ = AddPart(state_.outputs, originator_, "out");
};

TEST_F(EntitlementUseTest, AnEntitlementKnowsWhoUsesIt) {
  EXPECT_FALSE(Use().has_value());
  state_.outputs.LinkToEntitlement(output_, entitlement_, source_);
  ASSERT_TRUE(Use().has_value());
  EXPECT_EQ(Use()->output_id, output_);
  EXPECT_EQ(Use()->source_id, source_);
  EXPECT_EQ(Use()->subscriber, kOtherAccount);
}

TEST_F(EntitlementUseTest, TheOutputGoesWithTheEntitlementAndWithTheSubscribersFlow) {
  state_.outputs.LinkToEntitlement(output_, entitlement_, source_);
  state_.entitlements.Remove(entitlement_);
  EXPECT_EQ(state_.outputs.CountOf(originator_), 0);
  const std::int64_t second = AddPart(state_.entitlements, originator_, "second");
  state_.outputs.LinkToEntitlement(AddPart(state_.outputs, originator_, "out"), second, source_);
  state_.flows.RemoveAll(kOtherAccount.account);
  EXPECT_EQ(state_.outputs.CountOf(originator_), 0);
  EXPECT_TRUE(state_.flows.Find(originator_).has_value());
}

TEST_F(EntitlementUseTest, TheOutputThatASourceMadeCanBeRemoved) {
  const std::int64_t own = AddPart(state_.outputs, originator_, "own");
  state_.outputs.LinkToEntitlement(output_, entitlement_, source_);
  state_.outputs.RemoveMadeBySource(source_);
  const auto left = state_.outputs.ListOf(originator_);
  ASSERT_EQ(left.size(), 1u);
  EXPECT_EQ(left[0].id, own);
}

}  // namespace
}  // namespace mediaconnect
