// Gateways themselves (rules 3.3).
#include "tests/support/gateways.h"

namespace mediaconnect {
namespace {

class GatewaysTest : public GatewayTest {
 protected:
  // What CreateGateway says of the request with a member replaced.
  Answer Create(const char* member, const Json& value) {
    return world_.Post("/v1/gateways", GatewayRequest() + Json{{member, value}});
  }
};

TEST_F(GatewaysTest, AGatewayIsCreatingAndThenActive) {
  const Answer created = world_.Post("/v1/gateways", GatewayRequest("studio-1"));
  ASSERT_EQ(created.status, 201) << created.body;
  EXPECT_EQ(created.Text("gateway.gatewayState"), "CREATING");
  const std::string arn = created.Text("gateway.gatewayArn");
  EXPECT_EQ(arn.substr(0, 54), "arn:aws:mediaconnect:us-east-1:111122223333:gateway:1-");
  EXPECT_EQ(arn.substr(arn.size() - 9), ":studio-1");
  const Answer gateway = world_.Get("/v1/gateways/" + arn);
  EXPECT_EQ(gateway.status, 200);
  EXPECT_EQ(gateway.Text("gateway.gatewayState"), "ACTIVE");
  EXPECT_EQ(gateway.Text("gateway.name"), "studio-1");
  EXPECT_EQ(gateway.Text("gateway.egressCidrBlocks.0"), "10.0.0.0/8");
  EXPECT_EQ(gateway.Text("gateway.networks.0.name"), "studio");
  EXPECT_EQ(gateway.Text("gateway.networks.0.cidrBlock"), "10.0.0.0/16");
  EXPECT_EQ(gateway.Size("gateway.gatewayMessages"), 0u);
}

TEST_F(GatewaysTest, ItsNameHas1To32LettersDigitsAndHyphens) {
  EXPECT_EQ(Create("name", std::string(32, 'a')).status, 201);
  for (const std::string& name : {std::string(33, 'a'), std::string("a_b"), std::string("a b")}) {
    ExpectError(Create("name", name), 400, "BadRequestException", {"name: ", name, "32"});
  }
  ExpectError(Create("name", ""), 400, "BadRequestException", "name");
}

TEST_F(GatewaysTest, ItHas1To4NetworksWithNamesOfTheirOwn) {
  const auto networks = [&](int count) {
    std::vector<Json> some;
    some.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) some.push_back(Network("network_" + std::to_string(i)));
    return Create("networks", List(some));
  };
  EXPECT_EQ(networks(4).status, 201);
  ExpectError(networks(5), 400, "BadRequestException", {"networks", "1 to 4", "5"});
  ExpectError(networks(0), 400, "BadRequestException", {"networks", "1 to 4", "0"});
  ExpectError(Create("networks", List({Network("a"), Network("a")})), 400, "BadRequestException",
              {"networks[1].name", "\"a\""});
  ExpectError(Create("networks", List({Network("a b")})), 400, "BadRequestException",
              {"networks[0].name", "\"a b\""});
  ExpectError(Create("networks", List({Network("a", "10.0.0.1/16")})), 400, "BadRequestException",
              {"networks[0].cidrBlock", "10.0.0.1/16"});
  // A network may be named like the gateway (rules 3.2).
  EXPECT_EQ(Create("networks", List({Network("gateway")})).status, 201);
}

TEST_F(GatewaysTest, ItsEgressBlocksAreCidrBlocks) {
  ExpectError(Create("egressCidrBlocks", List({"10.0.0.0/8", "10.0.0.0"})), 400,
              "BadRequestException", {"egressCidrBlocks[1]", "10.0.0.0"});
}

TEST_F(GatewaysTest, TheyAreListedInPages) {
  std::vector<std::string> arns;
  arns.reserve(11);
  for (int i = 0; i < 11; ++i) arns.push_back(CreateGateway("g" + std::to_string(i)));
  const Answer first = world_.Get("/v1/gateways");
  ASSERT_EQ(first.Size("gateways"), 10u);
  EXPECT_EQ(first.Text("gateways.0.gatewayArn"), arns[0]);
  EXPECT_EQ(first.Text("gateways.0.gatewayState"), "ACTIVE");
  EXPECT_EQ(first.Text("gateways.0.name"), "g0");
  EXPECT_FALSE(first.Has("gateways.0.networks"));
  const Answer second = world_.Get("/v1/gateways?nextToken=" + first.Text("nextToken"));
  ASSERT_EQ(second.Size("gateways"), 1u);
  EXPECT_EQ(second.Text("gateways.0.gatewayArn"), arns[10]);
  EXPECT_FALSE(second.Has("nextToken"));
}

TEST_F(GatewaysTest, AnotherAccountOrRegionDoesNotSeeIt) {
  const std::string path = "/v1/gateways/" + CreateGateway();
  ExpectError(world_.Call("GET", path, "", kSubscriber), 404, "NotFoundException", "Gateway");
  ExpectError(world_.Call("GET", path, "", kAccount, "eu-west-1"), 404, "NotFoundException",
              {"eu-west-1", "It is in Region us-east-1"});
  EXPECT_EQ(world_.Call("GET", "/v1/gateways", "", kSubscriber).Size("gateways"), 0u);
}

TEST_F(GatewaysTest, ADeletedOneIsDeletingAndThenGone) {
  world_.settings.transition_delay_ms = 1000;
  const std::string arn = CreateGateway();
  const std::string path = "/v1/gateways/" + arn;
  ExpectError(world_.Delete(path), 409, "ConflictException", {arn, "CREATING", "ACTIVE or ERROR"});
  world_.clock.Advance(1000);
  const Answer deleted = world_.Delete(path);
  EXPECT_EQ(deleted.status, 200) << deleted.body;
  EXPECT_EQ(deleted.Text("gatewayArn"), arn);
  EXPECT_EQ(world_.Get(path).Text("gateway.gatewayState"), "DELETING");
  ExpectError(world_.Delete(path), 409, "ConflictException", {arn, "DELETING"});
  world_.clock.Advance(1000);
  ExpectError(world_.Get(path), 404, "NotFoundException", arn);
}

TEST_F(GatewaysTest, OneInErrorCanBeDeleted) {
  const std::string arn = CreateGateway();
  SetStatus(arn, "ERROR");
  EXPECT_EQ(world_.Delete("/v1/gateways/" + arn).status, 200);
}

TEST_F(GatewaysTest, OneWithInstancesStays) {
  const std::string arn = CreateGateway();
  const std::string instance = RegisterOne(arn);
  ExpectError(world_.Delete("/v1/gateways/" + arn), 409, "ConflictException",
              {arn, "instances (1)", "deregister"});
  world_.settings.transition_delay_ms = 500;
  EXPECT_EQ(world_.Delete("/v1/gateway-instances/" + instance).status, 202);
  ExpectError(world_.Delete("/v1/gateways/" + arn), 409, "ConflictException",
              {arn, "instances (1)", "deregister"});
  world_.clock.Advance(500);
  EXPECT_EQ(world_.Delete("/v1/gateways/" + arn).status, 200);
}

TEST_F(GatewaysTest, ThereAre3InARegionInProfileCurrent) {
  world_.settings.quotas.Apply("current");
  for (int i = 0; i < 3; ++i) EXPECT_EQ(world_.Post("/v1/gateways", GatewayRequest()).status, 201);
  ExpectError(world_.Post("/v1/gateways", GatewayRequest()), 420, "CreateGateway420Exception",
              {"3 gateways", "--quota gateways=N"});
  EXPECT_EQ(world_.Call("POST", "/v1/gateways", GatewayRequest(), kAccount, "eu-west-1").status,
            201);
}

TEST_F(GatewaysTest, AQuotaOfThemCanBeSet) {
  ASSERT_EQ(world_.settings.quotas.Apply("gateways=2"), "");
  for (int i = 0; i < 2; ++i) EXPECT_EQ(world_.Post("/v1/gateways", GatewayRequest()).status, 201);
  ExpectError(world_.Post("/v1/gateways", GatewayRequest()), 420, "CreateGateway420Exception",
              {"2 gateways", "--quota gateways=N"});
  EXPECT_EQ(world_.Get("/v1/gateways").Size("gateways"), 2u);
}

TEST_F(GatewaysTest, ItTakesTagsAndAnInstanceDoesNot) {
  const std::string arn = CreateGateway();
  EXPECT_EQ(world_.Post("/tags/" + arn, Json{{"tags", {{"team", "news"}}}}).status, 204);
  EXPECT_EQ(world_.Get("/tags/" + arn).Text("tags.team"), "news");
  const std::string instance = RegisterOne(arn);
  ExpectError(world_.Get("/tags/" + instance), 400, "BadRequestException", {instance, "no tags"});
}

}  // namespace
}  // namespace mediaconnect
