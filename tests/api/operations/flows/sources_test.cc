// Rules of sources: CreateFlow's and UpdateFlowSource (rules 1.7, 2.1, 3.1).
#include "tests/support/gateways.h"
#include "tests/support/media_flows.h"
#include "tests/support/world.h"

namespace mediaconnect {
namespace {

class SourcesTest : public WorldTest {
 protected:
  Answer Create(const Json& source_members, const Json& more = {}) {
    return world_.Post("/v1/flows", Json{{"name", "f"}, {"source", source_members}} + more);
  }
  Answer CreateInVpc(const Json& source_members) { return Create(source_members, kEna); }
  Answer CreateTwo(const Json& sources, const Json& failover) {
    return world_.Post("/v1/flows", Json{{"name", "f"}, {"sources", sources}} + failover);
  }
  Answer Update(const Answer& created, const Json& members) {
    return world_.Put("/v1/flows/" + created.Text("flow.flowArn") + "/source/" +
                          created.Text("flow.source.sourceArn"),
                      members);
  }
};

const Json kFailover{{"sourceFailoverConfig", {{"state", "ENABLED"}}}};
const Json kRist{{"protocol", "rist"}, {"whitelistCidr", "10.0.0.0/24"}};

TEST_F(SourcesTest, ASourceHasItsFlowsIdAndItsOwnName) {
  const Answer answer = Create(Json{{"name", "show"}} + kRist);
  const std::string flow = answer.Text("flow.flowArn");
  const std::string id = flow.substr(flow.find("flow:") + 5, 31);
  EXPECT_EQ(answer.Text("flow.source.sourceArn"),
            "arn:aws:mediaconnect:us-east-1:111122223333:source:" + id + ":show");
}

TEST_F(SourcesTest, MembersStandWhereTheServicePutsThem) {
  const Answer answer = Create(Json{{"protocol", "rtp"},
                                    {"whitelistCidr", "10.24.34.0/23"},
                                    {"maxBitrate", 1000},
                                    {"ingestPort", 1069}});
  EXPECT_EQ(answer.Text("flow.source.whitelistCidr"), "10.24.34.0/23");
  EXPECT_EQ(answer.Number("flow.source.ingestPort"), 1069);
  EXPECT_EQ(answer.Number("flow.source.transport.maxBitrate"), 1000);
  EXPECT_EQ(answer.Text("flow.source.transport.protocol"), "rtp");
  EXPECT_FALSE(answer.Has("flow.source.transport.whitelistCidr"));
  EXPECT_TRUE(answer.Has("flow.source.ingestIp"));
}

// Decision 23.
TEST_F(SourcesTest, PublicSourcesShareTheFlowsAddressAndSoDifferInTheirPorts) {
  const auto create = [&](int first_port, int second_port) {
    const Json rtp{{"protocol", "rtp"}, {"whitelistCidr", "10.0.0.0/24"}};
    return CreateTwo(
        List({rtp + Json{{"ingestPort", first_port}}, rtp + Json{{"ingestPort", second_port}}}),
        kFailover);
  };
  const Answer flow = create(5000, 5001);
  ASSERT_EQ(flow.status, 201) << flow.body;
  EXPECT_EQ(flow.Text("flow.sources.0.ingestIp"), flow.Text("flow.egressIp"));
  EXPECT_EQ(flow.Text("flow.sources.1.ingestIp"), flow.Text("flow.egressIp"));
  ExpectError(create(5000, 5000), 400, "BadRequestException", "sources[1].ingestPort: 5000");
  ExpectError(Update(flow, Json{{"ingestPort", 5001}}), 400, "BadRequestException",
              "ingestPort: 5001");
}

// CDK:flow-source-configuration.
TEST_F(SourcesTest, AnSrtCallerCannotCallAPortOfZixi) {
  for (const int port : {2077, 2088}) {
    ExpectError(Create(Json{{"protocol", "srt-caller"},
                            {"sourceListenerAddress", "192.0.2.1"},
                            {"sourceListenerPort", port}}),
                400, "BadRequestException", {"source.sourceListenerPort", std::to_string(port)});
  }
}

TEST_F(SourcesTest, AMissingProtocolIsRefused) {
  ExpectError(Create(Json{{"whitelistCidr", "10.0.0.0/24"}}), 400, "BadRequestException",
              "source.protocol");
}

TEST_F(SourcesTest, APublicSourceHasACidrAndAVpcSourceAnInterfaceAndNoneHasBoth) {
  const Answer vpc = CreateInVpc(Json{{"protocol", "rtp"}, {"vpcInterfaceName", "eni"}});
  ASSERT_EQ(vpc.status, 201) << vpc.body;
  EXPECT_EQ(vpc.Text("flow.source.ingestIp").rfind("10.", 0), 0u);
  ExpectError(
      Create(
          Json{{"protocol", "rtp"}, {"vpcInterfaceName", "eni"}, {"whitelistCidr", "10.0.0.0/24"}}),
      400, "BadRequestException", {"source.whitelistCidr", "vpcInterfaceName"});
}

TEST_F(SourcesTest, CidrsHaveAPrefixAndNoHostBits) {
  for (const char* cidr : {"10.0.0.1/24", "10.0.0.0", "10.0.0.0/33", "x", "", "::1/64"}) {
    ExpectError(Create(Json{{"protocol", "rtp"}, {"whitelistCidr", cidr}}), 400,
                "BadRequestException", "source.whitelistCidr");
  }
  EXPECT_EQ(Create(Json{{"protocol", "rtp"}, {"whitelistCidr", "0.0.0.0/0"}}).status, 201);
  EXPECT_EQ(Create(Json{{"protocol", "rtp"}, {"whitelistCidr", "2001:db8::/32"}}).status, 201);
}

TEST_F(SourcesTest, IngestPortsAreFrom1024To65535WithoutZixis) {
  for (const int port : {1023, 65536, 2077, 2088}) {
    ExpectError(Create(kRist + Json{{"ingestPort", port}}), 400, "BadRequestException",
                "source.ingestPort");
  }
  EXPECT_EQ(Create(kRist + Json{{"ingestPort", 65534}}).status, 201);
  ExpectError(Create(kRist + Json{{"ingestPort", 65535}}), 400, "BadRequestException",
              "source.ingestPort");  // RIST takes the next port too
}

TEST_F(SourcesTest, ZixiPushHasItsOwnPorts) {
  const Json zixi{{"protocol", "zixi-push"}, {"whitelistCidr", "10.0.0.0/24"}};
  ExpectError(Create(zixi + Json{{"ingestPort", 5000}}), 400, "BadRequestException", "2088");
  EXPECT_EQ(Create(zixi + Json{{"ingestPort", 2088}}).status, 201);
  const Json vpc{{"name", "z"}, {"protocol", "zixi-push"}, {"vpcInterfaceName", "eni"}};
  EXPECT_EQ(CreateInVpc(vpc).Number("flow.source.ingestPort"), 2090);
  EXPECT_EQ(CreateInVpc(vpc).Text("flow.source.transport.streamId"), "z");
  for (const int port : {5000, 2090}) {
    ExpectError(CreateInVpc(vpc + Json{{"ingestPort", port}}), 400, "BadRequestException",
                "ingestPort");
  }
}

TEST_F(SourcesTest, APublicZixiSourceThatMovesIntoAVpcGetsAPortOfTheService) {
  const Answer flow =
      CreateInVpc(Json{{"protocol", "zixi-push"}, {"whitelistCidr", "10.0.0.0/24"}});
  const std::string path =
      "/v1/flows/" + flow.Text("flow.flowArn") + "/source/" + flow.Text("flow.source.sourceArn");
  ExpectError(world_.Put(path, Json{{"vpcInterfaceName", "eni"}, {"ingestPort", 2088}}), 400,
              "BadRequestException", "ingestPort");
  EXPECT_EQ(world_.Put(path, Json{{"vpcInterfaceName", "eni"}}).Number("source.ingestPort"), 2090);
}

TEST_F(SourcesTest, TheSecondZixiSourceInAVpcGetsTheNextFreePort) {
  const Answer flow =
      CreateTwo(List({Json{{"protocol", "zixi-push"}, {"vpcInterfaceName", "eni"}},
                      Json{{"protocol", "zixi-push"}, {"vpcInterfaceName", "eni"}}}),
                kFailover + kEna);
  ASSERT_EQ(flow.status, 201) << flow.body;
  EXPECT_EQ(flow.Number("flow.sources.0.ingestPort"), 2090);
  EXPECT_EQ(flow.Number("flow.sources.1.ingestPort"), 2091);
  // An update keeps it, may repeat it, and cannot change it.
  const std::string path =
      "/v1/flows/" + flow.Text("flow.flowArn") + "/source/" + flow.Text("flow.sources.1.sourceArn");
  EXPECT_EQ(world_.Put(path, Json{{"description", "d"}}).Number("source.ingestPort"), 2091);
  EXPECT_EQ(world_.Put(path, Json{{"ingestPort", 2091}}).status, 202);
  ExpectError(world_.Put(path, Json{{"ingestPort", 2092}}), 400, "BadRequestException",
              "ingestPort");
}

TEST_F(SourcesTest, ASecondSourceNeedsFailover) {
  const Json two = List({Json{{"protocol", "rtp"}, {"whitelistCidr", "10.0.0.0/24"}},
                         Json{{"protocol", "rtp-fec"}, {"whitelistCidr", "10.0.0.0/24"}}});
  ExpectError(CreateTwo(two, {}), 400, "BadRequestException", "sourceFailoverConfig.state ENABLED");
  const Answer answer = CreateTwo(two, kFailover);
  ASSERT_EQ(answer.status, 201) << answer.body;
  EXPECT_EQ(answer.Size("flow.sources"), 2u);
  EXPECT_EQ(answer.Text("flow.source.name"), "source-1");
  EXPECT_EQ(answer.Text("flow.sourceFailoverConfig.failoverMode"), "MERGE");
  EXPECT_EQ(answer.Number("flow.sourceFailoverConfig.recoveryWindow"), 200);
}

TEST_F(SourcesTest, TheSecondSourceGetsTheNextFreePort) {
  const Answer answer =
      CreateTwo(List({Json{{"protocol", "rtp-fec"}, {"whitelistCidr", "10.0.0.0/24"}},
                      Json{{"protocol", "rtp-fec"}, {"whitelistCidr", "10.0.0.0/24"}}}),
                kFailover);
  ASSERT_EQ(answer.status, 201) << answer.body;
  EXPECT_EQ(answer.Number("flow.sources.0.ingestPort"), 5000);
  EXPECT_EQ(answer.Number("flow.sources.1.ingestPort"), 5001);  // with 5003 and 5005
  ExpectError(
      CreateTwo(
          List(
              {Json{
                   {"protocol", "rtp-fec"}, {"whitelistCidr", "10.0.0.0/24"}, {"ingestPort", 5000}},
               Json{{"protocol", "rtp"}, {"whitelistCidr", "10.0.0.0/24"}, {"ingestPort", 5004}}}),
          kFailover),
      400, "BadRequestException", "sources[1].ingestPort");
}

TEST_F(SourcesTest, BothSourcesHaveOneProtocolAndThereAreAtMostTwo) {
  ExpectError(CreateTwo(List({Json{{"protocol", "rtp"}, {"whitelistCidr", "10.0.0.0/24"}},
                              Json{{"protocol", "rist"}, {"whitelistCidr", "10.0.0.0/24"}}}),
                        kFailover),
              400, "BadRequestException", {"sources", "rtp", "rtp-fec"});
  const auto cdi = [](int port) {
    return CdiSource({OnStream("video", "raw")}).Without("name") + Json{{"ingestPort", port}};
  };
  ExpectError(CreateTwo(Repeat(2, 5001, cdi), kFailover + kCdiFlow), 400, "BadRequestException",
              "CDI");
  ExpectError(
      CreateTwo(Repeat(3, Json{{"protocol", "rtp"}, {"whitelistCidr", "10.0.0.0/24"}}), kFailover),
      400, "BadRequestException", "2");
}

TEST_F(SourcesTest, ThePrimarySourceIsOneOfTheFlows) {
  const auto create = [&](const std::string& primary) {
    return Create(Json{{"name", "a"}} + kRist,
                  Json{{"sourceFailoverConfig",
                        {{"state", "ENABLED"},
                         {"failoverMode", "FAILOVER"},
                         {"sourcePriority", {{"primarySource", primary}}}}}});
  };
  EXPECT_EQ(create("a").Text("flow.sourceFailoverConfig.sourcePriority.primarySource"), "a");
  ExpectError(create("b"), 400, "BadRequestException", "primarySource");
}

TEST_F(SourcesTest, UpdateFlowSourceChangesWhatItNamesAndLeavesTheRest) {
  const Answer created = Create(Json{{"name", "s"}, {"description", "d"}} + kRist);
  const Answer answer = Update(created, Json{{"maxLatency", 500}});
  EXPECT_EQ(answer.status, 202);
  EXPECT_EQ(answer.Number("source.transport.maxLatency"), 500);
  EXPECT_EQ(answer.Text("source.description"), "d");
  EXPECT_EQ(answer.Text("source.whitelistCidr"), "10.0.0.0/24");
  EXPECT_EQ(answer.Text("source.ingestIp"), created.Text("flow.source.ingestIp"));
  const Answer flow = world_.Get("/v1/flows/" + created.Text("flow.flowArn"));
  EXPECT_EQ(flow.Number("flow.source.transport.maxLatency"), 500);
  EXPECT_EQ(flow.Number("flow.sources.0.transport.maxLatency"), 500);
}

TEST_F(SourcesTest, AnUpdateWithoutMembersAnswersTheUnchangedSource) {
  const Answer created = Create(kRist);
  const Answer answer = Update(created, {});
  EXPECT_EQ(answer.status, 202);
  EXPECT_EQ(answer.At("source"), created.At("flow.source"));
}

TEST_F(SourcesTest, AnUpdateKeepsTheRulesOfItsProtocol) {
  const Answer created = Create(kRist);
  ExpectError(Update(created, Json{{"minLatency", 100}}), 400, "BadRequestException",
              {"minLatency", "rist"});
  ExpectError(Update(created, Json{{"ingestPort", 1023}}), 400, "BadRequestException",
              {"ingestPort", "1023", "1024", "65534", "rist"});
  EXPECT_EQ(world_.Get("/v1/flows/" + created.Text("flow.flowArn")).At("flow.source"),
            created.At("flow.source"));
}

TEST_F(SourcesTest, AnotherProtocolDropsWhatItLacksAndBringsItsDefaults) {
  const Answer created = Create(kRist + Json{{"maxBitrate", 1000}});
  const Answer listener = Update(created, Json{{"protocol", "srt-listener"}});
  ASSERT_EQ(listener.status, 202) << listener.body;
  EXPECT_EQ(
      listener.At("source.transport"),
      json::Parse(R"({"protocol":"srt-listener","maxBitrate":1000,"minLatency":2000})").node());
  const Answer zixi = Update(created, Json{{"protocol", "zixi-push"}});
  ASSERT_EQ(zixi.status, 202) << zixi.body;
  EXPECT_EQ(zixi.Number("source.ingestPort"), 2088);
  const Answer caller = Update(created, Json{{"protocol", "srt-caller"},
                                             {"sourceListenerAddress", "192.0.2.1"},
                                             {"sourceListenerPort", 9000}});
  ASSERT_EQ(caller.status, 202) << caller.body;
  EXPECT_FALSE(caller.Has("source.ingestPort"));
  EXPECT_FALSE(caller.Has("source.ingestIp"));
}

TEST_F(SourcesTest, AnotherProtocolKeepsNoDefaultOfTheOldOne) {
  const Answer rtp = Create(Json{{"protocol", "rtp"}, {"whitelistCidr", "10.0.0.0/24"}});
  EXPECT_EQ(Update(rtp, Json{{"protocol", "srt-listener"}}).At("source.transport"),
            json::Parse(R"({"protocol":"srt-listener","minLatency":2000})").node());
  const Answer rist = Create(kRist);
  EXPECT_EQ(Update(rist, Json{{"protocol", "zixi-push"}}).At("source.transport"),
            json::Parse(R"({"protocol":"zixi-push","streamId":"source-1"})").node());
  const Answer caller = Update(rist, Json{{"protocol", "srt-caller"},
                                          {"sourceListenerAddress", "192.0.2.1"},
                                          {"sourceListenerPort", 9000}});
  EXPECT_FALSE(caller.Has("source.transport.streamId"));
}

TEST_F(SourcesTest, AnotherProtocolReplacesANumberThatItCannotHave) {
  const Answer created = Create(
      Json{{"protocol", "zixi-push"}, {"whitelistCidr", "10.0.0.0/24"}, {"maxLatency", 60000}});
  const Answer rist = Update(created, Json{{"protocol", "rist"}});
  ASSERT_EQ(rist.status, 202) << rist.body;
  EXPECT_EQ(rist.Number("source.transport.maxLatency"), 2000);
}

TEST_F(SourcesTest, AVpcInterfaceTakesThePlaceOfTheCidr) {
  const Answer created = CreateInVpc(kRist);
  const Answer vpc = Update(created, Json{{"vpcInterfaceName", "eni"}});
  ASSERT_EQ(vpc.status, 202) << vpc.body;
  EXPECT_FALSE(vpc.Has("source.whitelistCidr"));
  EXPECT_EQ(vpc.Text("source.ingestIp").rfind("10.", 0), 0u);
  const Answer back = Update(created, Json{{"whitelistCidr", "10.1.0.0/16"}});
  EXPECT_FALSE(back.Has("source.vpcInterfaceName"));
  EXPECT_EQ(back.Text("source.ingestIp"), created.Text("flow.egressIp"));
}

TEST_F(SourcesTest, DecryptionIsReplacedAsAWholeAndByProtocol) {
  const Json secret{{"secretArn", "arn:aws:secretsmanager:us-east-1:111122223333:secret:s"}};
  const Answer created =
      Create(Json{{"protocol", "srt-listener"},
                  {"whitelistCidr", "10.0.0.0/24"},
                  {"decryption", Json{{"keyType", "srt-password"},
                                      {"roleArn", "arn:aws:iam::111122223333:role/r"}} +
                                     secret}});
  ASSERT_EQ(created.status, 201) << created.body;
  ExpectError(Update(created, Json{{"decryption", Json{{"keyType", "srt-password"}} + secret}}),
              400, "BadRequestException", "decryption.roleArn");
  const Answer updated = Update(
      created, Json{{"decryption", Json{{"keyType", "srt-password"},
                                        {"roleArn", "arn:aws:iam::111122223333:role/other"}} +
                                       secret}});
  EXPECT_EQ(updated.Text("source.decryption.roleArn"), "arn:aws:iam::111122223333:role/other");
}

TEST_F(SourcesTest, BridgeAndRouterSourcesAreStoredAndGivenBack) {
  const Answer bridge = CreateInVpc(Json{{"name", "b"}} + FromBridge(CreateIngressBridge(world_)));
  ASSERT_EQ(bridge.status, 201) << bridge.body;
  EXPECT_TRUE(bridge.Has("flow.source.gatewayBridgeSource.bridgeArn"));
  const Answer router = Create(Json{{"name", "r"}, {"routerIntegrationState", "ENABLED"}});
  ASSERT_EQ(router.status, 201) << router.body;
  EXPECT_EQ(router.Text("flow.source.routerIntegrationState"), "ENABLED");
  const Answer updated = Update(
      bridge,
      Json{{"gatewayBridgeSource", {{"vpcInterfaceAttachment", {{"vpcInterfaceName", "eni"}}}}}});
  ASSERT_EQ(updated.status, 202) << updated.body;
  EXPECT_TRUE(updated.Has("source.gatewayBridgeSource.bridgeArn"));
}

TEST_F(SourcesTest, ABridgesSourceHasNothingOfAProtocol) {
  const Json bridge = FromBridge(CreateIngressBridge(world_));
  for (const Json& member :
       {Json{{"protocol", "udp"}}, Json{{"whitelistCidr", "10.0.0.0/24"}},
        Json{{"decryption", {{"roleArn", "arn:aws:iam::111122223333:role/r"}}}}}) {
    ExpectError(Create(bridge + member), 400, "BadRequestException", "gatewayBridgeSource");
  }
  // An update makes it one of its own, and back.
  const Answer created = Create(bridge);
  const Answer own = Update(created, Json{{"protocol", "rtp"}, {"whitelistCidr", "10.0.0.0/24"}});
  ASSERT_EQ(own.status, 202) << own.body;
  EXPECT_FALSE(own.Has("source.gatewayBridgeSource"));
  EXPECT_EQ(own.Number("source.ingestPort"), 5000);
  const Answer back = Update(created, bridge);
  ASSERT_EQ(back.status, 202) << back.body;
  EXPECT_FALSE(back.Has("source.transport"));
  EXPECT_FALSE(back.Has("source.whitelistCidr"));
}

TEST_F(SourcesTest, ARouterIntegratedSourceHasNothingOfAProtocol) {
  ExpectError(Create(Json{{"routerIntegrationState", "ENABLED"}, {"ingestPort", 5000}}), 400,
              "BadRequestException", {"source.ingestPort", "routerIntegrationState", "ENABLED"});
  const Answer created = Create(kRist);
  const Answer updated = Update(created, Json{{"routerIntegrationState", "ENABLED"}});
  ASSERT_EQ(updated.status, 202) << updated.body;
  EXPECT_FALSE(updated.Has("source.transport"));
  EXPECT_FALSE(updated.Has("source.ingestIp"));
  EXPECT_FALSE(updated.Has("source.whitelistCidr"));
}

TEST_F(SourcesTest, ASourceThatIsNotOnTheFlowIsNotFound) {
  const Answer one = Create(kRist);
  const Answer other = Create(kRist);
  ExpectError(world_.Put("/v1/flows/" + one.Text("flow.flowArn") + "/source/" +
                             other.Text("flow.source.sourceArn"),
                         "{}"),
              404, "NotFoundException", other.Text("flow.source.sourceArn"));
}

}  // namespace
}  // namespace mediaconnect
