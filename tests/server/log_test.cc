#include "server/log.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <string>

#include "api/contract/json.h"
#include "server/line_writer.h"

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
    RequestLine request = Hostile();
    request.message = "no UTF-8: \xff";
    log.Request(request);
    log.Error("two\nlines \"quoted\" \xff");
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

TEST(Log, PathsAreReadableAndStayOneWord) {
  RequestLine line = Hostile();
  line.path = "/v1/flows/arn%3Aaws%3Amediaconnect%3aus-east-1%2Fa%20b%25%7f%zz%3";
  testing::internal::CaptureStderr();
  { Log(Log::Format::kText, "info").Request(line); }
  EXPECT_NE(testing::internal::GetCapturedStderr().find(
                " /v1/flows/arn:aws:mediaconnect:us-east-1/a%20b%25%7f%zz%3 "),
            std::string::npos);
  testing::internal::CaptureStderr();
  { Log(Log::Format::kJson, "info").Request(line); }
  EXPECT_EQ(json::GetString(json::Parse(testing::internal::GetCapturedStderr()), Key{"path"}),
            "/v1/flows/arn:aws:mediaconnect:us-east-1/a%20b%25%7f%zz%3");
}

TEST(Log, ARefusalIsNamed) {
  RequestLine line = Hostile();
  line.error = "NotFoundException";
  line.message = "Flow \"x\n\" does not exist";
  testing::internal::CaptureStderr();
  { Log(Log::Format::kText, "info").Request(line); }
  const std::string text = testing::internal::GetCapturedStderr();
  EXPECT_NE(text.find(" 1.250 ms NotFoundException: Flow \"x\\x0a\" does not exist\n"),
            std::string::npos)
      << text;
  testing::internal::CaptureStderr();
  { Log(Log::Format::kJson, "info").Request(line); }
  const json::Value object = json::Parse(testing::internal::GetCapturedStderr());
  EXPECT_EQ(json::GetString(object, Key{"error"}), "NotFoundException");
  EXPECT_EQ(json::GetString(object, Key{"message"}), "Flow \"x\\x0a\" does not exist");
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
  EXPECT_FALSE(Log(Log::Format::kText, "info").ShowsDebug());
  EXPECT_TRUE(Log(Log::Format::kText, "debug").ShowsDebug());
  EXPECT_FALSE(Log(Log::Format::kText, "off").ShowsRequests());
}

// A pipe, whose reader the test is.
class Pipe {
 public:
  Pipe() {
    std::signal(SIGPIPE, SIG_IGN);
    if (::pipe2(ends_, O_CLOEXEC) != 0) std::abort();
  }
  ~Pipe() {
    CloseReader();
    ::close(ends_[1]);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  int writer() const { return ends_[1]; }
  void CloseReader() {
    if (ends_[0] >= 0) ::close(ends_[0]);
    ends_[0] = -1;
  }
  // What comes up to and with the first `end`.
  std::string ReadUntil(std::string_view end) {
    std::string text;
    char some[65'536];
    while (text.find(end) == std::string::npos) {
      const ssize_t size = ::read(ends_[0], some, sizeof some);
      if (size <= 0) break;
      text.append(some, static_cast<std::size_t>(size));
    }
    return text;
  }

 private:
  int ends_[2] = {-1, -1};
};

// Twice what pipe and buffer hold.
constexpr int kTooMany = 2 * (1'048'576 + 65'536) / 100;
const std::string kHundredBytes = std::string(70, 'x');  // with time and level

TEST(Log, AReaderThatDoesNotReadHoldsNobody) {
  Pipe pipe;
  {
    Log log(Log::Format::kText, "info", pipe.writer());
    for (int i = 0; i < kTooMany; ++i) log.Info(kHundredBytes);  // hangs if it waits
  }
}

TEST(Log, CountsWhatItDrops) {
  for (const auto format : {Log::Format::kText, Log::Format::kJson}) {
    Pipe pipe;
    Log log(format, "info", pipe.writer());
    for (int i = 0; i < kTooMany; ++i) log.Info(kHundredBytes);
    std::string text = pipe.ReadUntil(kHundredBytes);
    std::size_t told = std::string::npos;
    int more = 0;
    while (told == std::string::npos) {  // once there is room again, the next line tells
      log.Info("more");
      ++more;
      text += pipe.ReadUntil("\n");
      told = text.find(" log lines were dropped before this one");
    }
    const auto shown = static_cast<int>(std::count(text.begin(), text.end(), 'x')) / 70;
    const int dropped = std::stoi(text.substr(text.find_last_not_of("0123456789", told - 1) + 1));
    EXPECT_GT(dropped, 0);
    EXPECT_GE(shown + dropped, kTooMany);
    EXPECT_LE(shown + dropped, kTooMany + more);
  }
}

TEST(Log, WritesAllThatItHoldsBeforeItGoes) {
  Pipe pipe;
  {
    Log log(Log::Format::kText, "info", pipe.writer());
    for (int i = 0; i < 100; ++i) log.Info("line " + std::to_string(i));
  }
  EXPECT_NE(pipe.ReadUntil("line 99\n").find(" line 0\n"), std::string::npos);
}

TEST(Log, AReaderThatIsGoneIsForgotten) {
  Pipe pipe;
  pipe.CloseReader();
  Log log(Log::Format::kText, "info", pipe.writer());
  for (int i = 0; i < kTooMany; ++i) log.Info(kHundredBytes);
}

}  // namespace
}  // namespace mediaconnect
