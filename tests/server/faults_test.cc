// Faults: which calls they strike, and what those get. Over sockets, where the connection matters.
#include <gmock/gmock.h>

#include <thread>

#include "server/server.h"
#include "tests/support/client.h"
#include "tests/support/world.h"

namespace mediaconnect {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

using Rules = std::vector<Json>;
using Connection = Disturbance::Connection;

const std::string kServer = "/_mediaconnect/faults";
const std::string kOfAccount = std::string("/_mediaconnect/accounts/") + kAccount + "/faults";
const std::string kOfSubscriber = std::string("/_mediaconnect/accounts/") + kSubscriber + "/faults";

Json ErrorRule(const std::string& code, const Json& more = {}) {
  return Json{{"error", {{"code", code}}}} + more;
}
const Json kUnavailable = ErrorRule("ServiceUnavailableException");

class FaultsTest : public WorldTest {
 protected:
  void Set(const Rules& rules, const std::string& list = kOfAccount) {
    const Answer answer = world_.Put(list, Json{{"faults", List(rules)}});
    EXPECT_EQ(answer.status, 200) << answer.body;
  }
  // The statuses of so many calls.
  std::vector<int> Statuses(int count) {
    std::vector<int> statuses;
    statuses.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) statuses.push_back(world_.Get("/v1/flows").status);
    return statuses;
  }
  // "matched/fired" of a rule.
  std::string Counts(int rule = 0, const std::string& list = kOfAccount) {
    const std::string at = "faults." + std::to_string(rule);
    const Answer answer = world_.Get(list);
    return std::to_string(answer.Number(at + ".matched")) + "/" +
           std::to_string(answer.Number(at + ".fired"));
  }
  // As the session gets it.
  Reply Handle(std::string_view method, std::string_view target, std::string_view body = "") {
    Request request;
    request.method = method;
    request.target = target;
    request.headers = {{"Host", "localhost"},
                       {"Authorization",
                        "AWS4-HMAC-SHA256 Credential=111122223333/20260101/us-east-1/mediaconnect/"
                        "aws4_request, SignedHeaders=host, Signature=0"}};
    request.body = body;
    return world_.dispatcher.Handle(request);
  }
};

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

TEST_F(FaultsTest, AnErrorThatAnOperationDoesNotDeclareIsNotAboutIt) {
  Set({ErrorRule("CreateFlow420Exception")});
  EXPECT_EQ(world_.Get("/v1/flows").status, 200);
  EXPECT_EQ(Counts(), "0/0");
  EXPECT_EQ(world_.Post("/v1/flows", Json{{"name", "f"}} + kRtpSource).status, 420);
  EXPECT_EQ(Counts(), "1/1");
  Set({ErrorRule("CreateFlow420Exception", Json{{"operation", "ListFlows"}})});
  EXPECT_EQ(world_.Get("/v1/flows").status, 200);
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

TEST_F(FaultsTest, ARuleIsAboutTheOperationTheRegionAndTheArnThatItNames) {
  const std::string one = world_.CreateFlow("one");
  const std::string two = world_.CreateFlow("two");
  const auto status = [&](const std::string& arn) { return world_.Get("/v1/flows/" + arn).status; };
  Set({kUnavailable + Json{{"arn", one}}});
  EXPECT_EQ(status(one), 503);
  EXPECT_EQ(status(two), 200);
  EXPECT_EQ(world_.Get("/v1/flows").status, 200);
  EXPECT_EQ(world_.Post("/v1/flows/start/" + one).status, 503);
  EXPECT_EQ(world_.Get("/v1/flows/" + one + "/source-metadata").status, 503);
  std::string encoded = one;
  for (std::size_t at = encoded.find(':'); at != std::string::npos; at = encoded.find(':')) {
    encoded.replace(at, 1, "%3A");
  }
  EXPECT_EQ(status(encoded), 503);
  // Any label of the path.
  const std::string source = world_.Get("/v1/flows/" + two).Text("flow.source.sourceArn");
  Set({kUnavailable + Json{{"arn", source}}});
  EXPECT_EQ(world_.Put("/v1/flows/" + two + "/source/" + source, "{}").status, 503);
  EXPECT_EQ(status(two), 200);
  Set({kUnavailable + Json{{"region", "eu-west-1"}}});
  EXPECT_EQ(world_.Get("/v1/flows").status, 200);
  EXPECT_EQ(world_.Call("GET", "/v1/flows", "", kAccount, "eu-west-1").status, 503);
  Set({kUnavailable + Json{{"service", "s3"}}});
  EXPECT_EQ(status(two), 200);
  Set({kUnavailable + Json{{"service", "mediaconnect"}, {"operation", "DescribeFlow"}}});
  EXPECT_EQ(status(two), 503);
  EXPECT_EQ(world_.Get("/v1/flows").status, 200);
}

TEST_F(FaultsTest, SkipEveryAndTimesSayWhichOfTheCalls) {
  using List = std::vector<int>;
  Set({kUnavailable + Json{{"skip", 2}, {"times", 1}}});
  EXPECT_EQ(Statuses(5), (List{200, 200, 503, 200, 200}));
  EXPECT_EQ(Counts(), "5/1");
  Set({kUnavailable + Json{{"every", 3}}});
  EXPECT_EQ(Statuses(7), (List{200, 200, 503, 200, 200, 503, 200}));
  Set({kUnavailable + Json{{"times", 2}}});
  EXPECT_EQ(Statuses(3), (List{503, 503, 200}));
  Set({kUnavailable + Json{{"skip", 1}, {"every", 2}, {"times", 2}}});
  EXPECT_EQ(Statuses(7), (List{200, 200, 503, 200, 503, 200, 200}));
  EXPECT_EQ(Counts(), "7/2");
}

TEST_F(FaultsTest, TheFirstRuleThatStrikesActsAlone) {
  using List = std::vector<int>;
  Set({kUnavailable + Json{{"skip", 1}, {"times", 1}}, ErrorRule("TooManyRequestsException")});
  Set({ErrorRule("InternalServerErrorException")}, kServer);
  EXPECT_EQ(Statuses(3), (List{429, 503, 429}));
  EXPECT_EQ(Counts(0), "3/1");
  EXPECT_EQ(Counts(1), "2/2");
  EXPECT_EQ(Counts(0, kServer), "0/0");
  EXPECT_EQ(world_.Call("GET", "/v1/flows", "", kSubscriber).status, 500);
}

TEST_F(FaultsTest, ChanceComesFromTheSeed) {
  const auto struck = [](std::uint64_t seed, double probability) {
    World world({}, "", seed);
    world.Put(kServer, Json{{"faults", List({kUnavailable + Json{{"probability", probability}}})}});
    std::string calls;
    for (int i = 0; i < 200; ++i) calls += world.Get("/v1/flows").status == 503 ? 'x' : '.';
    return calls;
  };
  const std::string calls = struck(1, 0.25);
  EXPECT_EQ(struck(1, 0.25), calls);
  EXPECT_NE(struck(2, 0.25), calls);
  const auto count = std::count(calls.begin(), calls.end(), 'x');
  EXPECT_GT(count, 25);
  EXPECT_LT(count, 75);
  EXPECT_EQ(struck(1, 0), std::string(200, '.'));
  EXPECT_EQ(struck(1, 1), std::string(200, 'x'));
}

TEST_F(FaultsTest, WhereNoneStrikesNoByteIsAnother) {
  const auto run = [](bool with_rules) {
    World world;
    if (with_rules) {
      world.Put(kServer,
                Json{{"faults",
                      List({kUnavailable + Json{{"probability", 0}},
                            Json{{"connection", "reset"}, {"skip", 100}},
                            Json{{"latency", {{"fixed", "1h"}}}, {"operation", "DeleteFlow"}}})}});
    } else {
      world.Get("/_mediaconnect/health");  // request ids go on as well
    }
    std::string all;
    const auto add = [&](const Answer& answer) {
      all += std::to_string(answer.status) + answer.body;
      for (const auto& [name, value] : answer.headers) all.append(name).append(value);
    };
    add(world.Post("/v1/flows", Json{{"name", "f"}} + kRtpSource));
    add(world.Get("/v1/flows"));
    add(world.Get("/v1/flows/x"));
    add(world.Post("/v1/flows", "{"));
    return all;
  };
  EXPECT_EQ(run(true), run(false));
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

TEST_F(FaultsTest, ControlCallsAreNeverStruck) {
  Set({Json{{"connection", "hang"}}}, kServer);
  EXPECT_EQ(world_.Get("/_mediaconnect/health").status, 200);
  EXPECT_EQ(world_.Get("/_localstack/health").status, 200);
  EXPECT_EQ(Counts(0, kServer), "0/0");
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
  EXPECT_EQ(waits.disturbance->connection, Connection::kNone);
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

TEST_F(FaultsTest, AResetForgetsTheRulesOfItsScope) {
  Set({kUnavailable});
  Set({kUnavailable}, kServer);
  world_.Post("/_mediaconnect/accounts/444455556666/reset");
  EXPECT_EQ(world_.Get(kOfAccount).Size("faults"), 1u);
  world_.Post(std::string("/_mediaconnect/accounts/") + kAccount + "/reset");
  EXPECT_EQ(world_.Get(kOfAccount).Size("faults"), 0u);
  EXPECT_EQ(world_.Get(kServer).Size("faults"), 1u);
  world_.Post("/_mediaconnect/reset");
  EXPECT_EQ(world_.Get(kServer).Size("faults"), 0u);
}

TEST_F(FaultsTest, TheListHasItsFiveCalls) {
  const Answer added = world_.Post(kOfAccount, kUnavailable);
  EXPECT_EQ(added.status, 201);
  EXPECT_EQ(added.Text("id"), "fault-1");
  EXPECT_EQ(added.Text("error.code"), "ServiceUnavailableException");
  EXPECT_EQ(world_.Get(kOfAccount).Size("faults"), 1u);
  EXPECT_EQ(world_.Delete(kOfAccount + "/fault-1").status, 204);
  ExpectError(world_.Delete(kOfAccount + "/fault-1"), 404, "NotFoundException",
              {"fault-1", kAccount});
  Set({kUnavailable});
  EXPECT_EQ(world_.Delete(kOfAccount).status, 204);
  EXPECT_EQ(world_.Get(kOfAccount).Size("faults"), 0u);
}

TEST_F(FaultsTest, ARuleThatMakesNoSenseIsRefused) {
  const auto refuse = [&](const Json& rule, const Names& names) {
    SCOPED_TRACE(rule.Text());
    ExpectError(world_.Post(kOfAccount, rule), 400, "BadRequestException", names);
    ExpectError(world_.Put(kOfAccount, Json{{"faults", List({kUnavailable, rule})}}), 400,
                "BadRequestException", "faults[1]");
    EXPECT_EQ(world_.Get(kOfAccount).Size("faults"), 0u);
  };
  const auto response = [](const Json& more) {
    return Json{{"response", Json{{"status", 200}} + more}};
  };
  const auto latency = [](const Json& value) { return Json{{"latency", value}}; };
  refuse(Json{{"service", "mediaconnect"}}, {"error, response, connection or latency"});
  refuse(kUnavailable + Json{{"connection", "reset"}}, {"one of", "not 2"});
  refuse(kUnavailable + Json{{"operation", "startFlow"}}, {"operation", "StartFlow?"});
  refuse(kUnavailable + Json{{"operation", "SetClock"}}, {"operation", "SetClock", "own"});
  refuse(kUnavailable + Json{{"arn", "x"}}, {"arn", "\"x\""});
  refuse(kUnavailable + Json{{"skip", -1}}, {"skip", "-1"});
  refuse(kUnavailable + Json{{"every", 0}}, {"every", "0"});
  refuse(kUnavailable + Json{{"times", 0}}, {"times", "0"});
  refuse(kUnavailable + Json{{"probability", 1.5}}, {"probability", "between 0 and 1"});
  refuse(kUnavailable + Json{{"probability", -0.1}}, {"probability", "between 0 and 1"});
  refuse(kUnavailable + Json{{"apply", "during"}}, {"apply", "\"during\"", "before"});
  refuse(kUnavailable + Json{{"ttl", "never"}}, {"ttl", "\"never\""});
  refuse(kUnavailable + Json{{"account", "111122223333"}}, {"account"});
  refuse(Json{{"error", {{"code", "ThrottlingException"}}}}, {"error.code", "ThrottlingException"});
  refuse(Json{{"error", {{"code", "TooManyRequestException"}}}}, {"TooManyRequestsException?"});
  refuse(Json{{"error", {{"code", "UnauthorizedException"}}}}, {"error.code"});
  refuse(Json{{"error", {{"message", "m"}}}}, {"error.code"});
  refuse(Json{{"response", {{"body", "b"}}}}, {"response.status"});
  refuse(Json{{"response", {{"status", 100}}}}, {"response.status", "100"});
  refuse(response(Json{{"headers", {{"a b", "c"}}}}), {"response.headers", "\"a b\""});
  refuse(response(Json{{"headers", {{"a", "b\r\nc: d"}}}}), {"response.headers", "\"a\""});
  refuse(response(Json{{"headers", {{"Content-Length", "7"}}}}), {"\"Content-Length\""});
  refuse(Json{{"response", {{"status", 204}, {"body", "b"}}}}, {"response.body", "204"});
  refuse(Json{{"connection", "slow"}}, {"connection", "\"slow\"", "dribble"});
  refuse(Json{{"connection", "truncate"}, {"apply", "before"}}, {"apply", "after", "truncate"});
  refuse(latency(Json{}), {"latency", "fixed", "median"});
  refuse(latency(Json{{"fixed", "1s"}, {"max", "2s"}}), {"latency", "either"});
  refuse(latency(Json{{"median", "1s"}}), {"latency.sigma", "required"});
  refuse(latency(Json{{"sigma", 1}}), {"latency.median", "required"});
  refuse(latency(Json{{"median", "1s"}, {"sigma", -1}}), {"latency.sigma", "negative"});
  refuse(latency(Json{{"fixed", 5}}), {"latency.fixed", "500ms"});
}

class LocalStackTest : public FaultsTest {
 protected:
  // The list after a call of /_localstack/chaos/faults.
  std::string Faults(std::string_view method, const Body& body = "") {
    const Answer answer = world_.Call(method, "/_localstack/chaos/faults", body);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.body;
  }
  std::string SetLatency(int latency) {
    return world_.Post("/_localstack/chaos/effects", Json{{"latency", latency}}).body;
  }
};

TEST_F(LocalStackTest, FaultsAreSetAddedAndRemoved) {
  EXPECT_EQ(Faults("GET"), "[]");
  const std::string ours = R"([{"service":"mediaconnect","region":"us-east-1"}])";
  EXPECT_EQ(Faults("POST", ours), ours);
  EXPECT_EQ(Faults("GET"), ours);
  const Answer answer = world_.Get("/v1/flows");
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.error, "ServiceUnavailable");
  EXPECT_EQ(answer.message, "Operation failed due to a simulated fault");
  EXPECT_EQ(world_.Call("GET", "/v1/flows", "", kAccount, "eu-west-1").status, 200);

  const std::string more =
      R"({"operation":"ListFlows","error":{"statusCode":500,"code":"ChaosOutage"}})";
  const std::string both = ours.substr(0, ours.size() - 1) + "," + more + "]";
  EXPECT_EQ(Faults("PATCH", "[" + more + "]"), both);
  EXPECT_EQ(world_.Get("/v1/flows").status, 503);  // the first that fits
  EXPECT_EQ(Faults("DELETE", ours), "[" + more + "]");
  EXPECT_EQ(world_.Get("/v1/flows").error, "ChaosOutage");
  EXPECT_EQ(world_.Get("/v1/flows").status, 500);
  EXPECT_EQ(world_.Get("/v1/entitlements").status, 200);
  EXPECT_EQ(Faults("DELETE"), "[]");
  EXPECT_EQ(world_.Get("/v1/flows").status, 200);
  Faults("POST", "[{}]");
  EXPECT_EQ(world_.Get("/v1/flows/x").status, 503);
  EXPECT_EQ(Faults("DELETE", "[]"), "[]");
  Faults("POST", R"([{"probability":0}])");
  EXPECT_EQ(world_.Get("/v1/flows").status, 200);
  EXPECT_EQ(Faults("POST", "[]"), "[]");
}

TEST_F(LocalStackTest, RulesAboutOtherServicesAreKeptAndStrikeNothing) {
  const std::string others =
      R"([{"service":"s3"},{"service":"kinesis","operation":"PutRecord"},{"operation":"PutItem"}])";
  EXPECT_EQ(Faults("POST", others), others);
  EXPECT_EQ(world_.Get("/v1/flows").status, 200);
  ExpectError(world_.Post("/_localstack/chaos/faults",
                          R"([{"service":"mediaconnect","operation":"listFlows"}])"),
              400, "BadRequestException", "ListFlows?");
  EXPECT_EQ(Faults("GET"), others);
}

TEST_F(LocalStackTest, EffectsDelayEveryCall) {
  EXPECT_EQ(world_.Get("/_localstack/chaos/effects").body, R"({"latency":0})");
  EXPECT_EQ(SetLatency(5000), R"({"latency":5000})");
  EXPECT_EQ(world_.Get("/_localstack/chaos/effects").body, R"({"latency":5000})");
  EXPECT_EQ(Handle("GET", "/v1/flows").disturbance->delay, 5s);
  EXPECT_EQ(Faults("GET"), "[]");
  Faults("POST", R"([{"operation":"ListFlows"}])");
  const Reply struck = Handle("GET", "/v1/flows");
  EXPECT_EQ(struck.status, 503);
  EXPECT_EQ(struck.disturbance->delay, 5s);
  EXPECT_EQ(Handle("GET", "/v1/entitlements").disturbance->delay, 5s);
  EXPECT_EQ(world_.Post("/_localstack/chaos/effects", "{}").body, R"({"latency":0})");
  EXPECT_EQ(Handle("GET", "/v1/flows").disturbance->delay, 0s);
  EXPECT_FALSE(Handle("GET", "/v1/entitlements").disturbance);
  EXPECT_EQ(world_.Get("/_localstack/health").status, 200);
  ExpectError(world_.Post("/_localstack/chaos/effects", Json{{"latency", -1}}), 400,
              "BadRequestException", "latency");
}

TEST_F(LocalStackTest, WhatItSetsIsAmongTheFaultsOfTheServer) {
  const Answer own = world_.Post(kServer, kUnavailable + Json{{"operation", "StartFlow"}});
  EXPECT_EQ(own.Text("id"), "fault-1");
  Faults("POST", R"([{"region":"us-east-1"}])");
  Answer list = world_.Get(kServer);
  ASSERT_EQ(list.Size("faults"), 2u);
  EXPECT_EQ(list.Text("faults.0.region"), "us-east-1");
  EXPECT_EQ(list.Text("faults.0.id"), "fault-2");
  EXPECT_EQ(list.Text("faults.1.id"), "fault-1");
  EXPECT_EQ(world_.Put(kServer, list.body).status, 200);  // as it was answered
  EXPECT_EQ(Faults("GET"), "[]");                         // now it is one of this server's own
  Faults("POST", R"([{"region":"us-east-1"}])");
  world_.Delete(kServer);
  EXPECT_EQ(Faults("GET"), "[]");
  Faults("POST", R"([{"region":"us-east-1"}])");
  world_.Post("/_mediaconnect/reset");
  EXPECT_EQ(Faults("GET"), "[]");
}

TEST_F(LocalStackTest, WhatIsNoListOfRulesIsRefused) {
  const auto refuse = [&](const Body& body, const Names& names) {
    ExpectError(world_.Post("/_localstack/chaos/faults", body), 400, "BadRequestException", names);
  };
  refuse("{}", "list");
  refuse("", "");
  refuse(R"([{"probability":2}])", "probability");
  refuse(R"([{"probability":"often"}])", "probability");
  refuse(R"([{"error":{"statusCode":42}}])", {"statusCode", "42"});
  refuse(R"([7])", "[0]");
  EXPECT_EQ(Faults("GET"), "[]");
}

// The same over sockets.
class FaultyConnectionTest : public FaultsTest {
 protected:
  FaultyConnectionTest() : server_(Options(), world_.dispatcher, world_.log) {
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

TEST_F(FaultyConnectionTest, AClientThatGoesMeanwhileHasDoneNothing) {
  Set({Json{{"latency", {{"fixed", "1h"}}}, {"operation", "CreateFlow"}}});
  {
    Client client(server_.port());
    client.Send(RequestText("POST", "/v1/flows", create_));
    while (Counts() != "1/1") std::this_thread::yield();
  }
  Client other(server_.port());
  other.Send(RequestText("GET", "/v1/flows"));
  EXPECT_THAT(other.ReadUntil("]}"), HasSubstr("{\"flows\":[]}"));
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
