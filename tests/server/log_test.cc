#include "server/log.h"

#include <gtest/gtest.h>

#include "api/contract/json.h"

namespace mediaconnect {
namespace {

RequestLine Hostile() {
  return {.request_id = "id",
          .operation = "DescribeFlow",
          .account = "111122223333",
          .region = "us-east-1",
          .method = "GET",
          .path = "/v1/\"\n\xff\x1b[31m",
          .status = 404,
          .milliseconds = 1.25};
}

TEST(Log, JsonLinesAreJsonWhateverTheRequest) {
  testing::internal::CaptureStderr();
  {
    Log log(Log::Format::kJson, "info");
    log.Request(Hostile());
    log.Error("two\nlines \"quoted\"");
  }
  const std::string text = testing::internal::GetCapturedStderr();
  const std::size_t end = text.find('\n');
  const json::Value line = json::Parse(text.substr(0, end));
  EXPECT_EQ(json::GetString(line, Key{"operation"}), "DescribeFlow");
  EXPECT_EQ(json::GetInt(line, Key{"status"}), 404);
  EXPECT_EQ(json::GetString(line, Key{"level"}), "info");
  const json::Value second = json::Parse(text.substr(end + 1));
  EXPECT_EQ(json::GetString(second, Key{"level"}), "error");
}

TEST(Log, TextLinesHoldNoControlCharactersOfTheRequest) {
  testing::internal::CaptureStderr();
  { Log(Log::Format::kText, "debug").Request(Hostile()); }
  const std::string text = testing::internal::GetCapturedStderr();
  EXPECT_EQ(text.find('\n'), text.size() - 1);
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_NE(text.find("DescribeFlow 111122223333 us-east-1 404 GET"), std::string::npos) << text;
}

TEST(Log, LevelsHideWhatIsBelowThem) {
  testing::internal::CaptureStderr();
  Log log(Log::Format::kText, "error");
  EXPECT_FALSE(log.ShowsRequests());
  log.Request(Hostile());
  log.Info("hidden");
  log.Warn("hidden");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
  EXPECT_TRUE(Log(Log::Format::kText, "info").ShowsRequests());
  EXPECT_FALSE(Log(Log::Format::kText, "off").ShowsRequests());
}

}  // namespace
}  // namespace mediaconnect
