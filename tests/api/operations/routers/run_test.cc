// Router inputs that run: states, what their source brings (rules 3.4, 8).
#include <gmock/gmock.h>

#include "tests/support/routers.h"

namespace mediaconnect {
namespace {

using RouterRunTest = RouterTest;

TEST_F(RouterRunTest, ItStartsStopsAndRestarts) {
  world_.settings.transition_delay_ms = 500;
  const std::string arn = InputArn();
  const auto pass = [&](const std::string& from, const std::string& to) {
    EXPECT_EQ(StateOfInput(arn), from);
    world_.clock.Advance(499);
    EXPECT_EQ(StateOfInput(arn), from);
    world_.clock.Advance(1);
    EXPECT_EQ(StateOfInput(arn), to);
  };
  pass("CREATING", "STANDBY");
  EXPECT_EQ(RunInput("start", arn).Text("state"), "STARTING");
  pass("STARTING", "ACTIVE");
  const Answer restart = RunInput("restart", arn);
  EXPECT_EQ(restart.status, 202);
  EXPECT_EQ(restart.body, R"({"arn":")" + arn + R"(","name":"in","state":"MIGRATING"})");
  pass("MIGRATING", "ACTIVE");
  EXPECT_EQ(UpdateInput(arn, Json{{"name", "n"}}).Text("routerInput.state"), "UPDATING");
  pass("UPDATING", "ACTIVE");
  EXPECT_EQ(RunInput("stop", arn).Text("state"), "STOPPING");
  pass("STOPPING", "STANDBY");
  EXPECT_EQ(UpdateInput(arn, Json{{"name", "m"}}).Text("routerInput.state"), "UPDATING");
  pass("UPDATING", "STANDBY");
  EXPECT_EQ(DeleteInput(arn).Text("state"), "DELETING");
  world_.clock.Advance(500);
  EXPECT_EQ(GetInput(arn).status, 404);
}

TEST_F(RouterRunTest, TheStatesInWhichItCanBeChanged) {
  const InStates states{kStatesOfEnds, [&] { return InputArn(); }};
  const auto run = [&](const std::string& what) {
    return [this, what](const std::string& arn) { return RunInput(what, arn); };
  };
  ExpectIn(states, {"STANDBY"}, 202, run("start"));
  ExpectIn(states, {"ACTIVE"}, 202, run("stop"));
  ExpectIn(states, {"ACTIVE", "ERROR"}, 202, run("restart"));
  ExpectIn(states, {"ACTIVE", "STANDBY"}, 202, [&](const auto& arn) {
    return UpdateInput(arn, Json{{"name", "n"}});
  });
  ExpectIn(states, {"ERROR", "STANDBY", "STOPPING"}, 200,
           [&](const auto& arn) { return DeleteInput(arn); });
}

TEST_F(RouterRunTest, WhatFailsIsInErrorAndSaysWhy) {
  world_.Put(std::string("/_mediaconnect/accounts/") + kAccount + "/transitions",
             Json{{"transitions", List({Json{{"operation", "StartRouterInput"},
                                             {"mode", "fail"},
                                             {"message", "no capacity"}}})}});
  const std::string arn = StartedInput();
  const Answer failed = GetInput(arn);
  EXPECT_EQ(failed.Text("routerInput.state"), "ERROR");
  EXPECT_EQ(failed.Size("routerInput.messages"), 1u);
  EXPECT_EQ(failed.Text("routerInput.messages.0.message"), "no capacity");
  EXPECT_EQ(world_.Post("/v1/routerInputs").Number("routerInputs.0.messageCount"), 1);
  EXPECT_EQ(DeleteInput(arn).status, 200);
}

// API:RestartRouterInput, API:RestartRouterOutput: a restart "can be used to recover from errors".
TEST_F(RouterRunTest, ARestartRecoversFromAnError) {
  const std::string input = InputArn();
  const std::string output = OutputArn();
  SetStatus(input, "ERROR");
  SetStatus(output, "ERROR");
  world_.settings.transition_delay_ms = 500;
  EXPECT_EQ(RunInput("restart", input).Text("state"), "RECOVERING");
  EXPECT_EQ(RunOutput("restart", output).Text("state"), "RECOVERING");
  EXPECT_EQ(StateOfInput(input), "RECOVERING");
  world_.clock.Advance(500);
  const Answer shown = GetInput(input);
  EXPECT_EQ(shown.Text("routerInput.state"), "ACTIVE");
  EXPECT_EQ(shown.Size("routerInput.messages"), 0u);
  EXPECT_EQ(shown.Text("routerInput.maintenanceScheduleType"), "WINDOW");
  EXPECT_EQ(GetOutput(output).Text("routerOutput.state"), "ACTIVE");
  EXPECT_EQ(RunInput("stop", input).status, 202);
}

TEST_F(RouterRunTest, AnActiveInputHasMetadataAndAThumbnail) {
  const std::string arn = InputArn();
  const Answer nothing = world_.Get(InputPath(arn, "/source-metadata"));
  EXPECT_EQ(nothing.status, 200);
  EXPECT_EQ(nothing.Text("arn"), arn);
  EXPECT_THAT(nothing.Text("sourceMetadataDetails.sourceMetadataMessages.0.message"),
              testing::HasSubstr("STANDBY"));
  EXPECT_FALSE(nothing.Has("sourceMetadataDetails.routerInputMetadata"));
  const Answer dark = world_.Get(InputPath(arn, "/thumbnail"));
  EXPECT_EQ(dark.Size("thumbnailDetails.thumbnailMessages"), 1u);
  EXPECT_FALSE(dark.Has("thumbnailDetails.thumbnail"));

  RunInput("start", arn);
  world_.state.Settle();
  world_.clock.Advance(2'500);
  const Answer metadata = world_.Get(InputPath(arn, "/source-metadata"));
  EXPECT_EQ(metadata.Size("sourceMetadataDetails.sourceMetadataMessages"), 0u);
  EXPECT_EQ(metadata.Text("sourceMetadataDetails.timestamp"), "2025-06-15T15:06:40Z");
  EXPECT_EQ(
      metadata.Size("sourceMetadataDetails.routerInputMetadata.transportStreamMediaInfo.programs"),
      1u);
  const Answer thumbnail = world_.Get(InputPath(arn, "/thumbnail"));
  EXPECT_EQ(thumbnail.Text("name"), "in");
  EXPECT_EQ(thumbnail.Text("thumbnailDetails.timestamp"), "2025-06-15T15:06:42Z");
  EXPECT_THAT(thumbnail.Text("thumbnailDetails.timecode"), testing::StartsWith("15:06:42:"));
  EXPECT_THAT(thumbnail.Text("thumbnailDetails.thumbnail"), testing::StartsWith("/9j/"));  // JPEG
  world_.settings.transition_delay_ms = 500;
  RunInput("stop", arn);
  for (const char* state : {"STOPPING", "STANDBY"}) {
    const Answer stopped = world_.Get(InputPath(arn, "/thumbnail"));
    EXPECT_THAT(stopped.Text("thumbnailDetails.thumbnailMessages.0.message"),
                testing::HasSubstr(state));
    EXPECT_FALSE(stopped.Has("thumbnailDetails.thumbnail"));
    world_.clock.Advance(500);
  }
}

}  // namespace
}  // namespace mediaconnect
