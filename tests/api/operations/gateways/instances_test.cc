// Gateway instances, and the control operations that make them (rules 3.3).
#include "tests/support/gateways.h"

namespace mediaconnect {
namespace {

class InstancesTest : public GatewayTest {
 protected:
  static constexpr const char* kMachines = "/_mediaconnect/gateway-instances";

  const std::string gateway_ = CreateGateway();
};

TEST_F(InstancesTest, AMachineRegistersAndIsActive) {
  const Answer registered = Register(gateway_, "mi-0123456789abcdef0");
  ASSERT_EQ(registered.status, 201) << registered.body;
  const std::string arn = registered.Text("gatewayInstanceArn");
  EXPECT_EQ(arn, gateway_ + ":instance:mi-0123456789abcdef0");
  const Answer instance = Describe(arn);
  ASSERT_EQ(instance.status, 200) << instance.body;
  EXPECT_EQ(instance.At("gatewayInstance"),
            json::Parse(R"({"gatewayArn":")" + gateway_ + R"(","gatewayInstanceArn":")" + arn +
                        R"(","instanceId":"mi-0123456789abcdef0",
      "connectionStatus":"CONNECTED","bridgePlacement":"AVAILABLE","instanceState":"ACTIVE",
      "instanceMessages":[],"runningBridgeCount":0})")
                .node());
}

TEST_F(InstancesTest, ItIsGivenAnIdIfItHasNone) {
  const Answer registered = world_.Post(kMachines, Json{{"gatewayArn", gateway_}});
  ASSERT_EQ(registered.status, 201) << registered.body;
  const std::string id =
      Describe(registered.Text("gatewayInstanceArn")).Text("gatewayInstance.instanceId");
  EXPECT_EQ(id.size(), 20u);
  EXPECT_EQ(id.substr(0, 3), "mi-");
}

TEST_F(InstancesTest, ItRegistersOnceWithAnActiveGateway) {
  EXPECT_EQ(Register(gateway_, "mi-1").status, 201);
  ExpectError(Register(gateway_, "mi-1"), 400, "BadRequestException", {"instanceId", "mi-1"});
  for (const std::string id : {"i-1", "mi-", "mi-A", "mi-a/b"}) {
    ExpectError(Register(gateway_, id), 400, "BadRequestException", {"instanceId", id});
  }
  const std::string missing = gateway_.substr(0, gateway_.rfind(':')) + ":other";
  ExpectError(Register(missing, "mi-1"), 400, "BadRequestException", {"gatewayArn", missing});
  ExpectError(Register("nonsense", "mi-1"), 400, "BadRequestException", "nonsense");
  SetStatus(gateway_, "DELETING");
  ExpectError(Register(gateway_, "mi-2"), 400, "BadRequestException", {gateway_, "DELETING"});
}

TEST_F(InstancesTest, TheyAreListedAlsoOfOneGateway) {
  const std::string other = CreateGateway("other");
  for (int i = 0; i < 11; ++i) RegisterOne(gateway_, "mi-" + std::to_string(i));
  const std::string of_other = RegisterOne(other, "mi-1");
  const std::string path = "/v1/gateway-instances";
  const Answer first = world_.Get(path + "?filterArn=" + gateway_);
  ASSERT_EQ(first.Size("instances"), 10u);
  EXPECT_EQ(first.Text("instances.0.gatewayArn"), gateway_);
  EXPECT_EQ(first.Text("instances.0.gatewayInstanceArn"), gateway_ + ":instance:mi-0");
  EXPECT_EQ(first.Text("instances.0.instanceId"), "mi-0");
  EXPECT_EQ(first.Text("instances.0.instanceState"), "ACTIVE");
  const std::string token = "&nextToken=" + first.Text("nextToken");
  EXPECT_EQ(world_.Get(path + "?filterArn=" + gateway_ + token).Size("instances"), 1u);
  ExpectError(world_.Get(path + "?filterArn=" + other + token), 400, "BadRequestException",
              "nextToken");
  EXPECT_EQ(world_.Get(path + "?maxResults=100").Size("instances"), 12u);
  const Answer others = world_.Get(path + "?filterArn=" + other);
  ASSERT_EQ(others.Size("instances"), 1u);
  EXPECT_EQ(others.Text("instances.0.gatewayInstanceArn"), of_other);
  EXPECT_EQ(world_.Get(path + "?filterArn=" + other + "x").Size("instances"), 0u);
  EXPECT_EQ(world_.Call("GET", path + "?filterArn=" + gateway_, "", kSubscriber).Size("instances"),
            0u);
}

TEST_F(InstancesTest, ItsPlacementIsAvailableOrLocked) {
  const std::string arn = RegisterOne(gateway_);
  const std::string path = "/v1/gateway-instances/" + arn;
  const Answer locked = world_.Put(path, Json{{"bridgePlacement", "LOCKED"}});
  EXPECT_EQ(locked.status, 200) << locked.body;
  EXPECT_EQ(locked.Text("gatewayInstanceArn"), arn);
  EXPECT_EQ(locked.Text("bridgePlacement"), "LOCKED");
  EXPECT_EQ(Describe(arn).Text("gatewayInstance.bridgePlacement"), "LOCKED");
  EXPECT_EQ(world_.Put(path, Json{}).Text("bridgePlacement"), "LOCKED");  // decision 21
  ExpectError(world_.Put(path, Json{{"bridgePlacement", "OPEN"}}), 400, "BadRequestException",
              {"bridgePlacement", "AVAILABLE", "LOCKED"});
}

TEST_F(InstancesTest, ItIsDeregisteringAndThenDeregistered) {
  world_.settings.transition_delay_ms = 1000;
  const std::string arn = RegisterOne(gateway_);
  const std::string path = "/v1/gateway-instances/" + arn;
  EXPECT_EQ(world_.Get(path).Text("gatewayInstance.instanceState"), "REGISTERING");
  world_.clock.Advance(1000);
  const Answer deregistered = world_.Delete(path);
  EXPECT_EQ(deregistered.status, 202) << deregistered.body;
  EXPECT_EQ(deregistered.Text("gatewayInstanceArn"), arn);
  EXPECT_EQ(deregistered.Text("instanceState"), "DEREGISTERING");
  ExpectError(world_.Delete(path), 409, "ConflictException", {arn, "DEREGISTERING"});
  ExpectError(world_.Put(path, Json{}), 409, "ConflictException", {arn, "DEREGISTERING"});
  ExpectError(world_.Delete("/v1/gateways/" + gateway_), 409, "ConflictException", "instances (1)");
  world_.clock.Advance(1000);
  EXPECT_EQ(Describe(arn).Text("gatewayInstance.instanceState"), "DEREGISTERED");
  EXPECT_EQ(world_.Get("/v1/gateway-instances").Text("instances.0.instanceState"), "DEREGISTERED");
  ExpectError(world_.Delete(path), 409, "ConflictException", {arn, "DEREGISTERED"});
  ExpectError(world_.Put(path, Json{}), 409, "ConflictException", {arn, "DEREGISTERED"});
}

// UGnow:gateway-cleanup-console: "Make sure that the InstanceState is DEREGISTERED".
TEST_F(InstancesTest, ItIsShownUntilItsGatewayIsGone) {
  const std::string arn = RegisterOne(gateway_);
  const std::string of_other = RegisterOne(CreateGateway("other"));
  world_.Delete("/v1/gateway-instances/" + arn);
  world_.Delete("/v1/gateway-instances/" + of_other);
  const std::string rules = std::string("/_mediaconnect/accounts/") + kAccount + "/transitions";
  world_.Post(rules, Json{{"operation", "DeleteGateway"}, {"mode", "fail"}});
  EXPECT_EQ(world_.Delete("/v1/gateways/" + gateway_).status, 200);
  EXPECT_EQ(Describe(arn).Text("gatewayInstance.instanceState"), "DEREGISTERED");
  world_.Delete(rules);
  EXPECT_EQ(world_.Delete("/v1/gateways/" + gateway_).status, 200);
  ExpectError(Describe(arn), 404, "NotFoundException", arn);
  EXPECT_EQ(Describe(of_other).Text("gatewayInstance.instanceState"), "DEREGISTERED");
}

TEST_F(InstancesTest, ADeregisteredOneCanRegisterAgain) {
  const std::string arn = RegisterOne(gateway_, "mi-1");
  const std::string path = "/v1/gateway-instances/" + arn;
  world_.Put(path, Json{{"bridgePlacement", "LOCKED"}});
  world_.Delete(path);
  ExpectError(
      world_.Put(std::string(kMachines) + "/" + arn, Json{{"connectionStatus", "CONNECTED"}}), 400,
      "BadRequestException", {arn, "DEREGISTERED", "register"});
  EXPECT_EQ(RegisterOne(gateway_, "mi-1"), arn);
  EXPECT_EQ(Describe(arn).Text("gatewayInstance.instanceState"), "ACTIVE");
  EXPECT_EQ(Describe(arn).Text("gatewayInstance.bridgePlacement"), "AVAILABLE");
  EXPECT_EQ(world_.Get("/v1/gateway-instances").Size("instances"), 1u);
  ExpectError(Register(gateway_, "mi-1"), 400, "BadRequestException", {"instanceId", "mi-1"});
}

TEST_F(InstancesTest, ThereAre20OnAGatewayInProfileCurrent) {
  world_.settings.quotas.Apply("current");
  std::string first;
  for (int i = 0; i < 20; ++i) {
    const std::string arn = RegisterOne(gateway_, "mi-" + std::to_string(i));
    if (first.empty()) first = arn;
  }
  ExpectError(Register(gateway_, "mi-20"), 400, "BadRequestException",
              {"20 instances a gateway", "--quota instances-per-gateway"});
  world_.Delete("/v1/gateway-instances/" + first);
  world_.state.Settle();
  EXPECT_EQ(Register(gateway_, "mi-20").status, 201);
  ExpectError(Register(gateway_, "mi-0"), 400, "BadRequestException", "20 instances a gateway");
}

TEST_F(InstancesTest, ItsMachineLosesItsConnectionAndComesBack) {
  const std::string arn = RegisterOne(gateway_);
  const std::string machine = std::string(kMachines) + "/" + arn;
  for (const std::string status : {"DISCONNECTED", "CONNECTED"}) {
    const Answer answer = world_.Put(machine, Json{{"connectionStatus", status}});
    EXPECT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(answer.Text("connectionStatus"), status);
    EXPECT_EQ(Describe(arn).Text("gatewayInstance.connectionStatus"), status);
  }
  ExpectError(world_.Put(machine, Json{{"connectionStatus", "AWAY"}}), 400, "BadRequestException",
              {"connectionStatus", "CONNECTED", "DISCONNECTED"});
  ExpectError(world_.Put(machine, Json{}), 400, "BadRequestException", "connectionStatus");
  ExpectError(world_.Put(machine + "x", Json{{"connectionStatus", "CONNECTED"}}), 404,
              "NotFoundException", arn + "x");
}

TEST_F(InstancesTest, ItsMachineCanBeGoneAtOnceInAnyState) {
  for (const char* state : {"REGISTERING", "ACTIVE", "DEREGISTERING", "DEREGISTERED",
                            "REGISTRATION_ERROR", "DEREGISTRATION_ERROR"}) {
    const std::string arn = RegisterOne(gateway_);
    SetStatus(arn, state);
    const Answer gone = world_.Delete(std::string(kMachines) + "/" + arn);
    EXPECT_EQ(gone.status, 204) << state;
    EXPECT_EQ(gone.body, "");
    ExpectError(Describe(arn), 404, "NotFoundException", arn);
    ExpectError(world_.Delete(std::string(kMachines) + "/" + arn), 404, "NotFoundException", arn);
  }
}

TEST_F(InstancesTest, AControlCallFindsItInWhateverAccountItIs) {
  const std::string gateway =
      world_.Call("POST", "/v1/gateways", GatewayRequest(), kSubscriber, "eu-west-1")
          .Text("gateway.gatewayArn");
  const std::string arn = RegisterOne(gateway);
  EXPECT_EQ(world_.Call("GET", "/v1/gateway-instances/" + arn, "", kSubscriber, "eu-west-1").status,
            200);
  ExpectError(Describe(arn), 404, "NotFoundException", arn);
  EXPECT_EQ(world_.Delete(std::string(kMachines) + "/" + arn).status, 204);
}

TEST_F(InstancesTest, AResetTakesGatewaysAndInstances) {
  RegisterOne(gateway_);
  EXPECT_EQ(world_.Post("/_mediaconnect/reset").status, 200);
  EXPECT_EQ(world_.Get("/v1/gateways").Size("gateways"), 0u);
  EXPECT_EQ(world_.Get("/v1/gateway-instances").Size("instances"), 0u);
}

}  // namespace
}  // namespace mediaconnect
