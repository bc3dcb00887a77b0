// The lists of the router's resources: pages and filters (rules 1.4, 3.4).
#include <set>

#include "tests/support/routers.h"

namespace mediaconnect {
namespace {

using Found = std::vector<std::string>;

class RouterListsTest : public RouterTest {
 protected:
  Answer ListPage(const Json& body = {}, const std::string& query = "") {
    return world_.Post("/v1/routerNetworkInterfaces" + query, body);
  }
  Found NamesOf(const Answer& answer) {
    EXPECT_EQ(answer.status, 200) << answer.body;
    Found names;
    for (std::size_t i = 0; i < answer.Size("routerNetworkInterfaces"); ++i) {
      names.push_back(answer.Text("routerNetworkInterfaces." + std::to_string(i) + ".name"));
    }
    return names;
  }
  static Json Texts(const Found& texts) {
    return List(std::vector<Json>(texts.begin(), texts.end()));
  }
  Found Filtered(const std::vector<Json>& filters) {
    return NamesOf(ListPage(Json{{"filters", List(filters)}}));
  }
};

TEST_F(RouterListsTest, ItShowsTheListedFormOfThoseOfTheRegion) {
  const std::string arn = InterfaceArn(PublicInterface("one", Json{{"tags", {{"a", "b"}}}}));
  InterfaceArn(PublicInterface("elsewhere", Json{{"regionName", "eu-west-1"}}));
  world_.Call("POST", "/v1/routerNetworkInterface", PublicInterface("not mine"), kSubscriber);
  const Answer answer = ListPage();
  EXPECT_EQ(NamesOf(answer), Found{"one"});
  EXPECT_EQ(answer.Text("routerNetworkInterfaces.0.arn"), arn);
  EXPECT_EQ(answer.Text("routerNetworkInterfaces.0.state"), "ACTIVE");
  EXPECT_EQ(answer.Text("routerNetworkInterfaces.0.networkInterfaceType"), "PUBLIC");
  EXPECT_FALSE(answer.Has("routerNetworkInterfaces.0.tags"));
  EXPECT_FALSE(answer.Has("routerNetworkInterfaces.0.configuration"));
  EXPECT_EQ(world_.Post("/v1/routerNetworkInterfaces").body, answer.body);  // without a body
}

TEST_F(RouterListsTest, FiltersOfOneKindWidenAndThoseOfTwoNarrow) {
  InterfaceArn(PublicInterface("news-a"));
  InterfaceArn(VpcInterface("news-b"));
  InterfaceArn(VpcInterface("sports"));
  InterfaceArn(PublicInterface("news-c", Json{{"regionName", "eu-west-1"}}));
  const auto name = [](const Found& parts) { return Json{{"nameContains", Texts(parts)}}; };
  const auto type = [](const Found& types) {
    return Json{{"networkInterfaceTypes", Texts(types)}};
  };
  const auto region = [](const Found& names) { return Json{{"regionNames", Texts(names)}}; };
  EXPECT_EQ(Filtered({}), (Found{"news-a", "news-b", "sports"}));
  EXPECT_EQ(Filtered({name({"news"})}), (Found{"news-a", "news-b"}));
  EXPECT_EQ(Filtered({name({"News"})}), Found{});
  EXPECT_EQ(Filtered({name({"-b", "port"})}), (Found{"news-b", "sports"}));
  EXPECT_EQ(Filtered({name({"-b"}), name({"port"})}), (Found{"news-b", "sports"}));
  EXPECT_EQ(Filtered({name({"news"}), type({"VPC"})}), Found{"news-b"});
  EXPECT_EQ(Filtered({type({"VPC", "PUBLIC"})}), (Found{"news-a", "news-b", "sports"}));
  EXPECT_EQ(Filtered({region({"eu-west-1"})}), Found{"news-c"});
  EXPECT_EQ(Filtered({region({"eu-west-1"}), region({"us-east-1"}), name({"news"})}),
            (Found{"news-a", "news-b", "news-c"}));
  EXPECT_EQ(Filtered({region({"ap-south-1"})}), Found{});
  // One without values narrows nothing.
  EXPECT_EQ(Filtered({name({}), region({}), type({"PUBLIC"})}), Found{"news-a"});
  ExpectError(ListPage(Json{{"filters", List({type({"PRIVATE"})})}}), 400, "BadRequestException",
              {"filters[0].networkInterfaceTypes[0]", "PRIVATE"});
  ExpectError(ListPage(Json{{"filters", List({name({"a"}) + type({"VPC"})})}}), 400,
              "BadRequestException", "filters[0]");
}

TEST_F(RouterListsTest, TheDefaultPageIs20) {
  for (int i = 0; i < 21; ++i) InterfaceArn();
  const Answer first = ListPage();
  EXPECT_EQ(NamesOf(first).size(), 20u);
  const Answer second = ListPage(Json{}, "?nextToken=" + first.Text("nextToken"));
  EXPECT_EQ(NamesOf(second).size(), 1u);
  EXPECT_FALSE(second.Has("nextToken"));
  EXPECT_EQ(NamesOf(ListPage(Json{}, "?maxResults=21")).size(), 21u);
  EXPECT_FALSE(ListPage(Json{}, "?maxResults=21").Has("nextToken"));
  ExpectError(ListPage(Json{}, "?maxResults=101"), 400, "BadRequestException",
              {"maxResults", "100"});
  ExpectError(ListPage(Json{}, "?maxResults=0"), 400, "BadRequestException", {"maxResults", "0"});
}

// More than the store is asked for at a time pass between two that are wanted.
TEST_F(RouterListsTest, PagesAreFullHoweverFewAreWanted) {
  Found wanted;
  for (int i = 0; i < 240; ++i) {
    const bool is_wanted = i % 60 == 59;
    const std::string name = (is_wanted ? "wanted-" : "other-") + std::to_string(i);
    InterfaceArn(PublicInterface(name));
    if (is_wanted) wanted.push_back(name);
  }
  const Json filters{{"filters", List({Json{{"nameContains", List({"wanted"})}}})}};
  const Answer first = ListPage(filters, "?maxResults=3");
  EXPECT_EQ(NamesOf(first), Found(wanted.begin(), wanted.begin() + 3));
  const std::string token = "&nextToken=" + first.Text("nextToken");
  const Answer second = ListPage(filters, "?maxResults=3" + token);
  EXPECT_EQ(NamesOf(second), Found(wanted.begin() + 3, wanted.end()));
  EXPECT_FALSE(second.Has("nextToken"));
  // A token belongs to its filters.
  ExpectError(ListPage(Json{}, "?maxResults=3" + token), 400, "BadRequestException", "nextToken");
}

}  // namespace
}  // namespace mediaconnect
