// Who may call control operations, and whom they are about: the token, and the two paths that each
// of them has.
#include "server/guard.h"
#include "tests/support/gateways.h"

namespace mediaconnect {
namespace {

const std::string kOfAccount = std::string("/_mediaconnect/accounts/") + kAccount;

// The path of a control operation about one account: "/_mediaconnect/accounts/1.../reset".
std::string PathFor(const Operation& operation, const std::string& account = kAccount) {
  return "/_mediaconnect/accounts/" + account +
         std::string(operation.uri.substr(operation.uri.find('/', 1)));
}

class ControlScopeTest : public GatewayTest {};

TEST_F(ControlScopeTest, EveryControlOperationHasAPathForTheServerAndOneForAnAccount) {
  const Router router;
  int operations = 0;
  for (const Operation& operation : Operations()) {
    if (!HasAccountPath(operation)) continue;
    ++operations;
    EXPECT_EQ(router.Match(operation.method, operation.uri).account, std::nullopt);
    const std::string path = PathFor(operation);
    const Route route = router.Match(operation.method, path);
    EXPECT_EQ(route.operation, &operation) << path;
    EXPECT_EQ(route.account, kAccount);
    EXPECT_EQ(route.labels.size(), router.Match(operation.method, operation.uri).labels.size());
    ExpectError(world_.Call(operation.method, path + "?surprise=1"), 400, "BadRequestException",
                "surprise");
    ExpectError(world_.Call(operation.method, PathFor(operation, "12")), 400, "BadRequestException",
                {"accountId", "\"12\"", "12 digits"});
  }
  EXPECT_EQ(operations, 24);
  EXPECT_EQ(world_.Get(kOfAccount + "/health").status, 200);
  EXPECT_EQ(world_.Get("/_mediaconnect/accounts/%31%31%31%31%32%32%32%32%33%33%33%33/ready").status,
            200);
}

TEST_F(ControlScopeTest, AnAccountIdHas12Digits) {
  for (const char* id : {"", "12345678901", "1234567890123", "12345678901x", "%ff", "%3"}) {
    ExpectError(world_.Get(std::string("/_mediaconnect/accounts/") + id + "/health"), 400,
                "BadRequestException", {"accountId", "12 digits"});
  }
}

TEST_F(ControlScopeTest, OperationsOfTheServiceHaveNoPathForAnAccount) {
  ExpectError(world_.Get(kOfAccount + "/v1/flows"), 404, "NotFoundException", "/v1/flows");
  ExpectError(world_.Get(kOfAccount + "/_mediaconnect/health"), 404, "NotFoundException", "");
  for (const char* path : {"/_localstack/accounts/111122223333/health",
                           "/moto-api/accounts/111122223333/state-manager/get-transition"}) {
    ExpectError(world_.Get(path), 404, "NotFoundException", "");
  }
}

TEST_F(ControlScopeTest, ResetForgetsOneAccountByItsPath) {
  world_.CreateFlow();
  world_.CreateFlow("b", {}, kSubscriber);
  // The credentials of whoever asks don't matter.
  EXPECT_EQ(world_.Call("POST", kOfAccount + "/reset", "", kSubscriber).status, 200);
  EXPECT_EQ(world_.Get("/v1/flows").Size("flows"), 0u);
  EXPECT_EQ(world_.Call("GET", "/v1/flows", "", kSubscriber).Size("flows"), 1u);
}

TEST_F(ControlScopeTest, ResetsOwnAccountCannotContradictThePath) {
  world_.CreateFlow();
  world_.CreateFlow("b", {}, kSubscriber);
  ExpectError(world_.Post(kOfAccount + "/reset?account=" + kSubscriber), 400, "BadRequestException",
              {"account: \"444455556666\"", kAccount});
  EXPECT_EQ(world_.Get("/v1/flows").Size("flows"), 1u);
  EXPECT_EQ(world_.Call("GET", "/v1/flows", "", kSubscriber).Size("flows"), 1u);
  EXPECT_EQ(world_.Post(kOfAccount + "/reset?account=" + kAccount).status, 200);
  EXPECT_EQ(world_.Get("/v1/flows").Size("flows"), 0u);
  EXPECT_EQ(world_.Call("GET", "/v1/flows", "", kSubscriber).Size("flows"), 1u);
}

// A test that holds the path of its account cannot touch what others have.
TEST_F(ControlScopeTest, WhatAnotherAccountHasIsNotThere) {
  const std::string other = std::string("/_mediaconnect/accounts/") + kSubscriber;
  const std::string flow = world_.CreateFlow();
  const Json maintenance = {{"flowArn", flow}, {"maintenanceDeadline", "2030-01-30T08:30:00Z"}};
  ExpectError(world_.Post(other + "/flow-maintenance", maintenance), 400, "BadRequestException",
              {"flowArn", flow, "does not exist in account 444455556666"});
  EXPECT_EQ(world_.Post(kOfAccount + "/flow-maintenance", maintenance).status, 200);

  const std::string gateway = CreateGateway();
  ExpectError(world_.Post(other + "/gateway-instances", Json{{"gatewayArn", gateway}}), 400,
              "BadRequestException", {"gatewayArn", gateway, kSubscriber});
  const std::string instance = RegisterOne(gateway);
  const Json lost = {{"connectionStatus", "DISCONNECTED"}};
  ExpectError(world_.Put(other + "/gateway-instances/" + instance, lost), 404, "NotFoundException",
              {"gatewayInstanceArn", instance, kSubscriber});
  ExpectError(world_.Delete(other + "/gateway-instances/" + instance), 404, "NotFoundException",
              {instance, kSubscriber});
  EXPECT_EQ(world_.Put(kOfAccount + "/gateway-instances/" + instance, lost).status, 200);
  EXPECT_EQ(world_.Delete(kOfAccount + "/gateway-instances/" + instance).status, 204);
}

class ControlTokenTest : public ControlScopeTest {
 protected:
  ControlTokenTest() { world_.Use(dispatcher_); }

  Answer Send(std::string_view method, std::string_view target, std::string_view authorization) {
    Request request;
    request.method = method;
    request.target = target;
    request.headers = {{"Host", "localhost"}};
    if (!authorization.empty()) request.headers.push_back({"Authorization", authorization});
    return world_.Send(request);
  }
  void ExpectAsked(std::string_view method, std::string_view target,
                   std::string_view authorization = "") {
    SCOPED_TRACE(std::string(method) + " " + std::string(target));
    const Answer answer = Send(method, target, authorization);
    ExpectError(answer, 401, "UnauthorizedException", "--control-token");
    EXPECT_EQ(answer.Header("WWW-Authenticate"), "Bearer");
    EXPECT_EQ(answer.message.find("s3cret"), std::string::npos);
  }

  Dispatcher dispatcher_{
      world_.state, world_.settings, world_.steering, {.control_token = "s3cret"}, world_.log};
};

TEST_F(ControlTokenTest, EveryControlPathAsksForItButHealthAndReady) {
  int open = 0;
  for (const Operation& operation : Operations()) {
    if (!operation.control) continue;
    if (operation.name == "GetHealth" || operation.name == "GetReady") {
      ++open;
      EXPECT_EQ(Send(operation.method, operation.uri, "").status, 200);
      EXPECT_EQ(Send(operation.method, PathFor(operation), "").status, 200);
      continue;
    }
    ExpectAsked(operation.method, operation.uri);
    if (HasAccountPath(operation)) ExpectAsked(operation.method, PathFor(operation));
  }
  EXPECT_EQ(open, 2);
  for (const Alias& alias : Aliases()) ExpectAsked(alias.method, alias.uri);
  for (const std::string_view prefix : ControlPrefixes()) {
    ExpectAsked("GET", std::string(prefix) + "/nothing");
  }
}

TEST_F(ControlTokenTest, TheRightOneOpensThemAndAnyOtherDoesNot) {
  world_.CreateFlow();
  const char* reset = "/_mediaconnect/reset";
  for (const char* wrong : {"Bearer s3cre", "Bearer s3cret0", "Bearer S3cret", "Bearer ", "Bearer",
                            "Basic s3cret", "s3cret", "Bearer  s3cret"}) {
    ExpectAsked("POST", reset, wrong);
  }
  EXPECT_EQ(world_.Get("/v1/flows").Size("flows"), 1u);
  EXPECT_EQ(Send("POST", reset, "Bearer s3cret").status, 200);
  EXPECT_EQ(Send("POST", reset, "bearer s3cret").status, 200);
  EXPECT_EQ(world_.Get("/v1/flows").Size("flows"), 0u);
  EXPECT_EQ(Send("GET", "/_mediaconnect/nothing", "Bearer s3cret").status, 404);
}

// Who may not call an operation cannot have the server read a large body either.
TEST_F(ControlTokenTest, ABodyIsLargeOnlyForWhoMayCallItsOperation) {
  const auto largest = [&](std::string_view method, std::string_view target,
                           std::string_view authorization, std::string_view host = "localhost",
                           bool bound_to_loopback = true) {
    Request head;
    head.method = method;
    head.target = target;
    head.headers = {{"Host", host}, {"Authorization", authorization}};
    head.bound_to_loopback = bound_to_loopback;
    return dispatcher_.LargestBody(head);
  };
  constexpr std::uint64_t kList = std::uint64_t{8} << 20;
  constexpr std::uint64_t kRule = std::uint64_t{1} << 20;
  const std::string_view token = "Bearer s3cret";
  EXPECT_EQ(largest("PUT", "/_mediaconnect/transitions", token), kList);
  EXPECT_EQ(largest("PUT", kOfAccount + "/transitions", token), kList);
  EXPECT_EQ(largest("POST", "/_mediaconnect/transitions", token), kRule);
  EXPECT_EQ(largest("PUT", "/_mediaconnect/transitions", token, "mock", false), kList);
  EXPECT_EQ(largest("PUT", "/_mediaconnect/transitions", token, "mock"), std::nullopt);
  EXPECT_EQ(largest("PUT", "/_mediaconnect/transitions", "Bearer other"), std::nullopt);
  EXPECT_EQ(largest("PUT", "/_mediaconnect/transitions", ""), std::nullopt);
  EXPECT_EQ(largest("PUT", "/_mediaconnect/clock", token), std::nullopt);
  EXPECT_EQ(largest("PUT", "/_mediaconnect/nothing", token), std::nullopt);
  EXPECT_EQ(largest("POST", "/v1/flows", token), std::nullopt);
}

TEST_F(ControlTokenTest, TheServicesOwnOperationsAskForNone) {
  EXPECT_EQ(Send("GET", "/v1/flows", "").status, 200);
  EXPECT_EQ(Send("GET", "/v2/flows", "").status, 403);
}

}  // namespace
}  // namespace mediaconnect
