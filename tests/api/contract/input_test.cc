// How an operation's input is put together from path, query and body: for any operation, with a
// handler or without.
#include "api/contract/input.h"

#include <gtest/gtest.h>

#include "api/contract/error.h"

namespace mediaconnect {
namespace {

class InputTest : public testing::Test {
 protected:
  // The operation's name and its input, such as "ListFlows {}".
  std::string Read(std::string_view method, std::string_view target, std::string_view body = "") {
    const std::string_view path = target.substr(0, target.find('?'));
    const std::string_view query =
        path.size() == target.size() ? "" : target.substr(path.size() + 1);
    const Route route = router_.Match(method, path);
    if (route.operation == nullptr) return "none";
    try {
      return std::string(route.operation->name) + " " +
             json::Write(ReadInput(route, query, body)).json;
    } catch (const ApiError& refusal) {
      return std::string(ErrorOf(refusal.code).name) + " " + refusal.message;
    }
  }

  const Router router_;
};

TEST_F(InputTest, ListsInQueriesRepeat) {
  EXPECT_EQ(Read("GET", "/v1/routerInputs?arns=a&arns=b%2Cc"),
            R"(BatchGetRouterInput {"arns":["a","b,c"]})");
  EXPECT_EQ(Read("DELETE", "/tags/arn:x?tagKeys=a&other=1&tagKeys=b%20c&tagKeys="),
            R"(UntagResource {"ResourceArn":"arn:x","tagKeys":["a","b c",""]})");
}

TEST_F(InputTest, ListsOfRoutersArePostsWithTheirPageInTheQuery) {
  for (const auto& [path, name] : std::vector<std::pair<std::string, std::string>>{
           {"/v1/routerInputs", "ListRouterInputs"},
           {"/v1/routerOutputs", "ListRouterOutputs"},
           {"/v1/routerNetworkInterfaces", "ListRouterNetworkInterfaces"}}) {
    EXPECT_EQ(Read("POST", path), name + " {}");
    EXPECT_EQ(Read("POST", path + "?maxResults=5&nextToken=t", R"({"filters":[]})"),
              name + R"( {"filters":[],"maxResults":5,"nextToken":"t"})");
  }
}

TEST_F(InputTest, QueriesHoldNumbersAndBooleans) {
  EXPECT_EQ(Read("GET", "/v1/flows?maxResults=7"), R"(ListFlows {"maxResults":7})");
  EXPECT_EQ(Read("DELETE", "/v1/gateway-instances/i?force=true"),
            R"(DeregisterGatewayInstance {"GatewayInstanceArn":"i","force":true})");
  // Any other text is left to validation, which names it.
  EXPECT_EQ(Read("GET", "/v1/flows?maxResults=7x"), R"(ListFlows {"maxResults":"7x"})");
  EXPECT_EQ(Read("GET", "/v1/flows?maxResults=7&maxResults=8")
                .rfind("BadRequestException maxResults: ", 0),
            0u);
}

TEST_F(InputTest, QueriesMayHoldAnythingElse) {
  for (const char* query : {"?", "?&&", "?unknown=1", "?MaxResults=7", "?name=x", "?="}) {
    EXPECT_EQ(Read("GET", std::string("/v1/flows").append(query)), "ListFlows {}") << query;
  }
}

TEST_F(InputTest, APlusIsASpaceInAQueryAndAPlusInAPath) {
  EXPECT_EQ(Read("GET", "/v1/bridges?filterArn=a+b%2Bc"), R"(ListBridges {"filterArn":"a b+c"})");
  EXPECT_EQ(Read("GET", "/v1/flows/a+b%2Bc%20d"), R"(DescribeFlow {"FlowArn":"a+b+c d"})");
}

TEST_F(InputTest, ALabelIsDecodedOnceAndAfterThePathIsSplit) {
  EXPECT_EQ(Read("GET", "/v1/flows/arn%3Aaws%3Aflow%2Foutputs"),
            R"(DescribeFlow {"FlowArn":"arn:aws:flow/outputs"})");
  EXPECT_EQ(Read("GET", "/v1/flows/arn:aws:flow"), R"(DescribeFlow {"FlowArn":"arn:aws:flow"})");
  EXPECT_EQ(Read("GET", "/v1/flows/a%252Fb"), R"(DescribeFlow {"FlowArn":"a%2Fb"})");
  EXPECT_EQ(Read("GET", "/v1/flows%2Fa"), "none");
  EXPECT_EQ(Read("GET", "/v1/flows/a/b"), "none");
}

TEST_F(InputTest, TagPathsHoldSlashesEncodedOrNot) {
  const std::string arn = "arn:aws:mediaconnect:us-east-1:111122223333:flow:1-a:b/mediaStream/c";
  const std::string encoded =
      "arn%3Aaws%3Amediaconnect%3Aus-east-1%3A111122223333%3Aflow%3A1-a%3Ab%2FmediaStream%2Fc";
  const std::string input = " {\"ResourceArn\":\"" + arn + "\"}";
  for (const std::string& label : {arn, encoded}) {
    EXPECT_EQ(Read("GET", "/tags/" + label), "ListTagsForResource" + input);
    EXPECT_EQ(Read("POST", "/tags/" + label), "TagResource" + input);
    EXPECT_EQ(Read("DELETE", "/tags/" + label), "UntagResource" + input);
    EXPECT_EQ(Read("GET", "/tags/global/" + label), "ListTagsForGlobalResource" + input);
    EXPECT_EQ(Read("POST", "/tags/global/" + label), "TagGlobalResource" + input);
    EXPECT_EQ(Read("DELETE", "/tags/global/" + label), "UntagGlobalResource" + input);
  }
}

TEST_F(InputTest, AnEmptyBodyCountsAsAnEmptyObject) {
  EXPECT_EQ(Read("POST", "/v1/flows"), "CreateFlow {}");
  EXPECT_EQ(Read("POST", "/v1/flows", " \r\n\t"), "CreateFlow {}");
  EXPECT_EQ(Read("PUT", "/v1/routerOutput/takeRouterInput/x"),
            R"(TakeRouterInput {"RouterOutputArn":"x"})");
}

TEST_F(InputTest, WhereNoBodyBelongsNoneIsLookedAt) {
  for (const char* body : {"", "{}", "null", "{\"flowArn\":1}", "\xff"}) {
    EXPECT_EQ(Read("POST", "/v1/flows/start/x", body), R"(StartFlow {"FlowArn":"x"})") << body;
  }
}

TEST_F(InputTest, ABodySpeaksForNoLabelAndNoQuery) {
  EXPECT_EQ(Read("POST", "/v1/flows/x/outputs", R"({"FlowArn":"y","outputs":[]})"),
            R"(AddFlowOutputs {"outputs":[],"FlowArn":"x"})");
  EXPECT_EQ(Read("POST", "/v1/routerInputs", R"({"maxResults":3})"), "ListRouterInputs {}");
}

}  // namespace
}  // namespace mediaconnect
