#include "state/entitlements.h"

#include "tests/support/state.h"

namespace mediaconnect {
namespace {

class EntitlementStoreTest : public StateTest {
 protected:
  Resource Grant(std::int64_t flow, const std::string& name,
                 const std::vector<std::string>& accounts) {
    Resource entitlement =
        *state_.resources.Find(AddPart(ResourceKind::kFlowEntitlement, flow, name));
    state_.entitlements.SetSubscribers(entitlement, accounts);
    return entitlement;
  }
  Names ListGrantedTo(const Scope& subscriber, std::int64_t after = 0, std::int64_t limit = 100) {
    Names names;
    for (const auto& one : state_.entitlements.ListGrantedTo(subscriber, after, limit)) {
      names.push_back(state_.resources.Find(one.id)->name);
    }
    return names;
  }
  // Makes a flow of kOtherAccount whose source is the entitlement.
  std::int64_t Subscribe(const Resource& entitlement, const std::string& name) {
    const std::int64_t flow = AddFlow(name, kOtherAccount);
    const std::int64_t source = AddPart(ResourceKind::kFlowSource, flow, name, kOtherAccount);
    const std::int64_t output =
        AddPart(ResourceKind::kFlowOutput, entitlement.parent_id.value(), name);
    state_.entitlements.SetUse(entitlement.id, output, source);
    return flow;
  }

  const std::int64_t flow_ = AddFlow("originator");
};

TEST_F(EntitlementStoreTest, IsGrantedToTheAccountsThatWereSetLast) {
  const Resource entitlement = Grant(flow_, "e", {"444455556666", "777788889999"});
  EXPECT_TRUE(state_.entitlements.IsGrantedTo(entitlement.id, "444455556666"));
  EXPECT_FALSE(state_.entitlements.IsGrantedTo(entitlement.id, "111122223333"));
  state_.entitlements.SetSubscribers(entitlement, {"777788889999"});
  EXPECT_FALSE(state_.entitlements.IsGrantedTo(entitlement.id, "444455556666"));
  EXPECT_TRUE(state_.entitlements.IsGrantedTo(entitlement.id, "777788889999"));
}

TEST_F(EntitlementStoreTest, ListsWhatASubscriberWasGrantedInTheEntitlementsRegion) {
  const Resource first = Grant(flow_, "z", {kOtherAccount.account});
  Grant(flow_, "not for it", {"777788889999"});
  Grant(flow_, "a", {kOtherAccount.account});
  EXPECT_EQ(ListGrantedTo(kOtherAccount), (Names{"z", "a"}));
  EXPECT_EQ(ListGrantedTo(kOtherAccount, 0, 1), Names{"z"});
  EXPECT_EQ(ListGrantedTo(kOtherAccount, first.id), Names{"a"});
  EXPECT_EQ(ListGrantedTo({kOtherAccount.account, "eu-west-1"}), Names{});
}

TEST_F(EntitlementStoreTest, GrantsGoWithTheirEntitlement) {
  Grant(flow_, "a", {"444455556666"});
  state_.resources.Remove(flow_);
  Database::Statement count(state_.database, "SELECT count(*) FROM entitlement_grants");
  auto query = count();
  ASSERT_TRUE(query.Step());
  EXPECT_EQ(query.Int(0), 0);
}

TEST_F(EntitlementStoreTest, AFlowIsFedByItselfAndOverEntitlementsInUse) {
  const std::int64_t second = Subscribe(Grant(flow_, "one", {kOtherAccount.account}), "second");
  const Resource next =
      *state_.resources.Find(AddPart(ResourceKind::kFlowEntitlement, second, "two", kOtherAccount));
  const std::int64_t third = Subscribe(next, "third");
  EXPECT_TRUE(state_.entitlements.IsFedBy(flow_, flow_));
  EXPECT_TRUE(state_.entitlements.IsFedBy(second, flow_));
  EXPECT_TRUE(state_.entitlements.IsFedBy(third, flow_));
  EXPECT_FALSE(state_.entitlements.IsFedBy(flow_, third));
  EXPECT_FALSE(state_.entitlements.IsFedBy(AddFlow("alone"), flow_));
}

// An originator's flow with an entitlement, and a subscriber's flow that uses it.
class EntitlementUseTest : public StateTest {
 protected:
  std::optional<EntitlementStore::Use> Use() { return state_.entitlements.UseOf(entitlement_); }
  Names Outputs() {
    Names names;
    for (const Resource& one : Whole(originator_)) {
      if (one.kind == ResourceKind::kFlowOutput) names.push_back(one.name);
    }
    return names;
  }

  const std::int64_t originator_ = AddFlow("originator");
  const std::int64_t entitlement_ = AddPart(ResourceKind::kFlowEntitlement, originator_, "grant");
  const std::int64_t subscriber_ = AddFlow("subscriber", kOtherAccount);
  const std::int64_t source_ = AddPart(ResourceKind::kFlowSource, subscriber_, "in", kOtherAccount);
  const std::int64_t output_ = AddPart(ResourceKind::kFlowOutput, originator_, "out");
};

TEST_F(EntitlementUseTest, AnEntitlementKnowsWhoUsesIt) {
  EXPECT_FALSE(Use().has_value());
  state_.entitlements.SetUse(entitlement_, output_, source_);
  ASSERT_TRUE(Use().has_value());
  EXPECT_EQ(Use()->output_id, output_);
  EXPECT_EQ(Use()->source_id, source_);
  EXPECT_EQ(Use()->subscriber, kOtherAccount);
}

TEST_F(EntitlementUseTest, TheOutputGoesWithTheEntitlementAndWithTheSubscribersFlow) {
  state_.entitlements.SetUse(entitlement_, output_, source_);
  state_.resources.Remove(entitlement_);
  EXPECT_EQ(Outputs(), Names{});
  const std::int64_t second = AddPart(ResourceKind::kFlowEntitlement, originator_, "second");
  state_.entitlements.SetUse(second, AddPart(ResourceKind::kFlowOutput, originator_, "out"),
                             source_);
  state_.resources.RemoveAll(kOtherAccount.account);
  EXPECT_EQ(Outputs(), Names{});
  EXPECT_TRUE(state_.resources.Find(originator_).has_value());
}

TEST_F(EntitlementUseTest, TheUseGoesWithTheOutput) {
  state_.entitlements.SetUse(entitlement_, output_, source_);
  state_.resources.Remove(output_);
  EXPECT_FALSE(Use().has_value());
}

TEST_F(EntitlementUseTest, TheOutputThatFeedsASourceCanBeRemoved) {
  AddPart(ResourceKind::kFlowOutput, originator_, "own");
  state_.entitlements.SetUse(entitlement_, output_, source_);
  state_.entitlements.RemoveOutputTo(source_);
  EXPECT_EQ(Outputs(), Names{"own"});
}

}  // namespace
}  // namespace mediaconnect
