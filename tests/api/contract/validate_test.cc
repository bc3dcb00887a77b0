#include "api/contract/validate.h"

#include <gtest/gtest.h>

#include "api/contract/error.h"

#include "tests/support/names.h"

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

// Expects a message that begins with the path, and names the value or what it should be.
void ExpectRefused(std::string_view shape, std::string_view text, const std::string& path,
                   const Names& names = {}) {
  const std::string message = Refusal(shape, text);
  EXPECT_EQ(message.rfind(path, 0), 0u) << message;
  ExpectNames(message, names);
}

TEST(ValidateInput, NamesTheMissingMemberByItsPath) {
  ExpectRefused("CreateFlowRequest", "{}", "name: ");
  ExpectRefused("CreateFlowRequest", R"({"name":"a","entitlements":[{"subscribers":[]},{}]})",
                "entitlements[1].subscribers: ");
}

TEST(ValidateInput, RefusesWrongTypes) {
  ExpectRefused("CreateFlowRequest", R"({"name":5})", "name: ", {"string", "5"});
  ExpectRefused("CreateFlowRequest", R"({"name":"a","outputs":{}})",
                "outputs: ", {"list", "object"});
  ExpectRefused("CreateFlowRequest", R"({"name":"a","source":"x"})",
                "source: ", {"object", "\"x\""});
  ExpectRefused("CreateFlowRequest", R"({"name":"a","outputs":[{"port":"5"}]})",
                "outputs[0].port: ", {"whole number", "\"5\""});
  ExpectRefused("CreateFlowRequest", R"({"name":"a","outputs":[null]})",
                "outputs[0]: ", {"object", "null"});
  ExpectRefused("CreateFlowRequest",
                R"({"name":"a","entitlements":[{"subscribers":["111122223333",null]}]})",
                "entitlements[0].subscribers[1]: ", {"string", "null"});
  ExpectRefused("CreateFlowRequest", R"({"name":"a","flowTags":{"k":null}})",
                "flowTags.k: ", {"string", "null"});
  ExpectRefused("CreateFlowRequest", R"({"name":"a","flowTags":{"k":1}})",
                "flowTags.k: ", "string");
  ExpectRefused("EncodingParametersRequest", R"({"compressionFactor":"x","encoderProfile":"main"})",
                "compressionFactor: ", "number");
}

TEST(ValidateInput, RefusesNumbersOutOfRange) {
  ExpectRefused("ListFlowsRequest", R"({"maxResults":0})", "maxResults: ", {"0", "1"});
  ExpectRefused("ListFlowsRequest", R"({"maxResults":1001})", "maxResults: ", "1001");
  ExpectRefused("AddOutputRequest", R"({"port":3000000000})", "port: ", "3000000000");
  ExpectRefused("AddOutputRequest", R"({"port":1.5})", "port: ", {"whole number", "1.5"});
  ExpectRefused("AddOutputRequest", R"({"port":1e300})", "port: ", "1e300");
  ExpectRefused("AddOutputRequest", R"({"port":18446744073709551615})",
                "port: ", "18446744073709551615");
}

TEST(ValidateInput, TakesOnePointZeroForOne) {
  EXPECT_EQ(Normalized("AddOutputRequest", R"({"port":5000.0})"), R"({"port":5000})");
}

TEST(ValidateInput, RefusesEnumValuesThatAreNotListed) {
  ExpectRefused("AddOutputRequest", R"({"protocol":"ftp"})", "protocol: ", "\"ftp\"");
  ExpectRefused("AddOutputRequest", R"({"protocol":"RTP"})", "protocol: ", "\"RTP\"");
}

TEST(ValidateInput, HoldsPatternsAndLengths) {
  ExpectRefused("DescribeFlowRequest", R"({"FlowArn":"x"})", "FlowArn: ", "\"x\"");
  ExpectRefused("CreateRouterInputRequest", R"({"name":""})", "name: ", "0");
  ExpectRefused("BatchGetRouterInputRequest", R"({"arns":[]})", "arns: ", "0");
  ExpectRefused("DescribeFlowRequest",
                R"({"FlowArn":"arn:aws:mediaconnect:x:flow:)" + std::string(2100, 'a') + "\"}",
                "FlowArn: ", "2048");
}

TEST(ValidateInput, WantsExactlyOneMemberOfAUnion) {
  const std::string automatic = R"({"encryptionKeyConfiguration":{"automatic":{}}})";
  EXPECT_EQ(Refusal("FlowTransitEncryption", automatic), "");
  ExpectRefused("FlowTransitEncryption", R"({"encryptionKeyConfiguration":{}})",
                "encryptionKeyConfiguration: ", "0");
  ExpectRefused("MaintenanceConfiguration",
                R"({"default":{},"preferredDayTime":{"day":"MONDAY","time":"10:00"}})",
                "The request body: ", "2");
}

TEST(ValidateInput, DropsUnknownAndNullMembers) {
  EXPECT_EQ(Normalized("CreateFlowRequest",
                       R"({"name":"a","surprise":{"x":[1]},"source":{"name":null,"y":1}})"),
            R"({"name":"a","source":{}})");
  ExpectRefused("CreateFlowRequest", R"({"name":null})", "name: ");
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
