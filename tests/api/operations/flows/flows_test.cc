// Rules of flows: CreateFlow, DescribeFlow, DeleteFlow, StartFlow, StopFlow (rules 1.6, 3.1).
#include <set>

#include "tests/support/world.h"

namespace mediaconnect {
namespace {

class FlowsTest : public WorldTest {
 protected:
  Answer Create(const Json& members) { return world_.Post("/v1/flows", members); }
  std::string StatusOf(const std::string& arn) {
    return world_.Get("/v1/flows/" + arn).Text("flow.status");
  }
};

TEST_F(FlowsTest, CreateFlowAnswersAStandbyFlowWithAllRequiredMembers) {
  const Answer answer = Create(Json{{"name", "Awards_Show-1"}} + kRtpSource);
  EXPECT_EQ(answer.status, 201);
  EXPECT_EQ(answer.Text("flow.status"), "STANDBY");
  EXPECT_EQ(answer.Text("flow.name"), "Awards_Show-1");
  EXPECT_EQ(
      answer.Text("flow.flowArn").rfind("arn:aws:mediaconnect:us-east-1:111122223333:flow:1-", 0),
      0u);
  EXPECT_EQ(answer.Text("flow.source.name"), "main");
  EXPECT_EQ(answer.Text("flow.sources.0.sourceArn"), answer.Text("flow.source.sourceArn"));
  EXPECT_EQ(answer.Size("flow.outputs"), 0u);
  EXPECT_EQ(answer.Size("flow.entitlements"), 0u);
  EXPECT_EQ(answer.Header("x-amzn-RequestId").size(), 36u);
}

TEST_F(FlowsTest, DescribeFlowAnswersWhatCreateFlowDid) {
  const Answer created = Create(Json{{"name", "a"}} + kRtpSource);
  EXPECT_EQ(world_.Get("/v1/flows/" + created.Text("flow.flowArn")).body, created.body);
}

TEST_F(FlowsTest, TheArnMayBePercentEncoded) {
  const std::string arn = world_.CreateFlow();
  std::string encoded;
  for (const char c : arn) encoded += c == ':' ? "%3A" : std::string(1, c);
  EXPECT_EQ(world_.Get("/v1/flows/" + encoded).Text("flow.flowArn"), arn);
}

TEST_F(FlowsTest, NamesNeedNotBeUnique) {
  EXPECT_NE(world_.CreateFlow("same"), world_.CreateFlow("same"));
}

TEST_F(FlowsTest, NamesHaveOneTo64LettersDigitsHyphensAndUnderscores) {
  world_.CreateFlow(std::string(64, 'x'));
  for (const std::string& name : {std::string(65, 'x'), std::string(), std::string("a b"),
                                  std::string("a:b"), std::string("\xc3\xa9")}) {
    ExpectError(Create(Json{{"name", name}} + kRtpSource), 400, "BadRequestException", "name:");
  }
}

TEST_F(FlowsTest, TheZoneIsOneOfTheRegions) {
  const Answer given = Create(Json{{"name", "a"}, {"availabilityZone", "us-east-1c"}} + kRtpSource);
  EXPECT_EQ(given.Text("flow.availabilityZone"), "us-east-1c");
  // Decision 10: picked by the seeded ids.
  std::set<std::string> picked;
  for (int i = 0; i < 30; ++i) {
    picked.insert(Create(Json{{"name", "a"}} + kRtpSource).Text("flow.availabilityZone"));
  }
  EXPECT_EQ(picked, (std::set<std::string>{"us-east-1a", "us-east-1b", "us-east-1c"}));
  ExpectError(Create(Json{{"name", "a"}, {"availabilityZone", "eu-west-1a"}} + kRtpSource), 400,
              "BadRequestException", "availabilityZone");
}

TEST_F(FlowsTest, CreateFlowWantsSourceOrSourcesAndNotBoth) {
  ExpectError(Create(Json{{"name", "a"}}), 400, "BadRequestException", "source");
  ExpectError(Create(Json{{"name", "a"}, {"sources", List({})}}), 400, "BadRequestException",
              "source");
  ExpectError(
      Create(Json{{"name", "a"}, {"sources", List({Json{{"protocol", "rtp"}}})}} + kRtpSource), 400,
      "BadRequestException", "source");
}

TEST_F(FlowsTest, NothingOfARefusedCreateFlowIsKept) {
  ExpectError(
      Create(Json{{"name", "a"}, {"outputs", List({Json{{"protocol", "rtp"}}})}} + kRtpSource), 400,
      "BadRequestException", "outputs[0].destination");
  EXPECT_EQ(world_.Get("/v1/flows").Size("flows"), 0u);
}

TEST_F(FlowsTest, TheDescriptionIsTheFirstSources) {
  const Answer answer = Create(Json{{"name", "a"},
                                    {"source",
                                     {{"protocol", "srt-caller"},
                                      {"sourceListenerAddress", "192.0.2.1"},
                                      {"sourceListenerPort", 5000},
                                      {"description", "Saturday"}}}});
  EXPECT_EQ(answer.Text("flow.description"), "Saturday");
  EXPECT_EQ(world_.Get("/v1/flows").Text("flows.0.description"), "Saturday");
  world_.CreateFlow("b");
  EXPECT_EQ(world_.Get("/v1/flows").Text("flows.1.description"), "");
}

TEST_F(FlowsTest, TheDescriptionFollowsTheFirstSource) {
  const Json first{{"name", "first"},
                   {"protocol", "rtp"},
                   {"whitelistCidr", "10.0.0.0/8"},
                   {"description", "Saturday"}};
  const Json second{{"name", "second"},
                    {"protocol", "rtp"},
                    {"whitelistCidr", "10.0.0.0/8"},
                    {"ingestPort", 6000}};
  const Answer made = Create(Json{{"name", "a"},
                                  {"sources", List({first, second})},
                                  {"sourceFailoverConfig", {{"state", "ENABLED"}}}});
  const std::string path = "/v1/flows/" + made.Text("flow.flowArn");
  const std::string source = path + "/source/" + made.Text("flow.source.sourceArn");
  world_.Put(source, Json{{"description", "Sunday"}});
  EXPECT_EQ(world_.Get(path).Text("flow.description"), "Sunday");
  EXPECT_EQ(world_.Get("/v1/flows").Text("flows.0.description"), "Sunday");
  ASSERT_EQ(world_.Delete(source).status, 202);
  EXPECT_FALSE(world_.Get(path).Has("flow.description"));
  EXPECT_EQ(world_.Get("/v1/flows").Text("flows.0.description"), "");
}

TEST_F(FlowsTest, TheArnOfAPartIsNotThatOfAFlow) {
  const Json stream{
      {"mediaStreamId", 1}, {"mediaStreamName", "video"}, {"mediaStreamType", "video"}};
  const std::string flow = world_.CreateFlow("a", Json{{"mediaStreams", List({stream})}});
  ExpectError(world_.Get("/v1/flows/" + flow + "%2FmediaStream%2Fvideo"), 404, "NotFoundException",
              flow + "/mediaStream/video");
}

TEST_F(FlowsTest, AFlowThatIsNotThereIsNotFound) {
  const std::string arn = "arn:aws:mediaconnect:us-east-1:111122223333:flow:1-x:y";
  for (const auto& [method, path] : std::vector<std::pair<std::string, std::string>>{
           {"GET", "/v1/flows/"}, {"DELETE", "/v1/flows/"}, {"POST", "/v1/flows/start/"}}) {
    ExpectError(world_.Call(method, path + arn), 404, "NotFoundException", arn);
  }
}

TEST_F(FlowsTest, WhatIsNoFlowArnIsABadRequest) {
  ExpectError(world_.Get("/v1/flows/nonsense"), 400, "BadRequestException", "FlowArn");
  ExpectError(world_.Get("/v1/flows/"), 400, "BadRequestException", "FlowArn");
  ExpectError(world_.Get("/v1/flows/%zz"), 400, "BadRequestException", "FlowArn");
}

TEST_F(FlowsTest, AFlowOfAnotherRegionIsNotFoundAndTheMessageSaysWhereItIs) {
  const std::string arn = world_.CreateFlow("a", {}, kAccount, "eu-west-1");
  ExpectError(world_.Get("/v1/flows/" + arn), 404, "NotFoundException", "Region eu-west-1");
}

TEST_F(FlowsTest, AFlowOfAnotherAccountIsNotFoundAndNotGivenAway) {
  const std::string arn = world_.CreateFlow();
  const Answer answer = world_.Call("GET", "/v1/flows/" + arn, "", kSubscriber);
  ExpectError(answer, 404, "NotFoundException", kSubscriber);
  EXPECT_EQ(world_.Call("GET", "/v1/flows", "", kSubscriber).Size("flows"), 0u);
  EXPECT_EQ(world_.Call("GET", "/v1/flows", "", kAccount, "eu-west-1").Size("flows"), 0u);
}

TEST_F(FlowsTest, ArnsHaveThePartitionOfTheirRegion) {
  EXPECT_EQ(world_.CreateFlow("a", {}, kAccount, "cn-north-1").rfind("arn:aws-cn:", 0), 0u);
  EXPECT_EQ(world_.CreateFlow("a", {}, kAccount, "us-gov-west-1").rfind("arn:aws-us-gov:", 0), 0u);
}

TEST_F(FlowsTest, StartFlowAnswersStartingAndTheNextRequestSeesActive) {
  const std::string arn = world_.CreateFlow();
  const Answer started = world_.Post("/v1/flows/start/" + arn);
  EXPECT_EQ(started.status, 202);
  EXPECT_EQ(started.Text("status"), "STARTING");
  EXPECT_EQ(started.Text("flowArn"), arn);
  EXPECT_EQ(StatusOf(arn), "ACTIVE");
}

TEST_F(FlowsTest, StartFlowOnlyFromStandby) {
  const std::string arn = world_.CreateFlow();
  world_.Start(arn);
  ExpectError(world_.Post("/v1/flows/start/" + arn), 400, "BadRequestException",
              {"ACTIVE", "STANDBY"});
}

TEST_F(FlowsTest, StopFlowOnlyWhileItRuns) {
  const std::string arn = world_.CreateFlow();
  ExpectError(world_.Post("/v1/flows/stop/" + arn), 400, "BadRequestException", "is STANDBY");
  world_.Start(arn);
  EXPECT_EQ(world_.Post("/v1/flows/stop/" + arn).Text("status"), "STOPPING");
  EXPECT_EQ(StatusOf(arn), "STANDBY");
}

TEST_F(FlowsTest, DeleteFlowOnlyWhenStopped) {
  const std::string arn = world_.CreateFlow();
  world_.Start(arn);
  ExpectError(world_.Delete("/v1/flows/" + arn), 400, "BadRequestException",
              {"ACTIVE", "STANDBY", "ERROR"});
  EXPECT_EQ(StatusOf(arn), "ACTIVE");
  world_.Post("/v1/flows/stop/" + arn);
  const Answer deleted = world_.Delete("/v1/flows/" + arn);
  EXPECT_EQ(deleted.status, 202);
  EXPECT_EQ(deleted.Text("status"), "DELETING");
  EXPECT_EQ(world_.Get("/v1/flows/" + arn).error, "NotFoundException");
}

TEST_F(FlowsTest, MaintenanceStartsAtAFullHour) {
  const auto create = [&](const std::string& hour) {
    return Create(
        Json{{"name", "a"},
             {"maintenance", {{"maintenanceDay", "Monday"}, {"maintenanceStartHour", hour}}}} +
        kRtpSource);
  };
  EXPECT_EQ(create("23:00").Text("flow.maintenance.maintenanceStartHour"), "23:00");
  EXPECT_EQ(world_.Get("/v1/flows").Text("flows.0.maintenance.maintenanceDay"), "Monday");
  for (const char* hour : {"24:00", "2:00", "02:30", "noon", "02:000"}) {
    ExpectError(create(hour), 400, "BadRequestException", "maintenance.maintenanceStartHour");
  }
}

TEST_F(FlowsTest, EncodingBitrateHasARangeAndADefault) {
  const auto create = [&](const Json& config) {
    return Create(Json{{"name", "a"}, {"encodingConfig", config}} + kRtpSource);
  };
  EXPECT_EQ(create(Json{{"encodingProfile", "CONTRIBUTION_H264_DEFAULT"}})
                .Number("flow.encodingConfig.videoMaxBitrate"),
            20'000'000);
  ExpectError(create(Json{{"videoMaxBitrate", 9999999}}), 400, "BadRequestException",
              "encodingConfig.videoMaxBitrate");
  ExpectError(create(Json{{"videoMaxBitrate", 50000001}}), 400, "BadRequestException",
              "encodingConfig.videoMaxBitrate");
}

TEST_F(FlowsTest, FailoverHasAWindowFrom100To15000AndMergesByDefault) {
  const auto create = [&](const Json& config) {
    return Create(Json{{"name", "a"}, {"sourceFailoverConfig", config}} + kRtpSource);
  };
  const Answer merging = create(Json{{"state", "ENABLED"}});
  EXPECT_EQ(merging.Text("flow.sourceFailoverConfig.failoverMode"), "MERGE");
  EXPECT_EQ(merging.Number("flow.sourceFailoverConfig.recoveryWindow"), 200);
  EXPECT_EQ(create(Json{}).Text("flow.sourceFailoverConfig.state"), "DISABLED");
  for (const int window : {100, 15000}) {
    EXPECT_EQ(create(Json{{"recoveryWindow", window}}).status, 201);
  }
  for (const int window : {99, 15001}) {
    ExpectError(create(Json{{"recoveryWindow", window}}), 400, "BadRequestException",
                "sourceFailoverConfig.recoveryWindow: " + std::to_string(window));
  }
  ExpectError(create(Json{{"state", "ENABLED"},
                          {"failoverMode", "MERGE"},
                          {"sourcePriority", {{"primarySource", "main"}}}}),
              400, "BadRequestException", "sourceFailoverConfig.sourcePriority");
}

TEST_F(FlowsTest, MonitoringThresholdsAreFrom10To60AndNeedTheAnalysis) {
  const auto create = [&](const Json& config) {
    return Create(Json{{"name", "a"}, {"sourceMonitoringConfig", config}} + kRtpSource);
  };
  const auto silent = [&](const Json& threshold) {
    return create(Json{{"contentQualityAnalysisState", "ENABLED"},
                       {"audioMonitoringSettings",
                        List({Json{{"silentAudio", Json{{"state", "ENABLED"}} + threshold}}})}});
  };
  const std::string at = "flow.sourceMonitoringConfig.audioMonitoringSettings.0.silentAudio.";
  EXPECT_EQ(silent({}).Number(at + "thresholdSeconds"), 30);
  EXPECT_EQ(silent(Json{{"thresholdSeconds", 10}}).Number(at + "thresholdSeconds"), 10);
  EXPECT_EQ(silent(Json{{"thresholdSeconds", 60}}).status, 201);
  for (const int threshold : {9, 61}) {
    ExpectError(silent(Json{{"thresholdSeconds", threshold}}), 400, "BadRequestException",
                "sourceMonitoringConfig.audioMonitoringSettings[0].silentAudio.thresholdSeconds: " +
                    std::to_string(threshold));
  }
  ExpectError(create(Json{{"videoMonitoringSettings",
                           List({Json{{"blackFrames", {{"state", "ENABLED"}}}}})}}),
              400, "BadRequestException",
              {"sourceMonitoringConfig.videoMonitoringSettings", "contentQualityAnalysisState"});
}

TEST_F(FlowsTest, VpcInterfacesAndMediaStreamsAreStoredAndGivenBackCompleted) {
  const Answer answer = Create(Json{
      {"name", "cdi"},
      {"flowSize", "LARGE_4X"},
      {"vpcInterfaces", List({Json{{"name", "efa"},
                                   {"networkInterfaceType", "efa"},
                                   {"roleArn", "arn:aws:iam::1:role/r"},
                                   {"securityGroupIds", List({"sg-1"})},
                                   {"subnetId", "subnet-1"},
                                   {"vpcInterfaceTags", {{"v", "1"}}}},
                              Json{{"name", "ena"},
                                   {"roleArn", "arn:aws:iam::1:role/r"},
                                   {"securityGroupIds", List({})},
                                   {"subnetId", "s"}}})},
      {"mediaStreams", List({Json{{"mediaStreamId", 1},
                                  {"mediaStreamName", "video"},
                                  {"mediaStreamType", "video"},
                                  {"attributes", {{"fmtp", {{"exactFramerate", "60"}}}}},
                                  {"mediaStreamTags", {{"m", "1"}}}}})},
      {"sourceMonitoringConfig", {{"thumbnailState", "ENABLED"}}},
      {"ndiConfig", {{"ndiState", "DISABLED"}}},
      {"source",
       {{"name", "in"},
        {"protocol", "cdi"},
        {"ingestPort", 5000},
        {"maxSyncBuffer", 100},
        {"vpcInterfaceName", "efa"},
        {"mediaStreamSourceConfigurations",
         List({Json{{"encodingName", "raw"}, {"mediaStreamName", "video"}}})}}},
      {"outputs", List({Json{{"name", "out"},
                             {"protocol", "st2110-jpegxs"},
                             {"mediaStreamOutputConfigurations",
                              List({Json{{"encodingName", "jxsv"},
                                         {"mediaStreamName", "video"},
                                         {"destinationConfigurations",
                                          List({Json{{"destinationIp", "192.0.2.1"},
                                                     {"destinationPort", 5000},
                                                     {"interface", {{"name", "efa"}}}},
                                                Json{{"destinationIp", "192.0.2.2"},
                                                     {"destinationPort", 5000},
                                                     {"interface", {{"name", "ena"}}}}})}}})}}})}});
  ASSERT_EQ(answer.status, 201) << answer.body;
  EXPECT_EQ(answer.Text("flow.vpcInterfaces.1.networkInterfaceType"), "ena");
  EXPECT_EQ(answer.Text("flow.vpcInterfaces.0.networkInterfaceIds.0").rfind("eni-", 0), 0u);
  EXPECT_EQ(answer.Number("flow.mediaStreams.0.fmt"), 96);
  EXPECT_EQ(answer.Text("flow.sourceMonitoringConfig.thumbnailState"), "ENABLED");
  EXPECT_TRUE(answer.Has(
      "flow.outputs.0.mediaStreamOutputConfigurations.0.destinationConfigurations.0.outboundIp"));
  const std::string arn = answer.Text("flow.flowArn");
  EXPECT_EQ(world_.Get("/tags/" + arn + "/vpcInterface/efa").Text("tags.v"), "1");
  EXPECT_EQ(world_.Get("/tags/" + arn + "%2FmediaStream%2Fvideo").Text("tags.m"), "1");
}

}  // namespace
}  // namespace mediaconnect
