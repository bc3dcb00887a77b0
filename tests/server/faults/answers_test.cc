// What the calls that a fault strikes get.
#include <gmock/gmock.h>

#include <algorithm>

#include "tests/server/faults/fixture.h"

namespace mediaconnect {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

TEST_F(FaultsTest, AnErrorIsOneOfTheContract) {
  Set({ErrorRule("TooManyRequestsException", Json{{"operation", "ListFlows"}})});
  const Answer answer = world_.Get("/v1/flows");
  ExpectError(answer, 429, "TooManyRequestsException", {"fault rule"});
  EXPECT_NE(answer.Header("x-amzn-RequestId"), "");
  EXPECT_EQ(world_.Get("/v1/entitlements").status, 200);
  Set({Json{{"error", {{"code", "ServiceUnavailableException"}, {"message", "Not \"today\"."}}}}});
  const Answer other = world_.Get("/v1/flows");
  ExpectError(other, 503, "ServiceUnavailableException", {});
  EXPECT_EQ(other.message, "Not \"today\".");
  EXPECT_EQ(Counts(), "1/1");
}

TEST_F(FaultsTest, EveryOperationAnswersEachOfItsErrors) {
  int errors = 0;
  for (const Operation& operation : Operations().first(kServiceOperationCount)) {
    std::string target(operation.uri);
    for (std::size_t at = target.find('{'); at != std::string::npos; at = target.find('{')) {
      target.replace(at, target.find('}') - at + 1, "x");
    }
    for (const ErrorCode code : ErrorsOf(operation)) {
      const Error& error = ErrorOf(code);
      Set({ErrorRule(std::string(error.name), Json{{"operation", std::string(operation.name)}})});
      ExpectError(world_.Call(operation.method, target), error.status, error.name, {});
      ++errors;
    }
  }
  EXPECT_GT(errors, 400);
}

TEST_F(FaultsTest, AHeaderOfTheRuleTakesThePlaceOfTheServers) {
  const std::vector<std::string> names = {"X-Amzn-RequestId", "access-control-allow-origin",
                                          "Access-Control-Expose-Headers", "Vary"};
  Json headers;
  for (const std::string& name : names) headers = headers + Json{{name, "own"}};
  Set({Json{{"response", {{"status", 200}, {"headers", headers}}}}});
  Request request;
  request.method = "GET";
  request.target = "/v1/flows";
  request.headers = {{"Host", "localhost"},
                     {"Origin", "http://localhost:3000"},
                     {"Authorization",
                      "AWS4-HMAC-SHA256 Credential=111122223333/20260101/us-east-1/mediaconnect/"
                      "aws4_request, SignedHeaders=host, Signature=0"}};
  const Reply reply = world_.dispatcher.Handle(request);
  EXPECT_EQ(reply.headers.size(), names.size());
  for (const auto& [name, value] : reply.headers) EXPECT_EQ(value, "own") << name;
}

TEST_F(FaultsTest, AResponseIsAnythingAtAll) {
  Set({Json{{"response",
             {{"status", 418},
              {"headers", {{"X-Tea", "green"}, {"Content-Type", "text/plain"}}},
              {"body", "short and stout"}}}}});
  const Reply reply = Handle("GET", "/v1/flows");
  EXPECT_EQ(reply.status, 418);
  EXPECT_EQ(reply.media, "text/plain");
  EXPECT_EQ(reply.body, "short and stout");
  const std::pair<std::string_view, std::string> tea("X-Tea", "green");
  EXPECT_THAT(reply.headers, testing::Contains(tea));
  Set({Json{{"response", {{"status", 200}, {"body", {{"flows", List({})}, {"more", 1}}}}}}});
  const Answer answer = world_.Get("/v1/flows");
  EXPECT_EQ(answer.body, R"({"flows":[],"more":1})");
  Set({Json{{"response", {{"status", 502}}}}});
  EXPECT_EQ(world_.Get("/v1/flows").status, 502);
  EXPECT_EQ(world_.Get("/v1/flows").body, "");
}

TEST_F(FaultsTest, BeforeNothingIsDoneAndAfterAllIs) {
  const Json create = Json{{"name", "f"}} + kRtpSource;
  Set({kUnavailable + Json{{"times", 1}}});
  EXPECT_EQ(world_.Post("/v1/flows", create).status, 503);
  EXPECT_EQ(world_.Get("/v1/flows").Size("flows"), 0u);
  Set({kUnavailable + Json{{"times", 1}, {"apply", "after"}}});
  ExpectError(world_.Post("/v1/flows", create), 503, "ServiceUnavailableException", {});
  EXPECT_EQ(world_.Get("/v1/flows").Size("flows"), 1u);
  Set({Json{{"response", {{"status", 500}}}, {"times", 1}, {"apply", "after"}}});
  EXPECT_EQ(world_.Post("/v1/flows", create).status, 500);
  EXPECT_EQ(world_.Get("/v1/flows").Size("flows"), 2u);
  // The answer that is lost may be a refusal.
  Set({kUnavailable + Json{{"times", 1}, {"apply", "after"}}});
  EXPECT_EQ(world_.Post("/v1/flows", "{}").status, 503);
  EXPECT_EQ(world_.Get("/v1/flows").Size("flows"), 2u);
}

TEST_F(FaultsTest, ItStrikesWhatWouldBeRefusedToo) {
  Set({kUnavailable});
  EXPECT_EQ(world_.Post("/v1/flows", "{").status, 503);
  EXPECT_EQ(world_.Get("/v2/flows").status, 403);  // no operation
}

TEST_F(FaultsTest, LatencyWaitsBeforeTheWork) {
  Set({Json{{"latency", {{"fixed", "2s"}}}}});
  const std::string create = (Json{{"name", "f"}} + kRtpSource).Text();
  const Reply waits = Handle("POST", "/v1/flows", create);
  ASSERT_TRUE(waits.disturbance);
  EXPECT_EQ(waits.disturbance->delay, 2s);
  ASSERT_TRUE(waits.disturbance->resume);
  Set({});
  EXPECT_EQ(world_.Get("/v1/flows").Size("flows"), 0u);
}

TEST_F(FaultsTest, LatencyAfterTheWorkHasItsReply) {
  Set({Json{{"latency", {{"fixed", "2s"}}}, {"apply", "after"}}});
  const std::string create = (Json{{"name", "f"}} + kRtpSource).Text();
  const Reply waits = Handle("POST", "/v1/flows", create);
  ASSERT_TRUE(waits.disturbance);
  EXPECT_FALSE(waits.disturbance->resume);
  EXPECT_EQ(waits.status, 201);
  EXPECT_EQ(waits.disturbance->connection, Disturbance::Connection::kNone);
}

TEST_F(FaultsTest, LatencyVariesAroundItsMedian) {
  Set({Json{{"latency", {{"median", "100ms"}, {"sigma", 0.5}, {"max", "250ms"}}},
            {"apply", "after"}}});
  std::vector<std::int64_t> delays(201);
  for (std::int64_t& delay : delays) {
    delay = Handle("GET", "/v1/flows").disturbance->delay.count();
  }
  std::sort(delays.begin(), delays.end());
  EXPECT_GT(delays[100], 80);
  EXPECT_LT(delays[100], 125);
  EXPECT_LT(delays.front(), 60);
  EXPECT_EQ(delays.back(), 250);
  EXPECT_LT(delays[180], 250);
}

TEST_F(FaultsTest, OnlySoManyCallsCanWait) {
  Set({Json{{"connection", "hang"}}});
  std::vector<Reply> waiting;
  const std::string large(1'000'000, ' ');
  while (waiting.size() < 1000) {
    waiting.push_back(Handle("POST", "/v1/flows", large));
    if (!waiting.back().disturbance) break;
  }
  EXPECT_EQ(waiting.back().status, 503);
  EXPECT_THAT(waiting.back().body, HasSubstr("Too many calls wait"));
  EXPECT_EQ(waiting.size(), 260u);
  waiting.clear();
  EXPECT_TRUE(Handle("POST", "/v1/flows", large).disturbance);
}

}  // namespace
}  // namespace mediaconnect
