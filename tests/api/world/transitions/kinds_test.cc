// What becomes of transitions by rules, for each kind of resource that has states.
#include "tests/api/world/transitions/fixture.h"

namespace mediaconnect {
namespace {

TEST_F(TransitionsTest, AFlowThatFailsToStartSaysWhy) {
  world_.settings.transition_delay_ms = 500;
  Set({Json{{"operation", "StartFlow"}, {"mode", "fail"}, {"message", "No capacity \"here\"."}}});
  const std::string flow = world_.CreateFlow();
  EXPECT_EQ(Start(flow).Text("status"), "STARTING");
  EXPECT_EQ(StatusOf(flow), "STARTING");
  EXPECT_FALSE(Flow(flow).Has("messages"));
  world_.clock.Advance(500);
  EXPECT_EQ(StatusOf(flow), "ERROR");
  EXPECT_EQ(Flow(flow).Size("messages.errors"), 1u);
  EXPECT_EQ(Flow(flow).Text("messages.errors.0"), "No capacity \"here\".");
  ExpectError(Start(flow), 400, "BadRequestException", {"ERROR", "STANDBY"});
  EXPECT_EQ(Stop(flow).status, 202);
  EXPECT_FALSE(Flow(flow).Has("messages"));
  world_.clock.Advance(500);
  EXPECT_EQ(StatusOf(flow), "STANDBY");
  EXPECT_FALSE(Flow(flow).Has("messages"));
}

TEST_F(TransitionsTest, AFlowInErrorCanBeDeleted) {
  Set({Json{{"operation", "StartFlow"}, {"mode", "fail"}, {"delay", "1s"}}});
  const std::string flow = world_.CreateFlow();
  Start(flow);
  world_.clock.Advance(999);
  EXPECT_EQ(StatusOf(flow), "STARTING");
  world_.clock.Advance(1);
  EXPECT_EQ(StatusOf(flow), "ERROR");
  EXPECT_NE(Flow(flow).Text("messages.errors.0"), "");
  EXPECT_EQ(world_.Delete("/v1/flows/" + flow).status, 202);
  EXPECT_EQ(StatusOf(flow), "gone");
}

TEST_F(TransitionsTest, WhateverAFlowGoesThroughCanFail) {
  Set({Json{{"operation", "UpdateFlow"}, {"mode", "fail"}, {"message", "u"}},
       Json{{"operation", "StopFlow"}, {"mode", "fail"}, {"message", "s"}},
       Json{{"operation", "DeleteFlow"}, {"mode", "fail"}, {"message", "d"}}});
  const std::string flow = world_.CreateFlow();
  world_.Start(flow);
  EXPECT_EQ(world_.Put("/v1/flows/" + flow, "{}").Text("flow.status"), "UPDATING");
  EXPECT_EQ(StatusOf(flow), "ERROR");
  EXPECT_EQ(Flow(flow).Text("messages.errors.0"), "u");
  EXPECT_EQ(world_.Get("/v1/flows/" + flow + "/source-metadata").Size("messages"), 1u);
  Stop(flow);
  EXPECT_EQ(Flow(flow).Text("messages.errors.0"), "s");
  world_.Delete("/v1/flows/" + flow);
  EXPECT_EQ(Flow(flow).Text("messages.errors.0"), "d");
  EXPECT_EQ(world_.Get("/v1/flows").Size("flows"), 1u);
}

TEST_F(TransitionsTest, AnUpdatePassesThroughUpdatingIfItsRuleTakesTime) {
  const std::string flow = world_.CreateFlow();
  world_.Start(flow);
  for (const Json& rule : {Json{{"mode", "immediate"}}, Json{{"mode", "after"}, {"delay", "0s"}}}) {
    Set({rule});
    EXPECT_EQ(world_.Put("/v1/flows/" + flow, "{}").Text("flow.status"), "ACTIVE");
    EXPECT_EQ(Listed(), "ACTIVE");
  }
  Set({Json{{"mode", "after"}, {"delay", "1s"}}});
  world_.Put("/v1/flows/" + flow, "{}");
  EXPECT_EQ(StatusOf(flow), "UPDATING");
  world_.clock.Advance(1000);
  EXPECT_EQ(StatusOf(flow), "ACTIVE");
  Set({Json{{"mode", "polls"}, {"count", 1}}});
  world_.Put("/v1/flows/" + flow, "{}");
  EXPECT_EQ(Listed(), "UPDATING");
  EXPECT_EQ(StatusOf(flow), "ACTIVE");
  Set({Json{{"mode", "manual"}}});
  world_.Put("/v1/flows/" + flow, "{}");
  EXPECT_EQ(StatusOf(flow), "UPDATING");
  // An update of what is UPDATING already goes on as it was.
  Set({});
  world_.Put("/v1/flows/" + flow, "{}");
  EXPECT_EQ(StatusOf(flow), "UPDATING");
  EXPECT_EQ(Step(flow).Text("to"), "ACTIVE");
}

TEST_F(TransitionsTest, ABridgeGoesThroughAllItsStates) {
  const std::string bridge = CreateBridge();
  Set({Json{{"kind", "bridge"}, {"mode", "after"}, {"delay", "1s"}}});
  SetBridge(bridge, "ACTIVE");
  world_.clock.Advance(499);
  EXPECT_EQ(BridgeState(bridge), "STARTING");
  world_.clock.Advance(1);
  EXPECT_EQ(BridgeState(bridge), "DEPLOYING");
  world_.clock.Advance(500);
  EXPECT_EQ(BridgeState(bridge), "ACTIVE");
  Set({Json{{"mode", "immediate"}}});
  SetBridge(bridge, "STANDBY");
  EXPECT_EQ(world_.Get("/v1/bridges").Text("bridges.0.bridgeState"), "STANDBY");
  SetBridge(bridge, "ACTIVE");
  EXPECT_EQ(world_.Get("/v1/bridges").Text("bridges.0.bridgeState"), "ACTIVE");
  SetBridge(bridge, "STANDBY");

  Set({Json{{"mode", "polls"}, {"count", 2}}});
  SetBridge(bridge, "ACTIVE");
  for (const char* state : {"STARTING", "DEPLOYING", "DEPLOYING", "ACTIVE", "ACTIVE"}) {
    EXPECT_EQ(BridgeState(bridge), state);
  }
  Set({Json{{"mode", "manual"}}});
  SetBridge(bridge, "STANDBY");
  EXPECT_EQ(Step(bridge).Text("to"), "STANDBY");
  SetBridge(bridge, "ACTIVE");
  EXPECT_EQ(Step(bridge).Text("to"), "DEPLOYING");
  EXPECT_EQ(BridgeState(bridge), "DEPLOYING");
  EXPECT_EQ(Step(bridge).Text("to"), "ACTIVE");
  EXPECT_EQ(Step(bridge).status, 400);
}

TEST_F(TransitionsTest, ABridgeFailsToStartOrToStop) {
  const std::string bridge = CreateBridge();
  Set({Json{{"kind", "bridge"}, {"mode", "fail"}, {"message", "no route"}}});
  SetBridge(bridge, "ACTIVE");
  EXPECT_EQ(BridgeState(bridge), "START_FAILED");
  EXPECT_EQ(Bridge(bridge).Text("bridge.bridgeMessages.0.message"), "no route");
  EXPECT_EQ(Bridge(bridge).Text("bridge.bridgeMessages.0.resourceName"), "ingress");
  // No instance runs it.
  EXPECT_FALSE(Bridge(bridge).Has("bridge.ingressGatewayBridge.instanceId"));
  Set({});
  SetBridge(bridge, "ACTIVE");
  EXPECT_EQ(BridgeState(bridge), "ACTIVE");
}

TEST_F(TransitionsTest, ABridgeThatFailedToStopCanBeStoppedAgain) {
  const std::string bridge = CreateBridge();
  SetBridge(bridge, "ACTIVE");
  EXPECT_EQ(BridgeState(bridge), "ACTIVE");
  EXPECT_EQ(Bridge(bridge).Size("bridge.bridgeMessages"), 0u);
  Set({Json{{"kind", "bridge"}, {"mode", "fail"}, {"message", "stuck"}}});
  // What has no failed state goes its way.
  world_.settings.transition_delay_ms = 1;
  EXPECT_EQ(world_.Put("/v1/bridges/" + bridge, "{}").Text("bridge.bridgeState"), "UPDATING");
  world_.clock.Advance(1);
  EXPECT_EQ(BridgeState(bridge), "ACTIVE");
  world_.settings.transition_delay_ms = 0;
  SetBridge(bridge, "STANDBY");
  EXPECT_EQ(BridgeState(bridge), "STOP_FAILED");
  EXPECT_EQ(Bridge(bridge).Text("bridge.bridgeMessages.0.message"), "stuck");
  Set({});
  SetBridge(bridge, "STANDBY");
  EXPECT_EQ(BridgeState(bridge), "STANDBY");
  EXPECT_EQ(Bridge(bridge).Size("bridge.bridgeMessages"), 0u);
}

TEST_F(TransitionsTest, AGatewayIsThereAtOnceOrFails) {
  Set({Json{{"operation", "CreateGateway"}, {"mode", "immediate"}}});
  EXPECT_EQ(world_.Post("/v1/gateways", GatewayRequest("one")).Text("gateway.gatewayState"),
            "ACTIVE");
  Set({Json{{"kind", "gateway"}, {"mode", "fail"}, {"message", "no network"}}});
  const Answer created = world_.Post("/v1/gateways", GatewayRequest("two"));
  EXPECT_EQ(created.Text("gateway.gatewayState"), "CREATING");
  EXPECT_EQ(created.Size("gateway.gatewayMessages"), 0u);
  const std::string gateway = created.Text("gateway.gatewayArn");
  const Answer failed = world_.Get("/v1/gateways/" + gateway);
  EXPECT_EQ(failed.Text("gateway.gatewayState"), "ERROR");
  EXPECT_EQ(failed.Text("gateway.gatewayMessages.0.message"), "no network");
  world_.Delete("/v1/gateways/" + gateway);
  EXPECT_EQ(world_.Get("/v1/gateways/" + gateway).Text("gateway.gatewayState"), "ERROR");
  Set({Json{{"kind", "gateway"}, {"mode", "polls"}, {"count", 1}}});
  world_.Delete("/v1/gateways/" + gateway);
  EXPECT_EQ(world_.Get("/v1/gateways").Text("gateways.1.gatewayState"), "DELETING");
  EXPECT_EQ(world_.Get("/v1/gateways/" + gateway).status, 404);
}

TEST_F(TransitionsTest, AnInstanceRegistersByTheRulesOfItsOwner) {
  const std::string gateway = CreateGateway();
  Set({Json{{"operation", "RegisterGatewayInstance"}, {"mode", "manual"}}});
  // Whoever calls.
  const std::string instance = world_
                                   .Call("POST", "/_mediaconnect/gateway-instances",
                                         Json{{"gatewayArn", gateway}}, kSubscriber)
                                   .Text("gatewayInstanceArn");
  const std::string target = "/v1/gateway-instances/" + instance;
  EXPECT_EQ(world_.Get(target).Text("gatewayInstance.instanceState"), "REGISTERING");
  EXPECT_EQ(Step(instance).Text("to"), "ACTIVE");
  Set({Json{{"kind", "gateway_instance"}, {"mode", "fail"}, {"message", "gone"}}});
  EXPECT_EQ(world_.Delete(target).Text("instanceState"), "DEREGISTERING");
  EXPECT_EQ(world_.Get(target).Text("gatewayInstance.instanceState"), "DEREGISTRATION_ERROR");
  EXPECT_EQ(world_.Get(target).Text("gatewayInstance.instanceMessages.0.message"), "gone");
  Set({Json{{"kind", "gateway_instance"}, {"mode", "polls"}, {"count", 1}}});
  world_.Delete(target);
  EXPECT_EQ(world_.Get(target).Text("gatewayInstance.instanceState"), "DEREGISTERED");
}

TEST_F(TransitionsTest, AnInstanceThatFailsToRegisterRunsNoBridge) {
  const std::string gateway = CreateGateway();
  const std::string bridge =
      world_.Post("/v1/bridges", IngressBridge(gateway)).Text("bridge.bridgeArn");
  Set({Json{{"kind", "gateway_instance"}, {"mode", "fail"}, {"message", "no"}, {"delay", "1s"}}});
  const std::string instance = RegisterOne(gateway);
  SetBridge(bridge, "ACTIVE");
  EXPECT_EQ(BridgeState(bridge), "START_PENDING");
  world_.clock.Advance(1000);
  const Answer failed = world_.Get("/v1/gateway-instances/" + instance);
  EXPECT_EQ(failed.Text("gatewayInstance.instanceState"), "REGISTRATION_ERROR");
  EXPECT_EQ(failed.Text("gatewayInstance.instanceMessages.0.message"), "no");
  EXPECT_EQ(BridgeState(bridge), "START_PENDING");
}

TEST_F(TransitionsTest, AReservationIsActiveByARuleAndExpiresOnItsDay) {
  const auto purchase = [&](const std::string& rule) {
    Set({Json{{"kind", "reservation"}, {"mode", rule}}});
    const std::string offering = world_.Get("/v1/offerings").Text("offerings.0.offeringArn");
    return world_.Post("/v1/offerings/" + offering,
                       Json{{"reservationName", rule}, {"start", "2025-06-15T15:06:40Z"}});
  };
  const Answer at_once = purchase("immediate");
  EXPECT_EQ(at_once.Text("reservation.reservationState"), "ACTIVE");
  const std::string reservation = at_once.Text("reservation.reservationArn");
  const auto state = [&](const std::string& arn) {
    return world_.Get("/v1/reservations/" + arn).Text("reservation.reservationState");
  };
  EXPECT_EQ(state(reservation), "ACTIVE");
  EXPECT_EQ(Step(reservation).status, 400);  // its end is a date
  world_.clock.Advance(std::int64_t{400} * 24 * 3'600'000);
  EXPECT_EQ(state(reservation), "EXPIRED");
  world_.Post("/_mediaconnect/reset");
  Set({Json{{"kind", "reservation"}, {"mode", "manual"}}});
  const std::string offering = world_.Get("/v1/offerings").Text("offerings.0.offeringArn");
  const std::string manual =
      world_
          .Post("/v1/offerings/" + offering,
                Json{{"reservationName", "m"}, {"start", "2026-07-20T15:06:40Z"}})
          .Text("reservation.reservationArn");
  EXPECT_EQ(state(manual), "PROCESSING");
  EXPECT_EQ(Step(manual).Text("to"), "ACTIVE");
  world_.clock.Advance(std::int64_t{800} * 24 * 3'600'000);
  EXPECT_EQ(state(manual), "EXPIRED");
}

}  // namespace
}  // namespace mediaconnect
