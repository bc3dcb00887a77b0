#include "state/database.h"

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "state/schema.h"
#include "tests/support/world.h"

namespace mediaconnect {
namespace {

class DataFileTest : public testing::Test {
 protected:
  DataFileTest() {
    char name[] = "/tmp/mediaconnect-test-XXXXXX";
    folder_ = mkdtemp(name);
    file_ = folder_ + "/data.db";
  }
  ~DataFileTest() override { std::filesystem::remove_all(folder_); }

  std::string ErrorOfOpening() {
    try {
      const Database database(file_);
      return "";
    } catch (const DatabaseError& error) {
      return error.what();
    }
  }

  // Runs SQL on the file as another program would.
  void Execute(const std::string& sql) {
    sqlite3* connection = nullptr;
    ASSERT_EQ(sqlite3_open(file_.c_str(), &connection), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(connection, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
        << sqlite3_errmsg(connection);
    EXPECT_EQ(sqlite3_close(connection), SQLITE_OK);
  }

  std::string Bytes() const {
    std::ifstream file(file_, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  std::string folder_;
  std::string file_;
};

TEST_F(DataFileTest, KeepsFlowsOverARestart) {
  std::string arn;
  {
    World world({}, file_);
    arn = world.CreateFlow("kept", R"("outputs":[{"protocol":"rtp","destination":"192.0.2.1",
      "port":5000}],"entitlements":[{"subscribers":["444455556666"]}],"flowTags":{"a":"b"})");
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

TEST_F(DataFileTest, RefusesAFileThatAnotherServerUses) {
  const Database first(file_);
  EXPECT_NE(ErrorOfOpening().find("in use by another"), std::string::npos) << ErrorOfOpening();
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

TEST_F(DataFileTest, RefusesAFileOfANewerVersion) {
  { const Database database(file_); }
  Execute("PRAGMA user_version = " + std::to_string(kSchemaVersion + 1));
  const std::string before = Bytes();
  EXPECT_NE(ErrorOfOpening().find("newer mediaconnect-mock"), std::string::npos);
  EXPECT_EQ(Bytes(), before);
}

TEST_F(DataFileTest, RefusesADatabaseOfAnotherProgram) {
  Execute("CREATE TABLE theirs (x)");
  const std::string before = Bytes();
  EXPECT_NE(ErrorOfOpening().find("another program"), std::string::npos);
  EXPECT_EQ(Bytes(), before);
}

TEST_F(DataFileTest, RefusesAFileThatIsNoDatabase) {
  std::ofstream(file_) << std::string(8192, 'x');
  EXPECT_NE(ErrorOfOpening().find("cannot use"), std::string::npos);
}

TEST_F(DataFileTest, RefusesAFolderThatIsNotThere) {
  file_ = folder_ + "/missing/data.db";
  EXPECT_NE(ErrorOfOpening().find("cannot write"), std::string::npos);
}

TEST_F(DataFileTest, RefusesAFolder) {
  file_ = folder_;
  EXPECT_NE(ErrorOfOpening().find("it is a folder"), std::string::npos) << ErrorOfOpening();
  EXPECT_FALSE(std::filesystem::exists(folder_ + ".lock"));
}

// Root may write everything, so this is tried as nobody.
TEST_F(DataFileTest, RefusesAFileThatThisUserMayOnlyRead) {
  { const Database database(file_); }
  std::filesystem::permissions(folder_, std::filesystem::perms(0777));
  std::filesystem::permissions(file_ + ".lock", std::filesystem::perms(0666));
  std::filesystem::permissions(file_, std::filesystem::perms(0444));
  const uid_t user = geteuid();
  ASSERT_TRUE(user != 0 || seteuid(65534) == 0);
  const std::string error = ErrorOfOpening();
  ASSERT_TRUE(user != 0 || seteuid(0) == 0);
  EXPECT_NE(error.find("may only read"), std::string::npos) << error;
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
