#include "api/contract/route.h"

#include <gtest/gtest.h>

namespace mediaconnect {
namespace {

class RouteTest : public testing::Test {
 protected:
  std::string NameOf(std::string_view method, std::string_view path) {
    const Route route = router_.Match(method, path);
    return route.operation == nullptr ? "" : std::string(route.operation->name);
  }
  std::string LabelOf(std::string_view method, std::string_view path) {
    const Route route = router_.Match(method, path);
    return route.labels.empty() ? "" : std::string(route.labels.back().raw);
  }

  Router router_;
};

TEST_F(RouteTest, FindsEveryOperationByItsOwnPath) {
  for (const Operation& operation : Operations()) {
    std::string path;
    for (std::size_t i = 0; i < operation.uri.size(); ++i) {
      if (operation.uri[i] == '{') {
        path += "x";
        i = operation.uri.find('}', i);
      } else {
        path += operation.uri[i];
      }
    }
    EXPECT_EQ(NameOf(operation.method, path), operation.name) << path;
  }
}

TEST_F(RouteTest, ALiteralWinsOverALabel) {
  EXPECT_EQ(NameOf("GET", "/tags/global/x"), "ListTagsForGlobalResource");
  EXPECT_EQ(NameOf("GET", "/tags/x"), "ListTagsForResource");
  EXPECT_EQ(NameOf("POST", "/v1/flows/start/x"), "StartFlow");
  EXPECT_EQ(NameOf("POST", "/v1/flows/start/outputs"), "StartFlow");
  EXPECT_EQ(NameOf("POST", "/v1/flows/x/outputs"), "AddFlowOutputs");
}

TEST_F(RouteTest, ListingRoutersIsPostAndBatchGetIsGet) {
  EXPECT_EQ(NameOf("POST", "/v1/routerInputs"), "ListRouterInputs");
  EXPECT_EQ(NameOf("GET", "/v1/routerInputs"), "BatchGetRouterInput");
}

TEST_F(RouteTest, SourcesOfFlowsAreSingularInThePath) {
  EXPECT_EQ(NameOf("POST", "/v1/flows/x/source"), "AddFlowSources");
  EXPECT_EQ(NameOf("POST", "/v1/flows/x/sources"), "");
}

TEST_F(RouteTest, AnEmptyLabelIsNoList) {
  EXPECT_EQ(NameOf("GET", "/v1/flows/"), "DescribeFlow");
  EXPECT_EQ(NameOf("POST", "/v1/flows//outputs"), "AddFlowOutputs");
  EXPECT_EQ(NameOf("GET", "/v1/flows"), "ListFlows");
  EXPECT_EQ(NameOf("GET", "/v1/entitlements/"), "");
}

TEST_F(RouteTest, AnEncodedSlashStaysInItsLabel) {
  EXPECT_EQ(LabelOf("GET", "/v1/flows/a%2Fb"), "a%2Fb");
  EXPECT_EQ(NameOf("GET", "/v1/flows/a/b"), "");
}

TEST_F(RouteTest, UnderTagsAnArnRunsToTheEnd) {
  const std::string arn = "arn:aws:mediaconnect:us-east-1:1:flow:1-a:b/mediaStream/c";
  EXPECT_EQ(LabelOf("GET", "/tags/" + arn), arn);
  EXPECT_EQ(LabelOf("GET", "/tags/global/" + arn), arn);
}

TEST_F(RouteTest, UnknownPathsAndWrongMethodsHaveNoOperation) {
  EXPECT_EQ(NameOf("GET", "/"), "");
  EXPECT_EQ(NameOf("GET", ""), "");
  EXPECT_EQ(NameOf("GET", "/v2/flows"), "");
  EXPECT_EQ(NameOf("PATCH", "/v1/flows"), "");
  EXPECT_EQ(NameOf("HEAD", "/v1/flows"), "");
  EXPECT_EQ(NameOf("get", "/v1/flows"), "");
}

TEST_F(RouteTest, AliasesReachTheirOperation) {
  EXPECT_EQ(NameOf("POST", "/moto-api/reset"), "Reset");
  EXPECT_EQ(NameOf("GET", "/_localstack/health"), "GetHealth");
}

}  // namespace
}  // namespace mediaconnect
