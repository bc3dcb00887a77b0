// Bridges themselves (rules 3.2, 1.2).
#include "tests/support/gateways.h"

namespace mediaconnect {
namespace {

using BridgesTest = BridgeTest;

TEST_F(BridgesTest, AnIngressBridgeIsInStandbyAndAsItWasGiven) {
  const Answer created = Ingress();
  ASSERT_EQ(created.status, 201) << created.body;
  const std::string arn = created.Text("bridge.bridgeArn");
  EXPECT_EQ(arn.substr(0, 53), "arn:aws:mediaconnect:us-east-1:111122223333:bridge:1-");
  EXPECT_EQ(arn.substr(arn.size() - 8), ":ingress");
  EXPECT_EQ(created.At("bridge"), json::Parse(R"({"bridgeArn":")" + arn +
                                              R"(","name":"ingress","placementArn":")" + gateway_ +
                                              R"(","bridgeState":"STANDBY","bridgeMessages":[],
      "ingressGatewayBridge":{"maxBitrate":10000000,"maxOutputs":2},"outputs":[],
      "sources":[{"networkSource":{"name":"in","multicastIp":"239.1.1.1","port":5000,
                                   "protocol":"rtp","networkName":"studio"}}]})")
                                      .node());
  EXPECT_EQ(DescribeBridge(arn).body, created.body);
}

TEST_F(BridgesTest, AnEgressBridgeHasFlowSourcesAndNetworkOutputs) {
  const Answer created = Egress();
  ASSERT_EQ(created.status, 201) << created.body;
  EXPECT_EQ(created.Text("bridge.bridgeState"), "STANDBY");
  EXPECT_EQ(created.Number("bridge.egressGatewayBridge.maxBitrate"), 10000000);
  EXPECT_EQ(created.Text("bridge.sources.0.flowSource.flowArn"), flow_);
  EXPECT_EQ(created.At("bridge.outputs"), json::Parse(R"([{"networkOutput":{"name":"out",
      "ipAddress":"192.0.2.9","port":5000,"protocol":"udp","ttl":64,"networkName":"studio"}}])")
                                              .node());
  EXPECT_FALSE(created.Has("bridge.ingressGatewayBridge"));
  EXPECT_EQ(Egress(Json{{"outputs", List({})}}).status, 201);
}

TEST_F(BridgesTest, ItIsEitherIngressOrEgress) {
  ExpectError(Ingress(Json{{"egressGatewayBridge", {{"maxBitrate", 5000000}}}}), 400,
              "BadRequestException",
              {"egressGatewayBridge", "ingressGatewayBridge", "exactly one"});
  ExpectError(CreateBridge(IngressBridge(gateway_).Without("ingressGatewayBridge")), 400,
              "BadRequestException", {"egressGatewayBridge", "ingressGatewayBridge"});
  ExpectError(Ingress(Json{{"sources", List({FlowSource(flow_)})}}), 400, "BadRequestException",
              {"sources[0].flowSource", "ingress", "networkSource"});
  ExpectError(Egress(Json{{"sources", List({NetworkSource()})}}), 400, "BadRequestException",
              {"sources[0].networkSource", "egress", "flowSource"});
  ExpectError(Ingress(Json{{"sources", List({Json{}})}}), 400, "BadRequestException",
              {"sources[0].networkSource", "required"});
  ExpectError(Egress(Json{{"sources", List({FlowSource(flow_) + NetworkSource()})}}), 400,
              "BadRequestException", {"sources[0].networkSource", "egress"});
  ExpectError(Ingress(Json{{"outputs", List({NetworkOutput()})}}), 400, "BadRequestException",
              {"outputs[0].networkOutput", "ingress"});
}

TEST_F(BridgesTest, ItsNameHas1To64LettersDigitsAndHyphens) {
  EXPECT_EQ(Ingress(Json{{"name", std::string(64, 'a')}}).status, 201);
  for (const std::string& name : {std::string(65, 'a'), std::string("a_b"), std::string()}) {
    ExpectError(Ingress(Json{{"name", name}}), 400, "BadRequestException", {"name", name});
  }
  EXPECT_EQ(Ingress(Json{{"name", "ingress"}}).status, 201);
  EXPECT_EQ(Ingress(Json{{"name", "ingress"}}).status, 201);  // not unique
}

TEST_F(BridgesTest, ItsBitrateIs1To100Megabits) {
  for (const auto& [bitrate, status] :
       {std::pair(999999, 400), {1000000, 201}, {100000000, 201}, {100000001, 400}}) {
    const Json given{{"maxBitrate", bitrate}};
    const Answer ingress = Ingress(Json{{"ingressGatewayBridge", given + Json{{"maxOutputs", 1}}}});
    const Answer egress = Egress(Json{{"egressGatewayBridge", given}});
    EXPECT_EQ(ingress.status, status) << bitrate;
    EXPECT_EQ(egress.status, status) << bitrate;
    if (status == 201) continue;
    ExpectError(ingress, 400, "BadRequestException",
                {"ingressGatewayBridge.maxBitrate", "1000000 to 100000000"});
    ExpectError(egress, 400, "BadRequestException", "egressGatewayBridge.maxBitrate");
  }
  ExpectError(Ingress(Json{{"ingressGatewayBridge", {{"maxBitrate", 5000000}, {"maxOutputs", 0}}}}),
              400, "BadRequestException", {"ingressGatewayBridge.maxOutputs", "0"});
}

TEST_F(BridgesTest, ItIsOnAnActiveGatewayOfTheCaller) {
  const auto on = [&](const std::string& arn) { return CreateBridge(IngressBridge(arn)); };
  ExpectError(on("nonsense"), 400, "BadRequestException", {"placementArn", "nonsense"});
  ExpectError(on(gateway_ + "x"), 400, "BadRequestException", {"placementArn", gateway_ + "x"});
  ExpectError(on(RegisterOne(gateway_)), 400, "BadRequestException", "placementArn");
  for (const auto& [account, region] : {std::pair(kSubscriber, kRegion), {kAccount, "eu-west-1"}}) {
    ExpectError(world_.Call("POST", "/v1/bridges", IngressBridge(gateway_), account, region), 400,
                "BadRequestException", {"placementArn", account, region});
  }
  SetStatus(gateway_, "ERROR");
  ExpectError(on(gateway_), 409, "ConflictException", {gateway_, "ERROR", "ACTIVE"});
}

TEST_F(BridgesTest, AGatewayHas40OfThemInProfileCurrent) {
  ASSERT_EQ(world_.settings.quotas.Apply("current"), "");
  for (int i = 0; i < 40; ++i) ASSERT_EQ(Ingress().status, 201) << i;
  ExpectError(Ingress(), 420, "CreateBridge420Exception",
              {"40 bridges a gateway", "--quota bridges-per-gateway=N"});
  EXPECT_EQ(world_.Get("/v1/bridges?maxResults=100").Size("bridges"), 40u);
  EXPECT_EQ(CreateBridge(IngressBridge(CreateGateway("other"))).status, 201);
}

TEST_F(BridgesTest, NothingOfARefusedOneIsKept) {
  ExpectError(Egress(Json{{"outputs", List({NetworkOutput("a", Json{{"ttl", 0}})})}}), 400,
              "BadRequestException", "ttl");
  EXPECT_EQ(world_.Get("/v1/bridges").Size("bridges"), 0u);
  EXPECT_EQ(DescribeFlow(flow_).Size("flow.outputs"), 0u);
}

TEST_F(BridgesTest, TheyAreListedAlsoOfAGatewayOrAnInstance) {
  const std::string other = CreateGateway("other");
  const std::string of_other = CreateBridge(EgressBridge(other, flow_)).Text("bridge.bridgeArn");
  std::vector<std::string> arns;
  arns.reserve(11);
  for (int i = 0; i < 11; ++i) arns.push_back(IngressArn());
  const std::string on = "/v1/bridges?filterArn=" + gateway_;
  const Answer first = world_.Get(on);
  ASSERT_EQ(first.Size("bridges"), 10u);
  EXPECT_EQ(first.At("bridges.0"), json::Parse(R"({"bridgeArn":")" + arns[0] +
                                               R"(","bridgeType":"INGRESS","name":"ingress",
      "placementArn":")" + gateway_ + R"(","bridgeState":"STANDBY"})")
                                       .node());
  const std::string token = "&nextToken=" + first.Text("nextToken");
  const Answer second = world_.Get(on + token);
  ASSERT_EQ(second.Size("bridges"), 1u);
  EXPECT_EQ(second.Text("bridges.0.bridgeArn"), arns[10]);
  EXPECT_FALSE(second.Has("nextToken"));
  EXPECT_EQ(world_.Get("/v1/bridges?maxResults=100").Size("bridges"), 12u);
  const Answer others = world_.Get("/v1/bridges?filterArn=" + other);
  ASSERT_EQ(others.Size("bridges"), 1u);
  EXPECT_EQ(others.Text("bridges.0.bridgeArn"), of_other);
  EXPECT_EQ(others.Text("bridges.0.bridgeType"), "EGRESS");
  ExpectError(world_.Get("/v1/bridges?filterArn=" + other + token), 400, "BadRequestException",
              "nextToken");
  const std::string instance = RegisterOne(gateway_);
  const std::string run_by = "/v1/bridges?filterArn=" + instance;
  EXPECT_EQ(world_.Get(run_by).Size("bridges"), 0u);
  SetState(arns[3], "ACTIVE");
  ASSERT_EQ(world_.Get(run_by).Size("bridges"), 1u);
  EXPECT_EQ(world_.Get(run_by).Text("bridges.0.bridgeArn"), arns[3]);
  EXPECT_EQ(world_.Get(run_by).Text("bridges.0.bridgeState"), "ACTIVE");
  EXPECT_EQ(world_.Get("/v1/bridges?filterArn=" + flow_).Size("bridges"), 0u);
  EXPECT_EQ(world_.Call("GET", on, "", kSubscriber).Size("bridges"), 0u);
}

TEST_F(BridgesTest, AnotherAccountOrRegionDoesNotSeeIt) {
  const std::string path = Path(IngressArn());
  ExpectError(world_.Call("GET", path, "", kSubscriber), 404, "NotFoundException", "Bridge");
  ExpectError(world_.Call("DELETE", path, "", kAccount, "eu-west-1"), 404, "NotFoundException",
              {"eu-west-1", "It is in Region us-east-1"});
  EXPECT_EQ(world_.Call("GET", "/v1/bridges", "", kSubscriber).Size("bridges"), 0u);
}

TEST_F(BridgesTest, AnUpdateChangesWhatItNames) {
  const std::string arn = IngressArn();
  const Answer updated = world_.Put(Path(arn), Json{{"ingressGatewayBridge", {{"maxOutputs", 5}}}});
  ASSERT_EQ(updated.status, 202) << updated.body;
  EXPECT_EQ(updated.Number("bridge.ingressGatewayBridge.maxOutputs"), 5);
  EXPECT_EQ(updated.Number("bridge.ingressGatewayBridge.maxBitrate"), 10000000);
  EXPECT_EQ(DescribeBridge(arn).body, updated.body);
  EXPECT_EQ(world_.Put(Path(arn), Json{}).body, updated.body);  // decision 21
  ExpectError(world_.Put(Path(arn), Json{{"egressGatewayBridge", {{"maxBitrate", 5000000}}}}), 400,
              "BadRequestException", {"egressGatewayBridge", "ingress"});
  ExpectError(world_.Put(Path(arn), Json{{"ingressGatewayBridge", {{"maxBitrate", 1}}}}), 400,
              "BadRequestException", "ingressGatewayBridge.maxBitrate");
  const std::string egress = EgressArn();
  EXPECT_EQ(world_.Put(Path(egress), Json{{"egressGatewayBridge", {{"maxBitrate", 5000000}}}})
                .Number("bridge.egressGatewayBridge.maxBitrate"),
            5000000);
}

TEST_F(BridgesTest, FailoverIsOfModeFailoverOnly) {
  const auto failover = [](const Json& config) { return Json{{"sourceFailoverConfig", config}}; };
  EXPECT_FALSE(Ingress().Has("bridge.sourceFailoverConfig"));
  const Answer enabled = Ingress(failover(Json{{"state", "ENABLED"}}));
  EXPECT_EQ(enabled.At("bridge.sourceFailoverConfig"),
            json::Parse(R"({"state":"ENABLED","failoverMode":"FAILOVER"})").node());
  for (const Answer& merge :
       {Egress(failover(Json{{"state", "ENABLED"}, {"failoverMode", "MERGE"}})),
        world_.Put(Path(IngressArn()), failover(Json{{"failoverMode", "MERGE"}}))}) {
    ExpectError(merge, 400, "BadRequestException",
                {"sourceFailoverConfig.failoverMode", "FAILOVER"});
  }
  const Answer primary = world_.Put(Path(enabled.Text("bridge.bridgeArn")),
                                    failover(Json{{"sourcePriority", {{"primarySource", "in"}}}}));
  ASSERT_EQ(primary.status, 202) << primary.body;
  EXPECT_EQ(primary.Text("bridge.sourceFailoverConfig.state"), "ENABLED");
  EXPECT_EQ(primary.Text("bridge.sourceFailoverConfig.sourcePriority.primarySource"), "in");
  ExpectError(Ingress(failover(
                  Json{{"state", "ENABLED"}, {"sourcePriority", {{"primarySource", "other"}}}})),
              400, "BadRequestException", {"primarySource", "\"other\""});
}

TEST_F(BridgesTest, ADeletedOneIsDeletingAndThenGone) {
  const std::string arn = IngressArn();
  world_.settings.transition_delay_ms = 1000;
  const Answer deleted = world_.Delete(Path(arn));
  EXPECT_EQ(deleted.status, 200) << deleted.body;
  EXPECT_EQ(deleted.Text("bridgeArn"), arn);
  EXPECT_EQ(StateOf(arn), "DELETING");
  ExpectError(world_.Delete("/v1/gateways/" + gateway_), 409, "ConflictException", "bridges (1)");
  world_.clock.Advance(1000);
  ExpectError(DescribeBridge(arn), 404, "NotFoundException", arn);
  EXPECT_EQ(world_.Delete("/v1/gateways/" + gateway_).status, 200);
}

TEST_F(BridgesTest, TheDesiredStateDeletedDeletesIt) {
  const std::string arn = IngressArn();
  const Answer deleted = SetState(arn, "DELETED");
  EXPECT_EQ(deleted.status, 202) << deleted.body;
  EXPECT_EQ(deleted.Text("desiredState"), "DELETED");
  ExpectError(DescribeBridge(arn), 404, "NotFoundException", arn);
  ExpectError(SetState(arn, "RUNNING"), 400, "BadRequestException",
              {"desiredState", "RUNNING", "ACTIVE"});
}

TEST_F(BridgesTest, ItTakesTagsAndLosesThemWithItself) {
  const std::string arn = IngressArn();
  EXPECT_EQ(world_.Post("/tags/" + arn, Json{{"tags", {{"team", "news"}}}}).status, 204);
  EXPECT_EQ(world_.Get("/tags/" + arn).Text("tags.team"), "news");
  world_.Delete(Path(arn));
  ExpectError(world_.Get("/tags/" + arn), 404, "NotFoundException", arn);
}

TEST_F(BridgesTest, AResetTakesThem) {
  RegisterOne(gateway_);
  SetState(IngressArn(), "ACTIVE");
  EgressArn();
  EXPECT_EQ(world_.Post("/_mediaconnect/reset").status, 200);
  EXPECT_EQ(world_.Get("/v1/bridges").Size("bridges"), 0u);
  EXPECT_EQ(world_.Get("/v1/gateways").Size("gateways"), 0u);
}

}  // namespace
}  // namespace mediaconnect
