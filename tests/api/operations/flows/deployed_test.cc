// Flows that public templates deploy on AWS (aws-cdk's integration tests of aws-mediaconnect-alpha,
// terraform-provider-aws #7431), with what their authors saw there. The server must take each and
// answer the same (rules 1.7, 2.1, 2.2, decisions 23 and 24).
#include "tests/support/gateways.h"
#include "tests/support/media_flows.h"
#include "tests/support/world.h"

namespace mediaconnect {
namespace {

class DeployedFlowsTest : public WorldTest {
 protected:
  Answer Create(const Json& members) {
    Answer flow = world_.Post("/v1/flows", Json{{"name", "f"}} + members);
    EXPECT_EQ(flow.status, 201) << flow.body;
    return flow;
  }
  Answer AddOutputs(const Answer& flow, const std::vector<Json>& outputs) {
    Answer added = world_.Post("/v1/flows/" + flow.Text("flow.flowArn") + "/outputs",
                               Json{{"outputs", List(outputs)}});
    EXPECT_EQ(added.status, 201) << added.body;
    return added;
  }
  Answer UpdateSource(const Answer& flow, const Json& members) {
    Answer updated = world_.Put(
        "/v1/flows/" + flow.Text("flow.flowArn") + "/source/" + flow.Text("flow.source.sourceArn"),
        members);
    EXPECT_EQ(updated.status, 202) << updated.body;
    return updated;
  }
};

// An encryption or decryption.
Json Key(const std::string& member, const std::string& value) {
  return {{member, value},
          {"roleArn", "arn:aws:iam::111122223333:role/r"},
          {"secretArn", "arn:aws:secretsmanager:us-east-1:111122223333:secret:s"}};
}

// integ.mediaconnect-flow-dual-source
TEST_F(DeployedFlowsTest, SrtSourcesHaveAMaximumBitrate) {
  const Json source{
      {"protocol", "srt-listener"}, {"whitelistCidr", "10.0.0.0/16"}, {"maxBitrate", 50000000}};
  const Answer flow =
      Create({{"sourceFailoverConfig", {{"state", "ENABLED"}, {"failoverMode", "FAILOVER"}}},
              {"source", source + Json{{"ingestPort", 5000}}}});
  EXPECT_EQ(flow.Number("flow.source.transport.maxBitrate"), 50'000'000);
  const Answer second = world_.Post(
      "/v1/flows/" + flow.Text("flow.flowArn") + "/source",
      Json{{"sources", List({source + Json{{"name", "second"}, {"ingestPort", 5001}}})}});
  ASSERT_EQ(second.status, 201) << second.body;
  EXPECT_EQ(second.Number("sources.0.transport.maxBitrate"), 50'000'000);
  EXPECT_EQ(
      UpdateSource(flow, Json{{"maxBitrate", 60000000}}).Number("source.transport.maxBitrate"),
      60'000'000);
  // No default is known.
  EXPECT_FALSE(
      Create(Json{{"source", {{"protocol", "srt-listener"}, {"whitelistCidr", "10.0.0.0/16"}}}})
          .Has("flow.source.transport.maxBitrate"));
}

// integ.mediaconnect-flow-defaults
TEST_F(DeployedFlowsTest, DefaultsThatTheServiceShowsAndThoseThatItLeavesOut) {
  const Answer rist = Create(Json{
      {"source", {{"protocol", "rist"}, {"whitelistCidr", "203.0.113.0/24"}, {"ingestPort", 5000}}},
      {"outputs",
       List({Json{{"protocol", "rtp"}, {"destination", "203.0.113.20"}, {"port", 6000}}})},
      {"entitlements",
       List({Json{{"description", "d"}, {"subscribers", List({"111122223333"})}}})}});
  EXPECT_EQ(rist.Number("flow.source.transport.maxLatency"), 2000);
  EXPECT_EQ(rist.Text("flow.outputs.0.outputStatus"), "ENABLED");
  EXPECT_EQ(rist.Text("flow.entitlements.0.entitlementStatus"), "ENABLED");
  for (const char* left_out : {"flow.flowSize", "flow.encodingConfig", "flow.vpcInterfaces"}) {
    EXPECT_FALSE(rist.Has(left_out)) << left_out;
  }
  EXPECT_EQ(rist.Size("flow.mediaStreams"), 0u);
  EXPECT_EQ(
      Create(Json{{"source", {{"protocol", "rist"}, {"whitelistCidr", "203.0.113.0/24"}}},
                  {"sourceFailoverConfig", {{"state", "ENABLED"}, {"failoverMode", "MERGE"}}}})
          .Number("flow.sourceFailoverConfig.recoveryWindow"),
      200);
  const Answer zixi = Create(Json{{"source",
                                   {{"name", "in"},
                                    {"protocol", "zixi-push"},
                                    {"whitelistCidr", "203.0.113.0/24"},
                                    {"ingestPort", 2088}}}});
  EXPECT_EQ(zixi.At("flow.source.transport"),
            json::Parse(R"({"protocol":"zixi-push","streamId":"in"})").node());
}

// integ.mediaconnect-flow-ndi
TEST_F(DeployedFlowsTest, AnEmptyEncodingConfigIsEnoughForAnNdiSourceAndNotShown) {
  const Json ndi =
      Json{{"flowSize", "LARGE"}} + kEna +
      Json{{"ndiConfig",
            {{"ndiState", "ENABLED"},
             {"ndiDiscoveryServers", List({Json{{"discoveryServerAddress", "10.0.172.10"},
                                                {"vpcInterfaceAdapter", "eni"}}})}}}};
  const Answer source =
      Create(ndi + Json{{"encodingConfig", Json{}}, {"source", {{"protocol", "ndi-speed-hq"}}}});
  EXPECT_EQ(source.Text("flow.ndiConfig.machineName").size(), 12u);
  EXPECT_EQ(source.Text("flow.flowSize"), "LARGE");
  EXPECT_FALSE(source.Has("flow.encodingConfig"));
  const std::string target = "/v1/flows/" + source.Text("flow.flowArn");
  EXPECT_FALSE(world_.Get(target).Has("flow.encodingConfig"));
  // It is remembered all the same: the flow goes on having an NDI source.
  EXPECT_EQ(world_.Put(target, Json{{"encodingConfig", Json{}}}).status, 202);
  EXPECT_EQ(world_.Put(target, Json{{"encodingConfig", {{"videoMaxBitrate", 10000000}}}})
                .Number("flow.encodingConfig.videoMaxBitrate"),
            10'000'000);
  const Answer output = Create(
      ndi +
      Json{{"source",
            {{"protocol", "rtp"}, {"ingestPort", 5000}, {"whitelistCidr", "203.0.113.0/24"}}}});
  EXPECT_EQ(AddOutputs(output, {Json{{"protocol", "ndi-speed-hq"}}})
                .Number("outputs.0.transport.ndiSpeedHqQuality"),
            100);
}

// integ.mediaconnect-flow-kitchen-sink
TEST_F(DeployedFlowsTest, OneOutputOfEachKind) {
  const Answer flow = Create(
      Json{{"flowSize", "LARGE"}} + kEna +
      Json{{"availabilityZone", "us-east-1a"},
           {"maintenance", {{"maintenanceDay", "Sunday"}, {"maintenanceStartHour", "06:00"}}},
           {"ndiConfig",
            {{"ndiState", "ENABLED"},
             {"machineName", "kitchen-sink"},
             {"ndiDiscoveryServers", List({Json{{"discoveryServerAddress", "10.0.1.50"},
                                                {"discoveryServerPort", 5959},
                                                {"vpcInterfaceAdapter", "eni"}}})}}},
           {"sourceMonitoringConfig",
            {{"thumbnailState", "ENABLED"},
             {"contentQualityAnalysisState", "ENABLED"},
             {"audioMonitoringSettings",
              List({Json{{"silentAudio", {{"state", "ENABLED"}, {"thresholdSeconds", 15}}}}})},
             {"videoMonitoringSettings",
              List({Json{{"blackFrames", {{"state", "ENABLED"}, {"thresholdSeconds", 15}}},
                         {"frozenFrames", {{"state", "ENABLED"}, {"thresholdSeconds", 15}}}}})}}},
           {"source",
            {{"protocol", "rtp"}, {"ingestPort", 5000}, {"whitelistCidr", "10.0.0.0/16"}}}});
  AddOutputs(
      flow,
      {Json{{"protocol", "ndi-speed-hq"}, {"ndiProgramName", "p"}, {"ndiSpeedHqQuality", 100}},
       Json{{"protocol", "rtp-fec"}, {"destination", "203.0.113.10"}, {"port", 6000}},
       Json{{"protocol", "zixi-pull"},
            {"streamId", "s"},
            {"remoteId", "r"},
            {"maxLatency", 1000},
            {"cidrAllowList", List({"10.0.0.0/16"})},
            {"encryption", Key("algorithm", "aes256")}},
       Json{{"protocol", "zixi-push"},
            {"streamId", "s"},
            {"destination", "203.0.113.20"},
            {"port", 2088},
            {"maxLatency", 500},
            {"cidrAllowList", List({"10.0.0.0/16"})},
            {"encryption", Key("algorithm", "aes128")}},
       Json{{"protocol", "srt-listener"},
            {"port", 7000},
            {"minLatency", 100},
            {"cidrAllowList", List({"10.0.0.0/8"})},
            {"encryption", Key("keyType", "srt-password")}}});
}

// integ.mediaconnect-flow-outputs, and names as long as the templates have them
TEST_F(DeployedFlowsTest, OutputsInAVpcAndLongNames) {
  const std::string output_name(72, 'o');
  const std::string entitlement_name(55, 'e');
  const Answer flow =
      Create(kEna + Json{{"source", {{"routerIntegrationState", "ENABLED"}}},
                         {"entitlements", List({Json{{"name", entitlement_name},
                                                     {"subscribers", List({"444455556666"})}}})}});
  EXPECT_EQ(flow.Text("flow.source.name"), "source-1");
  const Json in_vpc{{"vpcInterfaceAttachment", {{"vpcInterfaceName", "eni"}}}};
  const Json router{{"routerIntegrationState", "ENABLED"}};
  const Answer added = AddOutputs(
      flow,
      {in_vpc + Json{{"protocol", "rist"}, {"destination", "10.1.172.20"}, {"port", 6200}},
       in_vpc + Json{{"protocol", "srt-caller"}, {"destination", "10.1.172.30"}, {"port", 6300}},
       in_vpc + Json{{"name", output_name},
                     {"protocol", "zixi-pull"},
                     {"remoteId", "r"},
                     {"cidrAllowList", List({"10.0.0.0/8"})}},
       Json{{"protocol", "srt-listener"}, {"port", 7000}}, router, router});
  EXPECT_EQ(added.Text("outputs.2.name"), output_name);
  EXPECT_EQ(added.Text("outputs.3.listenerAddress"), flow.Text("flow.egressIp"));
}

// integ.mediaconnect-flow-vpc, -source-encryption
TEST_F(DeployedFlowsTest, OneSourceInAVpcAndOnePublicOfWhichOneIsEncrypted) {
  const Answer flow = Create(
      kEna + Json{{"sourceFailoverConfig", {{"state", "ENABLED"}, {"failoverMode", "FAILOVER"}}},
                  {"sources", List({Json{{"name", "a"},
                                         {"protocol", "srt-listener"},
                                         {"ingestPort", 5000},
                                         {"vpcInterfaceName", "eni"}},
                                    Json{{"name", "b"},
                                         {"protocol", "srt-listener"},
                                         {"ingestPort", 5001},
                                         {"whitelistCidr", "10.0.0.0/16"},
                                         {"decryption", Key("keyType", "srt-password")}}})}});
  EXPECT_EQ(flow.Text("flow.sources.0.ingestIp").rfind("10.", 0), 0u);
  EXPECT_EQ(flow.Text("flow.sources.1.ingestIp"), flow.Text("flow.egressIp"));
}

TEST_F(DeployedFlowsTest, ACdiStreamWithoutAClockRate) {
  Create(Json{{"flowSize", "LARGE_4X"},
              {"vpcInterfaces", List({VpcInterface("efa", "efa")})},
              {"mediaStreams", List({Json{{"mediaStreamId", 1},
                                          {"mediaStreamName", "mystream"},
                                          {"mediaStreamType", "video"},
                                          {"videoFormat", "1080p"},
                                          {"attributes",
                                           {{"fmtp",
                                             {{"colorimetry", "BT709"},
                                              {"exactFramerate", "60000/1001"},
                                              {"par", "1:1"},
                                              {"scanMode", "progressive"},
                                              {"range", "NARROW"},
                                              {"tcs", "SDR"}}}}}}})},
              {"source",
               {{"protocol", "cdi"},
                {"vpcInterfaceName", "efa"},
                {"ingestPort", 5000},
                {"maxSyncBuffer", 10},
                {"mediaStreamSourceConfigurations",
                 List({Json{{"encodingName", "raw"}, {"mediaStreamName", "mystream"}}})}}}});
}

TEST_F(DeployedFlowsTest, ASourceThatIsOnlyABridge) {
  Create(Json{{"source", FromBridge(CreateIngressBridge(world_))}});
}

// terraform-provider-aws #7431
TEST_F(DeployedFlowsTest, SourcesAreUpdatedInPlace) {
  const Answer flow = Create(Json{
      {"source", {{"protocol", "rtp"}, {"ingestPort", 2099}, {"whitelistCidr", "10.0.0.0/16"}}}});
  const Answer fec = UpdateSource(flow, Json{{"protocol", "rtp-fec"}});
  EXPECT_EQ(fec.Text("source.transport.protocol"), "rtp-fec");
  EXPECT_EQ(fec.Number("source.ingestPort"), 2099);
  EXPECT_EQ(fec.Text("source.sourceArn"), flow.Text("flow.source.sourceArn"));
  const Answer zixi = Create(Json{{"source",
                                   {{"protocol", "zixi-push"},
                                    {"whitelistCidr", "10.0.0.0/16"},
                                    {"decryption", Key("algorithm", "aes128")}}}});
  const Answer stronger = UpdateSource(zixi, Json{{"decryption", Key("algorithm", "aes256")}});
  EXPECT_EQ(stronger.Text("source.decryption.algorithm"), "aes256");
  EXPECT_EQ(stronger.Text("source.sourceArn"), zixi.Text("flow.source.sourceArn"));
}

}  // namespace
}  // namespace mediaconnect
