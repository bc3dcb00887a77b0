// Many clients at once: what is counted is never passed, and nothing is lost.
#include <gtest/gtest.h>

#include <csignal>
#include <deque>
#include <set>
#include <thread>

#include "api/contract/contract.h"
#include "api/contract/json.h"
#include "tests/support/client.h"
#include "tests/support/process.h"

namespace mediaconnect {
namespace {

constexpr int kClients = 8;
constexpr int kRounds = 40;
constexpr std::size_t kMostOutputs = 20;

// One client that adds outputs to a flow, and takes some of its own away again.
class Hammer {
 public:
  Hammer(std::uint16_t port, const std::string& flow_arn, int number)
      : port_(port), path_("/v1/flows/" + flow_arn), number_(number) {}

  void Run() {
    for (int round = 0; round < kRounds; ++round) {
      Add(1 + round % 3, round);
      if (round % 2 == 0) RemoveOldest();
      CheckCount();
    }
  }

  const std::deque<std::string>& outputs() const { return outputs_; }
  int refused() const { return refused_; }

 private:
  void Add(int count, int round) {
    const Json list = Repeat(count, round * 10 + 1, [&](int port) {
      return RtpOutput(port) + Json{{"destination", "192.0.2." + std::to_string(number_)}};
    });
    const std::string response =
        Exchange(port_, "POST", path_ + "/outputs", Json{{"outputs", list}});
    if (StatusOf(response) == "420") {
      ++refused_;
      return;
    }
    ASSERT_EQ(StatusOf(response), "201") << response;
    const json::Value added = json::Parse(BodyOf(response));
    for (const json::Node& output : json::Items(added, key::outputs)) {
      outputs_.emplace_back(json::GetString(output, key::outputArn));
    }
  }

  void RemoveOldest() {
    if (outputs_.empty()) return;
    const std::string response = Exchange(port_, "DELETE", path_ + "/outputs/" + outputs_.front());
    ASSERT_EQ(StatusOf(response), "202") << response;
    outputs_.pop_front();
  }

  void CheckCount() const {
    const json::Value flow = json::Parse(BodyOf(Exchange(port_, "GET", path_)));
    EXPECT_LE(json::Items(json::Get(flow, key::flow), key::outputs).Size(), kMostOutputs);
  }

  std::uint16_t port_;
  std::string path_;
  int number_;
  std::deque<std::string> outputs_;
  int refused_ = 0;
};

TEST(Concurrency, EightClientsOnOneFlowNeverPass20OutputsAndLoseNone) {
  ServerProcess server({"--threads", "4"});
  const json::Value created = json::Parse(BodyOf(Exchange(
      server.port(), "POST", "/v1/flows",
      Json{{"name", "f"}, {"source", {{"protocol", "rtp"}, {"whitelistCidr", "10.0.0.0/8"}}}})));
  const std::string arn(json::GetString(json::Get(created, key::flow), key::flowArn));

  std::deque<Hammer> hammers;
  for (int i = 0; i < kClients; ++i) hammers.emplace_back(server.port(), arn, i + 1);
  std::vector<std::thread> threads;
  threads.reserve(hammers.size());
  for (Hammer& hammer : hammers) threads.emplace_back([&] { hammer.Run(); });
  for (std::thread& thread : threads) thread.join();

  std::multiset<std::string> expected;
  int refused = 0;
  for (const Hammer& hammer : hammers) {
    expected.insert(hammer.outputs().begin(), hammer.outputs().end());
    refused += hammer.refused();
  }
  std::multiset<std::string> found;
  const json::Value flow = json::Parse(BodyOf(Exchange(server.port(), "GET", "/v1/flows/" + arn)));
  for (const json::Node& output : json::Items(json::Get(flow, key::flow), key::outputs)) {
    found.emplace(json::GetString(output, key::outputArn));
  }
  EXPECT_EQ(found, expected);
  EXPECT_GT(refused, 0);
  server.Signal(SIGTERM);
  EXPECT_EQ(server.Wait(), 0) << server.Errors();
}

}  // namespace
}  // namespace mediaconnect
