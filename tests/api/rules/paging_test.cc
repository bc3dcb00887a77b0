// Rules of paging: ListFlows and ListEntitlements (rules 1.4, decision 19).
#include <set>

#include "tests/support/world.h"

namespace mediaconnect {
namespace {

class PagingTest : public WorldTest {
 protected:
  void CreateFlows(int count) {
    for (int i = 0; i < count; ++i) world_.CreateFlow("f" + std::to_string(i));
  }
  Answer ListFlows(const std::string& query) { return world_.Get("/v1/flows" + query); }
};

TEST_F(PagingTest, TheDefaultPageIs10) {
  CreateFlows(11);
  const Answer first = ListFlows("");
  EXPECT_EQ(first.Size("flows"), 10u);
  const Answer second = ListFlows("?nextToken=" + first.Text("nextToken"));
  EXPECT_EQ(second.Size("flows"), 1u);
  EXPECT_FALSE(second.Has("nextToken"));
}

TEST_F(PagingTest, TheDefaultPageOfEntitlementsIs20) {
  const std::string arn = world_.CreateFlow();
  world_.Post("/v1/flows/" + arn + "/entitlements",
              Json{{"entitlements", Repeat(21, Json{{"subscribers", List({"111122223333"})}})}});
  const Answer first = world_.Get("/v1/entitlements");
  EXPECT_EQ(first.Size("entitlements"), 20u);
  const Answer second = world_.Get("/v1/entitlements?nextToken=" + first.Text("nextToken"));
  EXPECT_EQ(second.Size("entitlements"), 1u);
  EXPECT_FALSE(second.Has("nextToken"));
}

TEST_F(PagingTest, TheExactLastPageHasNoToken) {
  CreateFlows(4);
  const Answer first = ListFlows("?maxResults=2");
  EXPECT_TRUE(first.Has("nextToken"));
  const Answer second = ListFlows("?maxResults=2&nextToken=" + first.Text("nextToken"));
  EXPECT_EQ(second.Size("flows"), 2u);
  EXPECT_FALSE(second.Has("nextToken"));
}

TEST_F(PagingTest, AnEmptyListIsAPageWithoutAToken) {
  EXPECT_EQ(ListFlows("").body, R"({"flows":[]})");
}

TEST_F(PagingTest, EveryItemComesOnceWhileOthersComeAndGo) {
  CreateFlows(10);
  std::set<std::string> names;
  std::string token;
  do {
    const Answer page = ListFlows("?maxResults=3" + (token.empty() ? "" : "&nextToken=" + token));
    for (std::size_t i = 0; i < page.Size("flows"); ++i) {
      EXPECT_TRUE(names.insert(page.Text("flows." + std::to_string(i) + ".name")).second);
    }
    // What was listed goes, and something new comes.
    world_.Delete("/v1/flows/" + page.Text("flows.0.flowArn"));
    if (names.size() < 6) world_.CreateFlow("new" + std::to_string(names.size()));
    token = page.Has("nextToken") ? page.Text("nextToken") : "";
  } while (!token.empty());
  for (int i = 0; i < 10; ++i) EXPECT_EQ(names.count("f" + std::to_string(i)), 1u) << i;
}

TEST_F(PagingTest, EveryEntitlementComesOnceWhileOthersComeAndGo) {
  const std::string arn = world_.CreateFlow();
  const auto grant = [&](int count) {
    const Answer granted = world_.Post(
        "/v1/flows/" + arn + "/entitlements",
        Json{{"entitlements", Repeat(count, Json{{"subscribers", List({"444455556666"})}})}});
    ASSERT_EQ(granted.status, 200) << granted.body;
  };
  grant(10);
  std::set<std::string> listed;
  std::string token;
  do {
    const Answer page = world_.Call(
        "GET", "/v1/entitlements?maxResults=3" + (token.empty() ? "" : "&nextToken=" + token), "",
        kSubscriber);
    for (std::size_t i = 0; i < page.Size("entitlements"); ++i) {
      const std::string at = "entitlements." + std::to_string(i) + ".entitlementArn";
      EXPECT_TRUE(listed.insert(page.Text(at)).second);
    }
    // What was listed is revoked, and something new granted.
    world_.Delete("/v1/flows/" + arn + "/entitlements/" +
                  page.Text("entitlements.0.entitlementArn"));
    if (listed.size() < 6) grant(1);
    token = page.Has("nextToken") ? page.Text("nextToken") : "";
  } while (!token.empty());
  EXPECT_EQ(listed.size(), 11u);
}

TEST_F(PagingTest, MaxResultsIsFrom1To1000) {
  for (const char* value : {"0", "-1", "1001", "5000", "x", "", "1.5"}) {
    ExpectError(ListFlows("?maxResults=" + std::string(value)), 400, "BadRequestException",
                "maxResults");
  }
  EXPECT_EQ(ListFlows("?maxResults=1000").status, 200);
  ExpectError(ListFlows("?maxResults=1&maxResults=2"), 400, "BadRequestException", "maxResults");
}

TEST_F(PagingTest, ForeignAndDamagedTokensAreRefused) {
  CreateFlows(2);
  const std::string token = ListFlows("?maxResults=1").Text("nextToken");
  ExpectError(ListFlows("?nextToken=nonsense"), 400, "BadRequestException", "nextToken");
  ExpectError(ListFlows("?nextToken="), 400, "BadRequestException", "nextToken");
  ExpectError(world_.Get("/v1/entitlements?nextToken=" + token), 400, "BadRequestException",
              "nextToken");
  ExpectError(world_.Call("GET", "/v1/flows?nextToken=" + token, "", kSubscriber), 400,
              "BadRequestException", "nextToken");
  ExpectError(world_.Call("GET", "/v1/flows?nextToken=" + token, "", kAccount, "eu-west-1"), 400,
              "BadRequestException", "nextToken");
  EXPECT_EQ(ListFlows("?nextToken=" + token).status, 200);
}

}  // namespace
}  // namespace mediaconnect
