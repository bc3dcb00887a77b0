// Sources and outputs of bridges (rules 3.2).
#include "tests/support/gateways.h"
#include "tests/support/media_flows.h"

namespace mediaconnect {
namespace {

class BridgePartsTest : public BridgeTest {
 protected:
  Answer AddSource(const std::string& bridge, const Json& source) {
    return world_.Post(Path(bridge, "/sources"), Json{{"sources", List({source})}});
  }
  Answer UpdateSource(const std::string& bridge, const std::string& name, const Json& request) {
    return world_.Put(Path(bridge, "/sources/" + name), request);
  }
  Answer AddOutput(const std::string& bridge, const Json& output) {
    return world_.Post(Path(bridge, "/outputs"), Json{{"outputs", List({output})}});
  }

  const Json failover_{{"sourceFailoverConfig", {{"state", "ENABLED"}}}};
};

TEST_F(BridgePartsTest, ASecondSourceNeedsFailover) {
  const std::string arn = IngressArn();
  ExpectError(AddSource(arn, NetworkSource("two")), 400, "BadRequestException",
              {"sourceFailoverConfig.state", "ENABLED"});
  world_.Put(Path(arn), failover_);
  const Answer added = AddSource(arn, NetworkSource("two"));
  ASSERT_EQ(added.status, 202) << added.body;
  EXPECT_EQ(added.Text("bridgeArn"), arn);
  ASSERT_EQ(added.Size("sources"), 1u);
  EXPECT_EQ(added.Text("sources.0.networkSource.name"), "two");
  EXPECT_EQ(DescribeBridge(arn).Text("bridge.sources.1.networkSource.name"), "two");
  ExpectError(AddSource(arn, NetworkSource("three")), 400, "BadRequestException",
              {"sources", "1 or 2", "3"});
  ExpectError(world_.Put(Path(arn), Json{{"sourceFailoverConfig", {{"state", "DISABLED"}}}}), 400,
              "BadRequestException", "sourceFailoverConfig.state");
  ExpectError(Ingress(Json{{"sources", List({})}}), 400, "BadRequestException",
              {"sources", "1 or 2", "0"});
}

TEST_F(BridgePartsTest, NamesAreUniqueWithinTheBridge) {
  const std::string arn = EgressArn(failover_);
  ExpectError(AddSource(arn, FlowSource(flow_, "in")), 409, "ConflictException",
              {"sources[0].flowSource.name", "\"in\""});
  ExpectError(AddOutput(arn, NetworkOutput("out")), 409, "ConflictException",
              {"outputs[0].networkOutput.name", "\"out\""});
  ExpectError(
      Ingress(failover_ + Json{{"sources", List({NetworkSource("a"), NetworkSource("a")})}}), 409,
      "ConflictException", {"sources[1].networkSource.name", "\"a\""});
  EXPECT_EQ(AddOutput(arn, NetworkOutput("in")).status, 202);
  ExpectError(AddOutput(arn, NetworkOutput("a b")), 400, "BadRequestException",
              {"outputs[0].networkOutput.name", "\"a b\""});
}

TEST_F(BridgePartsTest, NetworkNamesAreThoseOfTheGateway) {
  ExpectError(Ingress(Json{{"sources", List({NetworkSource("in", Json{{"networkName", "x"}})})}}),
              400, "BadRequestException",
              {"sources[0].networkSource.networkName", "\"x\"", gateway_, "\"studio\""});
  const std::string arn = EgressArn();
  ExpectError(AddOutput(arn, NetworkOutput("two", Json{{"networkName", "x"}})), 400,
              "BadRequestException", {"outputs[0].networkOutput.networkName", "\"x\""});
  ExpectError(
      world_.Put(Path(arn, "/outputs/out"), Json{{"networkOutput", {{"networkName", "x"}}}}), 400,
      "BadRequestException", {"networkOutput.networkName", "\"x\""});
}

// Each with what is just allowed and what just is not.
TEST_F(BridgePartsTest, ProtocolsPortsAddressesAndHopsHaveTheirRanges) {
  const auto source = [&](const Json& more) {
    return Ingress(Json{{"sources", List({NetworkSource("in", more)})}});
  };
  const auto output = [&](const Json& more) {
    return Egress(Json{{"outputs", List({NetworkOutput("out", more)})}});
  };
  for (const char* protocol : {"rtp", "rtp-fec", "udp"}) {
    EXPECT_EQ(source(Json{{"protocol", protocol}}).status, 201) << protocol;
    EXPECT_EQ(output(Json{{"protocol", protocol}}).status, 201) << protocol;
  }
  ExpectError(source(Json{{"protocol", "rist"}}), 400, "BadRequestException",
              {"sources[0].networkSource.protocol", "rist", "rtp, rtp-fec or udp"});
  ExpectError(output(Json{{"protocol", "srt-caller"}}), 400, "BadRequestException",
              {"outputs[0].networkOutput.protocol", "srt-caller"});
  for (const int port : {1, 65535}) {
    EXPECT_EQ(source(Json{{"port", port}}).status, 201) << port;
    EXPECT_EQ(output(Json{{"port", port}}).status, 201) << port;
  }
  for (const int port : {0, 65536}) {
    ExpectError(source(Json{{"port", port}}), 400, "BadRequestException",
                {"sources[0].networkSource.port", std::to_string(port)});
    ExpectError(output(Json{{"port", port}}), 400, "BadRequestException",
                {"outputs[0].networkOutput.port", std::to_string(port)});
  }
  for (const int ttl : {1, 255}) EXPECT_EQ(output(Json{{"ttl", ttl}}).status, 201) << ttl;
  for (const int ttl : {0, 256}) {
    ExpectError(output(Json{{"ttl", ttl}}), 400, "BadRequestException",
                {"outputs[0].networkOutput.ttl", std::to_string(ttl)});
  }
  EXPECT_EQ(source(Json{{"multicastIp", "239.0.0.0"}}).status, 201);
  ExpectError(source(Json{{"multicastIp", "239.0.0"}}), 400, "BadRequestException",
              {"sources[0].networkSource.multicastIp", "239.0.0"});
  ExpectError(output(Json{{"ipAddress", "studio.example"}}), 400, "BadRequestException",
              {"outputs[0].networkOutput.ipAddress", "studio.example"});
}

TEST_F(BridgePartsTest, AnEgressBridgeHasAtMostTwoOutputs) {
  const std::string arn = EgressArn();
  const Answer added = AddOutput(arn, NetworkOutput("two"));
  ASSERT_EQ(added.status, 202) << added.body;
  EXPECT_EQ(added.Text("outputs.0.networkOutput.name"), "two");
  ExpectError(AddOutput(arn, NetworkOutput("three")), 400, "BadRequestException",
              {"outputs", "at most 2", "3"});
  ExpectError(AddOutput(arn, Json{}), 400, "BadRequestException", "outputs[0].networkOutput");
  ExpectError(AddOutput(IngressArn(), NetworkOutput()), 400, "BadRequestException",
              {"outputs[0].networkOutput", "ingress"});
  EXPECT_EQ(DescribeBridge(arn).Size("bridge.outputs"), 2u);
}

TEST_F(BridgePartsTest, AnOutputIsUpdatedAndRemovedByItsName) {
  const std::string arn = EgressArn();
  const Answer updated =
      world_.Put(Path(arn, "/outputs/out"), Json{{"networkOutput", {{"port", 6000}}}});
  ASSERT_EQ(updated.status, 202) << updated.body;
  EXPECT_EQ(updated.Text("bridgeArn"), arn);
  EXPECT_EQ(updated.Number("output.networkOutput.port"), 6000);
  EXPECT_EQ(updated.Number("output.networkOutput.ttl"), 64);
  EXPECT_EQ(world_.Put(Path(arn, "/outputs/out"), Json{}).body, updated.body);
  EXPECT_EQ(DescribeBridge(arn).Number("bridge.outputs.0.networkOutput.port"), 6000);
  ExpectError(world_.Put(Path(arn, "/outputs/out"), Json{{"networkOutput", {{"ttl", 0}}}}), 400,
              "BadRequestException", "networkOutput.ttl");
  const Answer removed = world_.Delete(Path(arn, "/outputs/out"));
  EXPECT_EQ(removed.status, 202) << removed.body;
  EXPECT_EQ(removed.Text("bridgeArn"), arn);
  EXPECT_EQ(removed.Text("outputName"), "out");
  EXPECT_EQ(DescribeBridge(arn).Size("bridge.outputs"), 0u);
  for (const Answer& missing :
       {world_.Delete(Path(arn, "/outputs/out")), world_.Put(Path(arn, "/outputs/out"), Json{})}) {
    ExpectError(missing, 404, "NotFoundException", {"Output", "\"out\"", arn});
  }
}

TEST_F(BridgePartsTest, ASourceIsUpdatedAndRemovedByItsName) {
  const std::string arn =
      IngressArn(Json{{"sourceFailoverConfig",
                       {{"state", "ENABLED"}, {"sourcePriority", {{"primarySource", "in"}}}}}});
  const Answer updated = UpdateSource(arn, "in", Json{{"networkSource", {{"port", 6000}}}});
  ASSERT_EQ(updated.status, 202) << updated.body;
  EXPECT_EQ(updated.Text("bridgeArn"), arn);
  EXPECT_EQ(updated.Number("source.networkSource.port"), 6000);
  EXPECT_EQ(updated.Text("source.networkSource.multicastIp"), "239.1.1.1");
  EXPECT_EQ(UpdateSource(arn, "in", Json{}).body, updated.body);
  ExpectError(UpdateSource(arn, "in", Json{{"flowSource", {{"flowArn", flow_}}}}), 400,
              "BadRequestException", {"flowSource", "ingress"});
  ExpectError(UpdateSource(arn, "in", Json{{"networkSource", {{"protocol", "rist"}}}}), 400,
              "BadRequestException", "networkSource.protocol");
  ExpectError(world_.Delete(Path(arn, "/sources/in")), 400, "BadRequestException",
              {"\"in\"", "only source"});
  AddSource(arn, NetworkSource("two"));
  const Answer removed = world_.Delete(Path(arn, "/sources/in"));
  EXPECT_EQ(removed.status, 202) << removed.body;
  EXPECT_EQ(removed.Text("bridgeArn"), arn);
  EXPECT_EQ(removed.Text("sourceName"), "in");
  const Answer left = DescribeBridge(arn);
  ASSERT_EQ(left.Size("bridge.sources"), 1u);
  EXPECT_EQ(left.Text("bridge.sources.0.networkSource.name"), "two");
  EXPECT_FALSE(left.Has("bridge.sourceFailoverConfig.sourcePriority"));
  for (const Answer& missing :
       {world_.Delete(Path(arn, "/sources/in")), UpdateSource(arn, "in", Json{})}) {
    ExpectError(missing, 404, "NotFoundException", {"Source", "\"in\"", arn});
  }
}

TEST_F(BridgePartsTest, SourceSpecificMulticastChangesInStandbyOnly) {
  const auto settings = [](const Json& given) {
    return Json{{"networkSource", {{"multicastSourceSettings", given}}}};
  };
  const Json ip{{"multicastSourceIp", "10.1.2.3"}};
  const std::string arn = IngressArn();
  const Answer set = UpdateSource(arn, "in", settings(ip));
  EXPECT_EQ(set.Text("source.networkSource.multicastSourceSettings.multicastSourceIp"), "10.1.2.3");
  for (const char* wrong : {"::1", "10.1.2", "host"}) {
    ExpectError(UpdateSource(arn, "in", settings(Json{{"multicastSourceIp", wrong}})), 400,
                "BadRequestException",
                {"networkSource.multicastSourceSettings.multicastSourceIp", wrong, "IPv4"});
  }
  RegisterOne(gateway_);
  SetState(arn, "ACTIVE");
  EXPECT_EQ(UpdateSource(arn, "in", settings(ip)).status, 202);  // the same
  EXPECT_EQ(UpdateSource(arn, "in", Json{{"networkSource", {{"port", 6000}}}}).status, 202);
  for (const Json& other : {Json{}, Json{{"multicastSourceIp", "10.1.2.4"}}}) {
    ExpectError(UpdateSource(arn, "in", settings(other)), 409, "ConflictException",
                {arn, "ACTIVE", "STANDBY", "multicastSourceIp"});
  }
  SetState(arn, "STANDBY");
  const Answer removed = UpdateSource(arn, "in", settings(Json{}));
  ASSERT_EQ(removed.status, 202) << removed.body;
  EXPECT_FALSE(removed.Has("source.networkSource.multicastSourceSettings.multicastSourceIp"));
}

// aws-cdk's bridge, bridge-source and bridge-vpc (rules 3.2).
TEST_F(BridgePartsTest, WhatPublicTemplatesDeployIsAccepted) {
  const std::string gateway =
      world_
          .Post("/v1/gateways", Json{{"name", "studio"},
                                     {"egressCidrBlocks", List({"10.0.0.0/16"})},
                                     {"networks", List({Network("studio", "10.0.0.0/16")})}})
          .Text("gateway.gatewayArn");
  const Answer ingress = CreateBridge(IngressBridge(
      gateway,
      failover_ + Json{{"ingressGatewayBridge", {{"maxBitrate", 5000000}, {"maxOutputs", 1}}},
                       {"sources",
                        List({NetworkSource("in", Json{{"multicastIp", "239.0.0.0"},
                                                       {"multicastSourceSettings", Json{}}})})}}));
  ASSERT_EQ(ingress.status, 201) << ingress.body;
  EXPECT_EQ(AddSource(ingress.Text("bridge.bridgeArn"), NetworkSource("later")).status, 202);
  const std::string flow =
      world_.CreateFlow("routed", kEna + Json{{"source", {{"routerIntegrationState", "ENABLED"}}}});
  const Json attached{{"flowVpcInterfaceAttachment", {{"vpcInterfaceName", "eni"}}}};
  const Answer egress = CreateBridge(EgressBridge(
      gateway, flow,
      failover_ +
          Json{{"sources", List({FlowSource(flow, "one", attached), FlowSource(flow, "two")})},
               {"outputs", List({NetworkOutput("a", Json{{"ttl", 200}, {"protocol", "rtp"}}),
                                 NetworkOutput("b")})}}));
  ASSERT_EQ(egress.status, 201) << egress.body;
  EXPECT_EQ(egress.Text("bridge.sources.0.flowSource.flowVpcInterfaceAttachment.vpcInterfaceName"),
            "eni");
}

}  // namespace
}  // namespace mediaconnect
