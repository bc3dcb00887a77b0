#include "state/placements.h"

#include "tests/support/state.h"

namespace mediaconnect {
namespace {

class PlacementStoreTest : public StateTest {
 protected:
  static constexpr ResourceKind kInstance = ResourceKind::kGatewayInstance;

  std::int64_t Place(ResourceKind kind, const std::string& name, std::int64_t gateway) {
    const std::int64_t id = Add(kind, name);
    state_.placements.Place(id, gateway);
    return id;
  }

  const std::int64_t gateway_ = Add(ResourceKind::kGateway, "gateway");
  const std::int64_t other_ = Add(ResourceKind::kGateway, "other");
};

TEST_F(PlacementStoreTest, CountsAndListsAKindOnAGatewayInOrderOfCreation) {
  const std::int64_t first = Place(kInstance, "z", gateway_);
  Place(kInstance, "of the other", other_);
  Place(ResourceKind::kReservation, "of another kind", gateway_);
  const std::int64_t second = Place(kInstance, "a", gateway_);
  EXPECT_EQ(state_.placements.CountOn(gateway_, kInstance), 2);
  const auto ids = [&](std::int64_t after, std::int64_t limit) {
    std::vector<std::int64_t> listed;
    for (const auto& one : state_.placements.ListOn(gateway_, kInstance, after, limit)) {
      listed.push_back(one.id);
    }
    return listed;
  };
  EXPECT_EQ(ids(0, 10), (std::vector<std::int64_t>{first, second}));
  EXPECT_EQ(ids(0, 1), std::vector<std::int64_t>{first});
  EXPECT_EQ(ids(first, 10), std::vector<std::int64_t>{second});
  EXPECT_EQ(NamesOf(state_.placements.FindOn(gateway_, kInstance)), (Names{"z", "a"}));
  EXPECT_EQ(state_.placements.GatewayOf(first), gateway_);
}

TEST_F(PlacementStoreTest, AnInstanceRunsABridgeUntilTheBridgeIsInStandby) {
  const std::int64_t instance = Place(kInstance, "mi-1", gateway_);
  const std::int64_t one = Place(ResourceKind::kBridge, "z", gateway_);
  const std::int64_t two = Place(ResourceKind::kBridge, "a", gateway_);
  EXPECT_EQ(state_.placements.InstanceOf(one), std::nullopt);
  state_.placements.SetInstance(two, instance);
  state_.placements.SetInstance(one, instance);
  EXPECT_EQ(state_.placements.InstanceOf(one), "mi-1");
  EXPECT_EQ(state_.placements.CountRunBy(instance), 2);
  EXPECT_EQ(NamesOf(state_.placements.FindRunBy(instance)), (Names{"z", "a"}));
  EXPECT_EQ(state_.placements.ListRunBy(instance, 0, 1).at(0).id, one);
  EXPECT_EQ(state_.placements.ListRunBy(instance, one, 10).at(0).id, two);
  {
    State::Transaction transaction(state_, false);
    state_.lifecycle.Begin(
        *state_.resources.Find(one),
        {BridgeState::kStopping, {BridgeState::kStandby, clock_.NowMilliseconds()}});
    transaction.Commit();
  }
  EXPECT_EQ(state_.placements.CountRunBy(instance), 2);
  state_.Settle();
  EXPECT_EQ(state_.placements.InstanceOf(one), std::nullopt);
  EXPECT_EQ(state_.placements.InstanceOf(two), "mi-1");
  state_.placements.SetInstance(two, std::nullopt);
  EXPECT_EQ(state_.placements.CountRunBy(instance), 0);
}

TEST_F(PlacementStoreTest, AnInstanceThatIsRemovedRunsNothing) {
  const std::int64_t instance = Place(kInstance, "mi-1", gateway_);
  const std::int64_t bridge = Place(ResourceKind::kBridge, "a", gateway_);
  state_.placements.SetInstance(bridge, instance);
  state_.resources.Remove(instance);
  EXPECT_EQ(state_.placements.InstanceOf(bridge), std::nullopt);
  EXPECT_EQ(state_.placements.GatewayOf(bridge), gateway_);
}

TEST_F(PlacementStoreTest, AGatewayIsNotRemovedBeforeWhatIsOnIt) {
  const std::int64_t instance = Place(kInstance, "a", gateway_);
  EXPECT_THROW(state_.resources.Remove(gateway_), DatabaseError);
  state_.resources.Remove(instance);
  EXPECT_NO_THROW(state_.resources.Remove(gateway_));
}

TEST_F(PlacementStoreTest, ItTakesItsDeregisteredInstancesWithIt) {
  const std::int64_t instance = Place(kInstance, "a", gateway_);
  Place(kInstance, "b", gateway_);
  EXPECT_EQ(state_.placements.CountOn(gateway_, kInstance), 2);
  state_.lifecycle.Begin(state_.resources.Find(instance).value(),
                         Lifecycle::Course(InstanceState::kDeregistered));
  EXPECT_EQ(state_.placements.CountOn(gateway_, kInstance, "DEREGISTERED"), 1);
  EXPECT_THROW(state_.resources.Remove(gateway_), DatabaseError);
  state_.lifecycle.Begin(state_.placements.FindOn(gateway_, kInstance).back(),
                         Lifecycle::Course(InstanceState::kDeregistered));
  EXPECT_NO_THROW(state_.resources.Remove(gateway_));
  EXPECT_FALSE(state_.resources.Find(instance).has_value());
}

TEST_F(PlacementStoreTest, AResetRemovesBothAtOnce) {
  Place(kInstance, "a", gateway_);
  state_.resources.RemoveAll(kOwn.account);
  EXPECT_EQ(state_.placements.CountOn(gateway_, kInstance), 0);
}

}  // namespace
}  // namespace mediaconnect
