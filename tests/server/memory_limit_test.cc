#include "server/memory_limit.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <filesystem>
#include <fstream>

#include "server/memory_reserve.h"
#include "tests/support/data_folder.h"

namespace mediaconnect {
namespace {

constexpr std::uint64_t kMebibyte = 1'048'576;

// A limit of this process while a test runs. This process has far more addresses than a server, as
// the sanitizers reserve them.
class ResourceLimit {
 public:
  using Resource = decltype(RLIMIT_AS);

  ResourceLimit(Resource resource, rlim_t bytes) : resource_(resource) {
    EXPECT_EQ(getrlimit(resource_, &before_), 0);
    const rlimit limit{bytes, before_.rlim_max};
    EXPECT_EQ(setrlimit(resource_, &limit), 0);
  }
  ~ResourceLimit() { EXPECT_EQ(setrlimit(resource_, &before_), 0); }
  ResourceLimit(const ResourceLimit&) = delete;
  ResourceLimit& operator=(const ResourceLimit&) = delete;

 private:
  const Resource resource_;
  rlimit before_{};
};

class MemoryLimitTest : public DataFolderTest {
 protected:
  MemoryLimitTest() {
    Put("proc/self/status",
        "Name:\tx\nVmSize:\t   30720 kB\nVmData:\t 20480 kB\nVmRSS:\t 10240 kB\n");
  }

  void Put(const std::string& path, const std::string& text) const {
    const std::filesystem::path file = folder_ + "/" + path;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << text << "\n";
  }
  std::optional<MemoryLimit> Find() const { return FindMemoryLimit(folder_); }
};

TEST_F(MemoryLimitTest, ThereIsNoneUnlessTheSystemSetsOne) {
  EXPECT_FALSE(Find());
  Put("proc/self/cgroup", "0::/a");
  Put("sys/fs/cgroup/a/memory.max", "max");
  EXPECT_FALSE(Find());
  Put("proc/self/cgroup", "4:memory:/a");
  Put("sys/fs/cgroup/memory/a/memory.limit_in_bytes", "9223372036854771712");
  EXPECT_FALSE(Find());
  Put("proc/self/cgroup", "nonsense");
  EXPECT_FALSE(Find());
}

TEST_F(MemoryLimitTest, IsThatOfTheControlGroup) {
  Put("proc/self/cgroup", "1:cpu:/other\n0::/a/b");
  Put("sys/fs/cgroup/a/b/memory.max", "67108864");
  const auto limit = Find();
  ASSERT_TRUE(limit);
  EXPECT_EQ(limit->Name(), "cgroup");
  EXPECT_EQ(limit->total, 64 * kMebibyte);
  EXPECT_EQ(limit->left, 54 * kMebibyte);
}

TEST_F(MemoryLimitTest, IsTheLeastOfTheGroupAndThoseAroundIt) {
  Put("proc/self/cgroup", "0::/a/b");
  Put("sys/fs/cgroup/a/b/memory.max", "67108864");
  Put("sys/fs/cgroup/a/memory.max", "33554432");
  EXPECT_EQ(Find()->total, 32 * kMebibyte);
  Put("sys/fs/cgroup/memory.max", "16777216");  // as a container sees its own group
  EXPECT_EQ(Find()->total, 16 * kMebibyte);
}

TEST_F(MemoryLimitTest, IsFoundInControlGroupsOfVersion1) {
  Put("proc/self/cgroup", "4:memory:/docker/1\n1:cpu:/docker/1\n0::/");
  Put("sys/fs/cgroup/memory/memory.limit_in_bytes", "67108864");
  EXPECT_EQ(Find()->total, 64 * kMebibyte);
  Put("sys/fs/cgroup/memory/docker/1/memory.limit_in_bytes", "33554432");
  EXPECT_EQ(Find()->total, 32 * kMebibyte);
}

TEST_F(MemoryLimitTest, NothingIsLeftOfOneThatIsExceeded) {
  Put("proc/self/cgroup", "0::/");
  Put("sys/fs/cgroup/memory.max", "1048576");
  EXPECT_EQ(Find()->left, 0u);
}

TEST_F(MemoryLimitTest, IsTheOneOfWhichTheLeastIsLeft) {
  constexpr rlim_t kMany = 1ULL << 50;
  {
    const ResourceLimit addresses(RLIMIT_AS, kMany);
    EXPECT_EQ(Find()->Name(), "ulimit -v");
    EXPECT_EQ(Find()->left, kMany - 30 * kMebibyte);
    Put("proc/self/cgroup", "0::/");
    Put("sys/fs/cgroup/memory.max", "67108864");
    EXPECT_EQ(Find()->Name(), "cgroup");
    Put("proc/self/cgroup", "");
  }
  const ResourceLimit data(RLIMIT_DATA, kMany);
  EXPECT_EQ(Find()->Name(), "ulimit -d");
  EXPECT_EQ(Find()->left, kMany - 20 * kMebibyte);
}

TEST_F(MemoryLimitTest, HalfOfWhatIsLeftIsForConnections) {
  using Kind = MemoryLimit::Kind;
  const MemoryLimit group{Kind::kControlGroup, 64 * kMebibyte, 64 * kMebibyte};
  EXPECT_EQ(ConnectionsWithin(group, 1), 1024u);
  EXPECT_EQ(ConnectionsWithin(group, 4), 1024u);
  // A stack is part of the addresses before anything is in it.
  const MemoryLimit addresses{Kind::kAddresses, 64 * kMebibyte, 64 * kMebibyte};
  EXPECT_EQ(ConnectionsWithin(addresses, 1), 1024u);
  EXPECT_LT(ConnectionsWithin(addresses, 4), 1024u);
  const MemoryLimit none{Kind::kAddresses, kMebibyte, 0};
  EXPECT_EQ(ConnectionsWithin(none, 64), 16u);
}

TEST(MemoryReserveTest, IsFullUntilItIsGivenUpAndAgainOnceThereIsMemory) {
  const MemoryReserve reserve;
  EXPECT_TRUE(MemoryReserve::IsFull());
  const std::new_handler give_up = std::get_new_handler();
  give_up();
  const auto try_again = [&] {
    give_up();  // what another thread has given up is worth one more try
    give_up();
  };
  EXPECT_THROW(try_again(), std::bad_alloc);
  EXPECT_TRUE(MemoryReserve::IsFull());
  EXPECT_NO_THROW(give_up());
}

}  // namespace
}  // namespace mediaconnect
