// Bad input of every kind gets the right 4xx, and the server goes on.
#include "tests/support/world.h"

namespace mediaconnect {
namespace {

class BadInputTest : public WorldTest {
 protected:
  ~BadInputTest() override {
    EXPECT_EQ(world_.Get("/v1/flows").body, R"({"flows":[]})") << "something was kept";
  }
  void ExpectRefusedBody(std::string_view body, std::string_view names) {
    ExpectError(world_.Post("/v1/flows", body), 400, "BadRequestException", names);
  }
};

TEST_F(BadInputTest, MalformedJson) {
  for (const char* body : {"{", "}", "{\"name\":\"a\"", "{'name':'a'}", "{\"name\":\"a\",}", "nul",
                           "{\"name\":\"a\"} x", "{\"name\":\"\\u12\"}", "\xef\xbb\xbf"}) {
    ExpectRefusedBody(body, "not valid JSON");
  }
}

TEST_F(BadInputTest, ABodyThatIsNoObject) {
  for (const char* body : {"[]", "1", "\"x\"", "null", "true"}) {
    ExpectRefusedBody(body, "must be a JSON object");
  }
}

TEST_F(BadInputTest, AnEmptyBodyCountsAsAnEmptyObject) {
  ExpectRefusedBody("", "name: is required");
  ExpectRefusedBody(" \r\n", "name: is required");
}

TEST_F(BadInputTest, DeepNesting) {
  const std::string deep(100'000, '[');
  ExpectRefusedBody("{\"name\":" + deep, "nesting");
  std::string objects;
  for (int i = 0; i < 100'000; ++i) objects += "{\"a\":";
  ExpectRefusedBody(objects, "nesting");
}

TEST_F(BadInputTest, DuplicateMembers) {
  ExpectRefusedBody(R"({"name":"a","name":"b"})", "\"name\" is given twice");
  ExpectRefusedBody(R"({"name":"a","x":{"y":1,"y":2}})", "\"y\" is given twice");
}

TEST_F(BadInputTest, InvalidUtf8AndNulBytes) {
  ExpectRefusedBody("{\"name\":\"\xff\xfe\"}", "not valid JSON");
  ExpectRefusedBody("{\"name\":\"\xc0\xaf\"}", "not valid JSON");
  ExpectRefusedBody(std::string_view("{\"name\":\"a\"}\0{}", 15), "NUL byte");
  ExpectRefusedBody(R"({"name":"a\u0000b"})", "name:");
}

TEST_F(BadInputTest, HugeNumbers) {
  const std::string begin = R"({"name":"a","source":{"ingestPort":)";
  ExpectRefusedBody(begin + "1e400}}", "not valid JSON");
  ExpectRefusedBody(begin + "99999999999999999999999999}}", "source.ingestPort");
  ExpectRefusedBody(begin + std::string(10'000, '9') + "}}", "");
}

TEST_F(BadInputTest, LongStringsInMessagesAreClipped) {
  const Answer answer = world_.Post(
      "/v1/flows", "{\"name\":\"" + std::string(100'000, 'x') + "\"," + kRtpSource + "}");
  ExpectError(answer, 400, "BadRequestException", "name:");
  EXPECT_LT(answer.body.size(), 1000u);
}

TEST_F(BadInputTest, BadEncodingsInPathsAndQueries) {
  for (const char* target : {"/v1/flows/%", "/v1/flows/%zz", "/v1/flows/%00", "/v1/flows/%ff",
                             "/v1/flows/arn%3", "/v1/flows?maxResults=%zz", "/v1/flows?%ff=1"}) {
    EXPECT_EQ(world_.Get(target).status, 400) << target;
    EXPECT_EQ(world_.Get(target).error, "BadRequestException") << target;
  }
}

TEST_F(BadInputTest, UnknownPathsAndMethods) {
  for (const auto& [method, target] :
       std::vector<std::pair<std::string, std::string>>{{"GET", "/"},
                                                        {"GET", "/v1"},
                                                        {"GET", "/v2/flows"},
                                                        {"GET", "/v1/flows/a/b/c/d"},
                                                        {"PATCH", "/v1/flows"},
                                                        {"HEAD", "/v1/flows"},
                                                        {"DELETE", "/v1/flows"},
                                                        {"BREW", "/v1/flows"},
                                                        {"GET", "/v1/entitlements/"},
                                                        {"GET", ""},
                                                        {"GET", "//"},
                                                        {"GET", "/%2e%2e/etc/passwd"}}) {
    ExpectError(world_.Call(method, target), 403, "MissingAuthenticationTokenException", method);
  }
}

TEST_F(BadInputTest, AnArnThatIsTooLong) {
  ExpectError(
      world_.Get("/v1/flows/arn:aws:mediaconnect:us-east-1:1:flow:" + std::string(3000, 'x')), 400,
      "BadRequestException", "longer than 2048");
  ExpectError(world_.Get("/tags/arn:aws:mediaconnect:us-east-1:1:flow:" + std::string(3000, 'x')),
              400, "BadRequestException", "ResourceArn");
}

TEST_F(BadInputTest, AQueryParameterGivenTwice) {
  ExpectError(world_.Get("/v1/flows?nextToken=a&nextToken=b"), 400, "BadRequestException",
              "nextToken");
}

TEST_F(BadInputTest, UnknownMembersAreIgnoredAndNotStored) {
  World world;
  const Answer answer = world.Post(
      "/v1/flows", std::string(R"({"name":"a","FlowArn":"x","surprise":1,)") + kRtpSource + "}");
  EXPECT_EQ(answer.status, 201);
  EXPECT_EQ(answer.body.find("surprise"), std::string::npos);
}

TEST_F(BadInputTest, ABodyCannotSpeakForALabel) {
  const std::string arn = "arn:aws:mediaconnect:us-east-1:111122223333:flow:1-x:y";
  ExpectError(world_.Post("/v1/flows/" + arn + "/outputs", R"({"outputs":[],"FlowArn":"other"})"),
              404, "NotFoundException", arn);
}

TEST_F(BadInputTest, AbsoluteTargetsAreReadByTheirPath) {
  EXPECT_EQ(world_.Get("http://example.com/v1/flows").status, 200);
  EXPECT_EQ(world_.Get("http://example.com").status, 403);
}

}  // namespace
}  // namespace mediaconnect
