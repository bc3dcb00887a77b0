// Maintenance of router inputs and outputs: when it is, and that it takes place by the clock (rules
// 3.4).
#include <gmock/gmock.h>

#include <set>

#include "api/contract/timestamp.h"
#include "tests/support/data_folder.h"
#include "tests/support/routers.h"

namespace mediaconnect {
namespace {

using testing::ElementsAre;

constexpr std::int64_t kDay = 86'400'000;
const std::string kMine = std::string("/_mediaconnect/accounts/") + kAccount;

class RouterScheduleTest : public RouterTest {
 protected:
  // The begin of the window in an answer to StartRouterInput.
  static std::int64_t BeginOf(const Answer& answer) {
    return ParseTimestamp(answer.Text("maintenanceSchedule.window.start")).value();
  }
  Answer StartOne(const Json& more = {}) {
    const std::string arn = InputArn(more);
    world_.state.Settle();
    return RunInput("start", arn);
  }
  static Json Preferring(const std::string& day, const std::string& time) {
    return Json{
        {"maintenanceConfiguration", {{"preferredDayTime", {{"day", day}, {"time", time}}}}}};
  }
};

TEST_F(RouterScheduleTest, TheAnswerToAStartHasTheNextMaintenance) {
  const std::string arn = InputArn();
  world_.state.Settle();
  const Answer started = RunInput("start", arn);
  EXPECT_EQ(started.Text("maintenanceScheduleType"), "WINDOW");
  const std::string window = "maintenanceSchedule.window";
  EXPECT_EQ(ParseTimestamp(started.Text(window + ".end")).value() - BeginOf(started),
            2 * 3'600'000);
  EXPECT_EQ(started.Text(window + ".scheduledTime"), started.Text(window + ".start"));
  const Answer shown = GetInput(arn);
  EXPECT_EQ(shown.Text("routerInput." + window + ".start"), started.Text(window + ".start"));
  EXPECT_EQ(shown.Text("routerInput.maintenanceScheduleType"), "WINDOW");
  const Answer list = world_.Post("/v1/routerInputs");
  EXPECT_EQ(list.Text("routerInputs.0." + window + ".start"), started.Text(window + ".start"));
  RunInput("stop", arn);
  EXPECT_FALSE(GetInput(arn).Has("routerInput.maintenanceSchedule"));
  EXPECT_FALSE(GetInput(arn).Has("routerInput.maintenanceScheduleType"));
  world_.state.Settle();
  EXPECT_EQ(BeginOf(RunInput("start", arn)), BeginOf(started));
}

TEST_F(RouterScheduleTest, ARestartCountsTheDaysAnew) {
  const std::string arn = StartedInput(Preferring("SUNDAY", "07:00"));
  world_.clock.Advance(30 * kDay);
  const std::string start = "routerInput.maintenanceSchedule.window.start";
  EXPECT_EQ(GetInput(arn).Text(start), "2025-08-17T07:00:00Z");
  RunInput("restart", arn);
  EXPECT_EQ(GetInput(arn).Text(start), "2025-09-14T07:00:00Z");
}

TEST_F(RouterScheduleTest, MaintenanceIsIn60To66DaysOnTheDayAndAtTheTimeThatArePreferred) {
  // Now it is Sunday 2025-06-15; 60 days later it is Thursday 2025-08-14.
  for (const auto& [day, date] :
       std::vector<std::pair<std::string, std::string>>{{"THURSDAY", "14"},
                                                        {"FRIDAY", "15"},
                                                        {"SATURDAY", "16"},
                                                        {"SUNDAY", "17"},
                                                        {"MONDAY", "18"},
                                                        {"TUESDAY", "19"},
                                                        {"WEDNESDAY", "20"}}) {
    const Answer started = StartOne(Preferring(day, "07:00"));
    EXPECT_EQ(started.Text("maintenanceSchedule.window.start"), "2025-08-" + date + "T07:00:00Z");
    EXPECT_EQ(started.Text("maintenanceSchedule.window.end"), "2025-08-" + date + "T09:00:00Z");
  }
  const Answer preferring = GetInput(InputArn(Preferring("SUNDAY", "03:00")));
  EXPECT_EQ(preferring.Text("routerInput.maintenanceType"), "PREFERRED_DAY_TIME");
  std::set<std::int64_t> begins;
  for (int i = 0; i < 20; ++i) {
    const std::int64_t begin = BeginOf(StartOne());
    const std::int64_t days = begin / kDay - world_.clock.NowMilliseconds() / kDay;
    EXPECT_GE(days, 60);
    EXPECT_LE(days, 66);
    EXPECT_EQ(begin % 3'600'000, 0);
    begins.insert(begin);
  }
  EXPECT_GT(begins.size(), 5u);
  for (const char* time : {"24:00", "03:30", "3:00", "night"}) {
    ExpectError(CreateInput(InputRequest(FromFlow(), Preferring("SUNDAY", time))), 400,
                "BadRequestException", {"maintenanceConfiguration.preferredDayTime.time", time});
  }
}

TEST_F(RouterScheduleTest, TheMaintenanceConfigurationChangesInStandbyOnly) {
  const std::string arn = StartedInput();
  ExpectError(UpdateInput(arn, Preferring("MONDAY", "03:00")), 409, "ConflictException",
              {"maintenanceConfiguration", arn, "ACTIVE", "STANDBY"});
  // As it was.
  EXPECT_EQ(UpdateInput(arn, Json{{"maintenanceConfiguration", {{"default", Json{}}}}}).status,
            202);
  RunInput("stop", arn);
  world_.state.Settle();
  EXPECT_EQ(UpdateInput(arn, Preferring("MONDAY", "03:00")).Text("routerInput.maintenanceType"),
            "PREFERRED_DAY_TIME");
  EXPECT_EQ(UpdateInput(arn, Json{{"name", "n"}}).Text("routerInput.maintenanceType"),
            "PREFERRED_DAY_TIME");
}

const Json kOnSundays{
    {"maintenanceConfiguration", {{"preferredDayTime", {{"day", "SUNDAY"}, {"time", "07:00"}}}}}};

class MaintenanceTest : public RouterTest {
 protected:
  // A FakeClock begins at 2025-06-15T15:06:40Z, a Sunday: the first window is on 2025-08-17.
  MaintenanceTest() {
    world_.settings.transition_delay_ms = 500;
    world_.Put(kMine + "/clock", Json{{"mode", "frozen"}});
  }

  // "MIGRATING 2025-08-17T07:00:00.000Z" for each transition.
  std::vector<std::string> AdvanceTo(const std::string& time) {
    const Answer answer = world_.Post(kMine + "/clock/advance", Json{{"to", time}});
    EXPECT_EQ(answer.status, 200) << answer.body;
    std::vector<std::string> transitions;
    for (std::size_t i = 0; i < answer.Size("transitions"); ++i) {
      const std::string at = "transitions." + std::to_string(i);
      transitions.push_back(answer.Text(at + ".to") + " " + answer.Text(at + ".at"));
    }
    return transitions;
  }
  void Advance(const std::string& by) {
    EXPECT_EQ(world_.Post(kMine + "/clock/advance", Json{{"by", by}}).status, 200);
  }
  std::string ActiveInput() {
    std::string arn = InputArn(kOnSundays);
    Advance("1s");
    EXPECT_EQ(RunInput("start", arn).status, 202);
    Advance("1s");
    EXPECT_EQ(StateOfInput(arn), "ACTIVE");
    return arn;
  }
  std::string WindowOf(const std::string& input) {
    return GetInput(input).Text("routerInput.maintenanceSchedule.window.scheduledTime");
  }
  void SetRule(const Json& rule) {
    EXPECT_EQ(world_.Post(kMine + "/transitions", rule).status, 201);
  }
};

TEST_F(MaintenanceTest, TakesPlaceWhenTheWindowBeginsAndAgain60To66DaysLater) {
  const std::string arn = ActiveInput();
  EXPECT_EQ(WindowOf(arn), "2025-08-17T07:00:00Z");
  EXPECT_THAT(AdvanceTo("2025-08-17T06:59:59Z"), ElementsAre());
  EXPECT_EQ(StateOfInput(arn), "ACTIVE");
  EXPECT_THAT(AdvanceTo("2025-08-17T07:00:00Z"), ElementsAre("MIGRATING 2025-08-17T07:00:00.000Z"));
  EXPECT_EQ(StateOfInput(arn), "MIGRATING");
  EXPECT_EQ(WindowOf(arn), "2025-10-19T07:00:00Z");
  EXPECT_THAT(AdvanceTo("2025-12-31T00:00:00Z"),
              ElementsAre("ACTIVE 2025-08-17T07:00:00.500Z", "MIGRATING 2025-10-19T07:00:00.000Z",
                          "ACTIVE 2025-10-19T07:00:00.500Z", "MIGRATING 2025-12-21T07:00:00.000Z",
                          "ACTIVE 2025-12-21T07:00:00.500Z"));
  EXPECT_EQ(StateOfInput(arn), "ACTIVE");
  EXPECT_EQ(WindowOf(arn), "2026-02-22T07:00:00Z");
}

TEST_F(MaintenanceTest, OfAnOutputToo) {
  const std::string arn =
      CreateOutput(OutputRequest(ToFlow(), kOnSundays)).Text("routerOutput.arn");
  Advance("1s");
  RunOutput("start", arn);
  Advance("1s");
  EXPECT_THAT(AdvanceTo("2025-09-01T00:00:00Z"),
              ElementsAre("MIGRATING 2025-08-17T07:00:00.000Z", "ACTIVE 2025-08-17T07:00:00.500Z"));
}

TEST_F(MaintenanceTest, TakesNoTimeWithoutADelay) {
  world_.settings.transition_delay_ms = 0;
  ActiveInput();
  EXPECT_THAT(AdvanceTo("2025-09-01T00:00:00Z"),
              ElementsAre("MIGRATING 2025-08-17T07:00:00.000Z", "ACTIVE 2025-08-17T07:00:00.000Z"));
}

TEST_F(MaintenanceTest, OneThatIsStoppedHasNone) {
  const std::string arn = ActiveInput();
  RunInput("stop", arn);
  Advance("1s");
  EXPECT_THAT(AdvanceTo("2026-06-15T00:00:00Z"), ElementsAre());
  EXPECT_EQ(StateOfInput(arn), "STANDBY");
}

TEST_F(MaintenanceTest, ARestartPutsItOff) {
  const std::string arn = ActiveInput();
  AdvanceTo("2025-08-01T00:00:00Z");
  RunInput("restart", arn);
  EXPECT_THAT(AdvanceTo("2025-10-04T00:00:00Z"), ElementsAre("ACTIVE 2025-08-01T00:00:00.500Z"));
  EXPECT_THAT(AdvanceTo("2025-10-06T00:00:00Z"),
              ElementsAre("MIGRATING 2025-10-05T07:00:00.000Z", "ACTIVE 2025-10-05T07:00:00.500Z"));
}

TEST_F(MaintenanceTest, AnUpdateDoesNot) {
  const std::string arn = ActiveInput();
  UpdateInput(arn, Json{{"name", "n"}});
  Advance("1s");
  EXPECT_EQ(AdvanceTo("2025-08-17T07:00:00Z").size(), 1u);
  Advance("1s");
  // One that is under way when the window begins has it wait.
  AdvanceTo("2025-10-19T06:59:59.800Z");
  UpdateInput(arn, Json{{"name", "m"}});
  EXPECT_THAT(AdvanceTo("2025-10-20T00:00:00Z"),
              ElementsAre("ACTIVE 2025-10-19T07:00:00.300Z", "MIGRATING 2025-10-19T07:00:00.300Z",
                          "ACTIVE 2025-10-19T07:00:00.800Z"));
  // One that takes no time leaves it where it was.
  world_.settings.transition_delay_ms = 0;
  UpdateInput(arn, Json{{"name", "o"}});
  EXPECT_EQ(AdvanceTo("2025-12-22T00:00:00Z").size(), 2u);
}

TEST_F(MaintenanceTest, GoesByTheRulesThatNameNoOperation) {
  const std::string arn = ActiveInput();
  SetRule(Json{{"kind", "router_input"}, {"mode", "after"}, {"delay", "2s"}});
  SetRule(Json{{"operation", "RestartRouterInput"}, {"mode", "after"}, {"delay", "1h"}});
  EXPECT_THAT(AdvanceTo("2025-08-18T00:00:00Z"),
              ElementsAre("MIGRATING 2025-08-17T07:00:00.000Z", "ACTIVE 2025-08-17T07:00:02.000Z"));
  world_.Delete(kMine + "/transitions");
  SetRule(Json{{"arn", arn}, {"mode", "immediate"}});
  EXPECT_THAT(AdvanceTo("2025-10-20T00:00:00Z"),
              ElementsAre("MIGRATING 2025-10-19T07:00:00.000Z", "ACTIVE 2025-10-19T07:00:00.000Z"));
  world_.Delete(kMine + "/transitions");
  SetRule(Json{{"mode", "manual"}});
  EXPECT_EQ(AdvanceTo("2025-12-22T00:00:00Z").size(), 1u);
  EXPECT_EQ(StateOfInput(arn), "MIGRATING");
  EXPECT_EQ(world_.Post(kMine + "/transitions/step", Json{{"arn", arn}}).Text("to"), "ACTIVE");
  world_.Delete(kMine + "/transitions");
  SetRule(Json{{"mode", "polls"}, {"count", 2}});
  EXPECT_EQ(AdvanceTo("2026-02-23T00:00:00Z").size(), 1u);
  EXPECT_EQ(StateOfInput(arn), "MIGRATING");
  EXPECT_EQ(StateOfInput(arn), "ACTIVE");
  world_.Delete(kMine + "/transitions");
  SetRule(Json{{"mode", "fail"}, {"message", "no spare"}});
  AdvanceTo("2026-04-27T00:00:00Z");
  EXPECT_EQ(GetInput(arn).Text("routerInput.messages.0.message"), "no spare");
  EXPECT_EQ(StateOfInput(arn), "ERROR");
  EXPECT_THAT(AdvanceTo("2027-01-01T00:00:00Z"), ElementsAre());
}

TEST_F(MaintenanceTest, OfALeapOverThousandsOfYearsTheLastIsDone) {
  const std::string arn = ActiveInput();
  const auto transitions = AdvanceTo("9990-01-01T00:00:00Z");
  EXPECT_GT(transitions.size(), 10u);
  EXPECT_LT(transitions.size(), 20u);
  EXPECT_EQ(transitions.front(), "MIGRATING 2025-08-17T07:00:00.000Z");
  EXPECT_EQ(StateOfInput(arn), "ACTIVE");
  EXPECT_THAT(WindowOf(arn), testing::StartsWith("9990-"));
}

TEST_F(MaintenanceTest, ThereIsNoneAfterTheYear9999) {
  AdvanceTo("9999-12-01T00:00:00Z");
  const std::string arn = ActiveInput();
  EXPECT_EQ(WindowOf(arn), "9999-12-31T21:59:59Z");
  EXPECT_THAT(AdvanceTo("9999-12-31T23:59:59Z"), ElementsAre());
  EXPECT_EQ(RunInput("restart", arn).status, 202);
}

TEST_F(MaintenanceTest, AClockThatIsSetBackLeavesTheDate) {
  const std::string arn = ActiveInput();
  AdvanceTo("2025-08-01T00:00:00Z");
  EXPECT_EQ(world_.Delete(kMine + "/clock").status, 204);
  EXPECT_EQ(WindowOf(arn), "2025-08-17T07:00:00Z");
  EXPECT_THAT(AdvanceTo("2025-08-17T06:59:59Z"), ElementsAre());
  EXPECT_EQ(AdvanceTo("2025-08-18T00:00:00Z").size(), 2u);
}

class MaintenanceInAFileTest : public DataFolderTest {};

TEST_F(MaintenanceInAFileTest, WhatFellDueWhileTheServerWasOffTakesPlace) {
  std::string arn;
  {
    World world({}, file_);
    arn =
        world.Post("/v1/routerInput", InputRequest(FromFlow(), kOnSundays)).Text("routerInput.arn");
    world.state.Settle();
    EXPECT_EQ(world.Post("/v1/routerInput/start/" + arn).status, 202);
  }
  World world({}, file_);
  world.clock.Advance(70 * kDay);
  const Answer shown = world.Get("/v1/routerInput/" + arn);
  EXPECT_EQ(shown.Text("routerInput.state"), "ACTIVE");
  EXPECT_EQ(shown.Text("routerInput.maintenanceSchedule.window.start"), "2025-10-19T07:00:00Z");
}

}  // namespace
}  // namespace mediaconnect
