#include "state/entitlements.h"

#include "tests/support/state.h"

namespace mediaconnect {
namespace {

class EntitlementStoreTest : public StateTest {
 protected:
  FlowPart Grant(std::int64_t flow, const std::string& name,
                 const std::vector<std::string>& accounts) {
    AddPart(state_.entitlements, flow, name);
    FlowPart entitlement = *state_.entitlements.FindByName(flow, name);
    state_.entitlements.SetSubscribers(entitlement, accounts);
    return entitlement;
  }
  Names ListGrantedTo(const Scope& subscriber, std::int64_t after = 0, std::int64_t limit = 100) {
    return NamesOf(state_.entitlements.ListGrantedTo(subscriber, after, limit));
  }
  // Makes a flow of kOtherAccount whose source is the entitlement.
  std::int64_t Subscribe(const FlowPart& entitlement, const std::string& name) {
    const std::int64_t flow = AddFlow(name, kOtherAccount);
    const std::int64_t source = AddPart(state_.sources, flow, name, kOtherAccount);
    const std::int64_t output = AddPart(state_.outputs, entitlement.flow_id, name);
    state_.outputs.LinkToEntitlement(output, entitlement.id, source);
    return flow;
  }

  const std::int64_t flow_ = AddFlow("originator");
};

TEST_F(EntitlementStoreTest, IsGrantedToTheAccountsThatWereSetLast) {
  const FlowPart entitlement = Grant(flow_, "e", {"444455556666", "777788889999"});
  EXPECT_TRUE(state_.entitlements.IsGrantedTo(entitlement.id, "444455556666"));
  EXPECT_FALSE(state_.entitlements.IsGrantedTo(entitlement.id, "111122223333"));
  state_.entitlements.SetSubscribers(entitlement, {"777788889999"});
  EXPECT_FALSE(state_.entitlements.IsGrantedTo(entitlement.id, "444455556666"));
  EXPECT_TRUE(state_.entitlements.IsGrantedTo(entitlement.id, "777788889999"));
}

TEST_F(EntitlementStoreTest, ListsWhatASubscriberWasGrantedInTheEntitlementsRegion) {
  const FlowPart first = Grant(flow_, "z", {kOtherAccount.account});
  Grant(flow_, "not for it", {"777788889999"});
  Grant(flow_, "a", {kOtherAccount.account});
  EXPECT_EQ(ListGrantedTo(kOtherAccount), (Names{"z", "a"}));
  EXPECT_EQ(ListGrantedTo(kOtherAccount, 0, 1), Names{"z"});
  EXPECT_EQ(ListGrantedTo(kOtherAccount, first.id), Names{"a"});
  EXPECT_EQ(ListGrantedTo({kOtherAccount.account, "eu-west-1"}), Names{});
}

TEST_F(EntitlementStoreTest, AFlowIsFedByItselfAndOverEntitlementsInUse) {
  const std::int64_t second = Subscribe(Grant(flow_, "one", {kOtherAccount.account}), "second");
  AddPart(state_.entitlements, second, "two", kOtherAccount);
  const FlowPart next = *state_.entitlements.FindByName(second, "two");
  const std::int64_t third = Subscribe(next, "third");
  EXPECT_TRUE(state_.entitlements.IsFedBy(flow_, flow_));
  EXPECT_TRUE(state_.entitlements.IsFedBy(second, flow_));
  EXPECT_TRUE(state_.entitlements.IsFedBy(third, flow_));
  EXPECT_FALSE(state_.entitlements.IsFedBy(flow_, third));
  EXPECT_FALSE(state_.entitlements.IsFedBy(AddFlow("alone"), flow_));
}

}  // namespace
}  // namespace mediaconnect
