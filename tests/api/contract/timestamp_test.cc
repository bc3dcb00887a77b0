#include "api/contract/timestamp.h"

#include <gtest/gtest.h>

#include <limits>

namespace mediaconnect {
namespace {

constexpr std::int64_t kSecond = 1000;
constexpr std::int64_t kDay = 86'400 * kSecond;

TEST(Timestamp, IsWrittenInWholeSecondsOfUtc) {
  EXPECT_EQ(FormatTimestamp(0), "1970-01-01T00:00:00Z");
  EXPECT_EQ(FormatTimestamp(999), "1970-01-01T00:00:00Z");
  EXPECT_EQ(FormatTimestamp(59 * kDay + 3661 * kSecond), "1970-03-01T01:01:01Z");
  EXPECT_EQ(FormatTimestamp(1'750'000'000'000), "2025-06-15T15:06:40Z");
}

TEST(Timestamp, HasAYearOfFourDigits) {
  EXPECT_EQ(FormatTimestamp(kLatestTime), "9999-12-31T23:59:59Z");
  EXPECT_EQ(FormatTimestamp(kLatestTime + 1), "9999-12-31T23:59:59Z");
  EXPECT_EQ(FormatInstant(kLatestTime + 1), "9999-12-31T23:59:59.999Z");
  EXPECT_EQ(FormatTimestamp(std::numeric_limits<std::int64_t>::max()), "9999-12-31T23:59:59Z");
  EXPECT_EQ(FormatTimestamp(-1), "1969-12-31T23:59:59Z");
  EXPECT_EQ(FormatInstant(-1), "1969-12-31T23:59:59.999Z");
  EXPECT_EQ(FormatTimestamp(*ParseTimestamp("0000-01-01T00:00:00Z")), "0000-01-01T00:00:00Z");
  EXPECT_EQ(FormatInstant(std::numeric_limits<std::int64_t>::min()), "0000-01-01T00:00:00.000Z");
}

TEST(Timestamp, IsReadAsItIsWritten) {
  for (const std::int64_t time : {std::int64_t{0}, kDay - kSecond, std::int64_t{1'750'000'000'000},
                                  std::int64_t{4'102'444'800'000}}) {
    EXPECT_EQ(ParseTimestamp(FormatTimestamp(time)), time);
  }
  EXPECT_EQ(ParseTimestamp("2024-02-29T23:59:59Z"), 1'709'251'199'000);
}

TEST(Timestamp, HasADayOfTheCalendarAndATimeOfTheClock) {
  for (const char* text :
       {"2025-02-29T00:00:00Z", "2025-13-01T00:00:00Z", "2025-00-01T00:00:00Z",
        "2025-01-32T00:00:00Z", "2025-01-01T24:00:00Z", "2025-01-01T00:60:00Z",
        "2025-01-01T00:00:60Z", "2025-01-01T00:00:00.5Z", "2025-01-01", "", "now"}) {
    EXPECT_EQ(ParseTimestamp(text), std::nullopt) << text;
  }
}

TEST(Timestamp, MayHaveAFractionWhereOnlyItsFormCounts) {
  EXPECT_TRUE(IsTimestamp("2025-01-01T00:00:00Z"));
  EXPECT_TRUE(IsTimestamp("2025-01-01T00:00:00.125Z"));
  for (const char* text : {"2025-01-01T00:00:00", "2025-01-01T00:00:00.Z", "2025-01-01 00:00:00Z",
                           "2025-01-01T00:00:00.1x5Z", "2025-01-01T00:00:00+00:00"}) {
    EXPECT_FALSE(IsTimestamp(text)) << text;
  }
}

TEST(Timestamp, OfAnInstantHasMilliseconds) {
  EXPECT_EQ(FormatInstant(0), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(FormatInstant(1'750'000'000'007), "2025-06-15T15:06:40.007Z");
  EXPECT_EQ(ParseInstant("2025-06-15T15:06:40.007Z"), 1'750'000'000'007);
  EXPECT_EQ(ParseInstant("2025-06-15T15:06:40Z"), 1'750'000'000'000);
  EXPECT_EQ(ParseInstant("2025-06-15T15:06:40.5Z"), 1'750'000'000'500);
  EXPECT_EQ(ParseInstant("2025-06-15T15:06:40.123999Z"), 1'750'000'000'123);
  for (const char* text : {"2025-02-29T00:00:00.0Z", "2025-01-01T00:00:00.Z", "2025-01-01", ""}) {
    EXPECT_EQ(ParseInstant(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace mediaconnect
