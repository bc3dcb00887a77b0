#include "api/contract/suggestion.h"

#include <gtest/gtest.h>

namespace mediaconnect {
namespace {

const std::vector<std::string> kKnown = {
    "host", "port", "port-file", "transition-delay", "max-body-bytes", "max-header-bytes"};

TEST(Suggestion, IsTheNearest) {
  for (const char* given : {"prot", "por", "ports", "pert", "port"}) {
    EXPECT_EQ(NearestOf(kKnown, given), "port") << given;
  }
  EXPECT_EQ(NearestOf(kKnown, "port_file"), "port-file");
  EXPECT_EQ(NearestOf(kKnown, "max-body-byte"), "max-body-bytes");
}

TEST(Suggestion, IsElseTheOnlyOneWithThatPart) {
  EXPECT_EQ(NearestOf(kKnown, "delay"), "transition-delay");
  EXPECT_EQ(NearestOf(kKnown, "bytes"), std::nullopt);  // two have it
}

TEST(Suggestion, IsNoneWhereNoneComesNear) {
  for (const char* given : {"", "p", "xy", "stray", "something-else"}) {
    EXPECT_EQ(NearestOf(kKnown, given), std::nullopt) << given;
  }
  EXPECT_EQ(NearestOf(kKnown, std::string(100'000, 'x')), std::nullopt);
}

}  // namespace
}  // namespace mediaconnect
