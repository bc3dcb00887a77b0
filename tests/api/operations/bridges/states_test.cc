// Which operation may be called while a bridge is in which state (rules 3.2, decision 3), and which
// while the gateway, the instance or the flow that it concerns is.
#include <functional>
#include <set>

#include "tests/support/gateways.h"

namespace mediaconnect {
namespace {

using States = std::set<std::string>;

const States kAll = {"STANDBY",  "STARTING",      "DEPLOYING",    "ACTIVE",      "UPDATING",
                     "STOPPING", "START_PENDING", "START_FAILED", "STOP_FAILED", "DELETING"};
const States kAllButDeleting = {"STANDBY",       "STARTING",     "DEPLOYING",
                                "ACTIVE",        "UPDATING",     "STOPPING",
                                "START_PENDING", "START_FAILED", "STOP_FAILED"};

class BridgeStatesTest : public BridgeTest {
 protected:
  // Calls the operation in each of the states, on an egress bridge of its own that has two sources
  // and one output.
  void Expect(int status, const States& allowed,
              const std::function<Answer(const std::string&)>& call) {
    for (const std::string& state : kAll) {
      SCOPED_TRACE(state);
      const std::string arn = EgressArn(Json{
          {"sourceFailoverConfig", {{"state", "ENABLED"}}},
          {"sources",
           List({FlowSource(world_.CreateFlow(), "in"), FlowSource(world_.CreateFlow(), "two")})}});
      SetStatus(arn, state);
      const Answer answer = call(arn);
      if (allowed.contains(state)) {
        EXPECT_EQ(answer.status, status) << answer.body;
      } else {
        ExpectError(answer, 409, "ConflictException", {arn, state});
      }
    }
  }
};

TEST_F(BridgeStatesTest, OfTheBridgeItself) {
  Expect(200, kAll, [&](const auto& arn) { return DescribeBridge(arn); });
  Expect(200, kAll, [&](const auto&) { return world_.Get("/v1/bridges"); });
  Expect(201, kAll, [&](const auto&) { return Ingress(); });
  Expect(202, kAllButDeleting, [&](const auto& arn) { return world_.Put(Path(arn), Json{}); });
  Expect(202, {"STANDBY", "START_FAILED"},
         [&](const auto& arn) { return SetState(arn, "ACTIVE"); });
  Expect(202, {"ACTIVE", "UPDATING", "START_PENDING", "START_FAILED", "STOP_FAILED"},
         [&](const auto& arn) { return SetState(arn, "STANDBY"); });
  Expect(202, {"STANDBY", "START_FAILED"},
         [&](const auto& arn) { return SetState(arn, "DELETED"); });
  Expect(200, {"STANDBY", "START_FAILED"},
         [&](const auto& arn) { return world_.Delete(Path(arn)); });
}

TEST_F(BridgeStatesTest, OfItsParts) {
  const States& allowed = kAllButDeleting;
  Expect(202, allowed, [&](const auto& arn) {
    return world_.Post(Path(arn, "/sources"), Json{{"sources", List({})}});
  });
  Expect(202, allowed,
         [&](const auto& arn) { return world_.Put(Path(arn, "/sources/in"), Json{}); });
  Expect(202, allowed, [&](const auto& arn) { return world_.Delete(Path(arn, "/sources/in")); });
  Expect(202, allowed, [&](const auto& arn) {
    return world_.Post(Path(arn, "/outputs"), Json{{"outputs", List({NetworkOutput("new")})}});
  });
  Expect(202, allowed,
         [&](const auto& arn) { return world_.Put(Path(arn, "/outputs/out"), Json{}); });
  Expect(202, allowed, [&](const auto& arn) { return world_.Delete(Path(arn, "/outputs/out")); });
}

TEST_F(BridgeStatesTest, TheMulticastSourceChangesInStandby) {
  for (const std::string& state : kAll) {
    SCOPED_TRACE(state);
    const std::string arn = IngressArn();
    SetStatus(arn, state);
    const Answer answer =
        world_.Put(Path(arn, "/sources/in"),
                   Json{{"networkSource",
                         {{"multicastSourceSettings", {{"multicastSourceIp", "10.0.0.1"}}}}}});
    if (state == "STANDBY") {
      EXPECT_EQ(answer.status, 202) << answer.body;
    } else {
      ExpectError(answer, 409, "ConflictException", {arn, state});
    }
  }
}

TEST_F(BridgeStatesTest, OfItsGateway) {
  for (const char* state : {"CREATING", "ACTIVE", "ERROR", "DELETING"}) {
    SCOPED_TRACE(state);
    const std::string gateway = CreateGateway();
    SetStatus(gateway, state);
    const Answer answer = CreateBridge(IngressBridge(gateway));
    if (std::string(state) == "ACTIVE") {
      EXPECT_EQ(answer.status, 201) << answer.body;
    } else {
      ExpectError(answer, 409, "ConflictException", {gateway, state, "ACTIVE"});
    }
  }
}

TEST_F(BridgeStatesTest, OfAnInstanceThatIsToRunIt) {
  for (const char* state :
       {"REGISTERING", "ACTIVE", "DEREGISTERING", "REGISTRATION_ERROR", "DEREGISTRATION_ERROR"}) {
    SCOPED_TRACE(state);
    const std::string gateway = CreateGateway();
    SetStatus(RegisterOne(gateway), state);
    const std::string arn = CreateBridge(IngressBridge(gateway)).Text("bridge.bridgeArn");
    EXPECT_EQ(SetState(arn, "ACTIVE").status, 202);
    const bool runs = States{"REGISTERING", "ACTIVE"}.contains(state);
    EXPECT_EQ(StateOf(arn), runs ? "ACTIVE" : "START_PENDING");
  }
}

TEST_F(BridgeStatesTest, WhatItDoesWhenItsInstanceIsLost) {
  for (const std::string& state : kAll) {
    SCOPED_TRACE(state);
    const std::string gateway = CreateGateway();
    const std::string instance = RegisterOne(gateway);
    const std::string arn = CreateBridge(IngressBridge(gateway)).Text("bridge.bridgeArn");
    SetState(arn, "ACTIVE");
    SetStatus(arn, state);
    EXPECT_EQ(world_.Delete("/_mediaconnect/gateway-instances/" + instance).status, 204);
    const bool runs = States{"STARTING", "DEPLOYING", "ACTIVE", "UPDATING"}.contains(state);
    EXPECT_EQ(StateOf(arn), runs ? "START_PENDING" : state);
    EXPECT_FALSE(DescribeBridge(arn).Has("bridge.ingressGatewayBridge.instanceId"));
  }
}

TEST_F(BridgeStatesTest, OfAFlowThatIsToFeedIt) {
  for (const char* state :
       {"STANDBY", "ACTIVE", "STARTING", "STOPPING", "UPDATING", "ERROR", "DELETING"}) {
    SCOPED_TRACE(state);
    const std::string flow = world_.CreateFlow();
    SetStatus(flow, state);
    const Answer answer = CreateBridge(EgressBridge(gateway_, flow));
    if (std::string(state) == "DELETING") {
      ExpectError(answer, 400, "BadRequestException", {flow, state});
    } else {
      EXPECT_EQ(answer.status, 201) << answer.body;
    }
  }
}

}  // namespace
}  // namespace mediaconnect
