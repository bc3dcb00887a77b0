// The HTTP session over real sockets, with a handler that tells what it got. What it refuses is in
// hostile_http_test.cc.
#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <sstream>
#include <thread>

#include "api/contract/error.h"
#include "server/healthcheck.h"
#include "server/server.h"
#include "tests/support/client.h"

namespace mediaconnect {
namespace {

constexpr std::size_t kLargeReply = 67'108'864;  // more than a connection's buffers take

// What a test sends by a stream, piece by piece.
class Feed {
 public:
  void Send(const std::string& piece) {
    const std::lock_guard lock(mutex_);
    pieces_.push_back(piece);
    if (wake_) wake_();
  }
  void End() { Send("end"); }
  // Waits until a session has the stream, or has it no more.
  void AwaitOpen(bool open) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return (wake_ != nullptr) == open; });
  }

 private:
  friend class FedStream;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::string> pieces_;
  std::function<void()> wake_;
};

class FedStream : public BodyStream {
 public:
  explicit FedStream(Feed& feed) : feed_(feed) {}
  ~FedStream() override { WakeBy(nullptr); }

  std::optional<std::string> Next() override {
    const std::lock_guard lock(feed_.mutex_);
    if (feed_.pieces_.empty()) return "";
    std::string piece = feed_.pieces_.front();
    feed_.pieces_.pop_front();
    if (piece == "end") return std::nullopt;
    return piece;
  }
  void WakeBy(std::function<void()> wake) override {
    const std::lock_guard lock(feed_.mutex_);
    feed_.wake_ = std::move(wake);
    feed_.changed_.notify_all();
  }

 private:
  Feed& feed_;
};

// Answers "METHOD TARGET BODY-SIZE" as JSON.
class Echo : public RequestHandler {
 public:
  Reply Handle(const Request& request) override {
    Reply reply;
    if (request.target == "/stream") {
      reply.media = "text/event-stream";
      reply.stream = std::make_shared<FedStream>(feed);
      return reply;
    }
    if (request.target == "/empty") {
      reply.status = 204;
      return reply;
    }
    if (request.target == "/large") {
      reply.body.assign(kLargeReply, ' ');
      return reply;
    }
    if (request.target == "/text") {
      reply.body = "plain";
      reply.media = "text/plain";
      return reply;
    }
    if (request.target == "/headers") {
      reply.body = "\"";
      for (const auto& [name, value] : request.headers) {
        reply.body.append(name).append("=").append(value).append(" ");
      }
      reply.body += "\"";
      return reply;
    }
    reply.body = "\"" + std::string(request.method) + " " + std::string(request.target) + " " +
                 std::to_string(request.body.size()) + "\"";
    return reply;
  }
  std::optional<std::uint64_t> LargestBody(const Request& head) override {
    if (head.target == "/roomy") return 10'000;
    if (head.target == "/narrow") return 10;
    if (head.target == "/known") return head.peer.empty() ? 10 : 10'000;
    return std::nullopt;
  }
  void Tick() override { ++ticks; }
  Reply Refuse(const ApiError& refusal) override {
    Reply reply;
    reply.status = ErrorOf(refusal.code).status;
    reply.body = ErrorBody(refusal.message);
    return reply;
  }

  Feed feed;
  std::atomic<int> ticks{0};
};

std::size_t Count(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
    ++count;
  }
  return count;
}

std::string Hex(std::size_t number) {
  std::ostringstream text;
  text << std::hex << number;
  return text.str();
}

class SessionTest : public testing::Test {
 protected:
  explicit SessionTest(SessionLimits limits = Limits(),
                       std::size_t max_connections = ServerOptions().max_connections)
      : server_({.hosts = {"127.0.0.1"},
                 .port = 0,
                 .max_connections = max_connections,
                 .limits = limits},
                echo_, log_) {
    server_.Start();
    thread_ = std::thread([this] { server_.Run(); });
  }
  ~SessionTest() override {
    server_.Stop();
    thread_.join();
  }

  static SessionLimits Limits() {
    SessionLimits limits;
    limits.request.header_bytes = 2048;
    limits.request.body_bytes = 4096;
    return limits;
  }

  std::string Exchange(std::string_view text) {
    Client client(server_.port());
    client.Send(text);
    return client.ReadAll();
  }
  void ExpectStatus(std::string_view request, int status) {
    const std::string reply = Exchange(request);
    EXPECT_EQ(reply.rfind("HTTP/1.1 " + std::to_string(status) + " ", 0), 0u) << reply;
  }
  Echo echo_;
  Log log_{Log::Format::kText, "off"};
  Server server_;
  std::thread thread_;
};

TEST_F(SessionTest, AnswersAndClosesWhenAsked) {
  const std::string reply = Exchange("GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(reply.rfind("HTTP/1.1 200 OK\r\n", 0), 0u) << reply;
  EXPECT_NE(reply.find("Content-Type: application/json\r\n"), std::string::npos);
  EXPECT_NE(reply.find("Content-Length: 10\r\n"), std::string::npos);
  EXPECT_NE(reply.find("Connection: close\r\n"), std::string::npos);
  EXPECT_NE(reply.find("\r\nDate: "), std::string::npos);
  EXPECT_NE(reply.find("\r\n\r\n\"GET /a 0\""), std::string::npos);
}

TEST_F(SessionTest, TellsWhatABodyIs) {
  const std::string reply = Exchange("GET /text HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_NE(reply.find("Content-Type: text/plain\r\n"), std::string::npos) << reply;
  EXPECT_NE(reply.find("\r\n\r\nplain"), std::string::npos) << reply;
}

TEST_F(SessionTest, AnOperationCanTakeALargerBodyOrASmallerOneThanTheOthers) {
  const auto post = [&](const std::string& target, std::size_t size, const std::string& more = "") {
    const std::string body(size, 'x');
    const std::string head =
        "POST " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + more;
    const std::string length = "Content-Length: " + std::to_string(size) + "\r\n\r\n";
    const std::string in_chunks = "Transfer-Encoding: chunked\r\n\r\n" + Hex(size) + "\r\n";
    std::string first = Exchange(head + length + body);
    const std::string second = Exchange(head + in_chunks + body + "\r\n0\r\n\r\n");
    EXPECT_EQ(first.substr(0, 12), second.substr(0, 12));
    EXPECT_EQ(first.substr(first.find("\r\n\r\n")), second.substr(second.find("\r\n\r\n")));
    return first;
  };
  const auto is = [](const std::string& reply, const char* status) {
    return reply.rfind(std::string("HTTP/1.1 ") + status, 0) == 0;
  };
  EXPECT_TRUE(is(post("/any", 4096), "200"));
  EXPECT_TRUE(is(post("/any", 4097), "413"));
  EXPECT_TRUE(is(post("/roomy", 10'000), "200"));
  EXPECT_TRUE(is(post("/roomy", 10'001), "413"));
  EXPECT_TRUE(is(post("/known", 10'000), "200")) << "where it comes from is known by then";
  EXPECT_TRUE(is(post("/narrow", 10), "200"));
  const std::string refused = post("/narrow", 11);
  EXPECT_TRUE(is(refused, "413"));
  EXPECT_NE(refused.find("larger than 10 bytes (the most that this operation takes)"),
            std::string::npos)
      << refused;
}

class StreamTest : public SessionTest {
 protected:
  static constexpr const char* kRequest = "GET /stream HTTP/1.1\r\nHost: x\r\n\r\n";
};

TEST_F(StreamTest, ComesInChunksAsItsPiecesDo) {
  Client client(server_.port());
  client.Send(kRequest);
  const std::string head = client.ReadUntil("\r\n\r\n");
  EXPECT_NE(head.find("Content-Type: text/event-stream\r\n"), std::string::npos) << head;
  EXPECT_NE(head.find("Transfer-Encoding: chunked\r\n"), std::string::npos) << head;
  EXPECT_EQ(head.find("Content-Length"), std::string::npos) << head;
  echo_.feed.Send("data: one\n\n");
  EXPECT_EQ(client.ReadUntil("one\n\n\r\n"), "b\r\ndata: one\n\n\r\n");
  echo_.feed.Send(std::string(300, 'x'));
  EXPECT_EQ(client.ReadUntil("x\r\n"), "12c\r\n" + std::string(300, 'x') + "\r\n");
  echo_.feed.End();
  EXPECT_EQ(client.ReadUntil("\r\n\r\n"), "0\r\n\r\n");
}

TEST_F(StreamTest, TheRequestAfterItIsServed) {
  Client client(server_.port());
  client.Send(kRequest);
  client.ReadUntil("\r\n\r\n");
  client.Send("GET /next HTTP/1.1\r\nHost: x\r\n\r\n");  // while it streams
  echo_.feed.Send("a");
  EXPECT_EQ(client.ReadUntil("a\r\n"), "1\r\na\r\n");
  echo_.feed.End();
  EXPECT_NE(client.ReadUntil("\"GET /next 0\"").find("0\r\n\r\nHTTP/1.1 200 OK"),
            std::string::npos);
  client.Send("GET /last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_NE(client.ReadAll().find("\"GET /last 0\""), std::string::npos);
}

TEST_F(StreamTest, EndsWhenItsClientGoes) {
  {
    Client client(server_.port());
    client.Send(kRequest);
    client.ReadUntil("\r\n\r\n");
    echo_.feed.AwaitOpen(true);
  }
  echo_.feed.AwaitOpen(false);
}

TEST_F(StreamTest, DoesNotKeepTheServerFromStopping) {
  Client client(server_.port());
  client.Send(kRequest);
  client.ReadUntil("\r\n\r\n");
  echo_.feed.AwaitOpen(true);
  server_.Stop();
  echo_.feed.AwaitOpen(false);
  EXPECT_EQ(client.ReadAll(), "");
}

TEST_F(StreamTest, ToHttp10EndsWithTheConnection) {
  echo_.feed.Send("one ");
  echo_.feed.Send("two");
  echo_.feed.End();
  const std::string reply =
      Exchange("GET /stream HTTP/1.0\r\nHost: x\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_EQ(reply.find("chunked"), std::string::npos) << reply;
  EXPECT_NE(reply.find("Connection: close\r\n"), std::string::npos) << reply;
  EXPECT_EQ(reply.substr(reply.find("\r\n\r\n")), "\r\n\r\none two");
}

TEST_F(StreamTest, AHeadOfItIsTheHeadAlone) {
  const std::string reply =
      Exchange("HEAD /stream HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_NE(reply.find("text/event-stream"), std::string::npos) << reply;
  EXPECT_EQ(reply.substr(reply.find("\r\n\r\n")), "\r\n\r\n");
}

TEST_F(StreamTest, AHeadOfItKeepsTheConnectionOfAnHttp10Client) {
  const std::string reply = Exchange(
      "HEAD /stream HTTP/1.0\r\nHost: x\r\nConnection: keep-alive\r\n\r\n"
      "GET /next HTTP/1.0\r\nHost: x\r\n\r\n");
  EXPECT_NE(reply.find("Connection: keep-alive\r\n"), std::string::npos) << reply;
  EXPECT_NE(reply.find("\"GET /next 0\""), std::string::npos) << reply;
}

// More than the session reads ahead.
TEST_F(StreamTest, AllThatIsSentMeanwhileIsServed) {
  Client client(server_.port());
  client.Send(kRequest);
  client.ReadUntil("\r\n\r\n");
  std::string requests;
  for (int i = 0; i < 3000; ++i) requests += "GET /next HTTP/1.1\r\nHost: x\r\n\r\n";
  client.Send(requests);
  echo_.feed.Send("a");
  EXPECT_EQ(client.ReadUntil("a\r\n"), "1\r\na\r\n");
  echo_.feed.End();
  client.Send("GET /last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(Count(client.ReadAll(), "\"GET /next 0\""), 3000u);
}

// The refusal comes before the client sends the body.
TEST_F(SessionTest, NoContinueForABodyThatIsTooLarge) {
  const std::string reply = Exchange(
      "POST /narrow HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 11\r\n\r\n");
  EXPECT_EQ(reply.rfind("HTTP/1.1 413 ", 0), 0u) << reply;
}

TEST_F(SessionTest, KeepsTheConnectionAndAnswersPipelinedRequestsInOrder) {
  std::string requests;
  for (int i = 0; i < 1000; ++i) {
    requests += "GET /" + std::to_string(i) + " HTTP/1.1\r\nHost: x\r\n\r\n";
  }
  const std::string replies =
      Exchange(requests + "GET /last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(Count(replies, "HTTP/1.1 200 OK"), 1001u);
  std::size_t at = 0;
  for (int i = 0; i < 1000; ++i) {
    at = replies.find("\"GET /" + std::to_string(i) + " 0\"", at);
    ASSERT_NE(at, std::string::npos) << i;
  }
}

TEST_F(SessionTest, ReadsBodiesByLengthAndInChunks) {
  EXPECT_NE(Exchange("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nConnection: close\r\n\r\n"
                     "hello")
                .find("\"POST /a 5\""),
            std::string::npos);
  EXPECT_NE(Exchange("POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"
                     "Connection: close\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nTrailer: t\r\n\r\n")
                .find("\"POST /a 5\""),
            std::string::npos);
}

TEST_F(SessionTest, ReadsChunksThatComeByteByByte) {
  for (const std::string_view body : {"1\r\nx\r\n0\r\n\r\n", "0\r\n\r\n"}) {
    Client client(server_.port());
    client.Send(
        "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n");
    for (const char byte : body) {
      client.Send({&byte, 1});
      std::this_thread::sleep_for(std::chrono::milliseconds(1));  // or they come as one
    }
    const std::string size = body.front() == '1' ? "1" : "0";
    EXPECT_NE(client.ReadAll().find("\"POST /a " + size + "\""), std::string::npos);
  }
}

TEST_F(SessionTest, HeadAnd204HaveNoBody) {
  const std::string head = Exchange("HEAD /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_NE(head.find("Content-Length: 11\r\n"), std::string::npos) << head;
  EXPECT_EQ(head.find("\"HEAD"), std::string::npos);
  const std::string empty = Exchange("GET /empty HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(empty.rfind("HTTP/1.1 204 No Content\r\n", 0), 0u);
  EXPECT_EQ(empty.find("Content-"), std::string::npos) << empty;
}

TEST_F(SessionTest, Http10ClosesUnlessAskedToKeepAlive) {
  EXPECT_NE(Exchange("GET /a HTTP/1.0\r\n\r\n").find("Connection: close"), std::string::npos);
  const std::string kept =
      Exchange("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /b HTTP/1.0\r\n\r\n");
  EXPECT_NE(kept.find("Connection: keep-alive"), std::string::npos);
  EXPECT_EQ(Count(kept, "HTTP/1.1 200 OK"), 2u);
}

TEST_F(SessionTest, AConnectionIsKeptOnlyWhereBothSidesKnowWhereABodyEnds) {
  const auto is_kept = [this](const std::string& head, const std::string& body = "") {
    const std::string replies = Exchange(head + "\r\n\r\n" + body +
                                         "GET /b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    return Count(replies, "HTTP/1.1 200 OK") == 2;
  };
  const std::string get = "GET /a HTTP/1.0\r\nConnection: ";
  EXPECT_TRUE(is_kept(get + "keep-alive"));
  EXPECT_TRUE(is_kept(get + "x, Keep-Alive"));
  EXPECT_FALSE(is_kept(get + "keep-alive, close"));
  EXPECT_FALSE(is_kept(get + "keep-alive\r\nConnection: Close"));
  EXPECT_FALSE(is_kept("POST /a HTTP/1.0\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked",
                       "1\r\nx\r\n0\r\n\r\n"));
  EXPECT_TRUE(is_kept("POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked",
                      "1\r\nx\r\n0\r\nConnection: close\r\n\r\n"));
  EXPECT_FALSE(is_kept("GET /a HTTP/1.1\r\nHost: x\r\nConnection: keep-alive, CLOSE"));
}

TEST_F(SessionTest, AnHttp10ClientGetsNoContinue) {
  const std::string reply =
      Exchange("POST /a HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\nabc");
  EXPECT_EQ(reply.rfind("HTTP/1.1 200 OK", 0), 0u) << reply;
}

TEST_F(SessionTest, TrailersAreNoHeaders) {
  const std::string reply = Exchange(
      "POST /headers HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
      "1\r\nx\r\n0\r\nHost: y\r\nAuthorization: z\r\n\r\n");
  EXPECT_EQ(reply.substr(reply.find("\r\n\r\n") + 4),
            "\"Host=x Transfer-Encoding=chunked Connection=close \"");
}

TEST_F(SessionTest, SendsContinueOnlyForABodyThatItTakes) {
  Client client(server_.port());
  client.Send(
      "POST /a HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 3\r\n"
      "Connection: close\r\n\r\n");
  const std::string expected = "HTTP/1.1 100 Continue\r\n\r\n";
  EXPECT_EQ(client.Read(expected.size()), expected);
  client.Send("abc");
  EXPECT_NE(client.ReadAll().find("\"POST /a 3\""), std::string::npos);
  ExpectStatus(
      "POST /a HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 5000\r\n\r\n", 413);
}

TEST_F(SessionTest, RefusesBodiesAndHeadersThatAreTooLarge) {
  ExpectStatus(
      "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 4097\r\n\r\n" + std::string(4097, 'x'), 413);
  std::string chunks;
  for (int i = 0; i < 100; ++i) chunks += "40\r\n" + std::string(64, 'x') + "\r\n";
  ExpectStatus(
      "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks + "0\r\n\r\n",
      413);
  ExpectStatus("GET /a HTTP/1.1\r\nHost: x\r\nX: " + std::string(3000, 'x') + "\r\n\r\n", 431);
  ExpectStatus("GET /" + std::string(3000, 'x') + " HTTP/1.1\r\nHost: x\r\n\r\n", 414);
}

TEST_F(SessionTest, ForgivesClientsThatGoAway) {
  {
    Client half(server_.port());
    half.Send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc");
    half.CloseSendingSide();
    EXPECT_EQ(half.ReadAll(), "");
  }
  for (int i = 0; i < 50; ++i) {
    Client client(server_.port());
    client.Send("GET /a HTTP/1.1\r\nHost: x\r\n\r\nGET /b");
    client.Reset();
  }
  ExpectStatus("GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 200);
}

TEST_F(SessionTest, ServesManyConnectionsAtOnce) {
  std::vector<std::unique_ptr<Client>> clients;
  clients.reserve(200);
  for (int i = 0; i < 200; ++i) clients.push_back(std::make_unique<Client>(server_.port()));
  for (const auto& client : clients) {
    client->Send("GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  }
  for (const auto& client : clients) {
    EXPECT_EQ(client->ReadAll().rfind("HTTP/1.1 200 OK", 0), 0u);
  }
}

TEST_F(SessionTest, ASecondServerOnThePortIsToldSo) {
  Server second({.hosts = {"127.0.0.1"}, .port = server_.port()}, echo_, log_);
  try {
    second.Start();
    FAIL();
  } catch (const ListenError& error) {
    EXPECT_NE(std::string(error.what()).find("--port"), std::string::npos) << error.what();
  }
}

TEST_F(SessionTest, TheHealthcheckReachesIt) {
  EXPECT_EQ(CheckHealth(server_.endpoint()), "");
  EXPECT_EQ(CheckHealth(server_.endpoint() + "/"), "");
  EXPECT_NE(CheckHealth("http://127.0.0.1:1"), "");
  EXPECT_NE(CheckHealth("ftp://x"), "");
}

TEST(Server, StopsWithIdleConnectionsOpen) {
  Echo echo;
  Log log(Log::Format::kText, "off");
  Server server({.port = 0, .threads = 2}, echo, log);
  server.Start();
  std::thread thread([&] { server.Run(); });
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < 10; ++i) {
    clients.push_back(std::make_unique<Client>(server.port()));
    clients.back()->Send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(clients.back()->Read(15), "HTTP/1.1 200 OK");
    clients.back()->Send("GET /b HT");
  }
  server.Stop();
  thread.join();  // hangs, and so fails by time-out, if a session keeps the server
  for (const auto& client : clients) EXPECT_EQ(Count(client->ReadUntilClosed(), "HTTP/1.1"), 0u);
}

TEST(Server, AStopLetsTheRequestUnderWayFinish) {
  Echo echo;
  Log log(Log::Format::kText, "off");
  Server server({.port = 0, .limits = {.last = std::chrono::seconds(20)}}, echo, log);
  server.Start();
  std::thread thread([&] { server.Run(); });
  Client client(server.port());
  client.Send("POST /a HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
  EXPECT_EQ(client.Read(12), "HTTP/1.1 100");  // so the request is under way
  server.Stop();
  client.Send("abc");
  const std::string reply = client.ReadAll();
  EXPECT_NE(reply.find("\"POST /a 3\""), std::string::npos) << reply;
  EXPECT_NE(reply.find("Connection: close"), std::string::npos) << reply;
  thread.join();
}

TEST(Server, AConnectionTooManyIsAnswered503) {
  Echo echo;
  Log log(Log::Format::kText, "off");
  Server server({.port = 0, .threads = 2, .max_connections = 3}, echo, log);
  server.Start();
  std::thread thread([&] { server.Run(); });
  const auto is_served = [](Client& client) {
    client.Send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
    return client.Read(15) == "HTTP/1.1 200 OK";
  };
  {
    std::vector<std::unique_ptr<Client>> clients;
    for (int i = 0; i < 3; ++i) {
      clients.push_back(std::make_unique<Client>(server.port()));
      EXPECT_TRUE(is_served(*clients.back()));
    }
    const std::string refusal = Client(server.port()).ReadAll();
    EXPECT_EQ(refusal.rfind("HTTP/1.1 503 Service Unavailable\r\n", 0), 0u) << refusal;
    EXPECT_NE(refusal.find("--max-connections"), std::string::npos) << refusal;
    clients.front()->Send("GET /b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    EXPECT_EQ(Count(clients.front()->ReadAll(), "HTTP/1.1 200 OK"), 1u);
  }
  bool has_room = false;  // as soon as the server has seen that they are gone
  for (int i = 0; i < 1000 && !has_room; ++i) {
    Client client(server.port());
    has_room = is_served(client);
  }
  EXPECT_TRUE(has_room);
  server.Stop();
  thread.join();
}

TEST(Server, RefusesAnAddressThatIsNotThisMachines) {
  Echo echo;
  Log log(Log::Format::kText, "off");
  Server server({.hosts = {"192.0.2.1"}, .port = 0}, echo, log);
  EXPECT_THROW(server.Start(), ListenError);
}

class ImpatientTest : public SessionTest {
 protected:
  ImpatientTest() : SessionTest(Impatient()) {}

 public:
  static SessionLimits Impatient() {
    SessionLimits limits = Limits();
    limits.idle = std::chrono::milliseconds(20);
    limits.slow = std::chrono::milliseconds(20);
    limits.sweep = std::chrono::milliseconds(5);
    return limits;
  }
};

// The time is for the whole request: bytes that keep coming do not make more of it.
TEST_F(ImpatientTest, ARequestThatComesInByteByByteIsTold) {
  Client client(server_.port());
  client.Send("GET /a HTTP/1.1\r\nHost: x\r\nX: ");
  for (int i = 0; i < 1000 && !client.HasReply(); ++i) {
    client.Send("y");
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  EXPECT_EQ(client.Read(12), "HTTP/1.1 408");
}

TEST_F(ImpatientTest, TheHandlerGetsATickWithEverySweep) {
  for (int i = 0; i < 10'000 && echo_.ticks < 3; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  EXPECT_GE(echo_.ticks, 3);
}

// There is room for its connection alone, so another one tells whether it is still open.
class ImpatientWithOneTest : public SessionTest {
 protected:
  ImpatientWithOneTest() : SessionTest(ImpatientTest::Impatient(), 1) {}
};

TEST_F(ImpatientWithOneTest, AClientThatStopsReadingIsClosed) {
  Client client(server_.port());
  client.Send("GET /large HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(client.Read(262'144).size(), 262'144u);
  const std::string request = "GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
  std::string status = "503";
  while (status == "503") {
    Client other(server_.port());
    other.Send(request);
    status = StatusOf(other.ReadUntilClosed());
  }
  EXPECT_EQ(status, "200");
  EXPECT_LT(client.ReadUntilClosed().size(), kLargeReply);
}

class PatientTest : public SessionTest {
 protected:
  PatientTest() : SessionTest(Patient()) {}

  static SessionLimits Patient() {
    SessionLimits limits = Limits();
    limits.slow = kSlow;
    limits.sweep = kSlow / 20;
    return limits;
  }
  static constexpr std::chrono::milliseconds kSlow{1000};
};

// For three times as long as a client may take nothing, it takes so little that the server can hand
// hardly anything to the socket.
TEST_F(PatientTest, AClientThatReadsSlowlyGetsTheWholeReply) {
  Client client(server_.port());
  client.Send("GET /large HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  constexpr int kReads = 20;
  std::size_t read = 0;
  for (int i = 0; i < kReads; ++i) {
    std::this_thread::sleep_for(3 * kSlow / kReads);
    read += client.Read(65'536).size();
  }
  read += client.ReadAll().size();
  EXPECT_GT(read, kLargeReply);
}

}  // namespace
}  // namespace mediaconnect
