// Requests that come twice with the same client token (decision 18).
#include "tests/support/routers.h"

namespace mediaconnect {
namespace {

class ClientTokensTest : public RouterTest {
 protected:
  static Json With(const std::string& token, const Json& request = PublicInterface()) {
    return request + Json{{"clientToken", token}};
  }
  std::size_t Count() {
    return world_.Post("/v1/routerNetworkInterfaces").Size("routerNetworkInterfaces");
  }
};

TEST_F(ClientTokensTest, TheSameParametersGiveTheSameResource) {
  const Answer first = CreateInterface(With("t"));
  const std::string arn = first.Text("routerNetworkInterface.arn");
  const Answer second = CreateInterface(With("t"));
  EXPECT_EQ(second.status, 201);
  EXPECT_EQ(second.Text("routerNetworkInterface.arn"), arn);
  EXPECT_EQ(second.Text("routerNetworkInterface.state"), "ACTIVE");  // as it is now
  // The order of members says nothing.
  EXPECT_EQ(CreateInterface(R"({"clientToken":"t","configuration":{"public":{"allowRules":)"
                            R"([{"cidr":"10.0.0.0/8"}]}},"name":"public"})")
                .Text("routerNetworkInterface.arn"),
            arn);
  EXPECT_EQ(Count(), 1u);
  EXPECT_NE(InterfaceArn(With("u")), arn);
  EXPECT_NE(InterfaceArn(), InterfaceArn());
  EXPECT_NE(InterfaceArn(With("")), InterfaceArn(With("")));
}

TEST_F(ClientTokensTest, OtherParametersAreAConflict) {
  const std::string arn = InterfaceArn(With("t"));
  for (const Json& request : {PublicInterface("other"), VpcInterface("public"),
                              PublicInterface("public", Json{{"regionName", "us-east-1"}}),
                              PublicInterface("public", Json{{"tags", {{"a", "b"}}}})}) {
    ExpectError(CreateInterface(With("t", request)), 409, "ConflictException",
                {"clientToken", "\"t\"", arn});
  }
  EXPECT_EQ(Count(), 1u);
}

TEST_F(ClientTokensTest, ATokenIsOfItsAccountAndRegion) {
  const std::string arn = InterfaceArn(With("t"));
  const auto create = [&](const std::string& account, const std::string& region) {
    const Answer answer =
        world_.Call("POST", "/v1/routerNetworkInterface", With("t"), account, region);
    EXPECT_EQ(answer.status, 201) << answer.body;
    return answer.Text("routerNetworkInterface.arn");
  };
  EXPECT_NE(create(kSubscriber, kRegion), arn);
  EXPECT_NE(create(kAccount, "eu-west-1"), arn);
  EXPECT_EQ(create(kAccount, kRegion), arn);
}

TEST_F(ClientTokensTest, ATokenGoesWithItsResource) {
  const std::string arn = InterfaceArn(With("t"));
  world_.state.Settle();
  world_.Delete(InterfacePath(arn));
  world_.state.Settle();
  EXPECT_NE(InterfaceArn(With("t", PublicInterface("other"))), arn);
  world_.Post("/_mediaconnect/reset");
  EXPECT_EQ(CreateInterface(With("t")).status, 201);
}

TEST_F(ClientTokensTest, ARefusedRequestUsesNoToken) {
  EXPECT_EQ(CreateInterface(With("t", PublicInterface("a b"))).status, 400);
  world_.settings.quotas.Apply("router-network-interfaces=0");
  EXPECT_EQ(CreateInterface(With("t")).status, 420);
  world_.settings.quotas.Apply("none");
  EXPECT_EQ(CreateInterface(With("t", VpcInterface())).status, 201);
}

}  // namespace
}  // namespace mediaconnect
