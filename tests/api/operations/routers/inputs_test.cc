// Router inputs (rules 3.4).
#include <gmock/gmock.h>

#include "tests/support/routers.h"

namespace mediaconnect {
namespace {

class RouterInputsTest : public RouterTest {
 protected:
  void Refuse(const Json& request, const Names& names) {
    SCOPED_TRACE(request.Text());
    ExpectError(CreateInput(request), 400, "BadRequestException", names);
  }
  std::int64_t CountInputsOf(const std::string& interface) {
    return GetInterface(interface).Number("routerNetworkInterface.associatedInputCount");
  }

  const std::string interface_ = InterfaceArn();
};

TEST_F(RouterInputsTest, OneIsCreatingAndThenInStandby) {
  const Answer created = CreateInput(InputRequest(Standard(interface_, Rtp())));
  EXPECT_EQ(created.status, 201);
  EXPECT_EQ(created.Text("routerInput.state"), "CREATING");
  const std::string arn = created.Text("routerInput.arn");
  EXPECT_EQ(arn, "arn:aws:mediaconnect:us-east-1:111122223333:routerInput:" +
                     created.Text("routerInput.id"));
  const Answer shown = GetInput(arn);
  EXPECT_EQ(shown.Text("routerInput.state"), "STANDBY");
  EXPECT_EQ(shown.Text("routerInput.inputType"), "STANDARD");
  EXPECT_EQ(shown.Text("routerInput.configuration.standard.protocol"), "RTP");
  const std::string rtp = "routerInput.configuration.standard.protocolConfiguration.rtp";
  EXPECT_EQ(shown.Number(rtp + ".port"), 5000);
  EXPECT_EQ(shown.Text(rtp + ".forwardErrorCorrection"), "DISABLED");
  EXPECT_EQ(shown.Number("routerInput.routedOutputs"), 0);
  EXPECT_EQ(shown.Number("routerInput.maximumRoutedOutputs"), 10);
  EXPECT_EQ(shown.Text("routerInput.transitEncryption.encryptionKeyType"), "AUTOMATIC");
  EXPECT_TRUE(shown.Has("routerInput.transitEncryption.encryptionKeyConfiguration.automatic"));
  EXPECT_EQ(shown.Text("routerInput.maintenanceType"), "DEFAULT");
  EXPECT_TRUE(shown.Has("routerInput.maintenanceConfiguration.default"));
  EXPECT_FALSE(shown.Has("routerInput.maintenanceSchedule"));
  EXPECT_THAT(shown.Text("routerInput.availabilityZone"), testing::MatchesRegex("us-east-1[abc]"));
  EXPECT_THAT(shown.Text("routerInput.ipAddress"), testing::StartsWith("198."));
  EXPECT_EQ(created.Text("routerInput.ipAddress"), shown.Text("routerInput.ipAddress"));
  EXPECT_EQ(shown.Size("routerInput.messages"), 0u);
  EXPECT_TRUE(shown.Has("routerInput.streamDetails.standard"));
  EXPECT_EQ(shown.Text("routerInput.createdAt"), "2025-06-15T15:06:40Z");
}

TEST_F(RouterInputsTest, ThereAreFiveKindsOfThem) {
  const auto create = [&](const Json& configuration, const std::string& type) {
    Answer answer = CreateInput(InputRequest(configuration));
    EXPECT_EQ(answer.status, 201) << answer.body;
    EXPECT_EQ(answer.Text("routerInput.inputType"), type);
    return answer;
  };
  create(Standard(interface_, Rist()), "STANDARD");
  const auto expect_two = [](const Answer& answer, const std::string& variant) {
    const std::string details = "routerInput.streamDetails." + variant;
    EXPECT_EQ(answer.Number(details + ".sourceIndexZeroStreamDetails.sourceIndex"), 0);
    EXPECT_EQ(answer.Number(details + ".sourceIndexOneStreamDetails.sourceIndex"), 1);
    EXPECT_TRUE(answer.Has("routerInput.ipAddress"));
  };
  expect_two(create(Failover(interface_, {Rtp(), Rtp(5001)}), "FAILOVER"), "failover");
  expect_two(create(Merge(interface_, {Rist(6000), Rist(6002)}), "MERGE"), "merge");
  const auto expect_connected = [](const Answer& answer) {
    EXPECT_FALSE(answer.Has("routerInput.ipAddress"));
    EXPECT_THAT(answer.Text("routerInput.availabilityZone"),
                testing::MatchesRegex("us-east-1[abc]"));
  };
  expect_connected(create(FromFlow(), "MEDIACONNECT_FLOW"));
  expect_connected(create(FromChannel(), "MEDIALIVE_CHANNEL"));
}

TEST_F(RouterInputsTest, TheBitrateIsUpToThatOfTheTier) {
  const auto with = [&](std::int64_t bitrate, const std::string& tier) {
    return InputRequest(Standard(interface_, Rtp()),
                        Json{{"maximumBitrate", bitrate}, {"tier", tier}});
  };
  for (const auto& [tier, ceiling] : std::vector<std::pair<std::string, std::int64_t>>{
           {"INPUT_20", 20'000'000}, {"INPUT_50", 50'000'000}, {"INPUT_100", 100'000'000}}) {
    EXPECT_EQ(CreateInput(with(1'000'000, tier)).status, 201);
    EXPECT_EQ(CreateInput(with(ceiling, tier)).status, 201);
    Refuse(with(ceiling + 1, tier), {"maximumBitrate", std::to_string(ceiling + 1), tier});
    Refuse(with(999'999, tier), {"maximumBitrate", "999999", "1000000"});
  }
  const std::string arn = InputArn();
  ExpectError(UpdateInput(arn, Json{{"maximumBitrate", 30'000'000}}), 400, "BadRequestException",
              {"maximumBitrate", "INPUT_20"});
  EXPECT_EQ(UpdateInput(arn, Json{{"maximumBitrate", 30'000'000}, {"tier", "INPUT_50"}}).status,
            202);
  ExpectError(UpdateInput(arn, Json{{"tier", "INPUT_20"}}), 400, "BadRequestException",
              {"maximumBitrate", "30000000"});
}

TEST_F(RouterInputsTest, ItsZoneIsOfItsRegion) {
  const auto with = [&](const std::string& zone) {
    return InputRequest(Standard(interface_, Rtp()), Json{{"availabilityZone", zone}});
  };
  EXPECT_EQ(CreateInput(with("us-east-1b")).Text("routerInput.availabilityZone"), "us-east-1b");
  Refuse(with("eu-west-1b"), {"availabilityZone", "eu-west-1b", "us-east-1"});
  const std::string there =
      InterfaceArn(PublicInterface("there", Json{{"regionName", "eu-west-1"}}));
  const Answer abroad =
      CreateInput(InputRequest(Standard(there, Rtp()), Json{{"regionName", "eu-west-1"},
                                                            {"availabilityZone", "eu-west-1c"}}));
  EXPECT_EQ(abroad.status, 201) << abroad.body;
  EXPECT_EQ(abroad.Text("routerInput.regionName"), "eu-west-1");
  EXPECT_EQ(GetInput(abroad.Text("routerInput.arn")).status, 200);
}

TEST_F(RouterInputsTest, ItUsesANetworkInterfaceOfItsRegion) {
  const std::string path = "configuration.standard.networkInterfaceArn";
  const auto on = [&](const std::string& interface) {
    return InputRequest(Standard(interface, Rtp()));
  };
  const std::string unknown =
      "arn:aws:mediaconnect:us-east-1:111122223333:routerNetworkInterface:a1b2c3d4e5f6";
  Refuse(on(unknown), {path, unknown, "does not exist"});
  const std::string there =
      InterfaceArn(PublicInterface("there", Json{{"regionName", "eu-west-1"}}));
  Refuse(on(there), {path, there, "eu-west-1", "us-east-1"});
  const std::string foreign =
      world_.Call("POST", "/v1/routerNetworkInterface", PublicInterface(), kSubscriber)
          .Text("routerNetworkInterface.arn");
  Refuse(on(foreign), {path, foreign});
  const std::string going = InterfaceArn();
  SetStatus(going, "DELETING");
  Refuse(on(going), {path, going, "DELETING"});

  EXPECT_EQ(CountInputsOf(interface_), 0);
  const std::string arn = CreateInput(on(interface_)).Text("routerInput.arn");
  CreateInput(InputRequest(Failover(interface_, {Rtp(), Rtp(5001)})));
  EXPECT_EQ(CountInputsOf(interface_), 2);
  ExpectError(world_.Delete(InterfacePath(interface_)), 409, "ConflictException", {"2", arn});
  world_.state.Settle();
  DeleteInput(arn);
  EXPECT_EQ(CountInputsOf(interface_), 1);
  // In a VPC its address is a private one.
  const Answer inside = CreateInput(on(InterfaceArn(VpcInterface())));
  EXPECT_THAT(inside.Text("routerInput.ipAddress"), testing::StartsWith("10."));
}

TEST_F(RouterInputsTest, EncryptionInTransitIsOfTheTypeOfItsKey) {
  const Json secret{{"secretsManager",
                     {{"secretArn", "arn:aws:secretsmanager:us-east-1:111122223333:secret:key"},
                      {"roleArn", "arn:aws:iam::111122223333:role/router"}}}};
  const auto with = [&](const Json& encryption) {
    return InputRequest(Standard(interface_, Rtp()), Json{{"transitEncryption", encryption}});
  };
  const Answer made = CreateInput(with(Json{{"encryptionKeyConfiguration", secret}}));
  EXPECT_EQ(made.Text("routerInput.transitEncryption.encryptionKeyType"), "SECRETS_MANAGER");
  Refuse(with(Json{{"encryptionKeyType", "AUTOMATIC"}, {"encryptionKeyConfiguration", secret}}),
         {"transitEncryption.encryptionKeyType", "AUTOMATIC", "SECRETS_MANAGER"});
  const Json decryption{
      {"sourceTransitDecryption", kAutomatic + Json{{"encryptionKeyType", "SECRETS_MANAGER"}}}};
  const std::string type = "sourceTransitDecryption.encryptionKeyType";
  Refuse(InputRequest(FromFlow(decryption)), {"configuration.mediaConnectFlow." + type});
  Refuse(InputRequest(Json{{"mediaLiveChannel", decryption}}),
         {"configuration.mediaLiveChannel." + type});
  EXPECT_EQ(CreateInput(InputRequest(FromFlow()))
                .Text("routerInput.configuration.mediaConnectFlow." + type),
            "AUTOMATIC");
}

TEST_F(RouterInputsTest, AnUpdateChangesWhatItNames) {
  const std::string arn =
      CreateInput(InputRequest(Standard(interface_, Rtp()))).Text("routerInput.arn");
  world_.clock.Advance(60'000);
  const Answer changed =
      UpdateInput(arn, Json{{"name", "other"},
                            {"routingScope", "GLOBAL"},
                            {"configuration", Standard(interface_, SrtListener())}});
  EXPECT_EQ(changed.status, 202) << changed.body;
  const Answer shown = GetInput(arn);
  EXPECT_EQ(shown.Text("routerInput.name"), "other");
  EXPECT_EQ(shown.Text("routerInput.routingScope"), "GLOBAL");
  EXPECT_EQ(shown.Text("routerInput.configuration.standard.protocol"), "SRT_LISTENER");
  EXPECT_EQ(shown.Text("routerInput.updatedAt"), "2025-06-15T15:07:40Z");
  EXPECT_EQ(shown.Number("routerInput.maximumBitrate"), 1'000'000);
  EXPECT_EQ(CountInputsOf(interface_), 1);
  ExpectError(UpdateInput(arn, Json{{"configuration", FromFlow()}}), 400, "BadRequestException",
              {"configuration", "MEDIACONNECT_FLOW", "STANDARD"});
  const std::string another = InterfaceArn();
  ExpectError(UpdateInput(arn, Json{{"configuration", Standard(another, Rtp())}}), 400,
              "BadRequestException", {"configuration.standard.networkInterfaceArn", interface_});
}

TEST_F(RouterInputsTest, OneThatIsTakenStays) {
  const std::string arn = InputArn();
  const std::string output = OutputArn();
  Take(output, arn);
  EXPECT_EQ(GetInput(arn).Number("routerInput.routedOutputs"), 1);
  ExpectError(DeleteInput(arn), 409, "ConflictException", {arn, "1", output, "TakeRouterInput"});
  EXPECT_EQ(world_.Post("/_mediaconnect/reset").status, 200);
}

TEST_F(RouterInputsTest, ThereAre20OfThemARegionInProfileCurrent) {
  world_.settings.quotas.Apply("current");
  const Json request = InputRequest(Standard(interface_, Rtp()));
  for (int i = 0; i < 20; ++i) EXPECT_EQ(CreateInput(request).status, 201);
  ExpectError(CreateInput(request), 420, "RouterInputServiceQuotaExceededException",
              {"20 router inputs"});
}

TEST_F(RouterInputsTest, AreListedByTypeInterfaceAndScope) {
  const std::string other = InterfaceArn();
  const auto create = [&](const std::string& name, const Json& configuration,
                          const Json& more = {}) {
    EXPECT_EQ(CreateInput(InputRequest(configuration, Json{{"name", name}} + more)).status, 201);
  };
  create("a", Standard(interface_, Rtp()));
  create("b", Standard(other, Rtp()), Json{{"routingScope", "GLOBAL"}});
  create("c", Merge(interface_, {Rtp(), Rtp(5002)}));
  create("d", FromFlow());
  const auto list = [&](const Json& filter) {
    const Answer answer = world_.Post("/v1/routerInputs", Json{{"filters", List({filter})}});
    EXPECT_EQ(answer.status, 200) << answer.body;
    std::string names;
    for (std::size_t i = 0; i < answer.Size("routerInputs"); ++i) {
      names += answer.Text("routerInputs." + std::to_string(i) + ".name");
    }
    return names;
  };
  EXPECT_EQ(list(Json{{"inputTypes", List({"MERGE", "MEDIACONNECT_FLOW"})}}), "cd");
  EXPECT_EQ(list(Json{{"networkInterfaceArns", List({interface_})}}), "ac");
  EXPECT_EQ(list(Json{{"routingScopes", List({"GLOBAL"})}}), "b");
  const Answer all = world_.Post("/v1/routerInputs");
  EXPECT_EQ(all.Text("routerInputs.0.networkInterfaceArn"), interface_);
  EXPECT_EQ(all.Text("routerInputs.2.networkInterfaceArn"), interface_);
  EXPECT_FALSE(all.Has("routerInputs.3.networkInterfaceArn"));
  EXPECT_EQ(all.Number("routerInputs.0.messageCount"), 0);
  EXPECT_EQ(all.Number("routerInputs.0.routedOutputs"), 0);
  EXPECT_FALSE(all.Has("routerInputs.0.configuration"));
}

TEST_F(RouterInputsTest, ATokenIsThatOfItsOperation) {
  const Json token{{"clientToken", "t"}};
  const std::string interface = InterfaceArn(PublicInterface() + token);
  const Json request = InputRequest(Standard(interface, Rtp()), token);
  const std::string arn = CreateInput(request).Text("routerInput.arn");
  EXPECT_EQ(CreateInput(request).Text("routerInput.arn"), arn);
  EXPECT_EQ(InterfaceArn(PublicInterface() + token), interface);
}

}  // namespace
}  // namespace mediaconnect
