// Transitions of flows that take time, and those that do not (rules 3.1, decision 5).
#include "tests/support/world.h"

namespace mediaconnect {
namespace {

class SlowFlowsTest : public testing::Test {
 protected:
  static Settings Slow() {
    Settings settings;
    settings.transition_delay_ms = 500;
    return settings;
  }
  std::string StatusOf(const std::string& arn) {
    return world_.Get("/v1/flows/" + arn).Text("flow.status");
  }
  Answer UpdateOutput(const std::string& arn) {
    const Answer flow = world_.Get("/v1/flows/" + arn);
    return world_.Put("/v1/flows/" + arn + "/outputs/" + flow.Text("flow.outputs.0.outputArn"),
                      Json{{"description", "d"}});
  }

  World world_{Slow()};
};

TEST_F(SlowFlowsTest, EachTransientStateIsSeenBeforeTheFinalOne) {
  const std::string arn = world_.CreateFlow();
  world_.Post("/v1/flows/start/" + arn);
  EXPECT_EQ(StatusOf(arn), "STARTING");
  world_.clock.Advance(499);
  EXPECT_EQ(StatusOf(arn), "STARTING");
  world_.clock.Advance(1);
  EXPECT_EQ(StatusOf(arn), "ACTIVE");
  world_.Post("/v1/flows/stop/" + arn);
  EXPECT_EQ(StatusOf(arn), "STOPPING");
  world_.clock.Advance(500);
  EXPECT_EQ(StatusOf(arn), "STANDBY");
  world_.Delete("/v1/flows/" + arn);
  EXPECT_EQ(StatusOf(arn), "DELETING");
  EXPECT_EQ(world_.Get("/v1/flows").Text("flows.0.status"), "DELETING");
  world_.clock.Advance(500);
  EXPECT_EQ(world_.Get("/v1/flows/" + arn).status, 404);
}

TEST_F(SlowFlowsTest, AStartingFlowCannotBeStoppedUntilItHasStarted) {
  const std::string arn = world_.CreateFlow();
  world_.Post("/v1/flows/start/" + arn);
  ExpectError(world_.Post("/v1/flows/stop/" + arn), 400, "BadRequestException",
              {"STARTING", "ACTIVE", "UPDATING", "ERROR"});
  EXPECT_EQ(StatusOf(arn), "STARTING");
  world_.clock.Advance(500);
  EXPECT_EQ(world_.Post("/v1/flows/stop/" + arn).status, 202);
  world_.clock.Advance(500);
  EXPECT_EQ(StatusOf(arn), "STANDBY");
}

TEST_F(SlowFlowsTest, ADeletingFlowCannotBeChangedAnyMore) {
  const std::string arn = world_.CreateFlow(
      "a", Json{{"outputs",
                 List({Json{{"protocol", "rtp"}, {"destination", "192.0.2.1"}, {"port", 5000}}})}});
  const Answer flow = world_.Get("/v1/flows/" + arn);
  world_.Delete("/v1/flows/" + arn);
  for (const Answer& answer :
       {world_.Delete("/v1/flows/" + arn), world_.Post("/v1/flows/start/" + arn),
        world_.Post("/v1/flows/stop/" + arn),
        world_.Post("/v1/flows/" + arn + "/outputs", Json{{"outputs", List({})}}),
        world_.Post("/v1/flows/" + arn + "/entitlements", Json{{"entitlements", List({})}}),
        world_.Delete("/v1/flows/" + arn + "/outputs/" + flow.Text("flow.outputs.0.outputArn")),
        world_.Post("/tags/" + arn, Json{{"tags", {{"a", "b"}}}})}) {
    ExpectError(answer, 400, "BadRequestException", "is DELETING");
  }
}

TEST_F(SlowFlowsTest, AnUpdateOfAnActiveFlowPassesThroughUpdating) {
  const std::string arn = world_.CreateFlow(
      "a", Json{{"outputs",
                 List({Json{{"protocol", "rtp"}, {"destination", "192.0.2.1"}, {"port", 5000}}})}});
  EXPECT_EQ(UpdateOutput(arn).status, 202);
  EXPECT_EQ(StatusOf(arn), "STANDBY");
  world_.Start(arn);
  EXPECT_EQ(UpdateOutput(arn).Text("output.description"), "d");
  EXPECT_EQ(StatusOf(arn), "UPDATING");
  EXPECT_EQ(UpdateOutput(arn).status, 202);
  world_.clock.Advance(500);
  EXPECT_EQ(StatusOf(arn), "ACTIVE");
}

TEST_F(SlowFlowsTest, EachUpdateOfAnActiveFlowPassesThroughUpdating) {
  const std::string arn = world_.CreateFlow(
      "a", Json{{"outputs",
                 List({Json{{"protocol", "rtp"}, {"destination", "192.0.2.1"}, {"port", 5000}}})},
                {"entitlements", List({Json{{"subscribers", List({"444455556666"})}}})},
                {"mediaStreams", List({Json{{"mediaStreamId", 1},
                                            {"mediaStreamName", "m"},
                                            {"mediaStreamType", "video"}}})}});
  world_.Start(arn);
  const std::string target = "/v1/flows/" + arn;
  const Answer flow = world_.Get(target);
  for (const std::string& part :
       {std::string(), "/source/" + flow.Text("flow.source.sourceArn"),
        "/outputs/" + flow.Text("flow.outputs.0.outputArn"),
        "/entitlements/" + flow.Text("flow.entitlements.0.entitlementArn"),
        std::string("/mediaStreams/m")}) {
    EXPECT_EQ(world_.Put(target + part, "{}").status, 202) << part;
    EXPECT_EQ(StatusOf(arn), "UPDATING") << part;
    world_.clock.Advance(500);
    EXPECT_EQ(StatusOf(arn), "ACTIVE") << part;
  }
}

TEST(FastFlows, AnUpdateOfAnActiveFlowStaysActiveWithoutADelay) {
  World world;
  const std::string arn = world.CreateFlow(
      "a", Json{{"outputs",
                 List({Json{{"protocol", "rtp"}, {"destination", "192.0.2.1"}, {"port", 5000}}})}});
  world.Start(arn);
  const Answer flow = world.Get("/v1/flows/" + arn);
  world.Put("/v1/flows/" + arn + "/outputs/" + flow.Text("flow.outputs.0.outputArn"), "{}");
  EXPECT_EQ(world.Get("/v1/flows/" + arn).Text("flow.status"), "ACTIVE");
}

}  // namespace
}  // namespace mediaconnect
