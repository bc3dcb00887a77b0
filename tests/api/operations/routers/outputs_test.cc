// Router outputs (rules 3.4).
#include <gmock/gmock.h>

#include "tests/support/routers.h"

namespace mediaconnect {
namespace {

class RouterOutputsTest : public RouterTest {
 protected:
  void Refuse(const Json& request, const Names& names) {
    SCOPED_TRACE(request.Text());
    ExpectError(CreateOutput(request), 400, "BadRequestException", names);
  }

  const std::string interface_ = InterfaceArn();
};

TEST_F(RouterOutputsTest, OneIsCreatingAndThenInStandby) {
  const Answer created = CreateOutput(
      OutputRequest(Standard(interface_, RtpTo()), Json{{"tags", {{"team", "news"}}}}));
  EXPECT_EQ(created.status, 201);
  EXPECT_EQ(created.Text("routerOutput.state"), "CREATING");
  const std::string arn = created.Text("routerOutput.arn");
  EXPECT_EQ(arn, "arn:aws:mediaconnect:us-east-1:111122223333:routerOutput:" +
                     created.Text("routerOutput.id"));
  const Answer shown = GetOutput(arn);
  EXPECT_EQ(shown.Text("routerOutput.state"), "STANDBY");
  EXPECT_EQ(shown.Text("routerOutput.outputType"), "STANDARD");
  EXPECT_EQ(shown.Text("routerOutput.configuration.standard.protocol"), "RTP");
  EXPECT_EQ(shown.Text("routerOutput.configuration.standard.protocolConfiguration.rtp."
                       "forwardErrorCorrection"),
            "DISABLED");
  EXPECT_EQ(shown.Text("routerOutput.routedState"), "UNROUTED");
  EXPECT_FALSE(shown.Has("routerOutput.routedInputArn"));
  EXPECT_FALSE(shown.Has("routerOutput.transitEncryption"));
  EXPECT_EQ(shown.Text("routerOutput.maintenanceType"), "DEFAULT");
  EXPECT_EQ(shown.Text("routerOutput.tags.team"), "news");
  EXPECT_TRUE(shown.Has("routerOutput.streamDetails.standard"));
  EXPECT_TRUE(shown.Has("routerOutput.ipAddress"));
  EXPECT_THAT(shown.Text("routerOutput.availabilityZone"), testing::MatchesRegex("us-east-1[abc]"));
  EXPECT_EQ(GetInterface(interface_).Number("routerNetworkInterface.associatedOutputCount"), 1);
}

TEST_F(RouterOutputsTest, ThereAreThreeKindsOfThem) {
  const Json input{{"mediaLiveInput", {{"destinationTransitEncryption", kAutomatic}}}};
  for (const auto& [configuration, type] : std::vector<std::pair<Json, std::string>>{
           {ToFlow(), "MEDIACONNECT_FLOW"}, {input, "MEDIALIVE_INPUT"}}) {
    const Answer answer = CreateOutput(OutputRequest(configuration));
    EXPECT_EQ(answer.status, 201) << answer.body;
    EXPECT_EQ(answer.Text("routerOutput.outputType"), type);
    EXPECT_FALSE(answer.Has("routerOutput.ipAddress"));
  }
  Refuse(OutputRequest(
             ToFlow(Json{{"flowArn", "arn:aws:mediaconnect:us-east-1:111122223333:flow:1-a-b:f"}})),
         {"configuration.mediaConnectFlow", "flowSourceArn"});
  Refuse(OutputRequest(ToFlow(Json{{"destinationTransitEncryption",
                                    kAutomatic + Json{{"encryptionKeyType", "SECRETS_MANAGER"}}}})),
         {"configuration.mediaConnectFlow.destinationTransitEncryption.encryptionKeyType"});
}

TEST_F(RouterOutputsTest, ItSendsByFourProtocols) {
  const Json to{{"destinationAddress", "studio.example.com"}, {"destinationPort", 1024}};
  const Json latency{{"minimumLatencyMilliseconds", 10}};
  for (const auto& [protocol, name] : std::vector<std::pair<Json, std::string>>{
           {RtpTo("239.1.1.1"), "RTP"},
           {Json{{"rist", to}}, "RIST"},
           {Json{{"srtListener", Json{{"port", 9001}} + latency}}, "SRT_LISTENER"},
           {Json{{"srtCaller", to + latency}}, "SRT_CALLER"}}) {
    const Answer answer = CreateOutput(OutputRequest(Standard(interface_, protocol)));
    EXPECT_EQ(answer.status, 201) << answer.body;
    EXPECT_EQ(answer.Text("routerOutput.configuration.standard.protocol"), name);
  }
  Refuse(OutputRequest(Standard(interface_, RtpTo("nobody here"))),
         {"configuration.standard.protocolConfiguration.rtp.destinationAddress", "nobody here"});
  Refuse(OutputRequest(Standard(interface_, RtpTo("192.0.2.9", 65532))), {"65532"});
  Refuse(OutputRequest(Standard(interface_, RtpTo(), Json{{"protocol", "RIST"}})),
         {"configuration.standard.protocol", "RTP"});
}

TEST_F(RouterOutputsTest, TheBitrateIsUpToThatOfTheTier) {
  const auto with = [&](std::int64_t bitrate, const std::string& tier) {
    return OutputRequest(Standard(interface_, RtpTo()),
                         Json{{"maximumBitrate", bitrate}, {"tier", tier}});
  };
  EXPECT_EQ(CreateOutput(with(100'000'000, "OUTPUT_100")).status, 201);
  Refuse(with(50'000'001, "OUTPUT_50"), {"maximumBitrate", "50000001", "OUTPUT_50"});
}

TEST_F(RouterOutputsTest, TheStatesInWhichItCanBeChanged) {
  const InStates states{kStatesOfEnds, [&] { return OutputArn(); }};
  const auto run = [&](const std::string& what) {
    return [this, what](const std::string& arn) { return RunOutput(what, arn); };
  };
  ExpectIn(states, {"STANDBY"}, 202, run("start"));
  ExpectIn(states, {"ACTIVE"}, 202, run("stop"));
  ExpectIn(states, {"ACTIVE", "ERROR"}, 202, run("restart"));
  ExpectIn(states, {"ACTIVE", "STANDBY"}, 202, [&](const auto& arn) {
    return UpdateOutput(arn, Json{{"name", "n"}});
  });
  ExpectIn(states, {"ERROR", "STANDBY", "STOPPING"}, 200,
           [&](const auto& arn) { return DeleteOutput(arn); });
}

TEST_F(RouterOutputsTest, TheAnswerToAStartHasTheNextMaintenance) {
  const std::string arn = OutputArn();
  const Answer started = RunOutput("start", arn);
  EXPECT_EQ(started.Text("state"), "STARTING");
  EXPECT_EQ(started.Text("maintenanceScheduleType"), "WINDOW");
  EXPECT_EQ(GetOutput(arn).Text("routerOutput.maintenanceSchedule.window.start"),
            started.Text("maintenanceSchedule.window.start"));
}

TEST_F(RouterOutputsTest, ThereAre20OfThemARegionInProfileCurrent) {
  world_.settings.quotas.Apply("current");
  const Json request = OutputRequest(Standard(interface_, RtpTo()));
  for (int i = 0; i < 20; ++i) EXPECT_EQ(CreateOutput(request).status, 201);
  ExpectError(CreateOutput(request), 420, "RouterOutputServiceQuotaExceededException",
              {"20 router outputs"});
}

TEST_F(RouterOutputsTest, AreListedByTypeAndRoutedInput) {
  const std::string input = InputArn();
  const std::string one = OutputArn(Json{{"name", "a"}});
  OutputArn(Json{{"name", "b"}});
  CreateOutput(OutputRequest(ToFlow(), Json{{"name", "c"}}));
  Take(one, input);
  const auto list = [&](const Json& filter) {
    const Answer answer = world_.Post("/v1/routerOutputs", Json{{"filters", List({filter})}});
    std::string names;
    for (std::size_t i = 0; i < answer.Size("routerOutputs"); ++i) {
      names += answer.Text("routerOutputs." + std::to_string(i) + ".name");
    }
    return names;
  };
  EXPECT_EQ(list(Json{{"outputTypes", List({"STANDARD"})}}), "ab");
  EXPECT_EQ(list(Json{{"routedInputArns", List({input})}}), "a");
  const Answer all = world_.Post("/v1/routerOutputs");
  EXPECT_EQ(all.Text("routerOutputs.0.routedState"), "ROUTED");
  EXPECT_EQ(all.Text("routerOutputs.0.routedInputArn"), input);
  EXPECT_EQ(all.Text("routerOutputs.1.routedState"), "UNROUTED");
  EXPECT_FALSE(all.Has("routerOutputs.1.routedInputArn"));
}

}  // namespace
}  // namespace mediaconnect
