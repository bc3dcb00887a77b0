#include "api/rules/address.h"

#include <gtest/gtest.h>

#include "api/contract/error.h"

namespace mediaconnect {
namespace {

// The message of a refusal; "" if the block is accepted.
std::string Refusal(std::string_view text) {
  try {
    CheckCidr("whitelistCidr", text);
  } catch (const ApiError& refusal) {
    EXPECT_EQ(refusal.code, ErrorCode::BadRequestException);
    return refusal.message;
  }
  return "";
}

TEST(Address, IsIpv4OrIpv6) {
  for (const char* text : {"10.0.0.1", "255.255.255.255", "::1", "2001:db8::", "::ffff:10.0.0.1"}) {
    EXPECT_TRUE(IsIpAddress(text)) << text;
  }
  for (const char* text :
       {"", "10.0.0", "10.0.0.256", "10.0.0.1/8", "host", ":::", "1::2::3", " ::1"}) {
    EXPECT_FALSE(IsIpAddress(text)) << text;
  }
  EXPECT_FALSE(IsIpAddress(std::string_view("10.0.0.1\0", 9)));
}

TEST(Address, OrADomainName) {
  for (const char* text : {"example.com", "a", "my_host-1.example", "xn--bcher-kva.example"}) {
    EXPECT_TRUE(IsDomainName(text)) << text;
  }
  for (const char* text : {"", ".a", "-a", "a..b", "a b", "a/b", "gr\xc3\xbc"}) {
    EXPECT_FALSE(IsDomainName(text)) << text;
  }
  EXPECT_TRUE(IsDomainName(std::string(253, 'a')));
  EXPECT_FALSE(IsDomainName(std::string(254, 'a')));
}

TEST(Address, OrACidrBlockWithoutHostBits) {
  for (const char* text : {"10.24.34.0/23", "10.0.0.1/32", "0.0.0.0/0", "2001:db8::/32", "::/0"}) {
    EXPECT_EQ(Refusal(text), "") << text;
  }
  for (const char* text : {"10.0.0.0", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/8x",
                           "10.0.0.0/08/1", "::/129", "/8", "host/8", ""}) {
    EXPECT_EQ(Refusal(text).find("whitelistCidr: \"" + std::string(text) + "\""), 0u) << text;
  }
  for (const char* text : {"10.24.35.0/23", "10.0.0.1/31", "1.0.0.0/0", "2001:db8::1/32"}) {
    EXPECT_NE(Refusal(text).find("host bits"), std::string::npos) << text;
  }
}

TEST(Address, OfAnInterfaceFollowsFromItsId) {
  EXPECT_EQ(AddressOfInterface("eni-0000000000abcdef"), "10.171.205.240");
  EXPECT_EQ(AddressOfInterface("eni-0000000000000000"), "10.0.0.1");
  EXPECT_EQ(AddressOfInterface("eni-00000000000000ff"), "10.0.0.2");
}

}  // namespace
}  // namespace mediaconnect
