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
using testing::StartsWith;

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
  for (const char* time : {"24:00", "03:30", "3:00", "night", "03:30:00Z", "03:00:00", "03:00Z"}) {
    ExpectError(CreateInput(InputRequest(FromFlow(), Preferring("SUNDAY", time))), 400,
                "BadRequestException", {"maintenanceConfiguration.preferredDayTime.time", time});
  }
}

// UGnow:setting-router-io-maintenance, UGnow:viewing-router-io-maintenance
TEST_F(RouterScheduleTest, ATimeIsShownWithItsSeconds) {
  const std::string time = "routerInput.maintenanceConfiguration.preferredDayTime.time";
  for (const char* given : {"04:00", "04:00:00Z"}) {
    const std::string arn = InputArn(Preferring("SUNDAY", given));
    EXPECT_EQ(GetInput(arn).Text(time), "04:00:00Z");
    EXPECT_EQ(UpdateInput(arn, Preferring("MONDAY", given)).Text(time), "04:00:00Z");
  }
  // Both are the same, so this changes nothing while the input is ACTIVE.
  const std::string active = StartedInput(Preferring("SUNDAY", "04:00"));
  EXPECT_EQ(UpdateInput(active, Preferring("SUNDAY", "04:00:00Z")).status, 202);
}

TEST_F(RouterScheduleTest, TheScheduledTimeLiesWithinTheWindow) {
  std::set<std::int64_t> minutes;
  for (int i = 0; i < 20; ++i) {
    const Answer started = StartOne(Preferring("SUNDAY", "07:00"));
    const std::int64_t after =
        ParseTimestamp(started.Text("maintenanceSchedule.window.scheduledTime")).value() -
        BeginOf(started);
    EXPECT_GE(after, 0);
    EXPECT_LT(after, 2 * 3'600'000);
    minutes.insert(after / 60'000);
  }
  EXPECT_GT(minutes.size(), 10u);
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
  // The scheduled time of its maintenance, "2025-08-17T07:31:00Z", which is within the window.
  std::string ScheduleOf(const std::string& input) {
    const Answer shown = GetInput(input);
    const std::string window = "routerInput.maintenanceSchedule.window";
    EXPECT_LE(shown.Text(window + ".start"), shown.Text(window + ".scheduledTime"));
    EXPECT_LT(shown.Text(window + ".scheduledTime"), shown.Text(window + ".end"));
    return shown.Text(window + ".scheduledTime");
  }
  // "2025-08-17T07:31:00.500Z" from "2025-08-17T07:31:00Z" and 500.
  static std::string Later(const std::string& time, std::int64_t milliseconds) {
    return FormatInstant(ParseTimestamp(time).value() + milliseconds);
  }
  static std::string MigratingAt(const std::string& time) { return "MIGRATING " + Later(time, 0); }
  static std::string ActiveAt(const std::string& time, std::int64_t later = 500) {
    return "ACTIVE " + Later(time, later);
  }
  void SetRule(const Json& rule) {
    EXPECT_EQ(world_.Post(kMine + "/transitions", rule).status, 201);
  }
};

TEST_F(MaintenanceTest, TakesPlaceAtTheScheduledTimeAndAgain60To66DaysLater) {
  const std::string arn = ActiveInput();
  const std::string first = ScheduleOf(arn);
  EXPECT_THAT(first, StartsWith("2025-08-17T0"));
  EXPECT_THAT(AdvanceTo(Later(first, -1)), ElementsAre());
  EXPECT_EQ(StateOfInput(arn), "ACTIVE");
  EXPECT_THAT(AdvanceTo(first), ElementsAre(MigratingAt(first)));
  EXPECT_EQ(StateOfInput(arn), "MIGRATING");
  const std::string second = ScheduleOf(arn);
  EXPECT_THAT(second, StartsWith("2025-10-19T0"));
  EXPECT_THAT(AdvanceTo("2025-12-01T00:00:00Z"),
              ElementsAre(ActiveAt(first), MigratingAt(second), ActiveAt(second)));
  const std::string third = ScheduleOf(arn);
  EXPECT_THAT(third, StartsWith("2025-12-21T0"));
  EXPECT_THAT(AdvanceTo("2025-12-31T00:00:00Z"), ElementsAre(MigratingAt(third), ActiveAt(third)));
  EXPECT_EQ(StateOfInput(arn), "ACTIVE");
  EXPECT_THAT(ScheduleOf(arn), StartsWith("2026-02-22T0"));
}

TEST_F(MaintenanceTest, OfAnOutputToo) {
  const std::string arn =
      CreateOutput(OutputRequest(ToFlow(), kOnSundays)).Text("routerOutput.arn");
  Advance("1s");
  RunOutput("start", arn);
  Advance("1s");
  const std::string scheduled =
      GetOutput(arn).Text("routerOutput.maintenanceSchedule.window.scheduledTime");
  EXPECT_THAT(AdvanceTo("2025-09-01T00:00:00Z"),
              ElementsAre(MigratingAt(scheduled), ActiveAt(scheduled)));
}

TEST_F(MaintenanceTest, TakesNoTimeWithoutADelay) {
  world_.settings.transition_delay_ms = 0;
  const std::string first = ScheduleOf(ActiveInput());
  EXPECT_THAT(AdvanceTo("2025-09-01T00:00:00Z"),
              ElementsAre(MigratingAt(first), ActiveAt(first, 0)));
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
  const std::string scheduled = ScheduleOf(arn);
  EXPECT_THAT(scheduled, StartsWith("2025-10-05T0"));
  EXPECT_THAT(AdvanceTo("2025-10-06T00:00:00Z"),
              ElementsAre(MigratingAt(scheduled), ActiveAt(scheduled)));
}

TEST_F(MaintenanceTest, AnUpdateDoesNot) {
  const std::string arn = ActiveInput();
  UpdateInput(arn, Json{{"name", "n"}});
  Advance("1s");
  EXPECT_EQ(AdvanceTo(ScheduleOf(arn)).size(), 1u);
  Advance("1s");
  // One that is under way at the scheduled time has it wait.
  const std::string second = ScheduleOf(arn);
  AdvanceTo(Later(second, -200));
  UpdateInput(arn, Json{{"name", "m"}});
  EXPECT_THAT(
      AdvanceTo("2025-10-20T00:00:00Z"),
      ElementsAre(ActiveAt(second, 300), "MIGRATING " + Later(second, 300), ActiveAt(second, 800)));
  // One that takes no time leaves it where it was.
  world_.settings.transition_delay_ms = 0;
  UpdateInput(arn, Json{{"name", "o"}});
  EXPECT_EQ(AdvanceTo("2025-12-22T00:00:00Z").size(), 2u);
}

TEST_F(MaintenanceTest, GoesByTheRulesThatNameNoOperation) {
  const std::string arn = ActiveInput();
  SetRule(Json{{"kind", "router_input"}, {"mode", "after"}, {"delay", "2s"}});
  SetRule(Json{{"operation", "RestartRouterInput"}, {"mode", "after"}, {"delay", "1h"}});
  const std::string first = ScheduleOf(arn);
  EXPECT_THAT(AdvanceTo("2025-08-18T00:00:00Z"),
              ElementsAre(MigratingAt(first), ActiveAt(first, 2000)));
  world_.Delete(kMine + "/transitions");
  SetRule(Json{{"arn", arn}, {"mode", "immediate"}});
  const std::string second = ScheduleOf(arn);
  EXPECT_THAT(AdvanceTo("2025-10-20T00:00:00Z"),
              ElementsAre(MigratingAt(second), ActiveAt(second, 0)));
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
  const std::string first = ScheduleOf(arn);
  const auto transitions = AdvanceTo("9990-01-01T00:00:00Z");
  EXPECT_GT(transitions.size(), 10u);
  EXPECT_LT(transitions.size(), 20u);
  EXPECT_EQ(transitions.front(), MigratingAt(first));
  EXPECT_EQ(StateOfInput(arn), "ACTIVE");
  EXPECT_THAT(ScheduleOf(arn), StartsWith("9990-"));
}

TEST_F(MaintenanceTest, ThereIsNoneAfterTheYear9999) {
  AdvanceTo("9999-12-01T00:00:00Z");
  const std::string arn = ActiveInput();
  EXPECT_EQ(ScheduleOf(arn), "9999-12-31T21:59:59Z");
  EXPECT_THAT(AdvanceTo("9999-12-31T23:59:59Z"), ElementsAre());
  EXPECT_EQ(RunInput("restart", arn).status, 202);
}

TEST_F(MaintenanceTest, AClockThatIsSetBackLeavesTheDate) {
  const std::string arn = ActiveInput();
  const std::string scheduled = ScheduleOf(arn);
  AdvanceTo("2025-08-01T00:00:00Z");
  EXPECT_EQ(world_.Delete(kMine + "/clock").status, 204);
  EXPECT_EQ(ScheduleOf(arn), scheduled);
  EXPECT_THAT(AdvanceTo(Later(scheduled, -1000)), ElementsAre());
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
