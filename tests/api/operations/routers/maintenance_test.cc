// Maintenance of router inputs and outputs by the clock (rules 3.4).
#include <gmock/gmock.h>

#include "tests/support/routers.h"

namespace mediaconnect {
namespace {

using testing::ElementsAre;

const std::string kMine = std::string("/_mediaconnect/accounts/") + kAccount;

class MaintenanceTest : public RouterTest {
 protected:
  // A FakeClock begins at 2025-06-15T15:06:40Z, a Sunday: the first window is on 2025-08-17.
  MaintenanceTest() {
    world_.settings.transition_delay_ms = 500;
    world_.Put(kMine + "/clock", Json{{"mode", "frozen"}});
  }

  static inline const Json kOnSundays{
      {"maintenanceConfiguration", {{"preferredDayTime", {{"day", "SUNDAY"}, {"time", "07:00"}}}}}};

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
  SetRule(Json{{"operation", "RestartRouterInput"}, {"mode", "after"}, {"delay", "1h"}});
  SetRule(Json{{"kind", "router_input"}, {"mode", "after"}, {"delay", "2s"}});
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

}  // namespace
}  // namespace mediaconnect
