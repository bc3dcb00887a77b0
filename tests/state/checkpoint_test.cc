// Checkpoints, which copy the WAL into the data file: what a kill in the middle of one leaves, and
// when they happen.
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <thread>

#include "state/database.h"
#include "tests/support/data_folder.h"
#include "tests/support/world.h"

namespace mediaconnect {
namespace {

namespace fs = std::filesystem;

// The last version of each page in a WAL, by the page's number (sqlite.org/fileformat2.html, 4).
std::map<std::uint32_t, std::string> PagesOf(const std::string& wal) {
  constexpr std::size_t kWalHead = 32;
  constexpr std::size_t kFrameHead = 24;
  const auto number = [&](std::size_t at) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i)
      value = value << 8 | static_cast<unsigned char>(wal[at + i]);
    return value;
  };
  const std::size_t page_size = number(8);
  std::map<std::uint32_t, std::string> pages;
  for (std::size_t at = kWalHead; at < wal.size(); at += kFrameHead + page_size) {
    pages[number(at)] = wal.substr(at + kFrameHead, page_size);
  }
  return pages;
}

class CheckpointTest : public DataFolderTest {
 protected:
  static constexpr int kFlows = 40;

  static void CreateFlows(World& world) {
    for (int i = 0; i < kFlows; ++i) world.CreateFlow("flow", Json{{"flowTags", {{"a", "b"}}}});
  }

  static std::size_t CountFlows(World& world) {
    return world.Get("/v1/flows?maxResults=1000").Size("flows");
  }

  // How many flows a server finds in a copy of the file alone.
  std::size_t FlowsInTheFileAlone() const {
    const std::string copy = folder_ + "/copy.db";
    fs::copy(file_, copy, fs::copy_options::overwrite_existing);
    World world({}, copy);
    return CountFlows(world);
  }

  static void Tick(World& world, int times = Database::kQuietCalls) {
    for (int i = 0; i < times; ++i) world.dispatcher.Tick();
  }

  // Opens the file in each state that a kill can leave it in while SQLite copies the pages of the
  // WAL into it, which it does in the order of their numbers.
  void ExpectThatEachPrefixOpens(const std::string& file, const std::string& wal,
                                 std::size_t flows) {
    const std::map<std::uint32_t, std::string> pages = PagesOf(wal);
    ASSERT_GT(pages.size(), 20u);
    const std::string index = BytesOf(file_ + "-shm");
    const std::string killed = folder_ + "/killed.db";
    std::string partial = file;
    auto next = pages.begin();
    for (std::size_t written = 0; written <= pages.size(); ++written) {
      SCOPED_TRACE(testing::Message() << written << " of " << pages.size() << " pages");
      file_ = killed;
      Write(partial);
      file_ = killed + "-wal";
      Write(wal);
      file_ = killed + "-shm";
      Write(index);
      World world({}, killed);
      EXPECT_EQ(CountFlows(world), flows);
      if (next == pages.end()) return;
      const auto& [number, page] = *next++;
      const std::size_t begin = (number - 1) * page.size();
      if (partial.size() < begin + page.size()) partial.resize(begin + page.size());
      partial.replace(begin, page.size(), page);
    }
  }
};

// The first one, of a file that has a single page: its header counts pages that are not there yet.
TEST_F(CheckpointTest, AKillInTheFirstOneLosesNothing) {
  World world({}, file_);
  CreateFlows(world);
  ExpectThatEachPrefixOpens(Bytes(), BytesOf(file_ + "-wal"), kFlows);
}

TEST_F(CheckpointTest, AKillInALaterOneLosesNothing) {
  {
    World world({}, file_);
    CreateFlows(world);
  }
  World world({}, file_);
  CreateFlows(world);
  ExpectThatEachPrefixOpens(Bytes(), BytesOf(file_ + "-wal"), std::size_t{2} * kFlows);
}

TEST_F(CheckpointTest, TheFileIsWholeByItselfOnceItIsQuiet) {
  World world({}, file_);
  Tick(world);
  EXPECT_EQ(FlowsInTheFileAlone(), 0u);
  CreateFlows(world);
  Tick(world, Database::kQuietCalls - 1);
  EXPECT_EQ(FlowsInTheFileAlone(), 0u);
  world.CreateFlow();  // not quiet yet
  Tick(world, Database::kQuietCalls - 1);
  EXPECT_EQ(FlowsInTheFileAlone(), 0u);
  Tick(world, 1);
  EXPECT_EQ(FlowsInTheFileAlone(), kFlows + 1u);
  EXPECT_EQ(CountFlows(world), kFlows + 1u);
}

TEST_F(CheckpointTest, WhatAKillHasLeftInTheWalIsCopiedToo) {
  const std::string killed = folder_ + "/killed.db";
  {
    World world({}, file_);
    CreateFlows(world);
    for (const char* part : {"", "-wal", "-shm"}) fs::copy(file_ + part, killed + part);
  }
  file_ = killed;
  World world({}, file_);
  EXPECT_EQ(FlowsInTheFileAlone(), 0u);
  Tick(world);
  EXPECT_EQ(FlowsInTheFileAlone(), kFlows);
}

TEST_F(CheckpointTest, WaitsForNoReader) {
  World world({}, file_);
  CreateFlows(world);
  OtherProgram reader(file_);
  reader.Execute("BEGIN; SELECT count(*) FROM flows");
  world.CreateFlow();
  Tick(world);
  EXPECT_EQ(CountFlows(world), kFlows + 1u);
  reader.Execute("COMMIT");
  Tick(world);
  EXPECT_EQ(FlowsInTheFileAlone(), kFlows + 1u);
}

TEST_F(CheckpointTest, WaitsForNoTransaction) {
  World world({}, file_);
  CreateFlows(world);
  const State::Transaction transaction(world.state, true);
  std::thread([&] { Tick(world, 2 * Database::kQuietCalls); }).join();
  EXPECT_EQ(FlowsInTheFileAlone(), 0u);
}

TEST_F(CheckpointTest, WritesNothingIntoAFileThatWasReplaced) {
  World world({}, file_);
  CreateFlows(world);
  const std::string away = folder_ + "/away.db";
  fs::rename(file_, away);
  Write("somebody's");
  const std::string before = BytesOf(away);
  Tick(world);
  EXPECT_EQ(Bytes(), "somebody's");
  EXPECT_TRUE(BytesOf(away) == before);
}

TEST_F(CheckpointTest, AStopLeavesTheFileWholeWhileAnotherProgramHasItOpen) {
  OtherProgram reader(file_);
  {
    World world({}, file_);
    CreateFlows(world);
    reader.Ask("SELECT count(*) FROM flows");
  }
  EXPECT_EQ(FlowsInTheFileAlone(), kFlows);
}

// A person moves the files away, starts another server, and then stops the first one.
TEST_F(CheckpointTest, AStopLeavesTheWalOfAnotherServerInTheSamePlace) {
  auto first = std::make_unique<World>(Settings{}, file_);
  first->CreateFlow();
  for (const char* part : {"", "-wal", "-shm"}) {
    fs::rename(file_ + part, folder_ + "/away.db" + part);
  }
  World second({}, file_);
  CreateFlows(second);
  first = nullptr;
  EXPECT_EQ(second.Get("/_mediaconnect/ready").status, 200);
  second.CreateFlow();
  EXPECT_EQ(CountFlows(second), kFlows + 1u);
}

}  // namespace
}  // namespace mediaconnect
