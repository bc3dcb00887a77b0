#include "state/routers.h"

#include "tests/support/state.h"

namespace mediaconnect {
namespace {

class RouterStoreTest : public StateTest {
 protected:
  std::int64_t AddUser(ResourceKind kind, const std::string& name, std::int64_t interface) {
    const std::int64_t id = Add(kind, name);
    state_.routers.Attach(id, interface);
    return id;
  }

  const std::int64_t interface_ = Add(ResourceKind::kRouterNetworkInterface, "interface");
  const std::int64_t other_ = Add(ResourceKind::kRouterNetworkInterface, "other");
};

TEST_F(RouterStoreTest, KnowsWhatUsesAnInterface) {
  const std::int64_t first = AddUser(ResourceKind::kRouterInput, "z", interface_);
  AddUser(ResourceKind::kRouterOutput, "a", interface_);
  AddUser(ResourceKind::kRouterOutput, "b", interface_);
  AddUser(ResourceKind::kRouterOutput, "of the other", other_);
  EXPECT_EQ(state_.routers.CountAttached(interface_, ResourceKind::kRouterInput), 1);
  EXPECT_EQ(state_.routers.CountAttached(interface_, ResourceKind::kRouterOutput), 2);
  EXPECT_EQ(NamesOf(state_.routers.FindAttached(interface_)), (Names{"z", "a", "b"}));
  state_.resources.Remove(first);
  EXPECT_EQ(state_.routers.CountAttached(interface_, ResourceKind::kRouterInput), 0);
  EXPECT_EQ(NamesOf(state_.routers.FindAttached(interface_)), (Names{"a", "b"}));
}

TEST_F(RouterStoreTest, AnInterfaceGoesAfterWhatUsesIt) {
  AddUser(ResourceKind::kRouterInput, "in", interface_);
  EXPECT_THROW(state_.resources.Remove(interface_), DatabaseError);
  EXPECT_TRUE(state_.resources.Find(interface_));
  state_.resources.RemoveAll(std::nullopt);
  EXPECT_FALSE(state_.resources.Find(interface_));
}

TEST_F(RouterStoreTest, KnowsWhichOutputsTakeAnInput) {
  const std::int64_t input = Add(ResourceKind::kRouterInput, "input");
  const std::int64_t another = Add(ResourceKind::kRouterInput, "another");
  const std::int64_t first = Add(ResourceKind::kRouterOutput, "z");
  const std::int64_t second = Add(ResourceKind::kRouterOutput, "a");
  const std::int64_t of_first = AddPart(ResourceKind::kRouterRoute, first, "r1");
  EXPECT_EQ(state_.routers.FindRoute(second), std::nullopt);
  const std::int64_t of_second = AddPart(ResourceKind::kRouterRoute, second, "r2");
  EXPECT_EQ(state_.routers.FindTaken(of_second), std::nullopt);
  state_.routers.Take(of_second, input);
  state_.routers.Take(of_first, input);
  EXPECT_EQ(state_.routers.FindRoute(first)->id, of_first);
  EXPECT_EQ(state_.routers.FindTaken(of_first)->id, input);
  EXPECT_EQ(state_.routers.CountTakers(input), 2);
  EXPECT_EQ(NamesOf(state_.routers.FindTakers(input)), (Names{"z", "a"}));
  state_.routers.Take(of_first, another);
  EXPECT_EQ(NamesOf(state_.routers.FindTakers(input)), Names{"a"});
  EXPECT_EQ(NamesOf(state_.routers.FindTakers(another)), Names{"z"});
  EXPECT_THROW(state_.resources.Remove(input), DatabaseError);
  state_.resources.Remove(second);
  EXPECT_EQ(state_.routers.CountTakers(input), 0);
  state_.resources.Remove(input);
  state_.resources.RemoveAll(std::nullopt);
}

}  // namespace
}  // namespace mediaconnect
