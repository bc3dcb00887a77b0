// Control operations, their guard, and the base path.
#include "server/guard.h"
#include "tests/support/breaches.h"
#include "tests/support/requests.h"
#include "tests/support/world.h"

namespace mediaconnect {
namespace {

class ControlTest : public WorldTest {
 protected:
  Answer Send(std::string_view method, std::string_view target, std::string_view host,
              std::string_view origin = "", bool bound_to_loopback = true) {
    Request request;
    request.method = method;
    request.target = target;
    request.headers = {{"Host", host}};
    if (!origin.empty()) request.headers.push_back({"Origin", origin});
    request.bound_to_loopback = bound_to_loopback;
    return world_.Send(request);
  }
};

TEST_F(ControlTest, HealthAndReadyAnswer200) {
  EXPECT_EQ(world_.Get("/_mediaconnect/health").Text("status"), "ok");
  EXPECT_TRUE(world_.Get("/_mediaconnect/ready").At("ready").GetBool());
  EXPECT_EQ(world_.Get("/_localstack/health").Text("services.mediaconnect"), "running");
  EXPECT_EQ(world_.Call("HEAD", "/_mediaconnect/health").status, 200);
}

TEST_F(ControlTest, ListOperationsSaysWhichAreImplemented) {
  const Answer answer = world_.Get("/_mediaconnect/operations");
  EXPECT_EQ(answer.Number("total"), 82);
  EXPECT_EQ(answer.Number("implemented"), 82);
  ASSERT_EQ(answer.Size("operations"), 82u);
  for (unsigned i = 0; i < 82; ++i) {
    const json::Node& listed = answer.At("operations")[i];
    const Operation& operation = Operations()[i];
    EXPECT_EQ(json::GetString(listed, key::name), operation.name);
    EXPECT_EQ(json::Get(listed, key::implemented).GetBool(), !operation.later);
  }
}

TEST_F(ControlTest, TheOpenApiDocumentSaysWhereTheServerIs) {
  const Answer answer = Send("GET", "/_mediaconnect/openapi.json", "localhost:4599");
  EXPECT_EQ(answer.Text("servers.0.url"), "http://localhost:4599");
  EXPECT_EQ(answer.Text("openapi"), "3.1.0");
}

TEST_F(ControlTest, ResetEmptiesEveryAccount) {
  world_.CreateFlow();
  world_.CreateFlow("b", {}, kSubscriber);
  EXPECT_EQ(world_.Post("/_mediaconnect/reset").status, 200);
  EXPECT_EQ(world_.Get("/v1/flows").Size("flows"), 0u);
  EXPECT_EQ(world_.Call("GET", "/v1/flows", "", kSubscriber).Size("flows"), 0u);
}

TEST_F(ControlTest, ResetOfOneAccountLeavesTheOthers) {
  const std::string mine = world_.CreateFlow();
  world_.Post(
      "/v1/flows/" + mine + "/entitlements",
      Json{{"entitlements", List({Json{{"name", "e"}, {"subscribers", List({"444455556666"})}}})}});
  const std::string entitlement =
      world_.Get("/v1/flows/" + mine).Text("flow.entitlements.0.entitlementArn");
  world_.Call("POST", "/v1/flows",
              Json{{"name", "sub"}, {"source", {{"entitlementArn", entitlement}}}}, kSubscriber);
  EXPECT_EQ(world_.Get("/v1/flows/" + mine).Size("flow.outputs"), 1u);
  EXPECT_EQ(world_.Post(std::string("/_mediaconnect/reset?account=") + kSubscriber).status, 200);
  EXPECT_EQ(world_.Get("/v1/flows/" + mine).Size("flow.outputs"), 0u);
  EXPECT_EQ(world_.Call("GET", "/v1/flows", "", kSubscriber).Size("flows"), 0u);
  ExpectError(world_.Post("/_mediaconnect/reset?account=12"), 400, "BadRequestException",
              "account");
}

// Decision 25. Each of these once wiped every account.
TEST_F(ControlTest, AResetThatMisspellsItsAccountResetsNobody) {
  world_.CreateFlow();
  const auto refuse = [&](const std::string& query, const Body& body, const Names& names) {
    SCOPED_TRACE(query + " " + body.Text());
    ExpectError(world_.Post("/_mediaconnect/reset" + query, body), 400, "BadRequestException",
                names);
    EXPECT_EQ(world_.Get("/v1/flows").Size("flows"), 1u);
  };
  refuse("?acount=444455556666", "", "acount");
  refuse("?Account=444455556666", "", "Account");
  refuse("", Json{{"acount", "444455556666"}}, "acount");
  refuse("?account=", "", "account: \"\"");
  refuse("?account", "", "account: \"\"");
  refuse("", R"({"account":null})", "account");
  refuse("", Json{{"account", 444455556666}}, {"account", "444455556666"});
  refuse("", Json{{"account", List({"444455556666"})}}, "account");
  refuse("", "account=444455556666", "JSON");
  refuse("", R"("444455556666")", "JSON");
  refuse("", "null", "JSON");
  refuse("?account=444455556666", Json{{"account", "444455556666"}}, "account");
  refuse("?account=444455556666&account=444455556666", "", "account");
}

TEST_F(ControlTest, ResetTakesItsAccountInTheBodyToo) {
  world_.CreateFlow();
  world_.CreateFlow("b", {}, kSubscriber);
  EXPECT_EQ(world_.Post("/_mediaconnect/reset", Json{{"account", "444455556666"}}).status, 200);
  EXPECT_EQ(world_.Get("/v1/flows").Size("flows"), 1u);
  EXPECT_EQ(world_.Call("GET", "/v1/flows", "", kSubscriber).Size("flows"), 0u);
  EXPECT_EQ(world_.Post("/_mediaconnect/reset", "{}").status, 200);
  EXPECT_EQ(world_.Get("/v1/flows").Size("flows"), 0u);
}

TEST_F(ControlTest, EveryControlOperationRefusesWhatItDoesNotKnow) {
  int operations = 0;
  for (const Operation& operation : Operations()) {
    if (!operation.control || operation.foreign) continue;
    SCOPED_TRACE(operation.name);
    ++operations;
    const std::string uri(operation.uri);
    ExpectError(world_.Call(operation.method, uri + "?surprise=1"), 400, "BadRequestException",
                "surprise");
    ExpectError(world_.Call(operation.method, uri, Json{{"surprise", 1}}), 400,
                "BadRequestException", "surprise");
  }
  EXPECT_EQ(operations, 27);
  ExpectError(world_.Post("/_mediaconnect/flow-maintenance?flowArn=arn"), 400,
              "BadRequestException", "flowArn");
  // A signature's parameters belong to no operation.
  EXPECT_EQ(world_.Get("/_mediaconnect/health?X-Amz-Signature=0").status, 200);
}

// Wrong types, missing members, values outside of their range, and ids that cannot be: of every
// member at every depth, other tools' operations included.
TEST_F(ControlTest, EveryControlOperationRefusesWhatBreaksItsShape) {
  std::size_t breaches = 0;
  for (const Operation& operation : Operations()) {
    if (!operation.control) continue;
    ForEachVariant(
        operation, [](const json::Node&) {},
        [&](const Breach& breach) {
          ++breaches;
          const WireRequest wire = ToWire(operation, breach.input);
          SCOPED_TRACE(wire.method + " " + wire.target + " " + wire.body.substr(0, 1000));
          const Answer answer = world_.Call(wire.method, wire.target, wire.body);
          // The service and other tools leave a null out; here it is a value of a wrong type.
          const bool is_null = !operation.foreign && wire.body.find("null") != std::string::npos;
          ExpectError(answer, 400, "BadRequestException", is_null ? "null" : breach.value);
          const std::string begins = breach.path + ": ";
          EXPECT_EQ(answer.message.substr(0, begins.size()), begins);
        });
  }
  EXPECT_GT(breaches, 500u);
}

TEST_F(ControlTest, ThePathsOfOtherToolsTakeWhateverThoseSend) {
  EXPECT_EQ(world_.Get("/_localstack/health?reload=1").status, 200);
  const Json surprise = {{"model_name", "mediaconnect::flow"},
                         {"transition", {{"progression", "immediate"}, {"surprise", 1}}},
                         {"surprise", 1}};
  EXPECT_EQ(world_.Post("/moto-api/state-manager/set-transition?surprise=1", surprise).status, 201);
  world_.CreateFlow();
  EXPECT_EQ(world_.Post("/moto-api/reset?surprise=1", "null").status, 200);
  EXPECT_EQ(world_.Get("/v1/flows").Size("flows"), 0u);
}

TEST_F(ControlTest, TheLogSaysWhatWasReset) {
  testing::internal::CaptureStderr();
  {
    Log log(Log::Format::kText, "info");
    Dispatcher dispatcher(world_.state, world_.settings, world_.steering, {}, log);
    world_.Use(dispatcher);
    world_.CreateFlow();
    world_.CreateFlow("b", {}, kSubscriber);
    world_.CreateFlow("c", {}, kSubscriber);
    world_.Post("/_mediaconnect/reset?account=444455556666");
    world_.Post("/_mediaconnect/reset");
  }
  const std::string text = testing::internal::GetCapturedStderr();
  EXPECT_NE(text.find("ms reset account 444455556666 (flows: 2)\n"), std::string::npos) << text;
  EXPECT_NE(text.find("ms reset all accounts (flows: 1)\n"), std::string::npos) << text;
}

TEST_F(ControlTest, AResetRepeatsIdsUnderASeed) {
  const std::string first = world_.CreateFlow();
  world_.Post("/moto-api/reset");
  EXPECT_EQ(world_.CreateFlow(), first);
}

TEST_F(ControlTest, UnknownControlPathsAreNotFound) {
  ExpectError(world_.Get("/_mediaconnect/nothing"), 404, "NotFoundException", "/_mediaconnect");
  ExpectError(world_.Get("/_mediaconnect/reset"), 404, "NotFoundException", "GET");
  EXPECT_EQ(world_.Get("/_mediaconnectx").status, 403);
}

TEST_F(ControlTest, AForeignOriginIsForbidden) {
  for (const char* origin : {"https://evil.example", "null", "http://localhost:9999"}) {
    ExpectError(Send("POST", "/_mediaconnect/reset", "localhost:4580", origin), 403,
                "ForbiddenException", "origin");
  }
  EXPECT_EQ(Send("GET", "/_mediaconnect/health", "localhost:4580", "http://localhost:4580").status,
            200);
}

TEST_F(ControlTest, OnLoopbackTheHostIsLocalhostOrAnAddress) {
  for (const char* host : {"localhost", "localhost:4580", "a.localhost:4580", "127.0.0.1:4580",
                           "[::1]:4580", "LOCALHOST", "192.0.2.1"}) {
    EXPECT_EQ(Send("GET", "/_mediaconnect/health", host).status, 200) << host;
  }
  for (const char* host : {"evil.example", "evil.example:4580", "", "localhost.evil.example"}) {
    ExpectError(Send("GET", "/_mediaconnect/health", host), 403, "ForbiddenException",
                "--allowed-host");
  }
}

// Bound to something else on purpose, as in a container: a program may use any name, a page not.
TEST_F(ControlTest, ElsewhereAProgramMayUseAnyHostAndAPageOnlyALocalOne) {
  const std::string reset = "/_mediaconnect/reset";
  for (const char* host : {"mediaconnect:4580", "mediaconnect", "mock.internal.example:80"}) {
    EXPECT_EQ(Send("POST", reset, host, "", false).status, 200) << host;
    // A page that was rebound to this server has the same Host and Origin.
    ExpectError(Send("POST", reset, host, std::string("http://") + host, false), 403,
                "ForbiddenException", host);
  }
  for (const char* host : {"localhost:4580", "127.0.0.1:4580", "192.0.2.1:4580", "[::1]:4580"}) {
    EXPECT_EQ(Send("POST", reset, host, std::string("http://") + host, false).status, 200) << host;
    ExpectError(Send("POST", reset, host, "https://evil.example", false), 403, "ForbiddenException",
                "https://evil.example");
  }
}

TEST(Guard, SecFetchSiteTellsAPageToo) {
  Request request;
  request.bound_to_loopback = false;
  request.headers = {{"Host", "evil.example:4580"}};
  EXPECT_FALSE(RefuseControl(request, {}).has_value());
  request.headers.push_back({"Sec-Fetch-Site", "same-origin"});
  EXPECT_TRUE(RefuseControl(request, {}).has_value());
  EXPECT_FALSE(RefuseControl(request, {"evil.example"}).has_value());
}

TEST(Guard, AllowedHostsAreAllowed) {
  Request request;
  request.headers = {{"Host", "mock.test:4580"}};
  EXPECT_TRUE(RefuseControl(request, {}).has_value());
  EXPECT_FALSE(RefuseControl(request, {"mock.test"}).has_value());
  EXPECT_FALSE(RefuseControl(request, {"Mock.Test"}).has_value());
}

class BasePathTest : public ControlTest {
 protected:
  BasePathTest() { world_.Use(dispatcher_); }

  Dispatcher dispatcher_{
      world_.state, world_.settings, world_.steering, {.base_path = "/mock"}, world_.log};
};

TEST_F(BasePathTest, IsCutOffAndAsksForItself) {
  const auto status = [&](std::string_view target) {
    return Send("GET", target, "localhost").status;
  };
  EXPECT_EQ(Send("GET", "/mock/_mediaconnect/openapi.json", "localhost").Text("servers.0.url"),
            "http://localhost/mock");
  EXPECT_EQ(status("/mock/v1/flows"), 200);
  EXPECT_EQ(status("/mock/_mediaconnect/health"), 200);
  EXPECT_EQ(status("/v1/flows"), 403);
  EXPECT_EQ(status("/_mediaconnect/health"), 404);
  EXPECT_EQ(status("/mockv1/flows"), 403);
  EXPECT_EQ(status("/mock"), 403);
  ExpectError(Send("GET", "/v1/flows", "localhost"), 403, "MissingAuthenticationTokenException",
              "/mock");
}

TEST_F(BasePathTest, ControlPathsBelowItAreForNoOtherOrigin) {
  for (const char* method : {"OPTIONS", "POST"}) {
    const Answer answer =
        Send(method, "/mock/_mediaconnect/reset", "localhost:4580", "https://app.example");
    EXPECT_EQ(answer.Header("Access-Control-Allow-Origin"), "") << method;
  }
  EXPECT_EQ(Send("OPTIONS", "*", "localhost").status, 204);
  const Answer aws = Send("GET", "/mock/v1/flows", "localhost:4580", "https://app.example");
  EXPECT_EQ(aws.Header("Access-Control-Allow-Origin"), "https://app.example");
}

}  // namespace
}  // namespace mediaconnect
