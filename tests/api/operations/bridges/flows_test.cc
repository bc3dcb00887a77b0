// Flows that bridges feed, and flows that feed bridges (rules 3.2).
#include "tests/support/gateways.h"
#include "tests/support/media_flows.h"

namespace mediaconnect {
namespace {

class BridgesAndFlowsTest : public BridgeTest {
 protected:
  std::string FlowFrom(const std::string& bridge, const std::string& name = "bridged",
                       const Json& more = {}) {
    return world_.CreateFlow(name, Json{{"source", FromBridge(bridge)}} + more);
  }
  Answer CreateFlowFrom(const std::string& bridge, std::string_view account = kAccount,
                        std::string_view region = kRegion) {
    return world_.Call("POST", "/v1/flows", Json{{"name", "f"}, {"source", FromBridge(bridge)}},
                       account, region);
  }
  Answer Start(const std::string& flow) { return world_.Post("/v1/flows/start/" + flow); }
  std::string SourceOf(const std::string& flow) {
    return DescribeFlow(flow).Text("flow.source.sourceArn");
  }
  Answer UpdateSource(const std::string& flow, const Json& request) {
    return world_.Put("/v1/flows/" + flow + "/source/" + SourceOf(flow), request);
  }
  std::size_t OutputsOf(const std::string& bridge) {
    return DescribeBridge(bridge).Size("bridge.outputs");
  }
};

// Ingress: the bridge feeds a flow.

TEST_F(BridgesAndFlowsTest, AFlowThatStartsIsAnOutputOfItsIngressBridge) {
  const std::string bridge = IngressArn();
  const std::string flow = FlowFrom(bridge);
  EXPECT_EQ(OutputsOf(bridge), 0u);
  EXPECT_EQ(Start(flow).status, 202);
  const Answer answer = DescribeBridge(bridge);
  EXPECT_EQ(answer.At("bridge.outputs"), json::Parse(R"([{"flowOutput":{"name":"source-1",
      "flowArn":")" + flow + R"(","flowSourceArn":")" +
                                                     SourceOf(flow) + R"("}}])")
                                             .node());
  world_.Post("/v1/flows/stop/" + flow);
  EXPECT_EQ(OutputsOf(bridge), 1u);
  Start(flow);
  EXPECT_EQ(OutputsOf(bridge), 1u);
}

TEST_F(BridgesAndFlowsTest, TheOutputGoesWithTheFlowAndItsSource) {
  const std::string bridge = IngressArn();
  const std::string flow = FlowFrom(bridge);
  Start(flow);
  const Json rtp{{"protocol", "rtp"}, {"whitelistCidr", "10.0.0.0/24"}};
  EXPECT_EQ(UpdateSource(flow, rtp).status, 202);
  EXPECT_EQ(OutputsOf(bridge), 0u);
  EXPECT_EQ(UpdateSource(flow, FromBridge(bridge)).status, 202);  // it runs
  EXPECT_EQ(OutputsOf(bridge), 1u);
  world_.Post("/v1/flows/stop/" + flow);
  EXPECT_EQ(world_.Delete("/v1/flows/" + flow).status, 202);
  EXPECT_EQ(OutputsOf(bridge), 0u);
  const std::string two =
      FlowFrom(bridge, "two", Json{{"sourceFailoverConfig", {{"state", "ENABLED"}}}});
  Start(two);
  const Answer added =
      world_.Post("/v1/flows/" + two + "/source", Json{{"sources", List({FromBridge(bridge)})}});
  ASSERT_EQ(added.status, 201) << added.body;
  EXPECT_EQ(OutputsOf(bridge), 2u);
  EXPECT_EQ(
      world_.Delete("/v1/flows/" + two + "/source/" + added.Text("sources.0.sourceArn")).status,
      202);
  EXPECT_EQ(OutputsOf(bridge), 1u);
}

TEST_F(BridgesAndFlowsTest, NoOtherSourceOfTheFlowIsARouters) {
  const std::string flow =
      FlowFrom(IngressArn(), "bridged", Json{{"sourceFailoverConfig", {{"state", "ENABLED"}}}});
  const Json routed{{"name", "routed"}, {"routerIntegrationState", "ENABLED"}};
  ExpectError(world_.Post("/v1/flows/" + flow + "/source", Json{{"sources", List({routed})}}), 400,
              "BadRequestException", {"sources", "a bridge and a router"});
}

TEST_F(BridgesAndFlowsTest, ASourceMovesFromBridgeToBridge) {
  const std::string one = IngressArn();
  const std::string two = IngressArn();
  const std::string flow = FlowFrom(one);
  Start(flow);
  EXPECT_EQ(UpdateSource(flow, FromBridge(two)).status, 202);
  EXPECT_EQ(OutputsOf(one), 0u);
  EXPECT_EQ(OutputsOf(two), 1u);
  EXPECT_EQ(UpdateSource(flow, Json{{"description", "the same"}}).status, 202);
  EXPECT_EQ(OutputsOf(two), 1u);
}

TEST_F(BridgesAndFlowsTest, ABridgeFeedsAsManyFlowsAsItHasOutputs) {
  const std::string bridge = IngressArn();  // maxOutputs 2
  for (const char* name : {"a", "b"}) EXPECT_EQ(Start(FlowFrom(bridge, name)).status, 202);
  const Answer full = DescribeBridge(bridge);
  EXPECT_EQ(full.Text("bridge.outputs.0.flowOutput.name"), "source-1");
  EXPECT_EQ(full.Text("bridge.outputs.1.flowOutput.name"), "source-1-1");
  const std::string third = FlowFrom(bridge, "c");
  ExpectError(Start(third), 400, "BadRequestException",
              {bridge, "maxOutputs is 2", "UpdateBridge"});
  EXPECT_EQ(DescribeFlow(third).Text("flow.status"), "STANDBY");
  ExpectError(world_.Put(Path(bridge), Json{{"ingressGatewayBridge", {{"maxOutputs", 1}}}}), 400,
              "BadRequestException", "maxOutputs is 1");
  world_.Put(Path(bridge), Json{{"ingressGatewayBridge", {{"maxOutputs", 3}}}});
  EXPECT_EQ(Start(third).status, 202);
}

TEST_F(BridgesAndFlowsTest, AFlowsBridgeIsAnIngressBridgeOfTheCaller) {
  const std::string bridge = IngressArn();
  const std::string member = "source.gatewayBridgeSource.bridgeArn";
  ExpectError(CreateFlowFrom(bridge + "x"), 400, "BadRequestException", {member, bridge + "x"});
  ExpectError(CreateFlowFrom(bridge, kSubscriber), 400, "BadRequestException",
              {member, bridge, kSubscriber});
  ExpectError(CreateFlowFrom(bridge, kAccount, "eu-west-1"), 400, "BadRequestException",
              {member, bridge, "eu-west-1"});
  ExpectError(CreateFlowFrom(EgressArn()), 400, "BadRequestException", {member, "egress"});
  ExpectError(UpdateSource(flow_, FromBridge(bridge + "x")), 400, "BadRequestException",
              {"gatewayBridgeSource.bridgeArn", bridge + "x"});
  SetStatus(bridge, "DELETING");
  ExpectError(CreateFlowFrom(bridge), 400, "BadRequestException", {member, "DELETING"});
}

TEST_F(BridgesAndFlowsTest, ABridgeThatAFlowNamesStays) {
  const std::string bridge = IngressArn();
  const std::string flow = FlowFrom(bridge);
  for (const Answer& refused : {world_.Delete(Path(bridge)), SetState(bridge, "DELETED")}) {
    ExpectError(refused, 409, "ConflictException", {bridge, flow});
  }
  EXPECT_EQ(world_.Delete("/v1/flows/" + flow).status, 202);
  EXPECT_EQ(world_.Delete(Path(bridge)).status, 200);
}

TEST_F(BridgesAndFlowsTest, AFlowOutputBelongsToTheFlowsSource) {
  const std::string bridge = IngressArn();
  const std::string flow = FlowFrom(bridge);
  Start(flow);
  const std::string output = Path(bridge, "/outputs/source-1");
  for (const Answer& refused :
       {world_.Delete(output), world_.Put(output, Json{{"networkOutput", {{"port", 5}}}})}) {
    ExpectError(refused, 400, "BadRequestException", {"source-1", SourceOf(flow)});
  }
}

// Before there were bridges, a flow could name any; data files have such flows.
TEST_F(BridgesAndFlowsTest, AFlowOfAnOlderFileKeepsABridgeThatIsNotThere) {
  const std::string bridge = IngressArn();
  const std::string flow = FlowFrom(bridge);
  Database::Statement(world_.state.database, "DELETE FROM feeds")().Run();
  EXPECT_EQ(world_.Delete(Path(bridge)).status, 200);
  const Answer updated = UpdateSource(flow, Json{{"description", "old"}});
  ASSERT_EQ(updated.status, 202) << updated.body;
  EXPECT_EQ(updated.Text("source.gatewayBridgeSource.bridgeArn"), bridge);
  EXPECT_EQ(Start(flow).status, 202);
  ExpectError(UpdateSource(flow, FromBridge(bridge + "x")), 400, "BadRequestException",
              "bridgeArn");
}

// Egress: a flow feeds the bridge.

TEST_F(BridgesAndFlowsTest, AnEgressBridgesSourceIsAnOutputOfTheFlow) {
  const Answer bridge = Egress();
  const std::string arn = bridge.Text("bridge.bridgeArn");
  const Answer flow = DescribeFlow(flow_);
  ASSERT_EQ(flow.Size("flow.outputs"), 1u);
  EXPECT_EQ(flow.Text("flow.outputs.0.bridgeArn"), arn);
  EXPECT_EQ(flow.Text("flow.outputs.0.name"), "in");
  EXPECT_EQ(flow.Text("flow.outputs.0.outputStatus"), "ENABLED");
  ASSERT_EQ(flow.Size("flow.outputs.0.bridgePorts"), 1u);
  EXPECT_FALSE(flow.Has("flow.outputs.0.transport"));
  EXPECT_EQ(bridge.Text("bridge.sources.0.flowSource.outputArn"),
            flow.Text("flow.outputs.0.outputArn"));
  // Of a second one: a name and a port of its own.
  Egress();
  const Answer two = DescribeFlow(flow_);
  EXPECT_EQ(two.Text("flow.outputs.1.name"), "in-1");
  EXPECT_NE(two.Number("flow.outputs.1.bridgePorts.0"), two.Number("flow.outputs.0.bridgePorts.0"));
}

TEST_F(BridgesAndFlowsTest, TheOutputGoesWithTheBridgeAndItsSource) {
  const std::string bridge = EgressArn(Json{{"sourceFailoverConfig", {{"state", "ENABLED"}}}});
  const Answer added =
      world_.Post(Path(bridge, "/sources"), Json{{"sources", List({FlowSource(flow_, "two")})}});
  EXPECT_EQ(added.Text("sources.0.flowSource.outputArn"),
            DescribeFlow(flow_).Text("flow.outputs.1.outputArn"));
  world_.Delete(Path(bridge, "/sources/in"));
  ASSERT_EQ(DescribeFlow(flow_).Size("flow.outputs"), 1u);
  EXPECT_EQ(DescribeFlow(flow_).Text("flow.outputs.0.name"), "two");
  world_.Delete(Path(bridge));
  EXPECT_EQ(DescribeFlow(flow_).Size("flow.outputs"), 0u);
}

TEST_F(BridgesAndFlowsTest, ASourceMovesFromFlowToFlow) {
  const std::string bridge = EgressArn();
  const std::string other = world_.CreateFlow("other");
  const Answer moved =
      world_.Put(Path(bridge, "/sources/in"), Json{{"flowSource", {{"flowArn", other}}}});
  ASSERT_EQ(moved.status, 202) << moved.body;
  EXPECT_EQ(moved.Text("source.flowSource.flowArn"), other);
  EXPECT_EQ(DescribeFlow(flow_).Size("flow.outputs"), 0u);
  ASSERT_EQ(DescribeFlow(other).Size("flow.outputs"), 1u);
  EXPECT_EQ(moved.Text("source.flowSource.outputArn"),
            DescribeFlow(other).Text("flow.outputs.0.outputArn"));
  EXPECT_EQ(world_.Delete("/v1/flows/" + flow_).status, 202);
}

TEST_F(BridgesAndFlowsTest, ASourceTakesAVpcInterfaceOfTheFlow) {
  const std::string flow = world_.CreateFlow("vpc", kEna);
  const auto attachment = [](const char* name) {
    return Json{{"flowVpcInterfaceAttachment", {{"vpcInterfaceName", name}}}};
  };
  const auto egress = [&](const char* name) {
    return CreateBridge(EgressBridge(
        gateway_, flow, Json{{"sources", List({FlowSource(flow, "in", attachment(name))})}}));
  };
  ExpectError(egress("x"), 400, "BadRequestException",
              {"sources[0].flowSource.flowVpcInterfaceAttachment.vpcInterfaceName", "\"x\""});
  const Answer bridge = egress("eni");
  ASSERT_EQ(bridge.status, 201) << bridge.body;
  const Answer described = DescribeFlow(flow);
  EXPECT_EQ(described.Text("flow.outputs.0.vpcInterfaceAttachment.vpcInterfaceName"), "eni");
  ExpectError(world_.Delete("/v1/flows/" + flow + "/vpcInterfaces/eni"), 400, "BadRequestException",
              {"eni", "output \"in\""});
  const std::string source = Path(bridge.Text("bridge.bridgeArn"), "/sources/in");
  const Answer updated =
      world_.Put(source, Json{{"flowSource", {{"flowVpcInterfaceAttachment", Json{}}}}});
  ASSERT_EQ(updated.status, 202) << updated.body;
  EXPECT_EQ(updated.Text("source.flowSource.outputArn"),
            described.Text("flow.outputs.0.outputArn"));
  EXPECT_EQ(world_.Delete("/v1/flows/" + flow + "/vpcInterfaces/eni").status, 200);
  ExpectError(world_.Put(source, Json{{"flowSource", attachment("eni")}}), 400,
              "BadRequestException", "flowSource.flowVpcInterfaceAttachment.vpcInterfaceName");
}

TEST_F(BridgesAndFlowsTest, ABridgesFlowIsOneOfTheCaller) {
  const std::string foreign = world_.CreateFlow("f", {}, kSubscriber);
  const std::string elsewhere = world_.CreateFlow("f", {}, kAccount, "eu-west-1");
  const std::string bridge = EgressArn();
  for (const std::string& flow : {flow_ + "x", foreign, elsewhere}) {
    ExpectError(CreateBridge(EgressBridge(gateway_, flow)), 400, "BadRequestException",
                {"sources[0].flowSource.flowArn", flow});
    ExpectError(world_.Put(Path(bridge, "/sources/in"), Json{{"flowSource", {{"flowArn", flow}}}}),
                400, "BadRequestException", {"flowSource.flowArn", flow});
  }
  SetStatus(flow_, "DELETING");
  ExpectError(CreateBridge(EgressBridge(gateway_, flow_)), 400, "BadRequestException",
              {"sources[0].flowSource.flowArn", flow_, "DELETING"});
}

TEST_F(BridgesAndFlowsTest, AFlowThatFeedsABridgeStays) {
  const std::string bridge = EgressArn();
  ExpectError(world_.Delete("/v1/flows/" + flow_), 400, "BadRequestException", {flow_, bridge});
  EXPECT_EQ(world_.Delete(Path(bridge)).status, 200);
  EXPECT_EQ(world_.Delete("/v1/flows/" + flow_).status, 202);
}

TEST_F(BridgesAndFlowsTest, WhatFeedsOneThatIsDeletingStaysUntilThatIsGone) {
  const std::string egress = EgressArn();
  const std::string ingress = IngressArn();
  const std::string fed = FlowFrom(ingress);
  world_.settings.transition_delay_ms = 1000;
  EXPECT_EQ(world_.Delete(Path(egress)).status, 200);
  ExpectError(world_.Delete("/v1/flows/" + flow_), 400, "BadRequestException",
              {flow_, egress, "wait until it is gone"});
  EXPECT_EQ(world_.Delete("/v1/flows/" + fed).status, 202);
  ExpectError(world_.Delete(Path(ingress)), 409, "ConflictException",
              {ingress, fed, "wait until it is gone"});
  world_.clock.Advance(1000);
  EXPECT_EQ(world_.Delete("/v1/flows/" + flow_).status, 202);
  EXPECT_EQ(world_.Delete(Path(ingress)).status, 200);
  world_.clock.Advance(1000);
  EXPECT_EQ(world_.Get("/v1/flows").Size("flows"), 0u);
  EXPECT_EQ(world_.Get("/v1/bridges").Size("bridges"), 0u);
}

TEST_F(BridgesAndFlowsTest, AFlowWhoseDeletionFailsKeepsItsBridge) {
  const std::string bridge = IngressArn();
  const std::string flow = FlowFrom(bridge);
  world_.settings.transition_delay_ms = 1000;
  const Json fails{{"operation", "DeleteFlow"}, {"mode", "fail"}, {"message", "no"}};
  EXPECT_EQ(world_.Post("/_mediaconnect/transitions", fails).status, 201);
  EXPECT_EQ(world_.Delete("/v1/flows/" + flow).status, 202);
  EXPECT_EQ(world_.Delete(Path(bridge)).status, 409);
  world_.clock.Advance(1000);
  EXPECT_EQ(DescribeFlow(flow).Text("flow.status"), "ERROR");
  ExpectError(world_.Delete(Path(bridge)), 409, "ConflictException", {bridge, flow});
  world_.Post("/v1/flows/stop/" + flow);
  world_.clock.Advance(1000);
  EXPECT_EQ(Start(flow).status, 202);
  EXPECT_EQ(OutputsOf(bridge), 1u);
}

TEST_F(BridgesAndFlowsTest, TheFlowsOutputIsTheBridges) {
  const std::string bridge = EgressArn();
  const std::string output =
      "/v1/flows/" + flow_ + "/outputs/" + DescribeFlow(flow_).Text("flow.outputs.0.outputArn");
  ExpectError(world_.Delete(output), 400, "BadRequestException", {bridge, "source"});
  ExpectError(world_.Put(output, Json{{"port", 5000}}), 400, "BadRequestException",
              {"port", bridge});
  const Answer disabled =
      world_.Put(output, Json{{"outputStatus", "DISABLED"}, {"description", "d"}});
  ASSERT_EQ(disabled.status, 202) << disabled.body;
  EXPECT_EQ(disabled.Text("output.outputStatus"), "DISABLED");
  EXPECT_EQ(disabled.Text("output.bridgeArn"), bridge);
  EXPECT_EQ(disabled.Size("output.bridgePorts"), 1u);
}

TEST_F(BridgesAndFlowsTest, TheFlowNeedsRoomForTheOutput) {
  world_.settings.quotas.Apply("outputs-per-flow=1");
  const std::string bridge = EgressArn(Json{{"sourceFailoverConfig", {{"state", "ENABLED"}}}});
  ExpectError(Egress(), 420, "CreateBridge420Exception", "1 outputs a flow");
  ExpectError(
      world_.Post(Path(bridge, "/sources"), Json{{"sources", List({FlowSource(flow_, "two")})}}),
      400, "BadRequestException", "1 outputs a flow");
  const std::string full = world_.CreateFlow("full", Json{{"outputs", List({RtpOutput(5000)})}});
  ExpectError(world_.Put(Path(bridge, "/sources/in"), Json{{"flowSource", {{"flowArn", full}}}}),
              400, "BadRequestException", "1 outputs a flow");
  EXPECT_EQ(DescribeFlow(flow_).Size("flow.outputs"), 1u);
}

}  // namespace
}  // namespace mediaconnect
