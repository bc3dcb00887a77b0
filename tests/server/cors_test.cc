#include "server/cors.h"

#include "tests/support/world.h"

namespace mediaconnect {
namespace {

class CorsTest : public WorldTest {
 protected:
  Answer Send(std::string_view method, std::string_view target,
              std::vector<Request::Header> headers) {
    Request request;
    request.method = method;
    request.target = target;
    request.headers = std::move(headers);
    request.headers.push_back({"Host", "localhost:4580"});
    return world_.Send(request);
  }
};

TEST_F(CorsTest, APreflightGetsWhatItAsksFor) {
  const Answer answer = Send("OPTIONS", "/v1/flows",
                             {{"Origin", "https://app.example"},
                              {"Access-Control-Request-Method", "PUT"},
                              {"Access-Control-Request-Headers", "authorization,x-custom"},
                              {"Access-Control-Request-Private-Network", "true"}});
  EXPECT_EQ(answer.status, 204);
  EXPECT_EQ(answer.body, "");
  EXPECT_EQ(answer.Header("Access-Control-Allow-Origin"), "https://app.example");
  EXPECT_NE(answer.Header("Access-Control-Allow-Methods").find("PUT"), std::string::npos);
  EXPECT_EQ(answer.Header("Access-Control-Allow-Headers"), "authorization,x-custom");
  EXPECT_EQ(answer.Header("Access-Control-Allow-Private-Network"), "true");
  EXPECT_NE(answer.Header("Vary").find("Origin"), std::string::npos);
}

TEST_F(CorsTest, AReplyToAnotherOriginCanBeReadByIt) {
  const Answer answer = Send("GET", "/v1/flows", {{"Origin", "https://app.example"}});
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.Header("Access-Control-Allow-Origin"), "https://app.example");
  EXPECT_NE(answer.Header("Access-Control-Expose-Headers").find("x-amzn-ErrorType"),
            std::string::npos);
  const Answer refused = Send("GET", "/v1/nothing", {{"Origin", "https://app.example"}});
  EXPECT_EQ(refused.Header("Access-Control-Allow-Origin"), "https://app.example");
}

TEST_F(CorsTest, WithoutAnOriginThereAreNoSuchHeaders) {
  EXPECT_EQ(Send("GET", "/v1/flows", {}).Header("Access-Control-Allow-Origin"), "");
}

TEST_F(CorsTest, ControlPathsAreForNoOtherOrigin) {
  const Answer preflight =
      Send("OPTIONS", "/_mediaconnect/reset",
           {{"Origin", "https://app.example"}, {"Access-Control-Request-Method", "POST"}});
  EXPECT_EQ(preflight.status, 204);
  EXPECT_EQ(preflight.Header("Access-Control-Allow-Origin"), "");
  EXPECT_EQ(preflight.Header("Access-Control-Allow-Methods"), "");
}

TEST_F(CorsTest, PlainOptionsAnswers204WithAllow) {
  const Answer answer = Send("OPTIONS", "/v1/flows", {});
  EXPECT_EQ(answer.status, 204);
  EXPECT_NE(answer.Header("Allow").find("GET"), std::string::npos);
  EXPECT_EQ(Send("OPTIONS", "*", {}).status, 204);
}

}  // namespace
}  // namespace mediaconnect
