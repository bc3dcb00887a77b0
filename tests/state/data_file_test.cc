// What the server takes for its data file, what it leaves behind, and what happens to the file
// while the server runs.
#include "state/data_file.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <thread>

#include "state/database.h"
#include "state/schema.h"
#include "tests/support/data_folder.h"
#include "tests/support/world.h"

namespace mediaconnect {
namespace {

namespace fs = std::filesystem;

class FileTest : public DataFolderTest {
 protected:
  // Expects a refusal that leaves every file of the folder as it is, byte for byte. While another
  // program uses the database, the WAL's index is shared memory.
  void ExpectRefusal(const std::string& why, bool is_in_use = false) const {
    const std::map<std::string, std::string> before = Contents();
    const std::string error = ErrorOfOpening();
    EXPECT_NE(error.find(why), std::string::npos) << error;
    const std::map<std::string, std::string> after = Contents();
    ASSERT_EQ(Names(after), Names(before));
    for (const auto& [name, bytes] : before) {
      if (is_in_use && name.ends_with("-shm")) continue;
      EXPECT_TRUE(after.at(name) == bytes) << name << " has changed";
    }
  }

  static std::set<std::string> Names(const std::map<std::string, std::string>& contents) {
    std::set<std::string> names;
    for (const auto& [name, bytes] : contents) names.insert(name);
    return names;
  }
  using DataFolderTest::Names;
};

TEST_F(FileTest, IsAloneInItsFolderAfterAStop) {
  { const Database database(file_); }
  EXPECT_EQ(Names(), std::set<std::string>{"data.db"});
}

TEST_F(FileTest, RefusesAFileThatAnotherServerUses) {
  const Database first(file_);
  EXPECT_NE(ErrorOfOpening().find("in use by another"), std::string::npos) << ErrorOfOpening();
}

TEST_F(FileTest, RefusesAFileThatAnotherServerUsesUnderAnotherName) {
  const Database first(file_);
  for (const bool symbolic : {true, false}) {
    file_ = folder_ + (symbolic ? "/symbolic.db" : "/hard.db");
    if (symbolic) {
      fs::create_symlink(folder_ + "/data.db", file_);
    } else {
      fs::create_hard_link(folder_ + "/data.db", file_);
    }
    EXPECT_NE(ErrorOfOpening().find("in use by another"), std::string::npos) << ErrorOfOpening();
  }
}

TEST_F(FileTest, FollowsALinkToANewFile) {
  fs::create_symlink(folder_ + "/data.db", folder_ + "/link.db");
  file_ = folder_ + "/link.db";
  std::string arn;
  {
    World world({}, file_);
    arn = world.CreateFlow();
    EXPECT_EQ(Names(), (std::set<std::string>{"data.db", "data.db-shm", "data.db-wal", "link.db"}));
  }
  World world({}, folder_ + "/data.db");
  EXPECT_EQ(world.Get("/v1/flows/" + arn).status, 200);
}

TEST_F(FileTest, RefusesAFileOfANewerVersion) {
  { const Database database(file_); }
  Execute("PRAGMA user_version = " + std::to_string(kSchemaVersion + 1));
  ExpectRefusal("newer mediaconnect-mock");
}

TEST_F(FileTest, RefusesAFileWhoseWalAloneIsOfANewerVersion) {
  { const Database database(file_); }
  const std::string copy = folder_ + "/copy.db";
  {
    OtherProgram newer(file_);
    newer.Execute("PRAGMA user_version = " + std::to_string(kSchemaVersion + 1));
    for (const char* part : {"", "-wal", "-shm"}) fs::copy(file_ + part, copy + part);
  }
  file_ = copy;
  ExpectRefusal("newer mediaconnect-mock");
}

TEST_F(FileTest, RefusesADatabaseOfAnotherProgram) {
  Execute("CREATE TABLE theirs (x)");
  ExpectRefusal("another program");
}

TEST_F(FileTest, RefusesADatabaseWithTheIdOfAnotherProgram) {
  Execute("PRAGMA application_id = 7; CREATE TABLE theirs (x)");
  ExpectRefusal("another program");
}

TEST_F(FileTest, RefusesADatabaseOfAnotherProgramThatHasAWal) {
  Execute("PRAGMA journal_mode = WAL; CREATE TABLE theirs (x)");
  ExpectRefusal("another program");
  // While they use it, their WAL is theirs to write back.
  OtherProgram they(file_);
  they.Execute("INSERT INTO theirs VALUES (1)");
  ExpectRefusal("another program", true);
}

// SQLite would write back a WAL that was left, rebuild its index, and remove both.
TEST_F(FileTest, RefusesADatabaseOfAnotherProgramThatHasCrashed) {
  for (const bool in_wal_alone : {false, true}) {
    for (const std::string missing : {"none", "-shm", "-wal"}) {
      SCOPED_TRACE(testing::Message() << "in the WAL alone: " << in_wal_alone << ", " << missing);
      const std::string copy = folder_ + "/copy.db";
      {
        OtherProgram they(file_);
        they.Execute("PRAGMA journal_mode = WAL; CREATE TABLE theirs (x)");
        if (!in_wal_alone) they.Execute("PRAGMA wal_checkpoint; INSERT INTO theirs VALUES (1)");
        for (const std::string part : {"", "-wal", "-shm"}) {
          if (part != missing) fs::copy(file_ + part, copy + part);
        }
      }
      file_ = copy;
      const bool is_anybodys = in_wal_alone && missing == "-wal";  // it has no tables
      if (!is_anybodys) ExpectRefusal("another program");
      for (const std::string& name : Names()) fs::remove(folder_ + "/" + name);
      file_ = folder_ + "/data.db";
    }
  }
}

// A process that has the file open in WAL mode from now until it is destroyed.
class OtherProcess {
 public:
  explicit OtherProcess(const std::string& file) {
    EXPECT_EQ(pipe(ready_), 0);
    EXPECT_EQ(pipe(end_), 0);
    pid_ = fork();
    if (pid_ == 0) {
      close(end_[1]);
      sqlite3* connection = nullptr;
      const bool is_open =
          sqlite3_open(file.c_str(), &connection) == SQLITE_OK &&
          sqlite3_exec(connection, "PRAGMA user_version", nullptr, nullptr, nullptr) == SQLITE_OK;
      char byte = is_open ? 'y' : 'n';
      static_cast<void>(!write(ready_[1], &byte, 1));
      static_cast<void>(!read(end_[0], &byte, 1));  // until the other end is closed
      _exit(0);
    }
    char byte = 'n';
    EXPECT_EQ(read(ready_[0], &byte, 1), 1);
    EXPECT_EQ(byte, 'y');
  }
  ~OtherProcess() {
    close(end_[1]);
    EXPECT_EQ(waitpid(pid_, nullptr, 0), pid_);
    for (const int descriptor : {ready_[0], ready_[1], end_[0]}) close(descriptor);
  }
  OtherProcess(const OtherProcess&) = delete;
  OtherProcess& operator=(const OtherProcess&) = delete;

 private:
  int ready_[2] = {-1, -1};
  int end_[2] = {-1, -1};
  pid_t pid_ = -1;
};

// Without its index, what it goes on to write would not be seen by those who come later.
TEST_F(FileTest, LeavesTheIndexToAProgramThatHasOpenedTheDatabaseMeanwhile) {
  { const Database database(file_); }
  const DataFile file(file_);
  const DataFile::SideFiles none = file.ReadSideFiles();
  EXPECT_FALSE(none.has_wal);
  EXPECT_EQ(none.index, std::nullopt);
  {
    const OtherProcess other(file_);
    file.RestoreSideFiles(none);
    EXPECT_EQ(Names(), (std::set<std::string>{"data.db", "data.db-shm", "data.db-wal"}));
  }
  file.RestoreSideFiles(none);
  EXPECT_EQ(Names(), std::set<std::string>{"data.db"});
}

// The state in which a crash in rollback mode leaves a file: pages that were not committed are in
// it already, and the journal has what was there before.
class HotJournalTest : public FileTest {
 protected:
  void LeaveAHotJournal(const std::string& change) {
    const std::string copy = folder_ + "/copy.db";
    {
      OtherProgram they(file_);
      they.Execute("PRAGMA journal_mode = DELETE; PRAGMA cache_size = 1");
      they.Execute("BEGIN; " + change);
      fs::copy(file_, copy);
      fs::copy(file_ + "-journal", copy + "-journal");
      they.Execute("ROLLBACK");
    }
    ASSERT_TRUE(BytesOf(copy) != Bytes()) << "the crash has left no trace";
    file_ = copy;
  }
};

TEST_F(HotJournalTest, IsRolledBackInAFileOfOurs) {
  {
    World world({}, file_);
    for (int i = 0; i < 20; ++i) world.CreateFlow("before");
  }
  LeaveAHotJournal(
      "UPDATE resources SET name = 'after'; UPDATE resources SET doc = doc || printf('%09999d', "
      "1)");
  World world({}, file_);
  EXPECT_EQ(world.Get("/v1/flows").Text("flows.0.name"), "before");
}

TEST_F(HotJournalTest, StaysAsItIsInADatabaseOfAnotherProgram) {
  Execute("CREATE TABLE theirs (x); INSERT INTO theirs VALUES (1)");
  LeaveAHotJournal("UPDATE theirs SET x = printf('%099999d', 1); UPDATE theirs SET x = x || x");
  ExpectRefusal("another program");
}

TEST_F(FileTest, RefusesAFileThatIsNoDatabase) {
  for (const std::size_t size : {1, 99, 511, 8192}) {
    Write(std::string(size, 'x'));
    ExpectRefusal("it is not a database, or it was cut");
  }
}

TEST_F(FileTest, RefusesAFileThatWasCut) {
  { World({}, file_).CreateFlow(); }
  const std::string whole = Bytes();
  Write(whole.substr(0, 1));
  ExpectRefusal("it is not a database, or it was cut");
  Write(whole.substr(0, whole.size() / 2));
  ExpectRefusal("malformed; restore a backup, or recover what is readable with: sqlite3 " + file_ +
                " .recover");
}

TEST_F(FileTest, RefusesAnEmptyFileWhoseWalIsNotEmpty) {
  const std::string copy = folder_ + "/copy.db";
  {
    World world({}, file_);
    world.CreateFlow();
    fs::copy(file_ + "-wal", copy + "-wal");
  }
  file_ = copy;
  Write("");
  ExpectRefusal("so it was cut");
}

TEST_F(FileTest, TakesAnEmptyFileAndSaysSo) {
  Write("");
  const Database database(file_);
  EXPECT_TRUE(database.was_empty());
  fs::remove(file_);
  EXPECT_FALSE(Database(file_).was_empty());
}

TEST_F(FileTest, RefusesWhatIsNoOrdinaryFile) {
  ASSERT_EQ(mkfifo(file_.c_str(), 0600), 0);
  EXPECT_NE(ErrorOfOpening().find("regular file"), std::string::npos) << ErrorOfOpening();
}

TEST_F(FileTest, RefusesAFolderThatIsNotThere) {
  file_ = folder_ + "/missing/data.db";
  EXPECT_NE(ErrorOfOpening().find("cannot write"), std::string::npos);
}

TEST_F(FileTest, RefusesAFolder) {
  file_ = folder_;
  EXPECT_NE(ErrorOfOpening().find("it is a folder"), std::string::npos) << ErrorOfOpening();
  EXPECT_EQ(Names(), std::set<std::string>());
}

// Root may write everything, so this is tried as nobody.
TEST_F(FileTest, RefusesAFileThatThisUserMayOnlyRead) {
  { const Database database(file_); }
  fs::permissions(folder_, fs::perms(0777));
  fs::permissions(file_, fs::perms(0444));
  const uid_t user = geteuid();
  ASSERT_TRUE(user != 0 || seteuid(65534) == 0);
  const std::string error = ErrorOfOpening();
  ASSERT_TRUE(user != 0 || seteuid(0) == 0);
  EXPECT_NE(error.find("may only read"), std::string::npos) << error;
}

TEST_F(FileTest, LeavesNoNewFileBehindThatItCouldNotUse) {
  fs::create_directory(file_ + "-wal");
  EXPECT_NE(ErrorOfOpening(), "");
  EXPECT_EQ(Names(), std::set<std::string>{"data.db-wal"});
}

TEST_F(FileTest, TellsWhyAWriteIsRefused) {
  { const Database database(file_); }
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit limit{};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &limit), 0);
  const rlim_t before = std::exchange(limit.rlim_cur, 0);
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &limit), 0);
  const std::string error = ErrorOfOpening();
  limit.rlim_cur = before;
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &limit), 0);
  EXPECT_NE(error.find("File too large"), std::string::npos) << error;
}

TEST_F(FileTest, RefusesASeedThatIsNoNumber) {
  { World world({}, file_); }
  Execute("UPDATE settings SET value = 'x' WHERE name = 'seed'");
  SystemClock clock;
  EXPECT_THROW(State(file_, std::nullopt, clock), DatabaseError);
}

// Killed on its first start, before anything was written back from the WAL.
TEST_F(FileTest, TakesAFileWhoseTablesAreInTheWalAlone) {
  const std::string copy = folder_ + "/copy.db";
  std::string arn;
  {
    World world({}, file_);
    arn = world.CreateFlow();
    fs::copy(file_, copy);
    fs::copy(file_ + "-wal", copy + "-wal");
  }
  World world({}, copy);
  EXPECT_EQ(world.Get("/v1/flows/" + arn).status, 200);
}

class SharedFileTest : public DataFolderTest {
 protected:
  Answer Create() { return world_.Post("/v1/flows", Json{{"name", "flow"}} + kRtpSource); }
  void ExpectNotWritable(const std::string& why) {
    ExpectError(Create(), 500, "InternalServerErrorException", "request id");
    ExpectError(world_.Get("/_mediaconnect/ready"), 503, "ServiceUnavailableException", why);
    EXPECT_EQ(world_.Get("/v1/flows").status, 200);
  }
  void ExpectWritable() {
    EXPECT_EQ(world_.Get("/_mediaconnect/ready").status, 200);
    EXPECT_EQ(Create().status, 201);
  }

  World world_{{}, file_};
};

TEST_F(SharedFileTest, WaitsForAnotherProgramThatWrites) {
  OtherProgram other(file_);
  other.Execute("BEGIN IMMEDIATE");
  std::thread later([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    other.Execute("COMMIT");
  });
  EXPECT_EQ(Create().status, 201);
  later.join();
}

TEST_F(SharedFileTest, GoesOnWhileAnotherProgramReadsAndBacksUp) {
  OtherProgram other(file_);
  other.Execute("BEGIN; SELECT count(*) FROM flows");
  EXPECT_EQ(Create().status, 201);
  other.Execute("COMMIT; PRAGMA wal_checkpoint(TRUNCATE); VACUUM INTO '" + folder_ + "/backup.db'");
  EXPECT_EQ(Create().status, 201);
  file_ = folder_ + "/backup.db";
  EXPECT_EQ(ErrorOfOpening(), "");
}

TEST_F(SharedFileTest, NoticesThatTheFileIsGone) {
  ExpectWritable();
  fs::rename(file_, file_ + ".away");
  ExpectNotWritable(file_ + " was removed or replaced");
  fs::rename(file_ + ".away", file_);
  ExpectWritable();
}

TEST_F(SharedFileTest, NoticesThatTheFileIsAnother) {
  fs::copy(file_, file_ + ".copy");
  fs::rename(file_ + ".copy", file_);
  ExpectNotWritable(file_ + " was removed or replaced");
}

TEST_F(SharedFileTest, NoticesThatTheWalIsGone) {
  fs::remove(file_ + "-wal");
  ExpectNotWritable(file_ + "-wal was removed or replaced");
}

TEST_F(SharedFileTest, ADamagedDocumentIsAnErrorAndNeverABrokenReply) {
  const Json interface {
    {
      "vpcInterfaces", List({Json{{"name", "v"},
                                  {"subnetId", "subnet-1"},
                                  {"roleArn", "arn:aws:iam::111122223333:role/r"},
                                  {"securityGroupIds", List({"sg-1"})}}})
    }
  };
  const std::string arn = world_.CreateFlow(
      "flow",
      Json{
          {"outputs",
           List({Json{
               {"name", "o"}, {"protocol", "rtp"}, {"destination", "192.0.2.1"}, {"port", 5000}}})},
          {"entitlements", List({Json{{"subscribers", List({"444455556666"})}}})},
          {"mediaStreams", List({Json{{"mediaStreamId", 1},
                                      {"mediaStreamName", "m"},
                                      {"mediaStreamType", "video"},
                                      {"videoFormat", "1080p"}}})}} +
          interface);
  Dispatcher plain(world_.state, world_.settings, world_.steering, {},
                   world_.log);  // checks no response's shape
  world_.Use(plain);
  ASSERT_EQ(world_.Get("/v1/flows/" + arn).status, 200);
  OtherProgram other(file_);
  for (const std::string kind : {"flow", "flow_source", "flow_output", "flow_entitlement",
                                 "flow_media_stream", "flow_vpc_interface"}) {
    for (const std::string damage :
         {"''", "'{'", "'{}}'", "'[]'", "'null'", "substr(doc, 1, length(doc) / 2)",
          "substr(doc, 1, 4) || '}'", "replace(doc, ':', ';')", "doc || '}'",
          "doc || char(0) || '{}'", "'{\"a\":' || CAST(x'22ff22' AS TEXT) || '}'"}) {
      SCOPED_TRACE(testing::Message() << kind << " " << damage);
      other.Execute("CREATE TEMP TABLE kept AS SELECT id, doc FROM resources");
      std::string spoil = "UPDATE resources SET doc = ";
      other.Execute(spoil.append(damage).append(" WHERE kind = '").append(kind).append("'"));
      ExpectError(world_.Get("/v1/flows/" + arn), 500, "InternalServerErrorException",
                  "request id");
      const int status = world_.Get("/v1/flows").status;  // whose body is JSON in any case
      EXPECT_TRUE(status == 200 || status == 500) << status;
      other.Execute(
          "UPDATE resources SET doc = (SELECT doc FROM kept k WHERE k.id = resources.id)");
      other.Execute("DROP TABLE kept");
    }
  }
  EXPECT_EQ(world_.Get("/v1/flows/" + arn).status, 200);
}

}  // namespace
}  // namespace mediaconnect
