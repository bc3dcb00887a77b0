// Which router output takes which router input (rules 1.2, 3.4).
#include "tests/support/routers.h"

namespace mediaconnect {
namespace {

class TakesTest : public RouterTest {
 protected:
  std::int64_t CountRouted(const std::string& input) {
    return GetInput(input).Number("routerInput.routedOutputs");
  }
  void SetRule(const Json& rule) {
    world_.Put(std::string("/_mediaconnect/accounts/") + kAccount + "/transitions",
               Json{{"transitions", List({rule})}});
  }
  Answer Step(const std::string& arn) {
    return world_.Post(std::string("/_mediaconnect/accounts/") + kAccount + "/transitions/step",
                       Json{{"arn", arn}});
  }
  void RefuseTake(const std::string& output, const std::string& input, const Names& names) {
    const std::string before = GetOutput(output).body;
    ExpectError(Take(output, input), 400, "BadRequestException", names);
    EXPECT_EQ(GetOutput(output).body, before);
  }
};

TEST_F(TakesTest, AnOutputIsRoutingAndThenRouted) {
  const std::string input = InputArn();
  const std::string output = OutputArn();
  world_.settings.transition_delay_ms = 500;
  const Answer take = Take(output, input);
  EXPECT_EQ(take.status, 202);
  EXPECT_EQ(take.body, R"({"routedState":"ROUTING","routerOutputArn":")" + output +
                           R"(","routerOutputName":"out","routerInputArn":")" + input +
                           R"(","routerInputName":"in"})");
  EXPECT_EQ(RouteOf(output), "ROUTING");
  EXPECT_EQ(GetOutput(output).Text("routerOutput.routedInputArn"), input);
  EXPECT_EQ(CountRouted(input), 1);
  world_.clock.Advance(500);
  EXPECT_EQ(RouteOf(output), "ROUTED");
  EXPECT_EQ(GetOutput(output).Text("routerOutput.state"), "STANDBY");
  EXPECT_EQ(Take(output, input).Text("routedState"), "ROUTED");  // it has it already

  const Answer none = TakeNone(output);
  EXPECT_EQ(none.status, 202);
  EXPECT_EQ(none.body, R"({"routedState":"ROUTING","routerOutputArn":")" + output +
                           R"(","routerOutputName":"out"})");
  EXPECT_EQ(RouteOf(output), "ROUTING");
  world_.clock.Advance(500);
  EXPECT_EQ(RouteOf(output), "UNROUTED");
  EXPECT_FALSE(GetOutput(output).Has("routerOutput.routedInputArn"));
  EXPECT_EQ(CountRouted(input), 0);
  EXPECT_EQ(TakeNone(output).Text("routedState"), "UNROUTED");
}

TEST_F(TakesTest, AnotherInputTakesThePlaceOfTheFirst) {
  const std::string one = InputArn();
  const std::string two = InputArn();
  const std::string output = OutputArn();
  Take(output, one);
  EXPECT_EQ(RouteOf(output), "ROUTED");
  EXPECT_EQ(Take(output, two).Text("routerInputArn"), two);
  EXPECT_EQ(RouteOf(output), "ROUTED");
  EXPECT_EQ(GetOutput(output).Text("routerOutput.routedInputArn"), two);
  EXPECT_EQ(CountRouted(one), 0);
  EXPECT_EQ(CountRouted(two), 1);
  // Back, before the route has gone.
  world_.settings.transition_delay_ms = 500;
  TakeNone(output);
  Take(output, two);
  world_.clock.Advance(500);
  EXPECT_EQ(RouteOf(output), "ROUTED");
}

TEST_F(TakesTest, AnInputGoesTo10Outputs) {
  const std::string input = InputArn();
  std::string first;
  for (int i = 0; i < 10; ++i) {
    const std::string output = OutputArn();
    if (first.empty()) first = output;
    EXPECT_EQ(Take(output, input).status, 202);
  }
  EXPECT_EQ(CountRouted(input), 10);
  const std::string one_more = OutputArn();
  RefuseTake(one_more, input, {"routerInputArn", input, "10"});
  EXPECT_EQ(Take(first, input).status, 202);  // it has it already
  TakeNone(first);
  world_.state.Settle();
  EXPECT_EQ(Take(one_more, input).status, 202);
}

TEST_F(TakesTest, AcrossRegionsBothAreGlobal) {
  const auto abroad = [](const std::string& scope) {
    return Json{{"regionName", "eu-west-1"}, {"routingScope", scope}};
  };
  const std::string there =
      InterfaceArn(PublicInterface("there", Json{{"regionName", "eu-west-1"}}));
  const auto input = [&](const std::string& scope) {
    return CreateInput(InputRequest(Standard(there, Rtp()), abroad(scope))).Text("routerInput.arn");
  };
  const Json global{{"routingScope", "GLOBAL"}};
  const std::string regional_output = OutputArn();
  const std::string global_output = OutputArn(global);
  const std::string regional_input = input("REGIONAL");
  const std::string global_input = input("GLOBAL");
  const Names names{"routerInputArn", "us-east-1, ", "eu-west-1, ", "GLOBAL"};
  RefuseTake(regional_output, regional_input, names);
  RefuseTake(regional_output, global_input, names);
  RefuseTake(global_output, regional_input, names);
  EXPECT_EQ(Take(global_output, global_input).status, 202);
  EXPECT_EQ(Take(regional_output, InputArn(global)).status, 202);
  // Taken as they are, neither can become REGIONAL.
  world_.state.Settle();
  const Json regional{{"routingScope", "REGIONAL"}};
  ExpectError(UpdateOutput(global_output, regional), 400, "BadRequestException",
              {"routingScope", global_output, global_input});
  ExpectError(UpdateInput(global_input, regional), 400, "BadRequestException",
              {"routingScope", global_output, global_input});
}

TEST_F(TakesTest, AnOutputTakesNoMoreThanItsBitrate) {
  const std::string output = OutputArn(Json{{"maximumBitrate", 10'000'000}});
  const auto input = [&](std::int64_t bitrate) {
    return InputArn(Json{{"maximumBitrate", bitrate}, {"tier", "INPUT_100"}});
  };
  RefuseTake(output, input(10'000'001), {"routerInputArn", "10000001", "10000000", output});
  const std::string fits = input(10'000'000);
  EXPECT_EQ(Take(output, fits).status, 202);
  world_.state.Settle();
  ExpectError(UpdateOutput(output, Json{{"maximumBitrate", 9'999'999}}), 400, "BadRequestException",
              {"maximumBitrate", "9999999", fits});
  ExpectError(UpdateInput(fits, Json{{"maximumBitrate", 10'000'001}}), 400, "BadRequestException",
              {"maximumBitrate", "10000001", output});
  EXPECT_EQ(UpdateOutput(output, Json{{"maximumBitrate", 20'000'000}}).status, 202);
  EXPECT_EQ(UpdateInput(fits, Json{{"maximumBitrate", 20'000'000}}).status, 202);
}

TEST_F(TakesTest, TheInputIsThereAndNotGoing) {
  const std::string output = OutputArn();
  const std::string unknown =
      "arn:aws:mediaconnect:us-east-1:111122223333:routerInput:a1b2c3d4e5f6";
  RefuseTake(output, unknown, {"routerInputArn", unknown, "does not exist"});
  const std::string input = InputArn();
  SetStatus(input, "DELETING");
  ExpectError(Take(output, input), 409, "ConflictException", {input, "DELETING"});
  ExpectError(Take("arn:aws:mediaconnect:us-east-1:111122223333:routerOutput:a1b2c3d4e5f6", input),
              404, "NotFoundException", "Router output");
}

// UGnow:using-mediaconnect-router: "regardless of I/O status"
TEST_F(TakesTest, AnOutputTakesInEveryStateButDeleting) {
  const std::string input = InputArn(Json{{"tier", "INPUT_20"}});
  for (const std::string& state : kStatesOfEnds) {
    SCOPED_TRACE(state);
    const std::string output = OutputArn();
    if (state == "DELETING") {
      SetStatus(output, state);
      ExpectError(Take(output, input), 409, "ConflictException", {output, state});
      ExpectError(TakeNone(output), 409, "ConflictException", {output, state});
      continue;
    }
    SetStatus(output, state);
    EXPECT_EQ(Take(output, input).status, 202);
    EXPECT_EQ(RouteOf(output), "ROUTED");
    EXPECT_EQ(TakeNone(output).status, 202);
    EXPECT_EQ(RouteOf(output), "UNROUTED");
  }
}

// UGnow:stopping-router-io
TEST_F(TakesTest, StoppingEitherLeavesTheRoute) {
  const std::string input = InputArn();
  const std::string output = OutputArn();
  Take(output, input);
  for (const char* what : {"start", "stop"}) {
    world_.state.Settle();
    EXPECT_EQ(RunInput(what, input).status, 202);
    EXPECT_EQ(RunOutput(what, output).status, 202);
  }
  world_.state.Settle();
  EXPECT_EQ(RouteOf(output), "ROUTED");
  EXPECT_EQ(GetOutput(output).Text("routerOutput.routedInputArn"), input);
}

TEST_F(TakesTest, AnOutputKeepsItsTakeUntilItIsGone) {
  const std::string input = InputArn();
  const std::string output = OutputArn();
  Take(output, input);
  world_.state.Settle();
  ExpectError(DeleteInput(input), 409, "ConflictException", {input, output});
  world_.settings.transition_delay_ms = 500;
  DeleteOutput(output);
  EXPECT_EQ(CountRouted(input), 1);
  EXPECT_EQ(RouteOf(output), "ROUTED");
  ExpectError(DeleteInput(input), 409, "ConflictException", {input, output});
  world_.clock.Advance(500);
  EXPECT_EQ(GetOutput(output).status, 404);
  EXPECT_EQ(CountRouted(input), 0);
  EXPECT_EQ(DeleteInput(input).status, 200);
}

TEST_F(TakesTest, AnOutputWhoseDeletionFailsKeepsItsTake) {
  const std::string input = InputArn();
  const std::string output = OutputArn();
  Take(output, input);
  SetRule(Json{{"operation", "DeleteRouterOutput"}, {"mode", "fail"}});
  DeleteOutput(output);
  EXPECT_EQ(GetOutput(output).Text("routerOutput.state"), "ERROR");
  EXPECT_EQ(GetOutput(output).Text("routerOutput.routedInputArn"), input);
  ExpectError(DeleteInput(input), 409, "ConflictException", {input, output});
  SetRule(Json{{"operation", "DeleteRouterOutput"}, {"mode", "immediate"}});
  DeleteOutput(output);
  EXPECT_EQ(DeleteInput(input).status, 200);
}

TEST_F(TakesTest, TakesGoByRulesAboutTheirOutput) {
  const std::string input = InputArn();
  const std::string output = OutputArn();
  SetRule(Json{{"operation", "TakeRouterInput"}, {"mode", "immediate"}});
  EXPECT_EQ(Take(output, input).Text("routedState"), "ROUTED");
  SetRule(Json{{"arn", output}, {"mode", "polls"}, {"count", 2}});
  TakeNone(output);
  EXPECT_EQ(RouteOf(output), "ROUTING");
  EXPECT_EQ(RouteOf(output), "UNROUTED");
  SetRule(Json{{"kind", "router_route"}, {"mode", "manual"}});
  Take(output, input);
  EXPECT_EQ(RouteOf(output), "ROUTING");
  const Answer step = Step(output);
  EXPECT_EQ(step.Text("arn"), output);
  EXPECT_EQ(step.Text("from"), "ROUTING");
  EXPECT_EQ(step.Text("to"), "ROUTED");
  EXPECT_EQ(RouteOf(output), "ROUTED");
  EXPECT_EQ(Step(output).status, 400);
  // The clock's list names the output.
  SetRule(Json{{"operation", "TakeRouterInput"}, {"mode", "after"}, {"delay", "1s"}});
  world_.Put("/_mediaconnect/clock", Json{{"mode", "frozen"}});
  TakeNone(output);
  const Answer moved = world_.Post("/_mediaconnect/clock/advance", Json{{"by", "1s"}});
  EXPECT_EQ(moved.Text("transitions.0.arn"), output);
  EXPECT_EQ(moved.Text("transitions.0.to"), "UNROUTED");
  EXPECT_EQ(RouteOf(output), "UNROUTED");
}

}  // namespace
}  // namespace mediaconnect
