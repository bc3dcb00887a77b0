#include "server/credentials.h"

#include <gtest/gtest.h>

namespace mediaconnect {
namespace {

const Scope kFallback{"000000000000", "us-east-1"};

Scope FromHeader(const std::string& header) { return ReadScope(header, "", kFallback); }

TEST(ReadScope, TakesAccountAndRegionFromTheHeader) {
  const Scope scope = FromHeader(
      "AWS4-HMAC-SHA256 Credential=111122223333/20260101/eu-west-1/mediaconnect/aws4_request, "
      "SignedHeaders=host;x-amz-date, Signature=abc");
  EXPECT_EQ(scope, (Scope{"111122223333", "eu-west-1"}));
}

TEST(ReadScope, AnOrdinaryAccessKeyIsTheDefaultAccount) {
  EXPECT_EQ(
      FromHeader("AWS4-HMAC-SHA256 "
                 "Credential=AKIAIOSFODNN7EXAMPLE/20260101/eu-west-1/mediaconnect/aws4_request,"
                 "SignedHeaders=host,Signature=abc"),
      (Scope{"000000000000", "eu-west-1"}));
}

TEST(ReadScope, TakesThemFromAPresignedUrl) {
  EXPECT_EQ(ReadScope("",
                      "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential="
                      "111122223333%2F20260101%2Feu-west-1%2Fmediaconnect%2Faws4_request&x=y",
                      kFallback),
            (Scope{"111122223333", "eu-west-1"}));
}

TEST(ReadScope, WhatIsMissingOrUnreadableIsTheDefault) {
  for (const char* header : {"", "Bearer x", "AWS4-HMAC-SHA256", "AWS4-HMAC-SHA256 Credential=",
                             "AWS4-HMAC-SHA256 Credential=a/b/c", "Basic Credential=1/2/3/4/5",
                             "AWS4-HMAC-SHA256 Credential=1111222233334/d/Moon Base/s/aws4_request",
                             "AWS4-HMAC-SHA256 Credential=x/d/us:east/s/aws4_request"}) {
    EXPECT_EQ(FromHeader(header), kFallback) << header;
  }
  EXPECT_EQ(ReadScope("", "X-Amz-Credential=%zz", kFallback), kFallback);
}

TEST(ReadScope, AnAsymmetricSignatureHasNoRegion) {
  EXPECT_EQ(FromHeader("AWS4-ECDSA-P256-SHA256 Credential=111122223333/20260101/mediaconnect/"
                       "aws4_request, SignedHeaders=host, Signature=abc"),
            (Scope{"111122223333", "us-east-1"}));
}

}  // namespace
}  // namespace mediaconnect
