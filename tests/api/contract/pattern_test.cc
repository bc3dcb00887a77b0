#include "api/contract/pattern.h"

#include <gtest/gtest.h>

#include "api/contract/contract.h"

namespace mediaconnect {
namespace {

constexpr const char* kFlowArnLike = "arn:.+:mediaconnect.+:flow:.+";
constexpr const char* kFlowArn =
    "arn:(aws[a-zA-Z-]*):mediaconnect:[a-z0-9-]+:[0-9]{12}:flow:[a-zA-Z0-9-]+:[a-zA-Z0-9_-]+";

TEST(Pattern, MatchesFromTheStartAndNotToTheEnd) {
  EXPECT_TRUE(MatchesPattern("ab", "abc"));
  EXPECT_FALSE(MatchesPattern("ab", "xab"));
  EXPECT_FALSE(MatchesPattern("ab", "a"));
}

TEST(Pattern, ALiteralMayBeRepeated) {
  EXPECT_TRUE(MatchesPattern("ab+c", "abbbc"));
  EXPECT_TRUE(MatchesPattern("ab*c", "ac"));
  EXPECT_TRUE(MatchesPattern("a(b{3}c)", "abbbc"));
  EXPECT_FALSE(MatchesPattern("ab+c", "ac"));
  EXPECT_FALSE(MatchesPattern("ab{3}c", "abbc"));
}

TEST(Pattern, ADollarHoldsTheEnd) {
  EXPECT_TRUE(MatchesPattern("[0-9]{12}$", "123456789012"));
  EXPECT_FALSE(MatchesPattern("[0-9]{12}$", "1234567890123"));
  EXPECT_FALSE(MatchesPattern("[0-9]{12}$", "12345678901"));
}

TEST(Pattern, MatchesLooseArns) {
  EXPECT_TRUE(MatchesPattern(kFlowArnLike, "arn:aws:mediaconnect:us-east-1:1:flow:1-a:b"));
  EXPECT_TRUE(MatchesPattern(kFlowArnLike, "arn:x:mediaconnectx:flow:y"));
  EXPECT_FALSE(MatchesPattern(kFlowArnLike, "arn:aws:mediaconnect:us-east-1:1:output:1-a:b"));
  EXPECT_FALSE(MatchesPattern(kFlowArnLike, "nonsense"));
  EXPECT_FALSE(MatchesPattern(kFlowArnLike, ""));
  EXPECT_FALSE(MatchesPattern(kFlowArnLike, "arn::mediaconnect:x:flow:y"));
}

TEST(Pattern, StrictArnsWantAnAccountOfTwelveDigits) {
  EXPECT_TRUE(
      MatchesPattern(kFlowArn, "arn:aws:mediaconnect:us-east-1:123456789012:flow:1-aB:My_Flow"));
  EXPECT_TRUE(MatchesPattern(kFlowArn, "arn:aws-cn:mediaconnect:cn-north-1:123456789012:flow:1:x"));
  EXPECT_FALSE(
      MatchesPattern(kFlowArn, "arn:aws:mediaconnect:us-east-1:1234567890:flow:1-aB:My_Flow"));
  EXPECT_FALSE(MatchesPattern(kFlowArn, "arn:AWS:mediaconnect:us-east-1:123456789012:flow:1-aB:x"));
}

TEST(Pattern, ADotIsNoNewline) {
  EXPECT_FALSE(MatchesPattern("a.+b", "a\nb"));
  EXPECT_FALSE(MatchesPattern("a.+b", "ax\nb"));
}

TEST(Pattern, ClassesKnowRangesAndAPlainHyphen) {
  EXPECT_TRUE(MatchesPattern("[a-c-]+$", "ab-c"));
  EXPECT_FALSE(MatchesPattern("[a-c-]+$", "abd"));
  EXPECT_TRUE(MatchesPattern("[a-z/_+=.@-]+$", "a/_+=.@-"));
}

// A backtracking engine needs exponential or cubic time for these.
TEST(Pattern, IsLinearOnHostileText) {
  const std::string hostile = "arn:" + std::string(1 << 20, ':') + ":mediaconnect";
  EXPECT_FALSE(MatchesPattern("arn:.+:mediaconnect.+:gateway:.+:instance:.+", hostile));
  std::string repeated = "arn:x";
  for (int i = 0; i < 50000; ++i) repeated += ":mediaconnect:gateway:";
  EXPECT_FALSE(MatchesPattern("arn:.+:mediaconnect.+:gateway:.+:instance:.+", repeated));
}

TEST(Pattern, EveryPatternOfTheModelIsSupported) {
  int patterns = 0;
  for (const Type& type : Types()) {
    if (type.pattern.empty()) continue;
    ++patterns;
    EXPECT_EQ(CheckPattern(type.pattern), "") << type.pattern;
  }
  EXPECT_EQ(patterns, 18);  // 17 of the service, one of the control operations
}

TEST(Pattern, TellsWhatItCannotMatchInOnePass) {
  EXPECT_NE(CheckPattern("a|b"), "");
  EXPECT_NE(CheckPattern("[a-z]+a"), "");
  EXPECT_NE(CheckPattern(".+[a-z]"), "");
  EXPECT_NE(CheckPattern(".*a"), "");
  EXPECT_NE(CheckPattern("[^a]"), "");
  EXPECT_NE(CheckPattern("a{0}"), "");
}

}  // namespace
}  // namespace mediaconnect
