// Which calls a fault strikes, and what makes no sense as one.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/server/faults/fixture.h"

namespace mediaconnect {
namespace {

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

TEST_F(FaultsTest, AnErrorThatAnOperationDoesNotDeclareIsNotAboutIt) {
  Set({ErrorRule("CreateFlow420Exception")});
  EXPECT_EQ(world_.Get("/v1/flows").status, 200);
  EXPECT_EQ(Counts(), "0/0");
  EXPECT_EQ(world_.Post("/v1/flows", Json{{"name", "f"}} + kRtpSource).status, 420);
  EXPECT_EQ(Counts(), "1/1");
  Set({ErrorRule("CreateFlow420Exception", Json{{"operation", "ListFlows"}})});
  EXPECT_EQ(world_.Get("/v1/flows").status, 200);
}

TEST_F(FaultsTest, ControlCallsAreNeverStruck) {
  Set({Json{{"connection", "hang"}}}, kServer);
  EXPECT_EQ(world_.Get("/_mediaconnect/health").status, 200);
  EXPECT_EQ(world_.Get("/_localstack/health").status, 200);
  EXPECT_EQ(Counts(0, kServer), "0/0");
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
  refuse(kUnavailable + Json{{"probability", 1.5}},
         {"probability", "1.5 is above the maximum of 1"});
  refuse(kUnavailable + Json{{"probability", -0.1}},
         {"probability", "-0.1 is below the minimum of 0"});
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
  refuse(latency(Json{{"median", "1s"}, {"sigma", -1}}),
         {"latency.sigma", "-1 is below the minimum of 0"});
  refuse(latency(Json{{"median", "0ms"}, {"sigma", 1000}}),
         {"latency.sigma", "1000 is above the maximum of 10"});
  refuse(latency(Json{{"fixed", 5}}), {"latency.fixed", "500ms"});
}

}  // namespace
}  // namespace mediaconnect
