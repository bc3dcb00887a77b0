// Starting and stopping bridges, and the instances that run them (rules 3.2, 3.3).
#include "tests/support/gateways.h"

namespace mediaconnect {
namespace {

class PlacementTest : public BridgeTest {
 protected:
  std::string InstanceOf(const std::string& bridge) {
    return DescribeBridge(bridge).Text("bridge.ingressGatewayBridge.instanceId");
  }
  bool HasInstance(const std::string& bridge) {
    return DescribeBridge(bridge).Has("bridge.ingressGatewayBridge.instanceId");
  }
  std::int64_t CountOf(const std::string& instance) {
    return Describe(instance).Number("gatewayInstance.runningBridgeCount");
  }
  void Lock(const std::string& instance, const std::string& placement = "LOCKED") {
    ASSERT_EQ(world_.Put("/v1/gateway-instances/" + instance, Json{{"bridgePlacement", placement}})
                  .status,
              200);
  }
  void Connect(const std::string& instance, const std::string& status) {
    ASSERT_EQ(
        world_
            .Put("/_mediaconnect/gateway-instances/" + instance, Json{{"connectionStatus", status}})
            .status,
        200);
  }
  std::string Running() {
    std::string arn = IngressArn();
    EXPECT_EQ(SetState(arn, "ACTIVE").status, 202);
    return arn;
  }
  void ExpectPending(const std::string& bridge) {
    const Answer answer = DescribeBridge(bridge);
    EXPECT_EQ(answer.Text("bridge.bridgeState"), "START_PENDING");
    ASSERT_EQ(answer.Size("bridge.bridgeMessages"), 1u);
    EXPECT_FALSE(answer.Text("bridge.bridgeMessages.0.code").empty());
    EXPECT_NE(answer.Text("bridge.bridgeMessages.0.message").find("CONNECTED"), std::string::npos);
    EXPECT_FALSE(answer.Has("bridge.ingressGatewayBridge.instanceId"));
  }
};

TEST_F(PlacementTest, AStartedBridgeRunsOnAnInstanceUntilItHasStopped) {
  const std::string instance = RegisterOne(gateway_, "mi-1");
  const std::string arn = IngressArn();
  EXPECT_FALSE(HasInstance(arn));
  const Answer started = SetState(arn, "ACTIVE");
  EXPECT_EQ(started.status, 202) << started.body;
  EXPECT_EQ(started.Text("bridgeArn"), arn);
  EXPECT_EQ(started.Text("desiredState"), "ACTIVE");
  EXPECT_EQ(StateOf(arn), "ACTIVE");
  EXPECT_EQ(InstanceOf(arn), "mi-1");
  EXPECT_EQ(CountOf(instance), 1);
  EXPECT_EQ(DescribeBridge(arn).Size("bridge.bridgeMessages"), 0u);
  const Answer stopped = SetState(arn, "STANDBY");
  EXPECT_EQ(stopped.status, 202) << stopped.body;
  EXPECT_EQ(stopped.Text("desiredState"), "STANDBY");
  EXPECT_EQ(StateOf(arn), "STANDBY");
  EXPECT_FALSE(HasInstance(arn));
  EXPECT_EQ(CountOf(instance), 0);
}

TEST_F(PlacementTest, ItIsStartingDeployingActiveAndStopping) {
  world_.settings.transition_delay_ms = 1000;
  RegisterOne(gateway_);
  const std::string arn = Running();
  EXPECT_EQ(StateOf(arn), "STARTING");
  world_.clock.Advance(500);
  EXPECT_EQ(StateOf(arn), "DEPLOYING");
  world_.clock.Advance(500);
  EXPECT_EQ(StateOf(arn), "ACTIVE");
  EXPECT_EQ(world_.Put(Path(arn), Json{}).Text("bridge.bridgeState"), "UPDATING");
  world_.clock.Advance(1000);
  EXPECT_EQ(StateOf(arn), "ACTIVE");
  EXPECT_EQ(SetState(arn, "STANDBY").status, 202);
  EXPECT_EQ(StateOf(arn), "STOPPING");
  EXPECT_TRUE(HasInstance(arn));
  world_.clock.Advance(1000);
  EXPECT_EQ(StateOf(arn), "STANDBY");
}

TEST_F(PlacementTest, WithoutAnInstanceItWaitsForOne) {
  const std::string arn = Running();
  ExpectPending(arn);
  EXPECT_EQ(SetState(arn, "STANDBY").status, 202);  // decision 22
  EXPECT_EQ(StateOf(arn), "STANDBY");
  EXPECT_EQ(DescribeBridge(arn).Size("bridge.bridgeMessages"), 0u);
  SetState(arn, "ACTIVE");
  RegisterOne(CreateGateway("other"), "mi-1");
  ExpectPending(arn);
  RegisterOne(gateway_, "mi-2");
  EXPECT_EQ(StateOf(arn), "ACTIVE");
  EXPECT_EQ(InstanceOf(arn), "mi-2");
}

TEST_F(PlacementTest, TheInstanceThatRunsTheFewestTakesIt) {
  const std::string one = RegisterOne(gateway_, "mi-1");
  const std::string two = RegisterOne(gateway_, "mi-2");
  const std::string first = Running();
  EXPECT_EQ(InstanceOf(first), "mi-1");
  EXPECT_EQ(InstanceOf(Running()), "mi-2");
  EXPECT_EQ(InstanceOf(Running()), "mi-1");
  SetState(first, "STANDBY");
  EXPECT_EQ(CountOf(one), 1);
  EXPECT_EQ(CountOf(two), 1);
}

TEST_F(PlacementTest, ALockedInstanceKeepsWhatItRunsAndTakesNothingNew) {
  const std::string instance = RegisterOne(gateway_, "mi-1");
  const std::string kept = Running();
  Lock(instance);
  EXPECT_EQ(StateOf(kept), "ACTIVE");
  EXPECT_EQ(InstanceOf(kept), "mi-1");
  const std::string pending = Running();
  ExpectPending(pending);
  Lock(instance, "AVAILABLE");
  EXPECT_EQ(StateOf(pending), "ACTIVE");
  EXPECT_EQ(InstanceOf(pending), "mi-1");
}

TEST_F(PlacementTest, WhenItsInstanceIsLostItMovesToAnother) {
  const std::string one = RegisterOne(gateway_, "mi-1");
  const std::string bridge = Running();
  const std::string two = RegisterOne(gateway_, "mi-2");
  Connect(one, "DISCONNECTED");
  EXPECT_EQ(StateOf(bridge), "ACTIVE");
  EXPECT_EQ(InstanceOf(bridge), "mi-2");
  EXPECT_EQ(CountOf(one), 0);
  EXPECT_EQ(world_.Delete("/_mediaconnect/gateway-instances/" + two).status, 204);
  ExpectPending(bridge);  // the first is not back
  Connect(one, "CONNECTED");
  EXPECT_EQ(StateOf(bridge), "ACTIVE");
  EXPECT_EQ(InstanceOf(bridge), "mi-1");
}

TEST_F(PlacementTest, ItMovesNeitherToALockedNorToADisconnectedInstance) {
  const std::string one = RegisterOne(gateway_, "mi-1");
  const std::string bridge = Running();
  Lock(RegisterOne(gateway_, "mi-2"));
  Connect(RegisterOne(gateway_, "mi-3"), "DISCONNECTED");
  const std::string leaving = RegisterOne(gateway_, "mi-4");
  SetStatus(leaving, "DEREGISTERING");
  const std::string failed = RegisterOne(gateway_, "mi-5");
  SetStatus(failed, "REGISTRATION_ERROR");
  Connect(one, "DISCONNECTED");
  ExpectPending(bridge);
}

TEST_F(PlacementTest, AMoveTakesTime) {
  const std::string one = RegisterOne(gateway_, "mi-1");
  const std::string arn = Running();
  RegisterOne(gateway_, "mi-2");
  world_.settings.transition_delay_ms = 1000;
  world_.Delete("/_mediaconnect/gateway-instances/" + one);
  EXPECT_EQ(StateOf(arn), "STARTING");
  EXPECT_EQ(InstanceOf(arn), "mi-2");
  world_.clock.Advance(1000);
  EXPECT_EQ(StateOf(arn), "ACTIVE");
}

TEST_F(PlacementTest, OneThatIsStoppingIsNotStartedElsewhere) {
  const std::string one = RegisterOne(gateway_, "mi-1");
  const std::string arn = Running();
  RegisterOne(gateway_, "mi-2");
  world_.settings.transition_delay_ms = 1000;
  SetState(arn, "STANDBY");
  const std::string path = "/v1/gateway-instances/" + one;
  ExpectError(world_.Delete(path), 409, "ConflictException", {one, "bridges (1)", "force"});
  EXPECT_EQ(world_.Delete(path + "?force=true").status, 202);
  EXPECT_EQ(StateOf(arn), "STOPPING");
  EXPECT_FALSE(HasInstance(arn));
  world_.clock.Advance(1000);
  EXPECT_EQ(StateOf(arn), "STANDBY");
}

TEST_F(PlacementTest, AnInstanceThatRunsBridgesIsDeregisteredByForceOnly) {
  const std::string one = RegisterOne(gateway_, "mi-1");
  const std::string bridge = Running();
  const std::string path = "/v1/gateway-instances/" + one;
  for (const char* query : {"", "?force=false"}) {
    ExpectError(world_.Delete(path + query), 409, "ConflictException",
                {one, "bridges (1)", "force=true"});
  }
  const Answer forced = world_.Delete(path + "?force=true");
  EXPECT_EQ(forced.status, 202) << forced.body;
  EXPECT_EQ(forced.Text("instanceState"), "DEREGISTERING");
  ExpectPending(bridge);
  RegisterOne(gateway_, "mi-2");
  EXPECT_EQ(InstanceOf(bridge), "mi-2");
  SetState(bridge, "STANDBY");
  EXPECT_EQ(world_.Delete("/v1/gateway-instances/" + gateway_ + ":instance:mi-2").status, 202);
}

TEST_F(PlacementTest, AGatewayWithBridgesStays) {
  const std::string bridge = IngressArn();
  ExpectError(world_.Delete("/v1/gateways/" + gateway_), 409, "ConflictException",
              {gateway_, "bridges (1)", "ListBridges"});
  EXPECT_EQ(world_.Delete(Path(bridge)).status, 200);
  EXPECT_EQ(world_.Delete("/v1/gateways/" + gateway_).status, 200);
}

}  // namespace
}  // namespace mediaconnect
