// Quota profiles and --quota (decision 1).
#include "api/limits/quota.h"

#include "tests/support/media_flows.h"
#include "tests/support/world.h"

namespace mediaconnect {
namespace {

Settings With(const std::string& setting) {
  Settings settings;
  EXPECT_EQ(settings.quotas.Apply(setting), "");
  return settings;
}

Answer AddOutputs(World& world, const std::string& arn, int count, int first = 100,
                  Json (*make)(int) = RtpOutput) {
  return world.Post("/v1/flows/" + arn + "/outputs", Json{{"outputs", Repeat(count, first, make)}});
}

TEST(Quotas, LaunchCountsNoFlows) {
  World world;
  for (int i = 0; i < 25; ++i) world.CreateFlow();
  EXPECT_EQ(world.Get("/v1/flows?maxResults=100").Size("flows"), 25u);
}

TEST(Quotas, CurrentHas50OutputsAnd20Flows) {
  World world(With("current"));
  const std::string arn = world.CreateFlow();
  EXPECT_EQ(AddOutputs(world, arn, 50).status, 201);
  ExpectError(AddOutputs(world, arn, 1, 500), 420, "AddFlowOutputs420Exception",
              "--quota outputs-per-flow");
  for (int i = 0; i < 19; ++i) world.CreateFlow();
  ExpectError(world.Post("/v1/flows", Json{{"name", "f"}} + kRtpSource), 420,
              "CreateFlow420Exception", "20 flows");
  EXPECT_NE(world.CreateFlow("f", {}, kAccount, "eu-west-1"), "");
  EXPECT_NE(world.CreateFlow("f", {}, kSubscriber), "");
}

TEST(Quotas, CurrentHas10OutputsOnACdiFlow) {
  World world(With("current"));
  const Answer flow = world.Post("/v1/flows", Json{{"name", "cdi"}} + kCdiFlow + kCdiSource);
  ASSERT_EQ(flow.status, 201) << flow.body;
  const std::string arn = flow.Text("flow.flowArn");
  const auto cdi = [](int port) { return kCdiOutput.Without("name") + Json{{"port", port}}; };
  EXPECT_EQ(AddOutputs(world, arn, 10, 100, cdi).status, 201);
  ExpectError(AddOutputs(world, arn, 1, 500, cdi), 420, "AddFlowOutputs420Exception", "10 outputs");
}

TEST(Quotas, NoneHasNone) {
  World world(With("none"));
  EXPECT_EQ(AddOutputs(world, world.CreateFlow(), 100).status, 201);
}

TEST(Quotas, ASingleOneCanBeSet) {
  World world(With("outputs-per-flow=2"));
  const std::string arn = world.CreateFlow();
  ExpectError(AddOutputs(world, arn, 3), 420, "AddFlowOutputs420Exception", "2 outputs");
  EXPECT_EQ(AddOutputs(world, arn, 2).status, 201);
}

TEST(Quotas, BadSettingsAreExplained) {
  Quotas quotas;
  for (const char* setting : {"", "lunch", "outputs-per-flow", "outputs-per-flow=",
                              "outputs-per-flow=-1", "outputs-per-flow=x", "pigs=3"}) {
    EXPECT_NE(quotas.Apply(setting), "") << setting;
  }
}

}  // namespace
}  // namespace mediaconnect
