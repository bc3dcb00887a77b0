// When a transition ends, in each of the modes, and what a step does.
#include "tests/api/world/transitions/fixture.h"

namespace mediaconnect {
namespace {

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

TEST_F(TransitionsTest, AStepNeedsAnArn) {
  ExpectError(world_.Post(kOfAccount + "/step", "{}"), 400, "BadRequestException", {"arn"});
  ExpectError(world_.Post(kOfAccount + "/step", Json{{"arn", 1}}), 400, "BadRequestException",
              {"arn"});
}

}  // namespace
}  // namespace mediaconnect
