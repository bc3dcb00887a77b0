#include "api/contract/uri.h"

#include <gtest/gtest.h>

namespace mediaconnect {
namespace {

TEST(Uri, DecodesWhatSdksEncode) {
  EXPECT_EQ(PercentDecode("arn%3Aaws%3Ax%2Fy"), "arn:aws:x/y");
  EXPECT_EQ(PercentDecode("arn:aws:x"), "arn:aws:x");
  EXPECT_EQ(PercentDecode("a+b"), "a+b");
  EXPECT_EQ(PercentDecode("a+b%2B", true), "a b+");
  EXPECT_EQ(PercentDecode("a+b", true), "a b");
  EXPECT_EQ(PercentDecode("%C3%A9"), "\xc3\xa9");
}

TEST(Uri, RefusesBrokenEncodingsNulAndInvalidUtf8) {
  for (const char* text : {"%", "%4", "%zz", "a%", "%00", "a%00b", "%ff", "%c0%af", "%ed%a0%80"}) {
    EXPECT_EQ(PercentDecode(text), std::nullopt) << text;
  }
}

TEST(Uri, ParsesQueriesInOrderWithRepeats) {
  const auto query = ParseQuery("tagKeys=a&tagKeys=b%20c&empty=&flag&&x=1=2");
  ASSERT_TRUE(query.has_value());
  const QueryParameters expected = {
      {"tagKeys", "a"}, {"tagKeys", "b c"}, {"empty", ""}, {"flag", ""}, {"x", "1=2"}};
  EXPECT_EQ(*query, expected);
  EXPECT_EQ(ParseQuery("a=%zz"), std::nullopt);
}

}  // namespace
}  // namespace mediaconnect
