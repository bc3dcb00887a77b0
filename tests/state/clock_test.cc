#include "state/clock.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstddef>
#include <vector>

namespace mediaconnect {
namespace {

TEST(SystemClock, NeverRunsBackwards) {
  static const std::vector<std::int64_t> kMachineTimes = {1000, 1001, 400, 1001, 1002};
  static std::size_t reads = 0;
  SystemClock clock(+[] { return kMachineTimes[reads++]; });
  std::vector<std::int64_t> shown;
  for (std::size_t i = 0; i < kMachineTimes.size(); ++i) shown.push_back(clock.NowMilliseconds());
  EXPECT_EQ(shown, (std::vector<std::int64_t>{1000, 1001, 1001, 1001, 1002}));
}

TEST(SystemClock, IsTheMachinesTime) {
  const auto machine = [] {
    return std::chrono::duration_cast<std::chrono::milliseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
  };
  SystemClock clock;
  const std::int64_t before = machine();
  const std::int64_t now = clock.NowMilliseconds();
  EXPECT_GE(now, before);
  EXPECT_LE(now, machine());
}

}  // namespace
}  // namespace mediaconnect
