// What a test does to the time by the control operations, and what follows it.
#include "tests/support/gateways.h"

namespace mediaconnect {
namespace {

const std::string kServer = "/_mediaconnect";
const std::string kMine = kServer + "/accounts/" + kAccount;
const std::string kOther = kServer + "/accounts/" + kSubscriber;

class ClockTest : public GatewayTest {
 protected:
  ClockTest() { world_.settings.transition_delay_ms = 1000; }

  // A FakeClock begins at 2025-06-15T15:06:40Z.
  static constexpr const char* kStart = "2025-06-15T15:06:40.000Z";

  Answer Freeze(const std::string& scope) {
    return world_.Put(scope + "/clock", Json{{"mode", "frozen"}});
  }
  Answer Advance(const std::string& scope, const std::string& by) {
    return world_.Post(scope + "/clock/advance", Json{{"by", by}});
  }
  std::string Now(const std::string& scope) { return world_.Get(scope + "/clock").Text("now"); }
  std::string StatusOf(const std::string& flow, const char* account = kAccount) {
    return world_.Call("GET", "/v1/flows/" + flow, "", account).Text("flow.status");
  }
  std::string StartedFlow(const std::string& name = "flow", const char* account = kAccount) {
    std::string flow = world_.CreateFlow(name, {}, account);
    EXPECT_EQ(world_.Call("POST", "/v1/flows/start/" + flow, "", account).status, 202);
    return flow;
  }
};

TEST_F(ClockTest, IsRealAtFirst) {
  EXPECT_EQ(world_.Get(kServer + "/clock").body,
            R"({"now":"2025-06-15T15:06:40.000Z","mode":"real"})");
  world_.clock.Advance(125);
  EXPECT_EQ(world_.Get(kMine + "/clock").body,
            R"({"now":"2025-06-15T15:06:40.125Z","mode":"real"})");
}

TEST_F(ClockTest, FrozenMeansThatNothingFallsDueByWaiting) {
  EXPECT_EQ(Freeze(kMine).body, R"({"now":"2025-06-15T15:06:40.000Z","mode":"frozen"})");
  const std::string flow = StartedFlow();
  world_.clock.Advance(3'600'000);
  EXPECT_EQ(Now(kMine), kStart);
  EXPECT_EQ(StatusOf(flow), "STARTING");
  EXPECT_EQ(Now(kServer), "2025-06-15T16:06:40.000Z");
}

TEST_F(ClockTest, AdvancingCarriesOutWhatFallsDueEachAtItsOwnTime) {
  Freeze(kMine);
  const std::string first = StartedFlow("first");
  Advance(kMine, "300ms");
  const std::string second = StartedFlow("second");
  world_.Delete("/v1/flows/" + world_.CreateFlow("third"));
  const Answer answer = Advance(kMine, "30d");
  EXPECT_EQ(answer.Text("now"), "2025-07-15T15:06:40.300Z");
  EXPECT_EQ(answer.Text("mode"), "frozen");
  ASSERT_EQ(answer.Size("transitions"), 3u);
  EXPECT_EQ(json::Write(answer.At("transitions.0")).json,
            R"({"arn":")" + first +
                R"(","from":"STARTING","to":"ACTIVE","at":"2025-06-15T15:06:41.000Z"})");
  EXPECT_EQ(json::Write(answer.At("transitions.1")).json,
            R"({"arn":")" + second +
                R"(","from":"STARTING","to":"ACTIVE","at":"2025-06-15T15:06:41.300Z"})");
  EXPECT_EQ(answer.Text("transitions.2.from"), "DELETING");
  EXPECT_EQ(answer.Text("transitions.2.to"), "DELETED");
  EXPECT_EQ(StatusOf(first), "ACTIVE");
  EXPECT_EQ(Advance(kMine, "30d").Size("transitions"), 0u);
}

TEST_F(ClockTest, StatesThatFollowEachOtherAreListedOneByOne) {
  Freeze(kMine);
  const std::string gateway = CreateGateway();
  Advance(kMine, "1s");
  RegisterOne(gateway);
  Advance(kMine, "1s");
  const std::string bridge =
      world_.Post("/v1/bridges", IngressBridge(gateway)).Text("bridge.bridgeArn");
  world_.Put("/v1/bridges/" + bridge + "/state", Json{{"desiredState", "ACTIVE"}});
  const Answer answer = Advance(kMine, "1m");
  ASSERT_EQ(answer.Size("transitions"), 2u);
  EXPECT_EQ(answer.Text("transitions.0.to"), "DEPLOYING");
  EXPECT_EQ(answer.Text("transitions.1.from"), "DEPLOYING");
  EXPECT_EQ(answer.Text("transitions.1.to"), "ACTIVE");
}

TEST_F(ClockTest, AClockThatRunsIsAdvancedAndRunsOn) {
  const std::string flow = StartedFlow();
  const Answer answer = Advance(kMine, "90s");
  EXPECT_EQ(answer.Text("mode"), "real");
  EXPECT_EQ(answer.Size("transitions"), 1u);
  EXPECT_EQ(StatusOf(flow), "ACTIVE");
  world_.clock.Advance(10'000);
  EXPECT_EQ(Now(kMine), "2025-06-15T15:08:20.000Z");
}

TEST_F(ClockTest, AdvancesToATime) {
  const auto advance = [&](const char* to) {
    return world_.Post(kMine + "/clock/advance", Json{{"to", to}});
  };
  EXPECT_EQ(advance("2030-01-30T08:30:00Z").Text("now"), "2030-01-30T08:30:00.000Z");
  EXPECT_EQ(advance("2030-01-30T08:30:00.250Z").Text("now"), "2030-01-30T08:30:00.250Z");
  EXPECT_EQ(advance("2030-01-30T08:30:00.250Z").status, 200);
  ExpectError(advance("2030-01-30T08:30:00.249Z"), 400, "BadRequestException",
              {"to: \"2030-01-30T08:30:00.249Z\"", "2030-01-30T08:30:00.250Z", "back"});
}

TEST_F(ClockTest, EachAccountHasItsOwn) {
  const std::string mine = StartedFlow("mine");
  const std::string other = StartedFlow("other", kSubscriber);
  const Answer answer = Advance(kMine, "1h");
  ASSERT_EQ(answer.Size("transitions"), 1u);
  EXPECT_EQ(answer.Text("transitions.0.arn"), mine);
  EXPECT_EQ(StatusOf(other, kSubscriber), "STARTING");
  EXPECT_EQ(Now(kOther), kStart);
  // The server's clock is for those that have none.
  const Answer of_server = Advance(kServer, "2h");
  ASSERT_EQ(of_server.Size("transitions"), 1u);
  EXPECT_EQ(of_server.Text("transitions.0.arn"), other);
  EXPECT_EQ(Now(kMine), "2025-06-15T16:06:40.000Z");
  EXPECT_EQ(Now(kOther), "2025-06-15T17:06:40.000Z");
}

// What fell due meanwhile in an account with a clock of its own is none of the others' business.
TEST_F(ClockTest, TheListIsOfThoseThatGoByTheClock) {
  StartedFlow("mine");
  Advance(kMine, "500ms");
  StartedFlow("other", kSubscriber);
  world_.clock.Advance(999);  // by now mine is ACTIVE
  EXPECT_EQ(Advance(kServer, "1s").Size("transitions"), 1u);
}

TEST_F(ClockTest, FreezesAtALaterTime) {
  const auto freeze = [&](const char* now) {
    return world_.Put(kMine + "/clock", Json{{"mode", "frozen"}, {"now", now}});
  };
  EXPECT_EQ(freeze("2030-01-01T00:00:00Z").Text("now"), "2030-01-01T00:00:00.000Z");
  ExpectError(freeze("2029-12-31T23:59:59Z"), 400, "BadRequestException",
              {"now: \"2029-12-31T23:59:59Z\"", "2030-01-01T00:00:00.000Z"});
  EXPECT_EQ(Now(kMine), "2030-01-01T00:00:00.000Z");
}

TEST_F(ClockTest, RunsAgainFromWhereItStands) {
  Freeze(kMine);
  Advance(kMine, "1h");
  EXPECT_EQ(world_.Put(kMine + "/clock", Json{{"mode", "real"}}).body,
            R"({"now":"2025-06-15T16:06:40.000Z","mode":"real"})");
  world_.clock.Advance(1000);
  EXPECT_EQ(Now(kMine), "2025-06-15T16:06:41.000Z");
}

TEST_F(ClockTest, FollowsTheServersAgainWhenItIsDeleted) {
  Freeze(kMine);
  Advance(kMine, "1h");
  const std::string flow = StartedFlow();
  EXPECT_EQ(world_.Delete(kMine + "/clock").status, 204);
  EXPECT_EQ(world_.Get(kMine + "/clock").body, world_.Get(kServer + "/clock").body);
  EXPECT_EQ(Now(kMine), kStart);
  EXPECT_EQ(StatusOf(flow), "STARTING");
  world_.clock.Advance(1000);
  EXPECT_EQ(StatusOf(flow), "ACTIVE");
  EXPECT_EQ(world_.Delete(kMine + "/clock").status, 204);

  Freeze(kServer);
  EXPECT_EQ(world_.Delete(kServer + "/clock").status, 204);
  EXPECT_EQ(world_.Get(kServer + "/clock").Text("mode"), "real");
}

TEST_F(ClockTest, AResetForgetsIt) {
  Freeze(kServer);
  Freeze(kMine);
  Advance(kMine, "1h");
  world_.Post(kMine + "/reset");
  EXPECT_EQ(Now(kMine), kStart);
  world_.Post("/_mediaconnect/reset");
  world_.clock.Advance(1000);
  EXPECT_EQ(Now(kServer), "2025-06-15T15:06:41.000Z");
  Freeze(kMine);
  EXPECT_EQ(world_.Delete(kMine).status, 204);
  EXPECT_EQ(world_.Get(kMine + "/clock").Text("mode"), "real");
}

// It was due before, and nobody had looked.
TEST_F(ClockTest, WhatIsDueAlreadyIsListedToo) {
  world_.settings.transition_delay_ms = 0;
  StartedFlow();
  EXPECT_EQ(Advance(kMine, "1m").Text("transitions.0.at"), kStart);
}

TEST_F(ClockTest, WhatMakesNoSenseIsRefused) {
  const auto set = [&](const Json& clock, const Names& names) {
    ExpectError(world_.Put(kMine + "/clock", clock), 400, "BadRequestException", names);
  };
  set({}, "mode");
  set({{"mode", "stopped"}}, {"mode", "stopped", "frozen"});
  set({{"mode", "real"}, {"now", "2030-01-01T00:00:00Z"}}, {"now", "frozen"});
  set({{"mode", "frozen"}, {"now", "tomorrow"}}, {"now", "tomorrow"});
  set({{"mode", "frozen"}, {"now", "2030-02-30T00:00:00Z"}}, {"now", "2030-02-30"});
  set({{"mode", "frozen"}, {"time", 1}}, "time");
  const auto advance = [&](const Json& body, const Names& names) {
    ExpectError(world_.Post(kMine + "/clock/advance", body), 400, "BadRequestException", names);
  };
  advance({}, {"by", "to"});
  advance({{"by", "1s"}, {"to", "2030-01-01T00:00:00Z"}}, {"by", "to"});
  advance({{"by", 90}}, {"by", "90"});
  advance({{"by", "-1s"}}, {"by", "-1s"});
  advance({{"by", "2147483647d"}}, {"by", "2147483647d", "9999"});
  advance({{"to", "2030-13-01T00:00:00Z"}}, {"to", "2030-13-01"});
  EXPECT_EQ(world_.Get(kMine + "/clock").Text("mode"), "real");
  EXPECT_EQ(Now(kMine), kStart);
}

TEST_F(ClockTest, AnswersHaveTheTimeOfTheirAccount) {
  Advance(kMine, "365d");
  const std::string offering = world_.Get("/v1/offerings").Text("offerings.0.offeringArn");
  const Answer bought =
      world_.Post("/v1/offerings/" + offering,
                  Json{{"reservationName", "r"}, {"start", "2026-06-15T15:06:40Z"}});
  EXPECT_EQ(bought.status, 201) << bought.body;
  EXPECT_EQ(bought.Text("reservation.start"), "2026-06-15T15:06:40Z");
  const std::string flow = StartedFlow();
  Advance(kMine, "1s");
  EXPECT_EQ(
      world_.Get("/v1/flows/" + flow + "/source-thumbnail").Text("thumbnailDetails.timestamp"),
      "2026-06-15T15:06:41Z");
  // Its next window is after the time of the account.
  const Answer required =
      world_.Post(kServer + "/flow-maintenance",
                  Json{{"flowArn", flow}, {"maintenanceDeadline", "2026-07-15T00:00:00Z"}});
  EXPECT_GT(required.Text("maintenance.maintenanceScheduledDate"), "2026-06-14") << required.body;
}

TEST_F(ClockTest, WhatSomebodyElseDoesGoesByTheOwnersTime) {
  Freeze(kMine);
  const std::string gateway = CreateGateway();
  Advance(kMine, "1s");
  world_.clock.Advance(3'600'000);
  const std::string instance =
      world_
          .Call("POST", kServer + "/gateway-instances", Json{{"gatewayArn", gateway}}, kSubscriber)
          .Text("gatewayInstanceArn");
  EXPECT_EQ(Describe(instance).Text("gatewayInstance.instanceState"), "REGISTERING");
  Advance(kMine, "1s");
  EXPECT_EQ(Describe(instance).Text("gatewayInstance.instanceState"), "ACTIVE");
}

TEST_F(ClockTest, MaintenanceIsRequiredByTheOwnersTime) {
  const std::string flow = world_.CreateFlow(
      "flow",
      Json{{"maintenance", {{"maintenanceDay", "Monday"}, {"maintenanceStartHour", "02:00"}}}});
  Advance(kMine, "365d");
  const Answer required = world_.Call(
      "POST", kServer + "/flow-maintenance",
      Json{{"flowArn", flow}, {"maintenanceDeadline", "2026-07-15T00:00:00Z"}}, kSubscriber);
  EXPECT_EQ(required.Text("maintenance.maintenanceScheduledDate"), "2026-06-22");
}

}  // namespace
}  // namespace mediaconnect
