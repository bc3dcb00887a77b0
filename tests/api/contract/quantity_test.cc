#include "api/contract/quantity.h"

#include <gtest/gtest.h>

namespace mediaconnect {
namespace {

TEST(ParseDuration, ReadsAWholeNumberAndItsUnit) {
  EXPECT_EQ(ParseDuration("500ms"), 500);
  EXPECT_EQ(ParseDuration("2s"), 2000);
  EXPECT_EQ(ParseDuration("1m"), 60'000);
  EXPECT_EQ(ParseDuration("12h"), 43'200'000);
  EXPECT_EQ(ParseDuration("30d"), 2'592'000'000);
  EXPECT_EQ(ParseDuration("0s"), 0);
  EXPECT_EQ(ParseDuration("2147483647d"), 2'147'483'647 * 86'400'000LL);
}

TEST(ParseDuration, ReadsNothingElse) {
  for (const char* text : {"", "5", "s", "-1s", "+1s", "1.5s", "1 s", " 1s", "1s ", "1S", "1w",
                           "2147483648d", "99999999999999999999s", "1sm", "0x1s"}) {
    EXPECT_EQ(ParseDuration(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace mediaconnect
