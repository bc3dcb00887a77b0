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
  void ExpectRefused(const Answer& answer, const Names& names) {
    ExpectError(answer, 400, "BadRequestException", names);
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
  ExpectRefused(Create(kNdiSource), {"flowSize", "MEDIUM", "LARGE", "NDI"});
  ExpectRefused(Create(Json{{"flowSize", "LARGE"}} + kNdiSource),
                {"ndiConfig.ndiState", "ENABLED", "ndi-speed-hq"});
  ExpectRefused(
      Create(Json{{"flowSize", "LARGE"}, {"ndiConfig", {{"ndiState", "ENABLED"}}}} + kNdiSource),
      {"encodingConfig", "ndi-speed-hq"});
}

TEST_F(NdiFlowsTest, NdiNeedsALargeFlow) {
  ExpectRefused(Create(Json{{"ndiConfig", {{"ndiState", "ENABLED"}}}} + kRtpSource),
                {"ndiConfig.ndiState", "ENABLED", "flowSize", "LARGE", "MEDIUM"});
  ExpectRefused(Create(kCdiFlow + Json{{"ndiConfig", {{"ndiState", "ENABLED"}}}} + kCdiSource),
                {"ndiConfig.ndiState", "ENABLED", "flowSize", "LARGE", "LARGE_4X"});
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
  ExpectRefused(create(Repeat(4, 1, server)), "ndiDiscoveryServers");
  ExpectRefused(
      create(List({Json{{"discoveryServerAddress", "10.0.0.1"}, {"vpcInterfaceAdapter", "x"}}})),
      {"ndiConfig.ndiDiscoveryServers[0].vpcInterfaceAdapter", "\"x\""});
  ExpectRefused(create(List({Json{{"discoveryServerAddress", "10.0.0.1"},
                                  {"vpcInterfaceAdapter", "eni"},
                                  {"discoveryServerPort", 65536}}})),
                "ndiConfig.ndiDiscoveryServers[0].discoveryServerPort: 65536");
}

TEST_F(NdiFlowsTest, AFlowHasOneNdiOutputAndNoneOfAnNdiSource) {
  const Json outputs{{"outputs", List({kNdiOutput})}};
  EXPECT_EQ(Create(kNdiFlow + kRtpSource + outputs).status, 201);
  ExpectRefused(Create(kNdiFlow + kRtpSource +
                       Json{{"outputs", List({kNdiOutput, Json{{"protocol", "ndi-speed-hq"}}})}}),
                {"outputs[1].protocol", "ndi-speed-hq", "\"out\""});
  ExpectRefused(Create(kNdiFlow + kNdiSource + outputs),
                {"outputs[0].protocol", "ndi-speed-hq", "NDI"});
  ExpectRefused(Create(Json{{"flowSize", "LARGE"}} + kRtpSource + outputs),
                {"outputs[0].protocol", "ndi-speed-hq", "ndiConfig.ndiState", "ENABLED"});
}

// M:UpdateFlow: the size first and then the source; the other way round when going back.
TEST_F(NdiFlowsTest, ATransportStreamFlowBecomesAnNdiFlowAndBack) {
  const Answer flow = Create(kRtpSource + kEna);
  const Json to_ndi{{"protocol", "ndi-speed-hq"}};
  ExpectRefused(UpdateSource(flow, to_ndi), {"flowSize", "MEDIUM", "LARGE"});
  const Answer enabled = Update(
      flow, Json{{"flowSize", "LARGE"}, {"ndiConfig", {{"ndiState", "ENABLED"}}}} + kEncoding);
  ASSERT_EQ(enabled.status, 202) << enabled.body;
  world_.Start(flow.Text("flow.flowArn"));  // UGnow:source-update: active or standby
  const Answer source = UpdateSource(flow, to_ndi);
  ASSERT_EQ(source.status, 202) << source.body;
  EXPECT_FALSE(source.Has("source.whitelistCidr"));

  const Json shrink{{"flowSize", "MEDIUM"}, {"ndiConfig", {{"ndiState", "DISABLED"}}}};
  ExpectRefused(Update(flow, shrink), {"flowSize", "MEDIUM", "LARGE"});
  EXPECT_EQ(UpdateSource(flow, Json{{"protocol", "rtp"}, {"whitelistCidr", "10.0.0.0/24"}}).status,
            202);
  const Answer back = Update(flow, shrink);
  ASSERT_EQ(back.status, 202) << back.body;
  EXPECT_EQ(back.Text("flow.flowSize"), "MEDIUM");
}

TEST_F(NdiFlowsTest, NdiStaysOnWhileAnOutputNeedsIt) {
  const Answer flow = Create(kNdiFlow + kRtpSource + Json{{"outputs", List({kNdiOutput})}});
  ExpectRefused(Update(flow, Json{{"ndiConfig", {{"ndiState", "DISABLED"}}}}),
                {"\"out\"", ".protocol", "ndi-speed-hq", "ndiConfig.ndiState", "ENABLED"});
  ExpectRefused(UpdateSource(flow, Json{{"protocol", "ndi-speed-hq"}}),
                {"\"out\"", ".protocol", "ndi-speed-hq"});
}

}  // namespace
}  // namespace mediaconnect
