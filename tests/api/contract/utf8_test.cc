#include "api/contract/utf8.h"

#include <gtest/gtest.h>

namespace mediaconnect {
namespace {

TEST(Utf8, IsWellFormed) {
  EXPECT_TRUE(IsUtf8(""));
  EXPECT_TRUE(IsUtf8("a\xc3\xa9\xf0\x9f\x98\x80"));
  for (const char* text :
       {"\xc3", "\xff", "\xc0\xaf", "\xed\xa0\x80", "a\x80", "\xf5\x80\x80\x80"}) {
    EXPECT_FALSE(IsUtf8(text)) << text;
  }
}

TEST(Utf8, StaysAsItIsOrBecomesAscii) {
  EXPECT_EQ(ToUtf8("a\xc3\xa9"), "a\xc3\xa9");
  EXPECT_EQ(ToUtf8("a\xc3\xa9\xff"), "a???");
}

TEST(Utf8, IsCountedInCodePoints) {
  EXPECT_EQ(CodePointCount("a\xc3\xa9\xf0\x9f\x98\x80"), 3u);
  EXPECT_EQ(CodePoints("a\xc3\xa9\xf0\x9f\x98\x80"), U"a\u00e9\U0001F600");
}

}  // namespace
}  // namespace mediaconnect
