// What faults do to connections, over sockets.
#include <gmock/gmock.h>

#include <atomic>
#include <memory>
#include <thread>

#include "server/server.h"
#include "tests/server/faults/fixture.h"
#include "tests/support/client.h"

namespace mediaconnect {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

class FaultyConnectionTest : public FaultsTest {
 protected:
  explicit FaultyConnectionTest(const ServerOptions& options = Options())
      : server_(options, world_.dispatcher, world_.log) {
    server_.Start();
    thread_ = std::thread([this] { server_.Run(); });
  }
  ~FaultyConnectionTest() override { Stop(); }

  // What should end by itself is not ended by the server's patience.
  static ServerOptions Options() {
    ServerOptions options{.hosts = {"127.0.0.1"}, .port = 0, .threads = 2};
    options.limits.idle = 10min;
    options.limits.last = 10min;
    return options;
  }
  void Stop() {
    if (!thread_.joinable()) return;
    server_.Stop();
    thread_.join();
  }
  static std::string RequestText(std::string_view method, std::string_view target,
                                 std::string_view body = "") {
    std::string text(method);
    text.append(" ").append(target).append(
        " HTTP/1.1\r\nHost: localhost\r\nAuthorization: AWS4-HMAC-");
    text.append("SHA256 Credential=111122223333/20260101/us-east-1/mediaconnect/aws4_request, ");
    text.append("SignedHeaders=host, Signature=0\r\nContent-Length: ");
    return text.append(std::to_string(body.size())).append("\r\n\r\n").append(body);
  }
  std::size_t CountFlows(const std::string& account = kAccount) {
    return world_.Call("GET", "/v1/flows", "", account).Size("flows");
  }

  const std::string create_ = (Json{{"name", "f"}} + kRtpSource).Text();
  Server server_;
  std::thread thread_;
};

TEST_F(FaultyConnectionTest, ResetBreaksItOff) {
  Set({Json{{"connection", "reset"}, {"operation", "CreateFlow"}}});
  Client client(server_.port());
  client.Send(RequestText("POST", "/v1/flows", create_));
  EXPECT_TRUE(client.IsReset());
  EXPECT_EQ(CountFlows(), 0u);
}

TEST_F(FaultyConnectionTest, CloseEndsItWithoutAnAnswer) {
  Set({Json{{"connection", "close"}, {"operation", "CreateFlow"}, {"apply", "after"}}});
  Client client(server_.port());
  client.Send(RequestText("POST", "/v1/flows", create_));
  EXPECT_EQ(client.ReadAll(), "");
  EXPECT_EQ(CountFlows(), 1u);
}

TEST_F(FaultyConnectionTest, TruncateSendsHalfAnAnswer) {
  Client whole(server_.port());
  whole.Send(RequestText("GET", "/v1/flows/x"));
  const std::string head = whole.ReadUntil("\r\n\r\n");
  Set({Json{{"connection", "truncate"}}});
  Client client(server_.port());
  client.Send(RequestText("POST", "/v1/flows", create_));
  const std::string reply = client.ReadAll();
  EXPECT_EQ(StatusOf(reply), "201");
  const std::string length = "Content-Length: ";
  const std::size_t announced = std::stoul(reply.substr(reply.find(length) + length.size()));
  EXPECT_EQ(BodyOf(reply).size(), announced / 2);
  Set({});
  EXPECT_EQ(CountFlows(), 1u);
}

TEST_F(FaultyConnectionTest, DribbleSendsItLittleByLittle) {
  Set({Json{{"connection", "dribble"}, {"latency", {{"fixed", "200ms"}}}, {"times", 1}}});
  Client client(server_.port());
  const auto begin = std::chrono::steady_clock::now();
  client.Send(RequestText("GET", "/v1/flows"));
  const std::string reply = client.ReadUntil("{\"flows\":[]}");
  EXPECT_EQ(StatusOf(reply), "200");
  EXPECT_GE(std::chrono::steady_clock::now() - begin, 190ms);
  client.Send(RequestText("GET", "/v1/flows"));
  EXPECT_EQ(StatusOf(client.ReadUntil("{\"flows\":[]}")), "200");
}

TEST_F(FaultyConnectionTest, HangAnswersNothingUntilTheClientGoes) {
  Set({Json{{"connection", "hang"}, {"operation", "CreateFlow"}, {"apply", "after"}}});
  Client client(server_.port());
  client.Send(RequestText("POST", "/v1/flows", create_));
  while (CountFlows() == 0) std::this_thread::yield();
  EXPECT_FALSE(client.HasReply());
  client.CloseSendingSide();
  EXPECT_EQ(client.ReadAll(), "");
}

TEST_F(FaultyConnectionTest, LatencyWaitsAndThenCarriesOut) {
  Set({Json{{"latency", {{"fixed", "150ms"}}}, {"operation", "CreateFlow"}, {"times", 1}}});
  Client client(server_.port());
  const auto begin = std::chrono::steady_clock::now();
  client.Send(RequestText("POST", "/v1/flows", create_));
  client.Send(RequestText("GET", "/v1/flows"));  // comes while it waits
  const std::string reply = client.ReadUntil("}}");
  EXPECT_GE(std::chrono::steady_clock::now() - begin, 150ms);
  EXPECT_EQ(StatusOf(reply), "201");
  EXPECT_THAT(reply, HasSubstr("x-amzn-RequestId: "));
  EXPECT_EQ(CountFlows(), 1u);
  EXPECT_EQ(StatusOf(client.ReadUntil("}]}")), "200");
}

// A server that has room for one connection: what else connects sees whether that is still open.
class OneConnectionTest : public FaultyConnectionTest {
 protected:
  OneConnectionTest() : FaultyConnectionTest(OneConnection()) {}

  static ServerOptions OneConnection() {
    ServerOptions options = Options();
    options.max_connections = 1;
    return options;
  }

  // A client that the server has let in. The connection before it may still be there for a moment,
  // and then it is answered 503.
  std::unique_ptr<Client> LetIn() {
    while (true) {
      auto client = std::make_unique<Client>(server_.port());
      client->Send(RequestText("GET", "/_mediaconnect/health"));
      if (StatusOf(client->ReadUntil("\r\n\r\n")) == "200") return client;
    }
  }
};

TEST_F(OneConnectionTest, AClientThatResetsMeanwhileHasDoneNothing) {
  for (const bool closes_before : {false, true}) {
    Set({Json{{"latency", {{"fixed", "1h"}}}, {"operation", "CreateFlow"}}});
    const auto client = LetIn();
    client->Send(RequestText("POST", "/v1/flows", create_));
    while (Counts() != "1/1") std::this_thread::yield();
    if (closes_before) client->CloseSendingSide();
    client->Reset();
    while (StatusOf(Exchange(server_.port(), "GET", "/v1/flows")) != "200") {
    }
    EXPECT_EQ(CountFlows(), 0u) << closes_before;
  }
}

// Such as `nc -N`, or a program that shuts down what it does not need any more. A client that has
// closed both directions looks the same.
TEST_F(FaultyConnectionTest, AClientThatHasClosedItsSendingSideIsAnsweredLate) {
  for (const Json& fault : {Json{{"latency", {{"fixed", "50ms"}}}},
                            Json{{"connection", "dribble"}, {"latency", {{"fixed", "50ms"}}}}}) {
    Set({fault});
    Client client(server_.port());
    client.Send(RequestText("GET", "/v1/flows"));
    client.CloseSendingSide();
    const std::string reply = client.ReadAll();
    EXPECT_EQ(StatusOf(reply), "200") << fault.Text();
    EXPECT_THAT(reply, HasSubstr("{\"flows\":[]}"));
  }
}

TEST_F(FaultyConnectionTest, AHangEndsWhenTheClientClosesItsSendingSide) {
  Set({Json{{"connection", "hang"}}});
  Client client(server_.port());
  client.Send(RequestText("GET", "/v1/flows"));
  client.CloseSendingSide();
  EXPECT_EQ(client.ReadAll(), "");
}

TEST_F(FaultyConnectionTest, LatencyAndAnErrorComeTogether) {
  Set({kUnavailable + Json{{"latency", {{"fixed", "100ms"}}}}});
  Client client(server_.port());
  const auto begin = std::chrono::steady_clock::now();
  client.Send(RequestText("POST", "/v1/flows", create_));
  EXPECT_EQ(StatusOf(client.ReadUntil("}")), "503");
  EXPECT_GE(std::chrono::steady_clock::now() - begin, 100ms);
  Set({});
  EXPECT_EQ(CountFlows(), 0u);
}

// Many wait; another account is served, and the server stops at once.
TEST_F(FaultyConnectionTest, WhatWaitsDisturbsNobodyElse) {
  Set({Json{{"connection", "hang"}, {"every", 2}}, Json{{"latency", {{"fixed", "1h"}}}}});
  std::vector<std::unique_ptr<Client>> waiting;
  for (int i = 0; i < 40; ++i) {
    waiting.push_back(std::make_unique<Client>(server_.port()));
    waiting.back()->Send(RequestText("GET", "/v1/flows"));
  }
  while (Counts() != "40/20" || Counts(1) != "20/20") std::this_thread::yield();
  for (int i = 0; i < 10; ++i) {
    const std::string reply = Exchange(server_.port(), "GET", "/v1/flows", "", kSubscriber);
    EXPECT_EQ(StatusOf(reply), "200");
  }
  Stop();
  for (const auto& client : waiting) EXPECT_EQ(client->ReadUntilClosed(), "");
}

TEST_F(FaultyConnectionTest, CountsAreExactWith64Connections) {
  constexpr int kConnections = 64;
  constexpr int kCalls = 25;
  Set({kUnavailable + Json{{"skip", 100}, {"every", 3}, {"times", 400}},
       ErrorRule("TooManyRequestsException", Json{{"skip", 7}, {"times", 11}})});
  std::atomic<int> unavailable = 0;
  std::atomic<int> throttled = 0;
  std::vector<std::thread> threads;
  threads.reserve(kConnections);
  for (int i = 0; i < kConnections; ++i) {
    threads.emplace_back([&] {
      Client client(server_.port());
      for (int call = 0; call < kCalls; ++call) {
        client.Send(RequestText("GET", "/v1/flows"));
        const std::string status = StatusOf(client.ReadUntil("}"));
        if (status == "503") ++unavailable;
        if (status == "429") ++throttled;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(unavailable, 400);
  EXPECT_EQ(throttled, 11);
  EXPECT_EQ(Counts(0), "1600/400");
  EXPECT_EQ(Counts(1), "1200/11");
}

}  // namespace
}  // namespace mediaconnect
