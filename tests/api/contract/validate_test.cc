#include "api/contract/validate.h"

#include <gtest/gtest.h>

#include "api/contract/error.h"

namespace mediaconnect {
namespace {

// The message of the refusal, or "" if the document is accepted.
std::string Refusal(std::string_view shape, std::string_view text) {
  json::Value value = json::Parse(text);
  try {
    ValidateInput(FindType(shape), value);
    return "";
  } catch (const ApiError& error) {
    EXPECT_EQ(error.code, ErrorCode::BadRequestException);
    return error.message;
  }
}

std::string Normalized(std::string_view shape, std::string_view text) {
  json::Value value = json::Parse(text);
  ValidateInput(FindType(shape), value);
  return json::Write(value).json;
}

#define EXPECT_REFUSED(shape, text, path) \
  EXPECT_EQ(Refusal(shape, text).rfind(path, 0), 0u) << Refusal(shape, text)

TEST(ValidateInput, NamesTheMissingMemberByItsPath) {
  EXPECT_REFUSED("CreateFlowRequest", "{}", "name: is required");
  EXPECT_REFUSED("CreateFlowRequest", R"({"name":"a","entitlements":[{"subscribers":[]},{}]})",
                 "entitlements[1].subscribers: is required");
}

TEST(ValidateInput, RefusesWrongTypes) {
  EXPECT_REFUSED("CreateFlowRequest", R"({"name":5})", "name: must be a string, not 5");
  EXPECT_REFUSED("CreateFlowRequest", R"({"name":"a","outputs":{}})",
                 "outputs: must be a list, not an object");
  EXPECT_REFUSED("CreateFlowRequest", R"({"name":"a","source":"x"})",
                 "source: must be an object, not \"x\"");
  EXPECT_REFUSED("CreateFlowRequest", R"({"name":"a","outputs":[{"port":"5"}]})",
                 "outputs[0].port: must be a whole number, not \"5\"");
  EXPECT_REFUSED("CreateFlowRequest", R"({"name":"a","outputs":[null]})",
                 "outputs[0]: must be an object, not null");
  EXPECT_REFUSED("CreateFlowRequest",
                 R"({"name":"a","entitlements":[{"subscribers":["111122223333",null]}]})",
                 "entitlements[0].subscribers[1]: must be a string, not null");
  EXPECT_REFUSED("CreateFlowRequest", R"({"name":"a","flowTags":{"k":null}})",
                 "flowTags.k: must be a string, not null");
  EXPECT_REFUSED("CreateFlowRequest", R"({"name":"a","flowTags":{"k":1}})",
                 "flowTags.k: must be a string");
  EXPECT_REFUSED("EncodingParametersRequest",
                 R"({"compressionFactor":"x","encoderProfile":"main"})",
                 "compressionFactor: must be a number");
}

TEST(ValidateInput, RefusesNumbersOutOfRange) {
  EXPECT_REFUSED("ListFlowsRequest", R"({"maxResults":0})",
                 "maxResults: 0 is below the minimum of 1");
  EXPECT_REFUSED("ListFlowsRequest", R"({"maxResults":1001})", "maxResults: 1001 is above");
  EXPECT_REFUSED("AddOutputRequest", R"({"port":3000000000})", "port: 3000000000 ");
  EXPECT_REFUSED("AddOutputRequest", R"({"port":1.5})", "port: must be a whole number, not 1.5");
  EXPECT_REFUSED("AddOutputRequest", R"({"port":1e300})", "port: 1e300 ");
  EXPECT_REFUSED("AddOutputRequest", R"({"port":18446744073709551615})",
                 "port: 18446744073709551615 ");
}

TEST(ValidateInput, TakesOnePointZeroForOne) {
  EXPECT_EQ(Normalized("AddOutputRequest", R"({"port":5000.0})"), R"({"port":5000})");
}

TEST(ValidateInput, RefusesEnumValuesThatAreNotListed) {
  EXPECT_REFUSED("AddOutputRequest", R"({"protocol":"ftp"})", "protocol: \"ftp\"");
  EXPECT_REFUSED("AddOutputRequest", R"({"protocol":"RTP"})", "protocol: \"RTP\"");
}

TEST(ValidateInput, HoldsPatternsAndLengths) {
  EXPECT_REFUSED("DescribeFlowRequest", R"({"FlowArn":"x"})", "FlowArn: \"x\" does not match");
  EXPECT_REFUSED("CreateRouterInputRequest", R"({"name":""})", "name: 0 characters is below");
  EXPECT_REFUSED("BatchGetRouterInputRequest", R"({"arns":[]})", "arns: 0 elements is below");
  EXPECT_REFUSED("DescribeFlowRequest",
                 R"({"FlowArn":"arn:aws:mediaconnect:x:flow:)" + std::string(2100, 'a') + "\"}",
                 "FlowArn: is longer than 2048 bytes");
}

TEST(ValidateInput, WantsExactlyOneMemberOfAUnion) {
  const std::string automatic = R"({"encryptionKeyConfiguration":{"automatic":{}}})";
  EXPECT_EQ(Refusal("FlowTransitEncryption", automatic), "");
  EXPECT_REFUSED("FlowTransitEncryption", R"({"encryptionKeyConfiguration":{}})",
                 "encryptionKeyConfiguration: must have exactly one of its members, not 0");
  EXPECT_REFUSED("MaintenanceConfiguration",
                 R"({"default":{},"preferredDayTime":{"day":"MONDAY","time":"10:00"}})",
                 "The request body must have exactly one of its members, not 2");
}

TEST(ValidateInput, DropsUnknownAndNullMembers) {
  EXPECT_EQ(Normalized("CreateFlowRequest",
                       R"({"name":"a","surprise":{"x":[1]},"source":{"name":null,"y":1}})"),
            R"({"name":"a","source":{}})");
  EXPECT_REFUSED("CreateFlowRequest", R"({"name":null})", "name: is required");
}

TEST(CheckOutput, FindsUnknownNullMissingAndMistypedMembers) {
  const auto check = [](std::string_view text) {
    json::Value value = json::Parse(text);
    return CheckOutput(FindType("StartFlowResponse"), value);
  };
  EXPECT_EQ(check(R"({"flowArn":"x","status":"ACTIVE"})"), "");
  EXPECT_NE(check(R"({"flowArn":"x","state":"ACTIVE"})"), "");
  EXPECT_NE(check(R"({"flowArn":null})"), "");
  EXPECT_NE(check(R"({"status":"RUNNING"})"), "");
  json::Value flow = json::Parse(R"({"flow":{"name":"x"}})");
  EXPECT_EQ(CheckOutput(FindType("DescribeFlowResponse"), flow),
            "flow.availabilityZone: is required");
}

TEST(CheckOutput, ReadsTimestampsAndBlobs) {
  json::Value thumbnail = json::Parse(
      R"({"thumbnailMessages":[],"thumbnail":"aGk=","timestamp":"2026-01-30T08:30:00Z"})");
  EXPECT_EQ(CheckOutput(FindType("RouterInputThumbnailDetails"), thumbnail), "");
  json::Value wrong = json::Parse(R"({"thumbnailMessages":[],"timestamp":1790000000})");
  EXPECT_NE(CheckOutput(FindType("RouterInputThumbnailDetails"), wrong), "");
}

}  // namespace
}  // namespace mediaconnect
