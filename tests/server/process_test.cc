// The real binary: how it starts, says that it is ready, serves, remembers, and ends.
#include "tests/support/process.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "tests/support/client.h"

namespace mediaconnect {
namespace {

constexpr std::string_view kFlow =
    R"({"name":"kept","source":{"name":"s","protocol":"rtp","whitelistCidr":"10.0.0.0/24"}})";

bool Contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::string Status(const std::string& response) { return response.substr(9, 3); }
std::string Body(const std::string& response) {
  return response.substr(response.find("\r\n\r\n") + 4);
}

class ProcessTest : public testing::Test {
 protected:
  ProcessTest() { std::filesystem::create_directories(folder_); }
  ~ProcessTest() override { std::filesystem::remove_all(folder_); }

  const std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("mediaconnect-process-" + std::to_string(getpid()));
};

TEST_F(ProcessTest, ServesOnAFreePortAndEndsOnSigterm) {
  ServerProcess server;
  ASSERT_GT(server.port(), 0) << server.ready_line();
  EXPECT_EQ(server.ready_line(), R"({"ready":true,"endpoint":"http://127.0.0.1:)" +
                                     std::to_string(server.port()) + "\"}");
  EXPECT_EQ(Status(Exchange(server.port(), "GET", "/_mediaconnect/health")), "200");
  EXPECT_EQ(Status(Exchange(server.port(), "GET", "/_mediaconnect/ready")), "200");
  const std::string reset = Exchange(server.port(), "POST", "/_mediaconnect/reset");
  EXPECT_EQ(Status(reset), "200");
  EXPECT_EQ(Body(reset), "{}");
  server.Signal(SIGTERM);
  EXPECT_EQ(server.Wait(), 0) << server.Errors();
}

TEST_F(ProcessTest, EndsOnSigintToo) {
  ServerProcess server;
  server.Signal(SIGINT);
  EXPECT_EQ(server.Wait(), 0) << server.Errors();
}

TEST_F(ProcessTest, WritesItsPortToTheFile) {
  const std::string file = folder_ / "port";
  ServerProcess server({"--port-file", file});
  std::ifstream written(file);
  std::string text((std::istreambuf_iterator<char>(written)), std::istreambuf_iterator<char>());
  EXPECT_EQ(text, std::to_string(server.port()) + "\n");
}

TEST_F(ProcessTest, FindsAFlowAgainAfterARestartOnADataFile) {
  const std::string data = folder_ / "model.db";
  {
    ServerProcess server({"--data", data});
    ASSERT_EQ(Status(Exchange(server.port(), "POST", "/v1/flows", kFlow)), "201");
    server.Signal(SIGTERM);
    ASSERT_EQ(server.Wait(), 0);
  }
  ServerProcess server({"--data", data});
  EXPECT_TRUE(Contains(Exchange(server.port(), "GET", "/v1/flows"), "\"name\":\"kept\""));
}

TEST_F(ProcessTest, FindsAFlowAgainAfterAKill) {
  const std::string data = folder_ / "model.db";
  {
    ServerProcess server({"--data", data});
    ASSERT_EQ(Status(Exchange(server.port(), "POST", "/v1/flows", kFlow)), "201");
    server.Signal(SIGKILL);
    ASSERT_EQ(server.Wait(), 128 + SIGKILL);
  }
  ServerProcess server({"--data", data});
  EXPECT_TRUE(Contains(Exchange(server.port(), "GET", "/v1/flows"), "\"name\":\"kept\""));
}

TEST_F(ProcessTest, ASecondProcessOnTheSameFileIsRefused) {
  const std::string data = folder_ / "model.db";
  ServerProcess first({"--data", data});
  ServerProcess second({"--data", data});
  EXPECT_EQ(second.ready_line(), "");
  EXPECT_EQ(second.Wait(), 1);
  EXPECT_TRUE(Contains(second.Errors(), "is in use by another mediaconnect-mock"))
      << second.Errors();
}

TEST_F(ProcessTest, AnUnwritablePathIsRefused) {
  ServerProcess server({"--data", folder_ / "absent" / "model.db"});
  EXPECT_EQ(server.Wait(), 1);
  EXPECT_TRUE(Contains(server.Errors(), "cannot write")) << server.Errors();
}

TEST_F(ProcessTest, AFileOfAnotherProgramIsRefused) {
  const std::string data = folder_ / "notes.txt";
  std::ofstream(data) << "This is no database at all, but somebody's notes.";
  ServerProcess server({"--data", data});
  EXPECT_EQ(server.Wait(), 1);
  EXPECT_TRUE(Contains(server.Errors(), "notes.txt")) << server.Errors();
  std::ifstream kept(data);
  std::string text((std::istreambuf_iterator<char>(kept)), std::istreambuf_iterator<char>());
  EXPECT_EQ(text, "This is no database at all, but somebody's notes.");
}

}  // namespace
}  // namespace mediaconnect
