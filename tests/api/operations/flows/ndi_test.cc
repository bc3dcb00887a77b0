// NDI: what it asks of the flow, and how a flow changes to it and back (rules 1.2, 2.1, 2.2).
#include "tests/support/media_flows.h"
#include "tests/support/world.h"

namespace mediaconnect {
namespace {

class NdiFlowsTest : public WorldTest {
 protected:
  Answer Create(const Json& members) {
    return world_.Post("/v1/flows", Json{{"name", "ndi"}} + members);
  }
  Answer Update(const Answer& flow, const Json& members) {
    return world_.Put("/v1/flows/" + flow.Text("flow.flowArn"), members);
  }
  Answer UpdateSource(const Answer& flow, const Json& members) {
    return world_.Put(
        "/v1/flows/" + flow.Text("flow.flowArn") + "/source/" + flow.Text("flow.source.sourceArn"),
        members);
  }
  void ExpectRefused(const Answer& answer, const std::string& message) {
    ExpectError(answer, 400, "BadRequestException", message);
  }
};

const Json kNdiOutput{{"name", "out"}, {"protocol", "ndi-speed-hq"}};
const Json kEncoding{{"encodingConfig", Json{}}};

TEST_F(NdiFlowsTest, NdiIsCompletedWithAMachineNameAndPorts) {
  const Answer flow = Create(kNdiFlow + kNdiSource);
  ASSERT_EQ(flow.status, 201) << flow.body;
  EXPECT_EQ(flow.Text("flow.ndiConfig.machineName").size(), 12u);
  EXPECT_EQ(flow.Number("flow.ndiConfig.ndiDiscoveryServers.0.discoveryServerPort"), 5959);
  EXPECT_EQ(flow.Text("flow.source.transport.ndiSourceSettings.sourceName"), "STUDIO (Camera 1)");
  const Answer disabled = Create(Json{{"ndiConfig", Json{}}} + kRtpSource);
  EXPECT_EQ(disabled.At("flow.ndiConfig"), json::Parse(R"({"ndiState":"DISABLED"})").node());
}

TEST_F(NdiFlowsTest, AnNdiSourceNeedsALargeFlowWithNdiAndAnEncoding) {
  ExpectRefused(Create(kNdiSource), "flowSize: MEDIUM must be LARGE on a flow that carries NDI");
  ExpectRefused(Create(Json{{"flowSize", "LARGE"}} + kNdiSource),
                "ndiConfig.ndiState: must be ENABLED on a flow with an ndi-speed-hq source");
  ExpectRefused(
      Create(Json{{"flowSize", "LARGE"}, {"ndiConfig", {{"ndiState", "ENABLED"}}}} + kNdiSource),
      "encodingConfig: is required on a flow with an ndi-speed-hq source");
}

TEST_F(NdiFlowsTest, NdiNeedsALargeFlow) {
  ExpectRefused(Create(Json{{"ndiConfig", {{"ndiState", "ENABLED"}}}} + kRtpSource),
                "ndiConfig.ndiState: ENABLED needs flowSize LARGE, not MEDIUM");
  ExpectRefused(Create(kCdiFlow + Json{{"ndiConfig", {{"ndiState", "ENABLED"}}}} + kCdiSource),
                "ndiConfig.ndiState: ENABLED needs flowSize LARGE, not LARGE_4X");
}

TEST_F(NdiFlowsTest, SourceNamesHaveNdisForm) {
  for (const char* name : {"STUDIO", "(Camera)", " (Camera)", "STUDIO (", "STUDIO ()", ""}) {
    ExpectRefused(Create(kNdiFlow + Json{{"source",
                                          {{"protocol", "ndi-speed-hq"},
                                           {"ndiSourceSettings", {{"sourceName", name}}}}}}),
                  "source.ndiSourceSettings.sourceName: \"" + std::string(name) + "\"");
  }
}

TEST_F(NdiFlowsTest, ThereAreUpTo3DiscoveryServersByInterfacesOfTheFlow) {
  const auto create = [&](const Json& servers) {
    return Create(Json{{"flowSize", "LARGE"}} + kEna + kEncoding + kNdiSource +
                  Json{{"ndiConfig", {{"ndiState", "ENABLED"}, {"ndiDiscoveryServers", servers}}}});
  };
  const auto server = [](int number) {
    return Json{{"discoveryServerAddress", "10.0.0." + std::to_string(number)},
                {"vpcInterfaceAdapter", "eni"}};
  };
  EXPECT_EQ(create(Repeat(3, 1, server)).status, 201);
  ExpectRefused(create(Repeat(4, 1, server)), "ndiDiscoveryServers: has 4 servers; at most 3");
  ExpectRefused(
      create(List({Json{{"discoveryServerAddress", "10.0.0.1"}, {"vpcInterfaceAdapter", "x"}}})),
      "ndiConfig.ndiDiscoveryServers[0].vpcInterfaceAdapter: the flow has no VPC "
      "interface \"x\"");
  ExpectRefused(create(List({Json{{"discoveryServerAddress", "10.0.0.1"},
                                  {"vpcInterfaceAdapter", "eni"},
                                  {"discoveryServerPort", 65536}}})),
                "ndiConfig.ndiDiscoveryServers[0].discoveryServerPort: 65536");
}

TEST_F(NdiFlowsTest, AFlowHasOneNdiOutputAndNoneOfAnNdiSource) {
  const Json outputs{{"outputs", List({kNdiOutput})}};
  EXPECT_EQ(Create(kNdiFlow + kRtpSource + outputs).status, 201);
  ExpectRefused(
      Create(kNdiFlow + kRtpSource +
             Json{{"outputs", List({kNdiOutput, Json{{"protocol", "ndi-speed-hq"}}})}}),
      "outputs[1].protocol: a flow has at most 1 output of protocol ndi-speed-hq, and output "
      "\"out\" is one");
  ExpectRefused(Create(kNdiFlow + kNdiSource + outputs),
                "outputs[0].protocol: ndi-speed-hq cannot send what the flow's source brings, "
                "which is NDI");
  ExpectRefused(Create(Json{{"flowSize", "LARGE"}} + kRtpSource + outputs),
                "outputs[0].protocol: ndi-speed-hq needs ndiConfig.ndiState ENABLED on the flow");
}

// M:UpdateFlow: the size first and then the source; the other way round when going back.
TEST_F(NdiFlowsTest, ATransportStreamFlowBecomesAnNdiFlowAndBack) {
  const Answer flow = Create(kRtpSource + kEna);
  const Json to_ndi{{"protocol", "ndi-speed-hq"}};
  ExpectRefused(UpdateSource(flow, to_ndi), "flowSize: MEDIUM must be LARGE");
  const Answer enabled = Update(
      flow, Json{{"flowSize", "LARGE"}, {"ndiConfig", {{"ndiState", "ENABLED"}}}} + kEncoding);
  ASSERT_EQ(enabled.status, 202) << enabled.body;
  world_.Start(flow.Text("flow.flowArn"));  // UGnow:source-update: active or standby
  const Answer source = UpdateSource(flow, to_ndi);
  ASSERT_EQ(source.status, 202) << source.body;
  EXPECT_FALSE(source.Has("source.whitelistCidr"));

  const Json shrink{{"flowSize", "MEDIUM"}, {"ndiConfig", {{"ndiState", "DISABLED"}}}};
  ExpectRefused(Update(flow, shrink), "flowSize: MEDIUM must be LARGE");
  EXPECT_EQ(UpdateSource(flow, Json{{"protocol", "rtp"}, {"whitelistCidr", "10.0.0.0/24"}}).status,
            202);
  const Answer back = Update(flow, shrink);
  ASSERT_EQ(back.status, 202) << back.body;
  EXPECT_EQ(back.Text("flow.flowSize"), "MEDIUM");
}

TEST_F(NdiFlowsTest, NdiStaysOnWhileAnOutputNeedsIt) {
  const Answer flow = Create(kNdiFlow + kRtpSource + Json{{"outputs", List({kNdiOutput})}});
  ExpectRefused(Update(flow, Json{{"ndiConfig", {{"ndiState", "DISABLED"}}}}),
                "output \"out\".protocol: ndi-speed-hq needs ndiConfig.ndiState ENABLED");
  ExpectRefused(UpdateSource(flow, Json{{"protocol", "ndi-speed-hq"}}),
                "output \"out\".protocol: ndi-speed-hq cannot send what the flow's source brings");
}

}  // namespace
}  // namespace mediaconnect
