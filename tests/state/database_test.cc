#include "state/database.h"

#include <gtest/gtest.h>

#include "state/schema.h"
#include "tests/support/data_folder.h"
#include "tests/support/world.h"

namespace mediaconnect {
namespace {

using DataFileTest = DataFolderTest;

TEST_F(DataFileTest, KeepsFlowsOverARestart) {
  std::string arn;
  {
    World world({}, file_);
    arn = world.CreateFlow(
        "kept",
        Json{{"outputs",
              List({Json{{"protocol", "rtp"}, {"destination", "192.0.2.1"}, {"port", 5000}}})},
             {"entitlements", List({Json{{"subscribers", List({"444455556666"})}}})},
             {"flowTags", {{"a", "b"}}}});
    world.Start(arn);
  }
  World world({}, file_);
  const Answer flow = world.Get("/v1/flows/" + arn);
  EXPECT_EQ(flow.Text("flow.status"), "ACTIVE");
  EXPECT_EQ(flow.Size("flow.outputs"), 1u);
  EXPECT_EQ(flow.Size("flow.entitlements"), 1u);
  EXPECT_EQ(world.Get("/tags/" + arn).Text("tags.a"), "b");
}

TEST_F(DataFileTest, SettlesAfterARestartWhatFellDueMeanwhile) {
  Settings slow;
  slow.transition_delay_ms = 1000;
  std::string arn;
  {
    World world(slow, file_);
    arn = world.CreateFlow();
    world.Post("/v1/flows/start/" + arn);
  }
  World world(slow, file_);
  EXPECT_EQ(world.Get("/v1/flows/" + arn).Text("flow.status"), "STARTING");
  world.clock.Advance(1000);
  EXPECT_EQ(world.Get("/v1/flows/" + arn).Text("flow.status"), "ACTIVE");
}

TEST_F(DataFileTest, GivesNoIdTwiceOverARestart) {
  std::string first;
  {
    World world({}, file_, 7);
    first = world.CreateFlow("same");
  }
  World world({}, file_, 7);
  EXPECT_NE(world.CreateFlow("same"), first);
}

TEST_F(DataFileTest, TakesAFileOfVersion1Along) {
  Execute(kMigrations[0]);
  Execute("PRAGMA application_id = " + std::to_string(kApplicationId));
  Execute("PRAGMA user_version = 1");
  Execute(
      "INSERT INTO flows (account, region, arn, name, status, doc) VALUES"
      " ('111122223333', 'us-east-1', 'a', 'a', 'ACTIVE', '{}'),"
      " ('111122223333', 'us-east-1', 'b', 'b', 'STANDBY', '{}')");
  SystemClock clock;
  State state(file_, 1, clock);
  const Scope scope{"111122223333", "us-east-1"};
  EXPECT_TRUE(state.flows.Find(scope, "a")->active_since.has_value());
  EXPECT_FALSE(state.flows.Find(scope, "b")->active_since.has_value());
  EXPECT_TRUE(state.reservations.List(scope, 0, 10).empty());
}

TEST(Transaction, IsRolledBackWithoutCommit) {
  Database database("");
  {
    const Database::Transaction transaction(database, false);
    database.Prepare("INSERT INTO settings (name, value) VALUES ('a', 'b')").Run();
  }
  auto query = database.Prepare("SELECT count(*) FROM settings");
  ASSERT_TRUE(query.Step());
  EXPECT_EQ(query.Int(0), 0);
}

}  // namespace
}  // namespace mediaconnect
