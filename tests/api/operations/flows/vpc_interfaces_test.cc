// VPC interfaces: AddFlowVpcInterfaces, RemoveFlowVpcInterface, and who may use one
// (rules 1.2, 3.1).
#include "tests/support/media_flows.h"
#include "tests/support/world.h"

namespace mediaconnect {
namespace {

class VpcInterfacesTest : public WorldTest {
 protected:
  Answer Add(const std::vector<Json>& interfaces) {
    return world_.Post("/v1/flows/" + arn_ + "/vpcInterfaces",
                       Json{{"vpcInterfaces", List(interfaces)}});
  }
  Answer Remove(const std::string& name, const std::string& flow = "") {
    return world_.Delete("/v1/flows/" + (flow.empty() ? arn_ : flow) + "/vpcInterfaces/" + name);
  }
  Answer Describe() { return world_.Get("/v1/flows/" + arn_); }
  Answer AddOutput(const Json& members) {
    return world_.Post("/v1/flows/" + arn_ + "/outputs", Json{{"outputs", List({members})}});
  }

  const std::string arn_ = world_.CreateFlow();
};

TEST_F(VpcInterfacesTest, AddFlowVpcInterfacesAnswers201WithTheInterfacesAdded) {
  const Answer answer =
      Add({VpcInterface("one"), VpcInterface("two").Without("networkInterfaceType") +
                                    Json{{"subnetId", "subnet-2"},
                                         {"securityGroupIds", List({"sg-1", "sg-2"})},
                                         {"vpcInterfaceTags", {{"net", "b"}}}}});
  ASSERT_EQ(answer.status, 201) << answer.body;
  EXPECT_EQ(answer.Text("flowArn"), arn_);
  ASSERT_EQ(answer.Size("vpcInterfaces"), 2u);
  EXPECT_EQ(answer.Text("vpcInterfaces.1.networkInterfaceType"), "ena");  // the default
  EXPECT_EQ(answer.Text("vpcInterfaces.1.subnetId"), "subnet-2");
  EXPECT_EQ(answer.Size("vpcInterfaces.1.securityGroupIds"), 2u);
  EXPECT_FALSE(answer.Has("vpcInterfaces.1.vpcInterfaceTags"));
  const std::string first = answer.Text("vpcInterfaces.0.networkInterfaceIds.0");
  EXPECT_EQ(first.size(), std::string("eni-0123456789abcdef0").size());
  EXPECT_NE(first, answer.Text("vpcInterfaces.1.networkInterfaceIds.0"));
  EXPECT_EQ(Describe().At("flow.vpcInterfaces"), answer.At("vpcInterfaces"));
  EXPECT_EQ(world_.Get("/tags/" + arn_ + "%2FvpcInterface%2Ftwo").Text("tags.net"), "b");
}

TEST_F(VpcInterfacesTest, AFlowHasUpToTwoEnaAndOneEfa) {
  EXPECT_EQ(Add({VpcInterface("efa", "efa"), VpcInterface("a")}).status, 201);
  ExpectError(Add({VpcInterface("efa-2", "efa")}), 400, "BadRequestException", "efa");
  ExpectError(Add({VpcInterface("b"), VpcInterface("c")}), 400, "BadRequestException", "ena");
  EXPECT_EQ(Describe().Size("flow.vpcInterfaces"), 2u);
  EXPECT_EQ(Add({VpcInterface("b")}).status, 201);
}

TEST_F(VpcInterfacesTest, NamesAreUniqueWithinTheFlow) {
  Add({VpcInterface("eni")});
  ExpectError(Add({VpcInterface("eni")}), 400, "BadRequestException",
              {"vpcInterfaces[0].name", "\"eni\""});
  ExpectError(Add({VpcInterface("no name")}), 400, "BadRequestException", "vpcInterfaces[0].name");
}

TEST_F(VpcInterfacesTest, RemoveFlowVpcInterfaceAnswers200AndLeavesNoNetworkInterface) {
  Add({VpcInterface("eni")});
  const Answer answer = Remove("eni");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.document.node(), json::Parse("{\"flowArn\":\"" + arn_ + R"(",
      "nonDeletedNetworkInterfaceIds":[],"vpcInterfaceName":"eni"})")
                                        .node());
  EXPECT_FALSE(Describe().Has("flow.vpcInterfaces"));  // decision 24
  EXPECT_EQ(world_.Get("/tags/" + arn_ + "%2FvpcInterface%2Feni").status, 404);
  ExpectError(Remove("eni"), 404, "NotFoundException", "\"eni\"");
}

TEST_F(VpcInterfacesTest, OnlyAStandbyFlowLosesOne) {
  Add({VpcInterface("eni")});
  world_.Start(arn_);
  ExpectError(Remove("eni"), 400, "BadRequestException", {"ACTIVE", "STANDBY"});
}

TEST_F(VpcInterfacesTest, WhatASourceOrOutputUsesStays) {
  Add({VpcInterface("a"), VpcInterface("b")});
  const std::string source = Describe().Text("flow.source.sourceArn");
  const auto update = [&](const Json& members) {
    return world_.Put("/v1/flows/" + arn_ + "/source/" + source, members).status;
  };
  EXPECT_EQ(update(Json{{"vpcInterfaceName", "a"}}), 202);
  EXPECT_EQ(AddOutput(Json{{"name", "out"},
                           {"protocol", "rtp"},
                           {"destination", "10.0.0.1"},
                           {"port", 5000},
                           {"vpcInterfaceAttachment", {{"vpcInterfaceName", "b"}}}})
                .status,
            201);
  ExpectError(Remove("a"), 400, "BadRequestException", {"\"a\"", "\"main\""});
  ExpectError(Remove("b"), 400, "BadRequestException", {"\"b\"", "\"out\""});
  EXPECT_EQ(update(Json{{"whitelistCidr", "10.0.0.0/24"}}), 202);
  EXPECT_EQ(Remove("a").status, 200);
}

TEST_F(VpcInterfacesTest, WhatMediaStreamsAndNdiUseStays) {
  const std::string jpeg_xs =
      world_.Post("/v1/flows", Json{{"name", "jxs"}} + kCdiFlow + kJpegXsSource)
          .Text("flow.flowArn");
  ExpectError(Remove("b", jpeg_xs), 400, "BadRequestException", "\"in\"");
  EXPECT_EQ(Remove("efa", jpeg_xs).status, 200);
  const std::string ndi =
      world_.Post("/v1/flows", Json{{"name", "ndi"}} + kNdiFlow + kRtpSource).Text("flow.flowArn");
  ExpectError(Remove("eni", ndi), 400, "BadRequestException", {"NDI", "\"10.0.0.5\""});
}

TEST_F(VpcInterfacesTest, EachNamedInterfaceIsOneOfTheFlows) {
  Add({VpcInterface("a")});
  ExpectError(AddOutput(Json{{"protocol", "rtp"},
                             {"destination", "10.0.0.1"},
                             {"port", 5000},
                             {"vpcInterfaceAttachment", {{"vpcInterfaceName", "x"}}}}),
              400, "BadRequestException",
              {"outputs[0].vpcInterfaceAttachment.vpcInterfaceName", "\"x\""});
  ExpectError(
      world_.Post("/v1/flows", Json{{"name", "f"},
                                    {"source", {{"protocol", "rtp"}, {"vpcInterfaceName", "x"}}}}),
      400, "BadRequestException", {"source.vpcInterfaceName", "\"x\""});
  ExpectError(world_.Post("/v1/flows",
                          Json{{"name", "f"},
                               {"source",
                                {{"gatewayBridgeSource",
                                  {{"bridgeArn", "arn:aws:mediaconnect:us-east-1:1:bridge:1-a:b"},
                                   {"vpcInterfaceAttachment", {{"vpcInterfaceName", "x"}}}}}}}}),
              400, "BadRequestException",
              "source.gatewayBridgeSource.vpcInterfaceAttachment.vpcInterfaceName");
}

// An interface has one address, whoever is attached to it.
TEST_F(VpcInterfacesTest, AllThatIsAttachedToAnInterfaceHasItsAddress) {
  Add({VpcInterface("a"), VpcInterface("b")});
  const std::string source = Describe().Text("flow.source.sourceArn");
  const auto move = [&](const std::string& name) {
    return world_.Put("/v1/flows/" + arn_ + "/source/" + source, Json{{"vpcInterfaceName", name}})
        .Text("source.ingestIp");
  };
  const std::string address = move("a");
  EXPECT_EQ(address.rfind("10.", 0), 0u);
  EXPECT_EQ(AddOutput(Json{{"protocol", "srt-listener"},
                           {"port", 6000},
                           {"vpcInterfaceAttachment", {{"vpcInterfaceName", "a"}}}})
                .Text("outputs.0.listenerAddress"),
            address);
  EXPECT_NE(move("b"), address);
  EXPECT_EQ(move("a"), address);
}

}  // namespace
}  // namespace mediaconnect
