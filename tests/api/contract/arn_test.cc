#include "api/contract/arn.h"

#include <gtest/gtest.h>

namespace mediaconnect {
namespace {

TEST(Arn, IsTakenApart) {
  const auto arn = ParseArn("arn:aws:mediaconnect:us-east-1:111122223333:flow:1-a-b:My_Flow");
  ASSERT_TRUE(arn.has_value());
  EXPECT_EQ(arn->partition, "aws");
  EXPECT_EQ(arn->region, "us-east-1");
  EXPECT_EQ(arn->account, "111122223333");
  EXPECT_EQ(arn->kind, "flow");
  EXPECT_EQ(arn->id, "1-a-b");
  EXPECT_EQ(arn->name, "My_Flow");
}

TEST(Arn, MayHaveNoNameAndNoAccountAndAPath) {
  EXPECT_EQ(ParseArn("arn:aws:mediaconnect:us-east-1:1:routerInput:abc")->name, "");
  EXPECT_EQ(ParseArn("arn:aws:mediaconnect:us-east-1::offering:abc")->account, "");
  EXPECT_EQ(ParseArn("arn:aws:mediaconnect:us-east-1:1:flow:1:f/mediaStream/m")->name,
            "f/mediaStream/m");
  EXPECT_EQ(ParseArn("arn:aws:mediaconnect:us-east-1:1:gateway:1:g:instance:mi-1")->name,
            "g:instance:mi-1");
}

TEST(Arn, IsNoOtherText) {
  for (const char* text :
       {"", "arn", "nonsense", "arn:aws:s3:::bucket", "arn:aws:mediaconnect",
        "arn:aws:mediaconnect:us-east-1:111122223333:flow", "arn:aws:mediaconnect:r:a::id",
        "xrn:aws:mediaconnect:us-east-1:111122223333:flow:1-a-b:f"}) {
    EXPECT_FALSE(ParseArn(text).has_value()) << text;
  }
}

TEST(Arn, AnAccountIdHas12Digits) {
  EXPECT_TRUE(IsAccountId("012345678901"));
  for (const char* text : {"", "01234567890", "0123456789012", "01234567890a", "01234567890 "}) {
    EXPECT_FALSE(IsAccountId(text)) << text;
  }
}

TEST(Arn, CanBeOfAnotherService) {
  constexpr const char* kSecret = "arn:aws:secretsmanager:us-east-1:111122223333:secret:s";
  EXPECT_EQ(ParseArn(kSecret, "secretsmanager")->account, "111122223333");
  EXPECT_FALSE(ParseArn(kSecret).has_value());
}

TEST(Arn, IsMadeInTheRegionsPartition) {
  EXPECT_EQ(MakeArn({"111122223333", "us-east-1"}, "flow", "1-a-b", "f"),
            "arn:aws:mediaconnect:us-east-1:111122223333:flow:1-a-b:f");
  EXPECT_EQ(MakeArn({"", "us-east-1"}, "offering", "x", ""),
            "arn:aws:mediaconnect:us-east-1::offering:x");
  EXPECT_EQ(PartitionOf("eu-central-1"), "aws");
  EXPECT_EQ(PartitionOf("cn-north-1"), "aws-cn");
  EXPECT_EQ(PartitionOf("us-gov-west-1"), "aws-us-gov");
  EXPECT_EQ(PartitionOf("us-iso-east-1"), "aws-iso");
  EXPECT_EQ(PartitionOf("us-isob-east-1"), "aws-iso-b");
}

}  // namespace
}  // namespace mediaconnect
