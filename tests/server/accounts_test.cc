// Accounts by the control operations: given out, listed, forgotten.
#include "tests/support/world.h"

namespace mediaconnect {
namespace {

class AccountsTest : public WorldTest {};

TEST_F(AccountsTest, OneIsGivenOutWithItsCredentials) {
  const Answer answer = world_.Post("/_mediaconnect/accounts");
  EXPECT_EQ(answer.status, 201);
  EXPECT_EQ(answer.Text("accessKeyId"), answer.Text("accountId"));
  EXPECT_EQ(answer.Text("secretAccessKey").size(), 40u);
  EXPECT_EQ(answer.Text("endpoint"), "http://localhost:4580");
  EXPECT_NE(world_.Post("/_mediaconnect/accounts").Text("accountId"), answer.Text("accountId"));
}

TEST_F(AccountsTest, ItsEndpointIsWhereItWasAskedFor) {
  Dispatcher dispatcher(world_.state, world_.settings, world_.steering, {.base_path = "/mock"},
                        world_.log);
  world_.Use(dispatcher);
  Request request;
  request.method = "POST";
  request.target = "/mock/_mediaconnect/accounts";
  request.headers = {{"Host", "mediaconnect.test:80"}};
  request.bound_to_loopback = false;
  EXPECT_EQ(world_.Send(request).Text("endpoint"), "http://mediaconnect.test:80/mock");
  // As proxies write it.
  request.target = "http://127.0.0.1:99/mock/_mediaconnect/accounts";
  EXPECT_EQ(world_.Send(request).Text("endpoint"), "http://127.0.0.1:99/mock");
}

TEST_F(AccountsTest, ItsKeyIsTheAccount) {
  const Answer given = world_.Post("/_mediaconnect/accounts");
  const std::string arn = world_.CreateFlow("flow", {}, given.Text("accessKeyId"));
  EXPECT_NE(arn.find(":" + given.Text("accountId") + ":flow:"), std::string::npos) << arn;
}

TEST_F(AccountsTest, NoneIsGivenOutAgainAfterAReset) {
  const std::string first = world_.Post("/_mediaconnect/accounts").Text("accountId");
  world_.Post("/_mediaconnect/reset");
  EXPECT_NE(world_.Post("/_mediaconnect/accounts").Text("accountId"), first);
}

TEST_F(AccountsTest, ThoseThatHaveSomethingAreListed) {
  EXPECT_EQ(world_.Get("/_mediaconnect/accounts").body, R"({"accounts":[]})");
  world_.Post("/_mediaconnect/accounts");
  EXPECT_EQ(world_.Get("/_mediaconnect/accounts").body, R"({"accounts":[]})");
  world_.CreateFlow("a");
  world_.CreateFlow("b");
  world_.CreateFlow("c", {}, kSubscriber);
  EXPECT_EQ(world_.Get("/_mediaconnect/accounts").body,
            R"({"accounts":[{"accountId":"111122223333","counts":{"flow":2,"flow_source":2}},)"
            R"({"accountId":"444455556666","counts":{"flow":1,"flow_source":1}}]})");
}

TEST_F(AccountsTest, OneIsForgotten) {
  const std::string mine = world_.CreateFlow("a");
  world_.CreateFlow("b", {}, kSubscriber);
  EXPECT_EQ(world_.Delete(std::string("/_mediaconnect/accounts/") + kAccount).status, 204);
  EXPECT_EQ(world_.Get("/v1/flows").Size("flows"), 0u);
  EXPECT_EQ(world_.Call("GET", "/v1/flows", "", kSubscriber).Size("flows"), 1u);
  EXPECT_EQ(world_.CreateFlow("a"), mine) << "ids start again";
  // One that has nothing is forgotten as well.
  EXPECT_EQ(world_.Delete("/_mediaconnect/accounts/999988887777").status, 204);
}

TEST_F(AccountsTest, AnAccountIdHas12Digits) {
  world_.CreateFlow("a");
  for (const char* id : {"12", "1111222233334", "11112222333x", "%20", ""}) {
    ExpectError(world_.Delete(std::string("/_mediaconnect/accounts/") + id), 400,
                "BadRequestException", "accountId");
  }
  EXPECT_EQ(world_.Get("/v1/flows").Size("flows"), 1u);
}

TEST_F(AccountsTest, TheLogSaysWhatWasGivenAndForgotten) {
  testing::internal::CaptureStderr();
  std::string account;
  {
    Log log(Log::Format::kText, "info");
    Dispatcher dispatcher(world_.state, world_.settings, world_.steering, {}, log);
    world_.Use(dispatcher);
    account = world_.Post("/_mediaconnect/accounts").Text("accountId");
    world_.CreateFlow();
    world_.Delete(std::string("/_mediaconnect/accounts/") + kAccount);
  }
  const std::string text = testing::internal::GetCapturedStderr();
  EXPECT_NE(text.find("gave out account " + account + "\n"), std::string::npos) << text;
  EXPECT_NE(text.find("reset account 111122223333 (flows: 1)\n"), std::string::npos) << text;
}

}  // namespace
}  // namespace mediaconnect
