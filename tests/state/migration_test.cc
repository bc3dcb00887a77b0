// What becomes of data files of earlier versions. version2/ holds one of version 2 that the server
// of that version wrote, and what that server went on to answer: each line of answers.txt is a
// request (method, account, Region, target, body) with its answer (status, body), or a time to
// pass, in milliseconds.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "state/migrations.h"
#include "state/schema.h"
#include "tests/support/data_folder.h"
#include "tests/support/paths.h"
#include "tests/support/world.h"

namespace mediaconnect {
namespace {

class MigrationTest : public DataFolderTest {
 protected:
  static std::vector<std::string> Split(const std::string& line) {
    std::vector<std::string> fields;
    std::istringstream rest(line);
    for (std::string field; std::getline(rest, field, '\t');) fields.push_back(field);
    return fields;
  }

  // Members of an object have no order.
  static bool IsSameJson(const std::string& a, const std::string& b) {
    return json::Parse(a).node() == json::Parse(b).node();
  }
};

TEST_F(MigrationTest, AFileOfVersion2AnswersAsItsServerDid) {
  std::filesystem::copy(std::string(kTestFolder) + "/state/version2/data.db", file_);
  Settings slow;
  slow.transition_delay_ms = 60'000;
  World world(slow, file_, 28);
  world.clock.Advance(150'000);  // what the server's clock showed, from a FakeClock's first time on
  std::ifstream recorded(std::string(kTestFolder) + "/state/version2/answers.txt");
  int requests = 0;
  for (std::string line; std::getline(recorded, line);) {
    const std::vector<std::string> fields = Split(line);
    if (fields[0] == "advance") {
      world.clock.Advance(std::stoll(fields[1]));
      continue;
    }
    ASSERT_EQ(fields.size(), 7u) << line;
    const Answer answer = world.Call(fields[0], fields[3], fields[4], fields[1], fields[2]);
    EXPECT_EQ(std::to_string(answer.status), fields[5]) << line;
    EXPECT_TRUE(IsSameJson(answer.body, fields[6])) << line << "\nis now " << answer.body;
    ++requests;
  }
  EXPECT_EQ(requests, 58);
}

TEST_F(MigrationTest, AFileOfVersion1IsTakenAlong) {
  Execute(Migration(0));
  Execute("PRAGMA application_id = " + std::to_string(kApplicationId));
  Execute("PRAGMA user_version = 1");
  Execute(
      "INSERT INTO flows (account, region, arn, name, status, doc) VALUES"
      " ('111122223333', 'us-east-1', 'a', 'a', 'ACTIVE', '{}'),"
      " ('111122223333', 'us-east-1', 'b', 'b', 'STANDBY', '{}')");
  SystemClock clock;
  State state(file_, 1, clock);
  const Scope scope{"111122223333", "us-east-1"};
  EXPECT_TRUE(state.resources.Find(scope, "a")->active_since.has_value());
  EXPECT_FALSE(state.resources.Find(scope, "b")->active_since.has_value());
}

TEST_F(MigrationTest, AnOldFileBecomesWhatANewOneIs) {
  const std::string made =
      "SELECT group_concat(sql, char(10)) FROM (SELECT sql FROM sqlite_schema ORDER BY type, name)";
  const std::string new_file = folder_ + "/new.db";
  std::filesystem::copy(std::string(kTestFolder) + "/state/version2/data.db", file_);
  SystemClock clock;
  { const State state(new_file, 1, clock); }
  { const State state(file_, 1, clock); }
  const std::string schema = OtherProgram(new_file).Ask(made);
  EXPECT_EQ(OtherProgram(file_).Ask(made), schema);
  EXPECT_NE(schema.find("CREATE TABLE resources"), std::string::npos);
}

// For a person who opens the file.
TEST_F(MigrationTest, EachKindHasAView) {
  { World({}, file_).CreateFlow("seen"); }
  OtherProgram person(file_);
  for (const KindRules& rules : KindTable()) {
    person.Execute("SELECT * FROM " + std::string(rules.name) + "s");
  }
  EXPECT_EQ(person.Ask("SELECT name || ' ' || status FROM flows"), "seen STANDBY");
  EXPECT_EQ(person.Ask("SELECT parent_name || ' ' || name FROM flow_sources"), "seen main");
}

TEST_F(MigrationTest, AFileOfVersion3GetsTheTriggerOfConnections) {
  { const World world({}, file_); }
  Execute("DROP TRIGGER routers_disconnected; PRAGMA user_version = 3");
  { const World world({}, file_); }
  OtherProgram person(file_);
  EXPECT_EQ(person.Ask("SELECT name FROM sqlite_schema WHERE type = 'trigger'"
                       " AND name = 'routers_disconnected'"),
            "routers_disconnected");
  EXPECT_EQ(person.Ask("PRAGMA user_version"), std::to_string(kSchemaVersion));
}

// A file of this version that was written before a kind was added.
TEST_F(MigrationTest, AViewThatIsMissingIsMade) {
  { const World world({}, file_); }
  Execute("DROP VIEW flow_outputs");
  { const World world({}, file_); }
  Execute("SELECT * FROM flow_outputs");
}

}  // namespace
}  // namespace mediaconnect
