#include "state/database.h"

#include <gtest/gtest.h>

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

TEST(Transaction, IsRolledBackWithoutCommit) {
  Database database("");
  {
    const Database::Transaction transaction(database, false);
    database.Execute("INSERT INTO settings (name, value) VALUES ('a', 'b')");
  }
  Database::Statement count(database, "SELECT count(*) FROM settings");
  auto query = count();
  ASSERT_TRUE(query.Step());
  EXPECT_EQ(query.Int(0), 0);
}

// A cache by address would run the first text for the second, which may lie where that lay.
TEST(Statement, IsItsOwnText) {
  Database database("");
  for (const std::int64_t number : {1, 2, 3}) {
    Database::Statement select(database, "SELECT " + std::to_string(number));
    auto query = select();
    ASSERT_TRUE(query.Step());
    EXPECT_EQ(query.Int(0), number);
  }
}

TEST(Statement, TakesItsValuesAnewEachTime) {
  Database database("");
  Database::Statement echo(database, "SELECT ?1, ?2");
  for (const std::string text : {"a", "b"}) {
    auto query = echo(text, std::optional<std::int64_t>());
    ASSERT_TRUE(query.Step());
    EXPECT_EQ(query.Text(0), text);
    EXPECT_EQ(query.OptionalInt(1), std::nullopt);
  }
}

TEST(Statement, ThatIsNotSqlIsAnErrorWhenItIsRun) {
  Database database("");
  Database::Statement wrong(database, "SELEKT 1");
  EXPECT_THROW(wrong(), DatabaseError);
}

TEST(Function, GetsWhatSqlCallsItWith) {
  Database database("");
  std::vector<std::string> heard;
  database.Define("note", [&](const Database::Arguments& given) {
    heard.push_back(given.Text(0) + "/" + std::to_string(given.Int(1)) + "/" +
                    (given.OptionalInt(2) ? "a number" : "nothing"));
  });
  database.Execute("SELECT note('a', 7, NULL); SELECT note(NULL, 8, 1)");
  EXPECT_EQ(heard, (std::vector<std::string>{"a/7/nothing", "/8/a number"}));
}

TEST(Function, ThatThrowsFailsItsStatement) {
  Database database("");
  database.Define("fails", [](const Database::Arguments&) { throw std::runtime_error("why"); });
  try {
    database.Execute("SELECT fails()");
    FAIL() << "nothing was thrown";
  } catch (const DatabaseError& error) {
    EXPECT_STREQ(error.what(), "why");
  }
}

}  // namespace
}  // namespace mediaconnect
