#include "api/rules/page_token.h"

#include <gtest/gtest.h>

namespace mediaconnect {
namespace {

TEST(PageToken, GivesItsPositionBackToItsOwnListOnly) {
  const std::string token = MakePageToken("ListFlows/1/us-east-1/", 12345678901);
  EXPECT_EQ(ReadPageToken("ListFlows/1/us-east-1/", token), 12345678901);
  EXPECT_EQ(ReadPageToken("ListFlows/2/us-east-1/", token), std::nullopt);
  EXPECT_EQ(ReadPageToken("ListFlows/1/eu-west-1/", token), std::nullopt);
  EXPECT_EQ(ReadPageToken("ListEntitlements/1/us-east-1/", token), std::nullopt);
}

TEST(PageToken, NeedsNoEncodingInAUrl) {
  for (std::int64_t position = 0; position < 500; ++position) {
    const std::string token = MakePageToken("list", position);
    EXPECT_EQ(token.find_first_of("+/=%"), std::string::npos) << token;
    EXPECT_EQ(ReadPageToken("list", token), position);
  }
}

TEST(PageToken, IsRefusedWhenDamaged) {
  const std::string token = MakePageToken("list", 77);
  for (std::size_t i = 0; i < token.size(); ++i) {
    std::string damaged = token;
    damaged[i] = damaged[i] == 'A' ? 'B' : 'A';
    EXPECT_EQ(ReadPageToken("list", damaged), std::nullopt) << i;
  }
  for (const char* text :
       {"", "x", "nonsense", "AAAAAAAAAAAAAAAAAAAAAAAA", "ééééééééé", "                        "}) {
    EXPECT_EQ(ReadPageToken("list", text), std::nullopt) << text;
  }
  EXPECT_EQ(ReadPageToken("list", token + "A"), std::nullopt);
  EXPECT_EQ(ReadPageToken("list", token.substr(1)), std::nullopt);
}

}  // namespace
}  // namespace mediaconnect
