// The real binary: how it starts, says that it is ready, serves, remembers, and ends.
#include "tests/support/process.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "api/contract/contract.h"
#include "api/contract/json.h"
#include "tests/support/client.h"

namespace mediaconnect {
namespace {

const Json kFlow{
    {"name", "kept"},
    {"source", {{"name", "s"}, {"protocol", "rtp"}, {"whitelistCidr", "10.0.0.0/24"}}}};

bool Contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
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
  EXPECT_EQ(StatusOf(Exchange(server.port(), "GET", "/_mediaconnect/health")), "200");
  EXPECT_EQ(StatusOf(Exchange(server.port(), "GET", "/_mediaconnect/ready")), "200");
  const std::string reset = Exchange(server.port(), "POST", "/_mediaconnect/reset");
  EXPECT_EQ(StatusOf(reset), "200");
  EXPECT_EQ(BodyOf(reset), "{}");
  server.Signal(SIGTERM);
  EXPECT_EQ(server.Wait(), 0) << server.Errors();
}

TEST_F(ProcessTest, EndsOnSigintToo) {
  ServerProcess server;
  server.Signal(SIGINT);
  EXPECT_EQ(server.Wait(), 0) << server.Errors();
}

// A request's line has about 130 bytes; 65,536 fit into the pipe.
constexpr int kMoreThanAPipe = 1500;

void ExpectAnswers(std::uint16_t port, int requests) {
  Client client(port);
  for (int i = 0; i < requests; ++i) {
    client.Send("GET /_mediaconnect/health HTTP/1.1\r\nHost: localhost\r\n\r\n");
    std::string head = client.Read(15);
    ASSERT_EQ(head, "HTTP/1.1 200 OK") << "request " << i;
    while (head.find("\r\n\r\n") == std::string::npos) head += client.Read(1);
    const std::size_t length = head.find("Content-Length: ") + 16;
    client.Read(std::stoul(head.substr(length)));
  }
}

TEST_F(ProcessTest, TheLogTellsWhyARequestIsRefusedAndAtDebugWhatElseHappens) {
  const auto log_at = [](const std::string& level) {
    ServerProcess server({"--log-level", level, "--idle-timeout", "500ms"});
    const std::string arn = "arn%3Aaws%3Amediaconnect%3Aus-east-1%3A111122223333%3Aflow%3A1-a%3Ab";
    Exchange(server.port(), "GET", "/v1/flows/" + arn + "?verbos=1");
    Exchange(server.port(), "POST", "/v1/flows",
             Json{{"nmae", "a"}, {"name", "a"}, {"source", {{"prtocol", 1}}}});
    {
      Client tls(server.port());
      tls.Send("\x16\x03\x01\x02\x01\x01\xfc\x03\x03");
      EXPECT_EQ(StatusOf(tls.ReadUntilClosed()), "400");
    }
    Client idle(server.port());
    EXPECT_EQ(idle.ReadAll(), "");
    server.Signal(SIGTERM);
    EXPECT_EQ(server.Wait(), 0);
    return server.Errors();
  };
  const std::vector<std::string> at_info = {
      "GET /v1/flows/arn:aws:mediaconnect:us-east-1:111122223333:flow:1-a:b ",
      " NotFoundException: Flow \"arn:aws:mediaconnect:us-east-1:111122223333:flow:1-a:b\"",
      " BadRequestException: source.protocol: is required",
      " - - - 400 - - 0.000 ms BadRequestException: This is a TLS connection",
  };
  const std::vector<std::string> at_debug = {
      ": ignored unknown members ?verbos\n",
      ": ignored unknown members nmae, source.prtocol\n",
      " ended after 1 request: the client asked for it (Connection: close)\n",
      " ended after 1 request: a request was refused\n",
      " ended after 0 requests: idle for too long (--idle-timeout)\n",
  };
  const auto expect = [](const std::string& log, const std::vector<std::string>& lines,
                         bool there) {
    for (const std::string& line : lines) {
      EXPECT_EQ(log.find(line) != std::string::npos, there) << line << "\n" << log;
    }
  };
  const std::string debug = log_at("debug");
  expect(debug, at_info, true);
  expect(debug, at_debug, true);
  const std::string info = log_at("info");
  expect(info, at_info, true);
  expect(info, at_debug, false);
}

TEST_F(ProcessTest, AStderrThatNobodyReadsHoldsNoRequestAndNoStop) {
  ServerProcess server({}, ServerProcess::Stderr::kPipe);
  ExpectAnswers(server.port(), kMoreThanAPipe);
  server.Signal(SIGTERM);
  EXPECT_EQ(server.Wait(), 0);
}

TEST_F(ProcessTest, AStderrWhoseReaderGoesEndsNothing) {
  ServerProcess server({}, ServerProcess::Stderr::kPipe);
  ExpectAnswers(server.port(), 1);
  server.CloseErrors();
  ExpectAnswers(server.port(), 10);
  server.Signal(SIGTERM);
  EXPECT_EQ(server.Wait(), 0);
}

// What is opened next would be number 2 then.
TEST_F(ProcessTest, AClosedStderrIsNotMistakenForTheDataFile) {
  const std::string data = folder_ / "model.db";
  ServerProcess server({"--data", data}, ServerProcess::Stderr::kClosed);
  ASSERT_EQ(StatusOf(Exchange(server.port(), "POST", "/v1/flows", kFlow)), "201");
  ExpectAnswers(server.port(), 300);
  server.Signal(SIGKILL);  // a stop would write the file's first page once more
  EXPECT_EQ(server.Wait(), 128 + SIGKILL);
  const ServerProcess again({"--data", data});
  EXPECT_TRUE(Contains(Exchange(again.port(), "GET", "/v1/flows"), R"("name":"kept")"));
}

TEST_F(ProcessTest, OutOfFileDescriptorsItTellsTheClientAndGoesOn) {
  ServerProcess server;
  server.LimitOpenFiles(40);
  {
    Client served(server.port());
    std::vector<std::unique_ptr<Client>> clients;
    int refused = 0;
    for (int i = 0; i < 100; ++i) {
      clients.push_back(std::make_unique<Client>(server.port()));
      clients.back()->Send("GET /v1/flows HTTP/1.1\r\nHost: localhost\r\n\r\n");
      const std::string status = clients.back()->Read(12);
      if (status == "HTTP/1.1 200") continue;
      EXPECT_EQ(status, "HTTP/1.1 503") << i;
      EXPECT_TRUE(Contains(clients.back()->ReadUntilClosed(), "file descriptors (ulimit -n)"));
      ++refused;
    }
    EXPECT_GT(refused, 60);
    EXPECT_LT(refused, 100);
    // A client that is gone before it is accepted leaves nothing to wait for.
    Client(server.port()).Reset();
    served.Send("GET /v1/flows HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    EXPECT_EQ(StatusOf(served.ReadAll()), "200");
  }
  std::string status = "503";
  for (int i = 0; i < 1000 && status == "503"; ++i) {  // until it has seen that they are gone
    status = StatusOf(Exchange(server.port(), "GET", "/v1/flows"));
  }
  EXPECT_EQ(status, "200");
  server.Signal(SIGTERM);
  EXPECT_EQ(server.Wait(), 0);
  const std::string log = server.Errors();
  const std::size_t first = log.find("file descriptors");
  EXPECT_NE(first, std::string::npos) << log;
  EXPECT_EQ(log.find("file descriptors", first + 1), std::string::npos) << log;
}

TEST_F(ProcessTest, FindsAFlowAgainAfterARestartOnADataFile) {
  const std::string data = folder_ / "model.db";
  {
    ServerProcess server({"--data", data});
    ASSERT_EQ(StatusOf(Exchange(server.port(), "POST", "/v1/flows", kFlow)), "201");
    server.Signal(SIGTERM);
    ASSERT_EQ(server.Wait(), 0);
  }
  ServerProcess server({"--data", data});
  EXPECT_TRUE(Contains(Exchange(server.port(), "GET", "/v1/flows"), R"("name":"kept")"));
}

TEST_F(ProcessTest, FindsAFlowAgainAfterAKill) {
  const std::string data = folder_ / "model.db";
  {
    ServerProcess server({"--data", data});
    ASSERT_EQ(StatusOf(Exchange(server.port(), "POST", "/v1/flows", kFlow)), "201");
    server.Signal(SIGKILL);
    ASSERT_EQ(server.Wait(), 128 + SIGKILL);
  }
  ServerProcess server({"--data", data});
  EXPECT_TRUE(Contains(Exchange(server.port(), "GET", "/v1/flows"), R"("name":"kept")"));
}

// What a life of flows in two accounts is answered, without the one header that is the clock's.
std::vector<std::string> AnswersToALife(std::uint16_t port) {
  std::vector<std::string> answers;
  const auto send = [&](std::string_view method, const std::string& target, const Body& body = "",
                        std::string_view account = "111122223333") {
    std::string response = Exchange(port, method, target, body, account);
    const std::size_t date = response.find("\r\nDate: ");
    response.erase(date, response.find("\r\n", date + 2) - date);
    answers.push_back(response);
    const std::string text = BodyOf(response);
    return json::Parse(text.empty() ? "{}" : text);
  };
  const json::Value created =
      send("POST", "/v1/flows",
           Json{{"name", "show"},
                {"source", {{"protocol", "rtp"}, {"whitelistCidr", "10.0.0.0/8"}}},
                {"vpcInterfaces", List({Json{{"name", "v"},
                                             {"roleArn", "arn:aws:iam::111122223333:role/r"},
                                             {"securityGroupIds", List({"sg-1"})},
                                             {"subnetId", "subnet-1"}}})},
                {"outputs", List({Json{{"protocol", "zixi-pull"},
                                       {"remoteId", "r"},
                                       {"cidrAllowList", List({"10.0.0.0/8"})}}})},
                {"entitlements", List({Json{{"subscribers", List({"444455556666"})}}})}});
  const json::Node& flow = json::Get(created, key::flow);
  const std::string arn(json::GetString(flow, key::flowArn));
  const std::string entitlement(
      json::GetString(json::Items(flow, key::entitlements)[0], key::entitlementArn));
  send("POST", "/v1/flows", Json{{"name", "in"}, {"source", {{"entitlementArn", entitlement}}}},
       "444455556666");
  send("POST", "/v1/flows/" + arn + "/outputs",
       Json{{"outputs",
             List({Json{{"protocol", "rtp"}, {"destination", "192.0.2.1"}, {"port", 5000}}})}});
  send("POST", "/v1/flows/start/" + arn);
  send("GET", "/v1/flows/" + arn);
  send("GET", "/v1/flows/nonsense");
  send("GET", "/v1/flows?maxResults=1");
  send("POST", "/tags/" + arn, Json{{"tags", {{"a", "b"}}}});
  return answers;
}

TEST_F(ProcessTest, UnderASeedEveryAnswerIsTheSameByteForByte) {
  const auto answers_of = [](const std::vector<std::string>& arguments) {
    ServerProcess server(arguments);
    return AnswersToALife(server.port());
  };
  const std::vector<std::string> first = answers_of({"--seed", "1"});
  EXPECT_EQ(StatusOf(first.front()), "201") << first.front();
  EXPECT_EQ(answers_of({"--seed", "1"}), first);
  EXPECT_EQ(answers_of({"--seed", "1", "--data", folder_ / "model.db"}), first);
  EXPECT_NE(answers_of({"--seed", "2"}).front(), first.front());
  EXPECT_NE(answers_of({}).front(), first.front());
}

TEST_F(ProcessTest, AFullDiskRefusesChangesAndKeepsNoHalfOfOne) {
  const std::string data = folder_ / "model.db";
  std::size_t kept = 0;
  const auto expect_kept = [&](std::uint16_t port) {
    const json::Value page =
        json::Parse(BodyOf(Exchange(port, "GET", "/v1/flows?maxResults=1000")));
    EXPECT_EQ(json::Items(page, key::flows).Size(), kept);
  };
  {
    ServerProcess server({"--data", data});
    server.LimitFileSize(std::filesystem::file_size(data + "-wal") + 65'536);
    std::string refusal;
    while (refusal.empty() && kept < 1000) {
      const std::string response = Exchange(server.port(), "POST", "/v1/flows", kFlow);
      if (StatusOf(response) == "201") {
        ++kept;
      } else {
        refusal = response;
      }
    }
    EXPECT_GT(kept, 0u);
    EXPECT_EQ(StatusOf(refusal), "500") << refusal;
    EXPECT_TRUE(Contains(refusal, "InternalServerErrorException")) << refusal;
    expect_kept(server.port());
    const std::string not_ready = Exchange(server.port(), "GET", "/_mediaconnect/ready");
    EXPECT_EQ(StatusOf(not_ready), "503") << not_ready;
    EXPECT_TRUE(Contains(not_ready, "Changes cannot be kept in the data file: ")) << not_ready;
    EXPECT_EQ(StatusOf(Exchange(server.port(), "GET", "/_mediaconnect/health")), "200");
    server.LimitFileSize(RLIM_INFINITY);
    EXPECT_EQ(StatusOf(Exchange(server.port(), "GET", "/_mediaconnect/ready")), "200");
    EXPECT_EQ(StatusOf(Exchange(server.port(), "POST", "/v1/flows", kFlow)), "201");
    ++kept;
    expect_kept(server.port());
    server.Signal(SIGTERM);
    EXPECT_EQ(server.Wait(), 0);
    EXPECT_TRUE(Contains(server.Errors(), "could not be saved")) << server.Errors();
  }
  const ServerProcess server({"--data", data});
  expect_kept(server.port());
}

}  // namespace
}  // namespace mediaconnect
