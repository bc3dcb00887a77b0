// What becomes of transitions by the rules of a test, for each kind of resource that has states.
#include "tests/support/gateways.h"

namespace mediaconnect {
namespace {

using Rules = std::vector<Json>;

const std::string kServer = "/_mediaconnect/transitions";
const std::string kOfAccount = std::string("/_mediaconnect/accounts/") + kAccount + "/transitions";

class TransitionsTest : public GatewayTest {
 protected:
  void Set(const Rules& rules, const std::string& list = kOfAccount) {
    const Answer answer = world_.Put(list, Json{{"transitions", List(rules)}});
    EXPECT_EQ(answer.status, 200) << answer.body;
  }
  Answer Step(const std::string& arn) {
    return world_.Post(kOfAccount + "/step", Json{{"arn", arn}});
  }

  Answer Start(const std::string& flow) { return world_.Post("/v1/flows/start/" + flow); }
  Answer Stop(const std::string& flow) { return world_.Post("/v1/flows/stop/" + flow); }
  Answer Flow(const std::string& arn) { return world_.Get("/v1/flows/" + arn); }
  std::string StatusOf(const std::string& flow) {
    const Answer answer = Flow(flow);
    return answer.status == 200 ? answer.Text("flow.status") : "gone";
  }
  // As a list shows it, which is no look at the resource.
  std::string Listed() { return world_.Get("/v1/flows").Text("flows.0.status"); }

  Answer Bridge(const std::string& arn) { return world_.Get("/v1/bridges/" + arn); }
  Answer SetBridge(const std::string& arn, const std::string& state) {
    return world_.Put("/v1/bridges/" + arn + "/state", Json{{"desiredState", state}});
  }
  std::string BridgeState(const std::string& arn) { return Bridge(arn).Text("bridge.bridgeState"); }
  // On a gateway with an instance that takes it.
  std::string CreateBridge() {
    const std::string gateway = CreateGateway();
    instance_ = RegisterOne(gateway);
    const Answer answer = world_.Post("/v1/bridges", IngressBridge(gateway));
    EXPECT_EQ(answer.status, 201) << answer.body;
    return answer.Text("bridge.bridgeArn");
  }

  std::string instance_;
};

TEST_F(TransitionsTest, TheAnswerItselfShowsWhatIsImmediate) {
  Set({Json{{"operation", "StartFlow"}, {"mode", "immediate"}}});
  const std::string flow = world_.CreateFlow();
  EXPECT_EQ(Start(flow).Text("status"), "ACTIVE");
  EXPECT_EQ(Listed(), "ACTIVE");
  EXPECT_EQ(Stop(flow).Text("status"), "STOPPING");
}

TEST_F(TransitionsTest, AFlowThatIsStartedAtOnceRunsSinceThen) {
  Set({Json{{"mode", "immediate"}}});
  const std::string flow = world_.CreateFlow();
  Start(flow);
  EXPECT_EQ(world_.Get("/v1/flows/" + flow + "/source-thumbnail").status, 200);
  EXPECT_EQ(Stop(flow).Text("status"), "STANDBY");
  EXPECT_EQ(world_.Delete("/v1/flows/" + flow).Text("status"), "DELETING");
  EXPECT_EQ(StatusOf(flow), "gone");
}

TEST_F(TransitionsTest, ImmediateHoldsWhileTheClockIsFrozen) {
  world_.settings.transition_delay_ms = 1000;
  world_.Put("/_mediaconnect/clock", Json{{"mode", "frozen"}});
  Set({Json{{"mode", "immediate"}}});
  const std::string flow = world_.CreateFlow();
  EXPECT_EQ(Start(flow).Text("status"), "ACTIVE");
  Stop(flow);
  world_.Delete("/v1/flows/" + flow);
  EXPECT_EQ(StatusOf(flow), "gone");
}

TEST_F(TransitionsTest, AfterTakesItsTime) {
  Set({Json{{"operation", "StartFlow"}, {"mode", "after"}, {"delay", "2s"}}});
  const std::string flow = world_.CreateFlow();
  EXPECT_EQ(Start(flow).Text("status"), "STARTING");
  world_.clock.Advance(1999);
  EXPECT_EQ(StatusOf(flow), "STARTING");
  world_.clock.Advance(1);
  EXPECT_EQ(StatusOf(flow), "ACTIVE");
  Stop(flow);
  EXPECT_EQ(StatusOf(flow), "STANDBY");
}

TEST_F(TransitionsTest, WithoutARuleItTakesTheDelayOfTheServer) {
  world_.settings.transition_delay_ms = 700;
  Set({Json{{"operation", "StopFlow"}, {"mode", "after"}, {"delay", "0s"}}});
  const std::string flow = world_.CreateFlow();
  Start(flow);
  world_.clock.Advance(699);
  EXPECT_EQ(StatusOf(flow), "STARTING");
  world_.clock.Advance(1);
  EXPECT_EQ(StatusOf(flow), "ACTIVE");
  EXPECT_EQ(Stop(flow).Text("status"), "STOPPING");
  EXPECT_EQ(StatusOf(flow), "STANDBY");
}

TEST_F(TransitionsTest, TheCountThDescribeShowsTheNextState) {
  Set({Json{{"operation", "StartFlow"}, {"mode", "polls"}, {"count", 3}}});
  const std::string flow = world_.CreateFlow();
  Start(flow);
  world_.clock.Advance(1'000'000);
  EXPECT_EQ(StatusOf(flow), "STARTING");
  EXPECT_EQ(Listed(), "STARTING");
  EXPECT_EQ(world_.Call("GET", "/v1/flows/" + flow, "", kSubscriber).status, 404);
  EXPECT_EQ(world_.Get("/v1/flows/" + flow + "/source-metadata").status, 200);
  EXPECT_EQ(StatusOf(flow), "STARTING");
  EXPECT_EQ(StatusOf(flow), "ACTIVE");
  EXPECT_EQ(world_.Get("/v1/flows/" + flow + "/source-thumbnail").status, 200);
}

TEST_F(TransitionsTest, EachTransitionCountsItsOwnPolls) {
  Set({Json{{"mode", "polls"}, {"count", 2}}});
  const std::string one = world_.CreateFlow("one");
  const std::string two = world_.CreateFlow("two");
  Start(one);
  Start(two);
  EXPECT_EQ(StatusOf(one), "STARTING");
  EXPECT_EQ(StatusOf(one), "ACTIVE");
  EXPECT_EQ(StatusOf(two), "STARTING");
  Stop(one);
  EXPECT_EQ(StatusOf(one), "STOPPING");
  EXPECT_EQ(StatusOf(one), "STANDBY");
  EXPECT_EQ(StatusOf(two), "ACTIVE");
}

TEST_F(TransitionsTest, WhatIsGoneWithAPollIsNotFound) {
  Set({Json{{"operation", "DeleteFlow"}, {"mode", "polls"}, {"count", 2}}});
  const std::string flow = world_.CreateFlow();
  world_.Delete("/v1/flows/" + flow);
  EXPECT_EQ(StatusOf(flow), "DELETING");
  EXPECT_EQ(StatusOf(flow), "gone");
  EXPECT_EQ(world_.Get("/v1/flows").Size("flows"), 0u);
}

TEST_F(TransitionsTest, ManualWaitsForAStep) {
  Set({Json{{"operation", "StartFlow"}, {"mode", "manual"}}});
  const std::string flow = world_.CreateFlow();
  Start(flow);
  world_.clock.Advance(std::int64_t{365} * 24 * 3'600'000);
  EXPECT_EQ(StatusOf(flow), "STARTING");
  const Answer step = Step(flow);
  EXPECT_EQ(step.status, 200);
  EXPECT_EQ(step.Text("arn"), flow);
  EXPECT_EQ(step.Text("from"), "STARTING");
  EXPECT_EQ(step.Text("to"), "ACTIVE");
  EXPECT_EQ(step.Text("at"), world_.Get("/_mediaconnect/clock").Text("now"));
  EXPECT_EQ(StatusOf(flow), "ACTIVE");
  EXPECT_EQ(world_.Get("/v1/flows/" + flow + "/source-thumbnail").status, 200);
  ExpectError(Step(flow), 400, "BadRequestException", {"arn", flow, "ACTIVE", "manual"});
}

TEST_F(TransitionsTest, ADeletionThatIsSteppedIsDone) {
  Set({Json{{"operation", "DeleteFlow"}, {"mode", "manual"}}});
  const std::string flow = world_.CreateFlow();
  world_.Delete("/v1/flows/" + flow);
  EXPECT_EQ(StatusOf(flow), "DELETING");
  EXPECT_EQ(Step(flow).Text("to"), "DELETED");
  EXPECT_EQ(StatusOf(flow), "gone");
}

TEST_F(TransitionsTest, AStepIsForWhatWaitsForIt) {
  Set({Json{{"operation", "StartFlow"}, {"mode", "polls"}, {"count", 9}},
       Json{{"operation", "StopFlow"}, {"mode", "after"}, {"delay", "1s"}}});
  const std::string flow = world_.CreateFlow();
  ExpectError(Step(flow), 400, "BadRequestException", {flow, "STANDBY"});
  Start(flow);
  ExpectError(Step(flow), 400, "BadRequestException", {flow, "STARTING"});
  const std::string source = Flow(flow).Text("flow.source.sourceArn");
  ExpectError(Step(source), 400, "BadRequestException", {source, "without states"});
  ExpectError(Step("arn:aws:mediaconnect:us-east-1:111122223333:flow:1-a-b:x"), 400,
              "BadRequestException", {"arn", "does not exist"});
  ExpectError(Step("flow"), 400, "BadRequestException", {"arn: resource \"flow\" does not exist"});
  ExpectError(
      world_.Post("/_mediaconnect/accounts/444455556666/transitions/step", Json{{"arn", flow}}),
      400, "BadRequestException", {flow, "444455556666"});
}

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
  EXPECT_EQ(world_.Get(target).status, 404);
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

TEST_F(TransitionsTest, EveryKindWithStatesCanBeNamed) {
  std::vector<std::string> kinds;
  for (const std::string_view kind : ValuesOf(TypeOf(FindType("KindWithStates")))) {
    Set({Json{{"kind", std::string(kind)}, {"mode", "immediate"}}});
    kinds.emplace_back(kind);
  }
  std::vector<std::string> expected;
  for (const KindRules& rules : KindTable()) {
    if (!rules.is_part) expected.emplace_back(rules.name);
  }
  EXPECT_EQ(kinds, expected);
}

TEST_F(TransitionsTest, ARuleIsAboutWhatItNames) {
  const std::string one = world_.CreateFlow("one");
  const std::string two = world_.CreateFlow("two");
  Set({Json{{"arn", one}, {"mode", "manual"}}});
  Start(one);
  Start(two);
  EXPECT_EQ(StatusOf(one), "STARTING");
  EXPECT_EQ(StatusOf(two), "ACTIVE");
  Set({Json{{"kind", "bridge"}, {"mode", "manual"}},
       Json{{"operation", "StartFlow"}, {"mode", "manual"}}});
  Stop(two);
  EXPECT_EQ(StatusOf(two), "STANDBY");
  const Answer list = world_.Get(kOfAccount);
  EXPECT_EQ(list.Number("transitions.0.matched"), 0);
  EXPECT_EQ(list.Number("transitions.1.matched"), 0);
}

TEST_F(TransitionsTest, TheRulesOfTheAccountComeBeforeThoseOfTheServer) {
  Set({Json{{"mode", "manual"}}}, kServer);
  Set({Json{{"operation", "StartFlow"}, {"mode", "immediate"}}});
  const std::string mine = world_.CreateFlow();
  const std::string other = world_.CreateFlow("b", {}, kSubscriber);
  EXPECT_EQ(Start(mine).Text("status"), "ACTIVE");
  Stop(mine);
  EXPECT_EQ(StatusOf(mine), "STOPPING");
  EXPECT_EQ(world_.Call("POST", "/v1/flows/start/" + other, "", kSubscriber).Text("status"),
            "STARTING");
  EXPECT_EQ(world_.Call("GET", "/v1/flows/" + other, "", kSubscriber).Text("flow.status"),
            "STARTING");
  const Answer list = world_.Get(kServer);
  EXPECT_EQ(list.Number("transitions.0.matched"), 2);
  EXPECT_EQ(list.Number("transitions.0.fired"), 2);
  EXPECT_EQ(world_.Get(kOfAccount).Number("transitions.0.fired"), 1);
}

TEST_F(TransitionsTest, TheListHasItsFiveCalls) {
  const Answer added =
      world_.Post(kOfAccount, Json{{"operation", "StartFlow"}, {"mode", "manual"}});
  EXPECT_EQ(added.status, 201);
  EXPECT_EQ(added.Text("id"), "transition-1");
  EXPECT_EQ(added.Text("operation"), "StartFlow");
  EXPECT_EQ(added.Number("fired"), 0);
  EXPECT_EQ(world_.Post(kOfAccount, Json{{"mode", "immediate"}}).Text("id"), "transition-2");
  EXPECT_EQ(world_.Get(kOfAccount).Text("transitions.0.id"), "transition-2");
  EXPECT_EQ(world_.Get(kServer).Size("transitions"), 0u);
  EXPECT_EQ(world_.Delete(kOfAccount + "/transition-2").status, 204);
  ExpectError(world_.Delete(kOfAccount + "/transition-2"), 404, "NotFoundException",
              {"transition-2", kAccount});
  EXPECT_EQ(world_.Get(kOfAccount).Size("transitions"), 1u);
  EXPECT_EQ(world_.Put(kOfAccount, Json{{"transitions", List({})}}).Size("transitions"), 0u);
  world_.Post(kOfAccount, Json{{"mode", "immediate"}});
  EXPECT_EQ(world_.Delete(kOfAccount).status, 204);
  EXPECT_EQ(world_.Get(kOfAccount).Size("transitions"), 0u);
}

TEST_F(TransitionsTest, AResetForgetsTheRulesOfItsScope) {
  const auto count = [&](const std::string& list) { return world_.Get(list).Size("transitions"); };
  const auto set = [&] {
    Set({Json{{"mode", "manual"}}}, kServer);
    Set({Json{{"mode", "manual"}}});
  };
  set();
  world_.Post("/_mediaconnect/accounts/444455556666/reset");
  EXPECT_EQ(count(kOfAccount), 1u);
  world_.Post(std::string("/_mediaconnect/accounts/") + kAccount + "/reset");
  EXPECT_EQ(count(kOfAccount), 0u);
  EXPECT_EQ(count(kServer), 1u);
  set();
  world_.Delete(std::string("/_mediaconnect/accounts/") + kAccount);
  EXPECT_EQ(count(kOfAccount), 0u);
  set();
  world_.Post("/_mediaconnect/reset");
  EXPECT_EQ(count(kOfAccount) + count(kServer), 0u);
}

TEST_F(TransitionsTest, ARuleThatMakesNoSenseIsRefused) {
  const auto refuse = [&](const Json& rule, const Names& names) {
    SCOPED_TRACE(rule.Text());
    ExpectError(world_.Post(kOfAccount, rule), 400, "BadRequestException", names);
    ExpectError(
        world_.Put(kOfAccount, Json{{"transitions", List({Json{{"mode", "manual"}}, rule})}}), 400,
        "BadRequestException", "transitions[1]");
    EXPECT_EQ(world_.Get(kOfAccount).Size("transitions"), 0u);
  };
  refuse(Json{{"operation", "StartFlow"}}, {"mode"});
  refuse(Json{{"mode", "sometimes"}}, {"mode", "\"sometimes\"", "immediate", "polls"});
  refuse(Json{{"mode", "after"}}, {"delay", "required", "after"});
  refuse(Json{{"mode", "polls"}}, {"count", "required", "polls"});
  refuse(Json{{"mode", "polls"}, {"count", 0}}, {"count", "0"});
  refuse(Json{{"mode", "immediate"}, {"delay", "1s"}}, {"delay", "after or fail", "immediate"});
  refuse(Json{{"mode", "manual"}, {"count", 1}}, {"count", "polls", "manual"});
  refuse(Json{{"mode", "after"}, {"delay", "1s"}, {"message", "m"}}, {"message", "fail", "after"});
  refuse(Json{{"mode", "after"}, {"delay", "soon"}}, {"delay", "\"soon\"", "500ms"});
  refuse(Json{{"mode", "fail"}, {"message", ""}}, {"message"});
  refuse(Json{{"mode", "manual"}, {"operation", "StartFLow"}},
         {"operation", "\"StartFLow\"", "StartFlow?"});
  refuse(Json{{"mode", "manual"}, {"operation", "Begin"}},
         {"operation", "/_mediaconnect/operations"});
  refuse(Json{{"mode", "manual"}, {"operation", "DescribeFlow"}}, {"operation", "changes nothing"});
  refuse(Json{{"mode", "manual"}, {"arn", "flow"}}, {"arn", "\"flow\"", "example"});
  refuse(Json{{"mode", "manual"}, {"kind", "flows"}}, {"kind", "\"flows\"", "flow"});
  refuse(Json{{"mode", "manual"}, {"times", 1}}, {"times"});
  refuse(Json{{"mode", "manual"}, {"ttl", 5}}, {"ttl", "5"});
}

TEST_F(TransitionsTest, ReadingFromTheServersListNeedsItsMode) {
  ExpectError(world_.Post(kOfAccount + "/step", "{}"), 400, "BadRequestException", {"arn"});
  ExpectError(world_.Post(kOfAccount + "/step", Json{{"arn", 1}}), 400, "BadRequestException",
              {"arn"});
}

class MotoTest : public TransitionsTest {
 protected:
  Answer SetMoto(const std::string& model, const Json& transition) {
    return world_.Post("/moto-api/state-manager/set-transition",
                       Json{{"model_name", model}, {"transition", transition}});
  }
  std::string GetMoto(const std::string& model = "mediaconnect::flow") {
    return world_.Get("/moto-api/state-manager/get-transition?model_name=" + model).body;
  }
};

TEST_F(MotoTest, ATransitionIsSetAndUnset) {
  EXPECT_EQ(GetMoto(), R"({"progression":"time","seconds":0})");
  const std::string flow = world_.CreateFlow();
  EXPECT_EQ(SetMoto("mediaconnect::flow", Json{{"progression", "immediate"}}).status, 201);
  EXPECT_EQ(GetMoto(), R"({"progression":"immediate"})");
  EXPECT_EQ(Start(flow).Text("status"), "ACTIVE");

  EXPECT_EQ(SetMoto("mediaconnect::flow", Json{{"progression", "time"}, {"seconds", 2}}).status,
            201);
  EXPECT_EQ(GetMoto(), R"({"progression":"time","seconds":2})");
  Stop(flow);
  world_.clock.Advance(1999);
  EXPECT_EQ(StatusOf(flow), "STOPPING");
  world_.clock.Advance(1);
  EXPECT_EQ(StatusOf(flow), "STANDBY");

  EXPECT_EQ(SetMoto("mediaconnect::flow", Json{{"progression", "manual"}, {"times", 2}}).status,
            201);
  EXPECT_EQ(GetMoto(), R"({"progression":"manual","times":2})");
  EXPECT_EQ(GetMoto("mediaconnect::bridge"), R"({"progression":"time","seconds":0})");
  Start(flow);
  EXPECT_EQ(StatusOf(flow), "STARTING");
  EXPECT_EQ(StatusOf(flow), "ACTIVE");
  EXPECT_EQ(world_.Get(kServer).Size("transitions"), 1u);

  for (int i = 0; i < 2; ++i) {
    const Answer unset = world_.Post("/moto-api/state-manager/unset-transition",
                                     Json{{"model_name", "mediaconnect::flow"}});
    EXPECT_EQ(unset.status, 201);
    EXPECT_EQ(unset.body, "");
  }
  EXPECT_EQ(world_.Get(kServer).Size("transitions"), 0u);
  world_.settings.transition_delay_ms = 1500;
  EXPECT_EQ(GetMoto(), R"({"progression":"time","seconds":1.500})");
}

TEST_F(MotoTest, PartsOfASecondCount) {
  EXPECT_EQ(SetMoto("mediaconnect::flow", Json{{"progression", "time"}, {"seconds", 0.25}}).status,
            201);
  EXPECT_EQ(GetMoto(), R"({"progression":"time","seconds":0.25})");
}

TEST_F(MotoTest, WhatMakesNoSenseIsRefused) {
  ExpectError(SetMoto("dax::cluster", Json{{"progression", "immediate"}}), 400,
              "BadRequestException", {"model_name", "\"dax::cluster\"", "mediaconnect::flow"});
  ExpectError(SetMoto("mediaconnect::flow", Json{{"progression", "time"}}), 400,
              "BadRequestException", {"transition.seconds", "required"});
  ExpectError(SetMoto("mediaconnect::flow", Json{{"progression", "manual"}}), 400,
              "BadRequestException", {"transition.times", "required"});
  ExpectError(SetMoto("mediaconnect::flow", Json{{"progression", "waiter"}}), 400,
              "BadRequestException", {"transition.progression", "\"waiter\""});
  for (const double seconds : {-1.0, 1e300}) {
    ExpectError(SetMoto("mediaconnect::flow", Json{{"progression", "time"}, {"seconds", seconds}}),
                400, "BadRequestException", {"transition.seconds"});
  }
  ExpectError(world_.Get("/moto-api/state-manager/get-transition?model_name=x"), 400,
              "BadRequestException", {"model_name", "\"x\""});
  ExpectError(world_.Get("/moto-api/state-manager/get-transition"), 400, "BadRequestException",
              "model_name");
  ExpectError(world_.Post("/moto-api/state-manager/unset-transition", Json{{"model_name", "x"}}),
              400, "BadRequestException", "model_name");
}

}  // namespace
}  // namespace mediaconnect
