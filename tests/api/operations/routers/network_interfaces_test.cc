// Router network interfaces (rules 3.4).
#include <gmock/gmock.h>

#include "tests/support/routers.h"

namespace mediaconnect {
namespace {

constexpr const char* kUnknown =
    "arn:aws:mediaconnect:us-east-1:111122223333:routerNetworkInterface:a1b2c3d4e5f6";

class NetworkInterfacesTest : public RouterTest {
 protected:
  Answer Update(const std::string& arn, const Json& members) {
    return world_.Put(InterfacePath(arn), members);
  }
  Answer Delete(const std::string& arn) { return world_.Delete(InterfacePath(arn)); }
  Answer BatchGet(const std::vector<std::string>& arns) {
    std::string query;
    for (const std::string& arn : arns)
      query.append(query.empty() ? "?" : "&").append("arns=").append(arn);
    return world_.Get("/v1/routerNetworkInterfaces" + query);
  }
  // A router input that uses it.
  std::string AddUser(const std::string& arn, ResourceKind kind = ResourceKind::kRouterInput) {
    const Scope scope{kAccount, kRegion};
    std::string user = "user-" + std::to_string(++users_);
    State::Transaction transaction(world_.state, false);
    const std::int64_t id = world_.state.resources.Insert({.kind = kind,
                                                           .scope = scope,
                                                           .arn = user,
                                                           .name = "in",
                                                           .status = "STANDBY",
                                                           .doc = "{}"});
    world_.state.routers.Attach(id, world_.state.resources.Find(scope, arn)->id);
    transaction.Commit();
    return user;
  }

  int users_ = 0;
};

TEST_F(NetworkInterfacesTest, OneIsCreatingAndThenActive) {
  const Answer created =
      CreateInterface(PublicInterface("studio", Json{{"tags", {{"team", "news"}}}}));
  EXPECT_EQ(created.status, 201);
  EXPECT_EQ(created.Text("routerNetworkInterface.state"), "CREATING");
  const std::string arn = created.Text("routerNetworkInterface.arn");
  const std::string id = created.Text("routerNetworkInterface.id");
  EXPECT_EQ(arn, "arn:aws:mediaconnect:us-east-1:111122223333:routerNetworkInterface:" + id);
  EXPECT_THAT(id, testing::MatchesRegex("[a-z0-9]{12}"));
  const Answer shown = GetInterface(arn);
  EXPECT_EQ(shown.Text("routerNetworkInterface.state"), "ACTIVE");
  EXPECT_EQ(shown.Text("routerNetworkInterface.name"), "studio");
  EXPECT_EQ(shown.Text("routerNetworkInterface.networkInterfaceType"), "PUBLIC");
  EXPECT_EQ(shown.Text("routerNetworkInterface.configuration.public.allowRules.0.cidr"),
            "10.0.0.0/8");
  EXPECT_EQ(shown.Text("routerNetworkInterface.regionName"), "us-east-1");
  EXPECT_EQ(shown.Text("routerNetworkInterface.tags.team"), "news");
  EXPECT_EQ(shown.Text("routerNetworkInterface.createdAt"), "2025-06-15T15:06:40Z");
  EXPECT_EQ(shown.Text("routerNetworkInterface.updatedAt"), "2025-06-15T15:06:40Z");
  EXPECT_EQ(shown.Number("routerNetworkInterface.associatedInputCount"), 0);
  EXPECT_EQ(shown.Number("routerNetworkInterface.associatedOutputCount"), 0);
  EXPECT_FALSE(shown.Has("routerNetworkInterface.clientToken"));
}

TEST_F(NetworkInterfacesTest, OneIsPublicOrInAVpc) {
  const Answer vpc = GetInterface(InterfaceArn(VpcInterface()));
  EXPECT_EQ(vpc.Text("routerNetworkInterface.networkInterfaceType"), "VPC");
  EXPECT_EQ(vpc.Text("routerNetworkInterface.configuration.vpc.subnetId"), "subnet-1");
  // None may send to it, which is enough for outputs.
  EXPECT_EQ(CreateInterface(
                Json{{"name", "out"}, {"configuration", {{"public", {{"allowRules", List({})}}}}}})
                .status,
            201);
  ExpectError(CreateInterface(Json{{"name", "n"}, {"configuration", Json::Raw("{}")}}), 400,
              "BadRequestException", "configuration");
}

TEST_F(NetworkInterfacesTest, NamesNeedNotBeUnique) {
  EXPECT_NE(InterfaceArn(PublicInterface("one_and-2")), InterfaceArn(PublicInterface("one_and-2")));
  EXPECT_EQ(CreateInterface(PublicInterface(std::string(128, 'n'))).status, 201);
  for (const std::string& name : {std::string(129, 'n'), std::string("a b"), std::string()}) {
    ExpectError(CreateInterface(PublicInterface(name)), 400, "BadRequestException", "name");
  }
}

TEST_F(NetworkInterfacesTest, AnAllowRuleIsABlock) {
  const auto with = [](const std::string& cidr) {
    return Json{{"configuration",
                 {{"public",
                   {{"allowRules", List({Json{{"cidr", "10.0.0.0/8"}}, Json{{"cidr", cidr}}})}}}}}};
  };
  const std::string arn = InterfaceArn();
  for (const char* cidr : {"10.0.0.1/8", "10.0.0.1", "everybody"}) {
    const Names names{"configuration.public.allowRules[1].cidr", cidr};
    ExpectError(CreateInterface(Json{{"name", "n"}} + with(cidr)), 400, "BadRequestException",
                names);
    ExpectError(Update(arn, with(cidr)), 400, "BadRequestException", names);
  }
  EXPECT_EQ(Update(arn, with("2001:db8::/32")).status, 202);
}

TEST_F(NetworkInterfacesTest, AnUpdateChangesWhatItNames) {
  const std::string arn = InterfaceArn();
  world_.clock.Advance(60'000);
  EXPECT_EQ(Update(arn, Json{}).Text("routerNetworkInterface.updatedAt"), "2025-06-15T15:06:40Z");
  const Answer renamed = Update(arn, Json{{"name", "other"}});
  EXPECT_EQ(renamed.status, 202);
  EXPECT_EQ(renamed.Text("routerNetworkInterface.name"), "other");
  EXPECT_EQ(renamed.Text("routerNetworkInterface.arn"), arn);
  EXPECT_EQ(renamed.Text("routerNetworkInterface.createdAt"), "2025-06-15T15:06:40Z");
  EXPECT_EQ(renamed.Text("routerNetworkInterface.updatedAt"), "2025-06-15T15:07:40Z");
  Update(arn, Json{{"configuration", {{"public", {{"allowRules", List({})}}}}}});
  const Answer shown = GetInterface(arn);
  EXPECT_EQ(shown.Size("routerNetworkInterface.configuration.public.allowRules"), 0u);
  EXPECT_EQ(shown.Text("routerNetworkInterface.name"), "other");
  EXPECT_EQ(Delete(arn).Text("name"), "other");
}

TEST_F(NetworkInterfacesTest, ItsTypeCannotBeChanged) {
  const std::string arn = InterfaceArn();
  ExpectError(Update(arn, Json{{"name", "n"}} + VpcInterface("n")), 400, "BadRequestException",
              {"configuration", "VPC", "PUBLIC", arn});
  EXPECT_EQ(GetInterface(arn).Text("routerNetworkInterface.name"), "public");
}

TEST_F(NetworkInterfacesTest, AnUpdatePassesThroughUpdating) {
  const std::string arn = InterfaceArn();
  EXPECT_EQ(StateOfInterface(arn), "ACTIVE");
  world_.settings.transition_delay_ms = 500;
  EXPECT_EQ(Update(arn, Json{{"name", "n"}}).Text("routerNetworkInterface.state"), "UPDATING");
  EXPECT_EQ(StateOfInterface(arn), "UPDATING");
  world_.clock.Advance(500);
  EXPECT_EQ(StateOfInterface(arn), "ACTIVE");
}

TEST_F(NetworkInterfacesTest, OneThatIsDeletedIsGone) {
  const std::string arn = InterfaceArn();
  world_.state.Settle();
  const Answer deleted = Delete(arn);
  EXPECT_EQ(deleted.status, 200);
  EXPECT_EQ(deleted.body, R"({"arn":")" + arn + R"(","name":"public","state":"DELETING"})");
  ExpectError(GetInterface(arn), 404, "NotFoundException", {"Router network interface", arn});
}

TEST_F(NetworkInterfacesTest, WhatIsNotThereIsNotFound) {
  ExpectError(GetInterface(kUnknown), 404, "NotFoundException", kUnknown);
  ExpectError(Delete(kUnknown), 404, "NotFoundException", kUnknown);
  // It declares no NotFoundException (decision 22).
  ExpectError(Update(kUnknown, Json{}), 400, "BadRequestException", kUnknown);
  const std::string arn = InterfaceArn();
  EXPECT_EQ(world_.Call("GET", InterfacePath(arn), "", kSubscriber).status, 404);
  ExpectError(GetInterface("routerNetworkInterface"), 400, "BadRequestException", "Arn");
}

TEST_F(NetworkInterfacesTest, TheStatesInWhichItCanBeChanged) {
  const InStates states{{"CREATING", "ACTIVE", "UPDATING", "DELETING", "ERROR"},
                        [&] { return InterfaceArn(); }};
  ExpectIn(states, {"ACTIVE"}, 202, [&](const auto& arn) {
    return Update(arn, Json{{"name", "n"}});
  });
  ExpectIn(states, {"ACTIVE", "ERROR"}, 200, [&](const auto& arn) { return Delete(arn); });
}

TEST_F(NetworkInterfacesTest, ItsTransitionsGoByRules) {
  const std::string rules = std::string("/_mediaconnect/accounts/") + kAccount + "/transitions";
  const auto set = [&](const Json& rule) {
    world_.Put(rules,
               Json{{"transitions", List({Json{{"kind", "router_network_interface"}} + rule})}});
  };
  set(Json{{"mode", "fail"}});
  const std::string failed = InterfaceArn();
  EXPECT_EQ(StateOfInterface(failed), "ERROR");
  EXPECT_EQ(Delete(failed).status, 200);
  EXPECT_EQ(StateOfInterface(failed), "ERROR");
  // Looked at from another Region.
  set(Json{{"mode", "polls"}, {"count", 2}});
  const std::string arn = InterfaceArn(PublicInterface("n", Json{{"regionName", "eu-west-1"}}));
  EXPECT_EQ(StateOfInterface(arn), "CREATING");
  EXPECT_EQ(BatchGet({arn}).Text("routerNetworkInterfaces.0.state"), "ACTIVE");
}

// UGnow:editing-router-network-interface
TEST_F(NetworkInterfacesTest, OneInAVpcThatIsUsedKeepsItsSubnetAndSecurityGroups) {
  const auto in = [](const std::string& subnet, const std::string& group) {
    return Json{
        {"configuration", {{"vpc", {{"securityGroupIds", List({group})}, {"subnetId", subnet}}}}}};
  };
  const std::string arn = InterfaceArn(VpcInterface());
  EXPECT_EQ(Update(arn, in("subnet-2", "sg-2")).status, 202);
  const std::string user = AddUser(arn);
  for (const Json& changed : {in("subnet-3", "sg-2"), in("subnet-2", "sg-3")}) {
    ExpectError(Update(arn, changed), 409, "ConflictException", {"configuration.vpc", arn, user});
  }
  EXPECT_EQ(Update(arn, in("subnet-2", "sg-2") + Json{{"name", "n"}}).status, 202);  // as it is
  EXPECT_EQ(GetInterface(arn).Text("routerNetworkInterface.name"), "n");
  const std::string open = InterfaceArn();
  AddUser(open);
  EXPECT_EQ(Update(open, Json{{"configuration", {{"public", {{"allowRules", List({})}}}}}}).status,
            202);
}

TEST_F(NetworkInterfacesTest, OneThatIsUsedStays) {
  const std::string arn = InterfaceArn();
  const std::string input = AddUser(arn);
  AddUser(arn, ResourceKind::kRouterOutput);
  AddUser(arn, ResourceKind::kRouterOutput);
  const Answer shown = GetInterface(arn);
  EXPECT_EQ(shown.Number("routerNetworkInterface.associatedInputCount"), 1);
  EXPECT_EQ(shown.Number("routerNetworkInterface.associatedOutputCount"), 2);
  const Answer list = world_.Post("/v1/routerNetworkInterfaces", "{}");
  EXPECT_EQ(list.Number("routerNetworkInterfaces.0.associatedOutputCount"), 2);
  ExpectError(Delete(arn), 409, "ConflictException", {arn, "3", input});
  SetStatus(input, "DELETING");  // which can still fail
  ExpectError(Delete(arn), 409, "ConflictException", {arn, "3", input});
  EXPECT_EQ(world_.Post("/_mediaconnect/reset").status, 200);
  EXPECT_EQ(GetInterface(arn).status, 404);
}

TEST_F(NetworkInterfacesTest, ItIsInTheRegionThatItsCreationNames) {
  const std::string arn = InterfaceArn(PublicInterface("n", Json{{"regionName", "eu-west-1"}}));
  EXPECT_EQ(arn.find("arn:aws:mediaconnect:eu-west-1:111122223333:"), 0u);
  const Answer shown = GetInterface(arn);
  EXPECT_EQ(shown.Text("routerNetworkInterface.regionName"), "eu-west-1");
  EXPECT_EQ(world_.Call("GET", InterfacePath(arn), "", kAccount, "eu-west-1").body, shown.body);
  EXPECT_EQ(Update(arn, Json{{"name", "other"}}).status, 202);
  EXPECT_EQ(Delete(arn).status, 200);
  for (const char* region : {"", "US-EAST-1", "eu west"}) {
    ExpectError(CreateInterface(PublicInterface("n", Json{{"regionName", region}})), 400,
                "BadRequestException", {"regionName", std::string("\"") + region + "\""});
  }
}

TEST_F(NetworkInterfacesTest, ThereAre10OfThemARegionInProfileCurrent) {
  for (int i = 0; i < 11; ++i) EXPECT_EQ(CreateInterface().status, 201);
  world_.Post("/_mediaconnect/reset");
  world_.settings.quotas.Apply("current");
  for (int i = 0; i < 10; ++i) EXPECT_EQ(CreateInterface().status, 201);
  ExpectError(CreateInterface(), 420, "RouterNetworkInterfaceServiceQuotaExceededException",
              {"10 router network interfaces"});
  EXPECT_EQ(CreateInterface(PublicInterface("n", Json{{"regionName", "eu-west-1"}})).status, 201);
}

TEST_F(NetworkInterfacesTest, ABatchHasErrorsForWhatIsNotThere) {
  const std::string one = InterfaceArn(PublicInterface("one"));
  const std::string two = InterfaceArn(PublicInterface("two", Json{{"regionName", "eu-west-1"}}));
  const Answer answer = BatchGet({two, kUnknown, one, two});
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.Size("routerNetworkInterfaces"), 2u);
  EXPECT_EQ(answer.Text("routerNetworkInterfaces.0.arn"), two);
  EXPECT_EQ(answer.Text("routerNetworkInterfaces.1.name"), "one");
  EXPECT_EQ(answer.Size("errors"), 1u);
  EXPECT_EQ(answer.Text("errors.0.arn"), kUnknown);
  EXPECT_EQ(answer.Text("errors.0.code"), "NotFoundException");
  EXPECT_NE(answer.Text("errors.0.message").find(kUnknown), std::string::npos);
  EXPECT_EQ(BatchGet({one}).Size("errors"), 0u);
  ExpectError(BatchGet({}), 400, "BadRequestException", "arns");
}

}  // namespace
}  // namespace mediaconnect
