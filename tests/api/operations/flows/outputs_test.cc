// Rules of outputs: AddFlowOutputs, UpdateFlowOutput, RemoveFlowOutput (rules 1.7, 2.2, 3.1).
#include "api/contract/arn.h"
#include "api/contract/pattern.h"
#include "tests/support/media_flows.h"
#include "tests/support/world.h"

namespace mediaconnect {
namespace {

class OutputsTest : public WorldTest {
 protected:
  Answer Add(const Json& outputs) {
    return world_.Post("/v1/flows/" + arn_ + "/outputs", Json{{"outputs", outputs}});
  }
  Answer AddOne(const Json& members) { return Add(List({members})); }
  Answer Update(const std::string& output_arn, const Json& members) {
    return world_.Put("/v1/flows/" + arn_ + "/outputs/" + output_arn, members);
  }
  void AddInterfaces(const std::vector<Json>& interfaces) {
    const Answer answer = world_.Post("/v1/flows/" + arn_ + "/vpcInterfaces",
                                      Json{{"vpcInterfaces", List(interfaces)}});
    EXPECT_EQ(answer.status, 201) << answer.body;
  }
  std::size_t Count() { return world_.Get("/v1/flows/" + arn_).Size("flow.outputs"); }

  const std::string arn_ = world_.CreateFlow();
};

const Json kRtp{{"protocol", "rtp"}, {"destination", "192.0.2.1"}, {"port", 5000}};

TEST_F(OutputsTest, AddFlowOutputsAnswers201WithTheOutputsAdded) {
  AddOne(kRtp);
  const Answer answer =
      AddOne(Json{{"name", "NYC"}, {"protocol", "rtp"}, {"destination", "192.0.2.2"}, {"port", 1}});
  EXPECT_EQ(answer.status, 201);
  EXPECT_EQ(answer.Text("flowArn"), arn_);
  ASSERT_EQ(answer.Size("outputs"), 1u);
  EXPECT_EQ(answer.Text("outputs.0.name"), "NYC");
  EXPECT_EQ(answer.Text("outputs.0.outputStatus"), "ENABLED");
  EXPECT_EQ(answer.Text("outputs.0.destination"), "192.0.2.2");
  EXPECT_EQ(answer.Number("outputs.0.port"), 1);
  EXPECT_EQ(answer.Text("outputs.0.transport.protocol"), "rtp");
  EXPECT_FALSE(answer.Has("outputs.0.protocol"));
  EXPECT_EQ(Count(), 2u);
}

TEST_F(OutputsTest, AnOutputHasAnIdOfItsOwn) {
  const std::string output = AddOne(Json{{"name", "NYC"}} + kRtp).Text("outputs.0.outputArn");
  EXPECT_TRUE(MatchesPattern(
      "arn:aws:mediaconnect:us-east-1:111122223333:output:1-[A-Za-z0-9]{16}-[0-9a-f]{12}:NYC$",
      output))
      << output;
  EXPECT_NE(ParseArn(output)->id, ParseArn(arn_)->id);
}

TEST_F(OutputsTest, MissingNamesAreTheFirstThatIsFree) {
  EXPECT_EQ(AddOne(Json{{"name", "output-2"}} + kRtp).status, 201);
  EXPECT_EQ(AddOne(Json{{"protocol", "rtp"}, {"destination", "192.0.2.1"}, {"port", 6000}})
                .Text("outputs.0.name"),
            "output-1");
  EXPECT_EQ(AddOne(Json{{"protocol", "rtp"}, {"destination", "192.0.2.1"}, {"port", 7000}})
                .Text("outputs.0.name"),
            "output-3");
}

TEST_F(OutputsTest, NamesAreUniqueWithinTheFlow) {
  AddOne(Json{{"name", "a"}} + kRtp);
  ExpectError(
      AddOne(Json{{"name", "a"}, {"protocol", "rtp"}, {"destination", "192.0.2.9"}, {"port", 1}}),
      400, "BadRequestException", "outputs[0].name");
}

TEST_F(OutputsTest, NamesHaveUpTo128Characters) {
  const std::string longest(128, 'n');
  EXPECT_EQ(AddOne(Json{{"name", longest}} + kRtp).status, 201);
  ExpectError(AddOne(Json{{"name", longest + "n"}} + kRtp), 400, "BadRequestException",
              "outputs[0].name");
}

TEST_F(OutputsTest, TheTwentyFirstOutputIsRefusedAndNothingOfItsRequestKept) {
  EXPECT_EQ(Add(Repeat(19, 100, RtpOutput)).status, 201);
  ExpectError(Add(Repeat(2, 200, RtpOutput)), 420, "AddFlowOutputs420Exception", "20 outputs");
  EXPECT_EQ(Count(), 19u);
  EXPECT_EQ(Add(Repeat(1, 300, RtpOutput)).status, 201);
  ExpectError(Add(Repeat(1, 400, RtpOutput)), 420, "AddFlowOutputs420Exception", "20 outputs");
  EXPECT_EQ(Count(), 20u);
}

TEST_F(OutputsTest, CreateFlowHoldsTheLimitToo) {
  const Json outputs{{"outputs", Repeat(21, 100, RtpOutput)}};
  ExpectError(world_.Post("/v1/flows", Json{{"name", "big"}} + kRtpSource + outputs), 420,
              "CreateFlow420Exception", "20 outputs");
  EXPECT_EQ(world_.Get("/v1/flows").Size("flows"), 1u);
}

TEST_F(OutputsTest, AMissingProtocolIsRefused) {
  ExpectError(AddOne(Json{{"destination", "192.0.2.1"}, {"port", 5000}}), 400,
              "BadRequestException", "outputs[0].protocol");
}

TEST_F(OutputsTest, ZixiStreamsAreNamedLikeTheirOutput) {
  EXPECT_EQ(
      AddOne(
          Json{{"name", "z"}, {"protocol", "zixi-push"}, {"destination", "192.0.2.1"}, {"port", 1}})
          .Text("outputs.0.transport.streamId"),
      "z");
  EXPECT_EQ(AddOne(Json{{"protocol", "zixi-push"},
                        {"destination", "192.0.2.1"},
                        {"port", 2},
                        {"streamId", "s"}})
                .Text("outputs.0.transport.streamId"),
            "s");
}

TEST_F(OutputsTest, ListeningOutputsHaveTheFlowsAddress) {
  const Answer answer = AddOne(
      Json{{"protocol", "srt-listener"}, {"port", 5000}, {"cidrAllowList", List({"10.0.0.0/8"})}});
  EXPECT_EQ(answer.Text("outputs.0.listenerAddress"),
            world_.Get("/v1/flows/" + arn_).Text("flow.egressIp"));
  EXPECT_FALSE(AddOne(kRtp).Has("outputs.0.listenerAddress"));
}

TEST_F(OutputsTest, InAVpcAListenerNeedsNoAllowListAndHasAPrivateAddress) {
  AddInterfaces({VpcInterface("eni")});
  const Answer answer = AddOne(Json{{"protocol", "srt-listener"},
                                    {"port", 5000},
                                    {"vpcInterfaceAttachment", {{"vpcInterfaceName", "eni"}}}});
  ASSERT_EQ(answer.status, 201) << answer.body;
  EXPECT_EQ(answer.Text("outputs.0.listenerAddress").rfind("10.", 0), 0u);
}

TEST_F(OutputsTest, AllowListsHaveUpToThreeCidrBlocks) {
  const auto listener = [&](const Json& list) {
    return AddOne(Json{{"protocol", "srt-listener"}, {"port", 5000}, {"cidrAllowList", list}});
  };
  EXPECT_EQ(listener(List({"10.0.0.0/8", "192.0.2.0/24", "2001:db8::/32"})).status, 201);
  for (const Json& list :
       {List({}), List({"10.0.0.0/8", "10.0.0.0/9", "10.0.0.0/10", "10.0.0.0/11"}),
        List({"10.0.0.1/8"}), List({"10.0.0.0"}), List({"10.0.0.0/33"}), List({"10.0.0.0/-1"}),
        List({"x/8"}), List({"10.0.0.0/"})}) {
    ExpectError(listener(list), 400, "BadRequestException", "outputs[0].cidrAllowList");
  }
}

TEST_F(OutputsTest, NoTwoOutputsTakeTheSamePortsOfOneDestination) {
  EXPECT_EQ(
      AddOne(Json{{"protocol", "rtp-fec"}, {"destination", "192.0.2.1"}, {"port", 5000}}).status,
      201);
  for (const int port : {5000, 5002, 5004}) {
    ExpectError(AddOne(Json{{"protocol", "rtp"}, {"destination", "192.0.2.1"}, {"port", port}}),
                400, "BadRequestException", "outputs[0].port");
  }
  ExpectError(AddOne(Json{{"protocol", "rist"}, {"destination", "192.0.2.1"}, {"port", 4999}}), 400,
              "BadRequestException", "outputs[0].port");
  EXPECT_EQ(AddOne(Json{{"protocol", "rtp"}, {"destination", "192.0.2.1"}, {"port", 5001}}).status,
            201);
  EXPECT_EQ(AddOne(Json{{"protocol", "rtp"}, {"destination", "192.0.2.2"}, {"port", 5000}}).status,
            201);
}

TEST_F(OutputsTest, CompanionPortsStayBelow65536) {
  ExpectError(AddOne(Json{{"protocol", "rtp-fec"}, {"destination", "192.0.2.1"}, {"port", 65532}}),
              400, "BadRequestException", "outputs[0].port");
  EXPECT_EQ(
      AddOne(Json{{"protocol", "rtp-fec"}, {"destination", "192.0.2.1"}, {"port", 65531}}).status,
      201);
}

TEST_F(OutputsTest, ListenersAndZixiOutputsAreUniqueToo) {
  AddInterfaces({VpcInterface("a"), VpcInterface("b")});
  const Json listener{{"protocol", "srt-listener"},
                      {"port", 5000},
                      {"cidrAllowList", List({"10.0.0.0/8", "192.0.2.0/24"})}};
  EXPECT_EQ(AddOne(listener).status, 201);
  ExpectError(AddOne(Json{{"protocol", "srt-listener"},
                          {"port", 5000},
                          {"cidrAllowList", List({"192.0.2.0/24", "10.0.0.0/8"})}}),
              400, "BadRequestException", "5000");
  const auto in_vpc = [&](const std::string& name) {
    return AddOne(Json{{"protocol", "srt-listener"},
                       {"port", 5000},
                       {"vpcInterfaceAttachment", {{"vpcInterfaceName", name}}}});
  };
  EXPECT_EQ(in_vpc("a").status, 201);
  EXPECT_EQ(in_vpc("b").status, 201);
  ExpectError(in_vpc("b"), 400, "BadRequestException", {"vpcInterfaceAttachment", "5000"});
  const Json pull{{"protocol", "zixi-pull"},
                  {"remoteId", "r"},
                  {"streamId", "s"},
                  {"cidrAllowList", List({"10.0.0.0/8"})}};
  EXPECT_EQ(AddOne(pull).status, 201);
  ExpectError(AddOne(pull), 400, "BadRequestException",
              {"outputs[0].streamId", "\"output-4\"", "remoteId", "streamId"});
}

TEST_F(OutputsTest, EncryptionIsByProtocol) {
  const Json secret{{"roleArn", "arn:aws:iam::111122223333:role/r"},
                    {"secretArn", "arn:aws:secretsmanager:us-east-1:111122223333:secret:s"}};
  const Answer zixi = AddOne(Json{{"protocol", "zixi-push"},
                                  {"destination", "192.0.2.1"},
                                  {"port", 1},
                                  {"encryption", Json{{"algorithm", "aes256"}} + secret}});
  ASSERT_EQ(zixi.status, 201) << zixi.body;
  EXPECT_EQ(zixi.Text("outputs.0.encryption.keyType"), "static-key");
  const auto add_srt = [&](const Json& encryption) {
    return AddOne(Json{{"protocol", "srt-caller"},
                       {"destination", "192.0.2.1"},
                       {"port", 2},
                       {"encryption", encryption}});
  };
  const Json srt{{"keyType", "srt-password"}};
  EXPECT_EQ(add_srt(srt + secret).status, 201);
  ExpectError(add_srt(secret), 400, "BadRequestException",
              {"outputs[0].encryption.keyType", "\"static-key\"", "srt-password"});
  ExpectError(add_srt(srt + Json{{"roleArn", "r"}}), 400, "BadRequestException",
              "outputs[0].encryption.secretArn");
  ExpectError(add_srt(srt + secret + Json{{"url", "https://x"}}), 400, "BadRequestException",
              "outputs[0].encryption.url");
  ExpectError(add_srt(srt), 400, "BadRequestException", "outputs[0].encryption.roleArn");
}

TEST_F(OutputsTest, RolesAreArnsOfIamAndSecretsAreTheFlowsAccounts) {
  const auto add = [&](const std::string& role, const std::string& secret) {
    return AddOne(Json{{"protocol", "zixi-push"},
                       {"destination", "192.0.2.1"},
                       {"port", 1},
                       {"encryption", {{"roleArn", role}, {"secretArn", secret}}}});
  };
  const std::string role = "arn:aws:iam::111122223333:role/r";
  ExpectError(add("r", "s"), 400, "BadRequestException",
              {"outputs[0].encryption.roleArn", "\"r\""});
  ExpectError(add(role, "arn:aws:secretsmanager:us-east-1:444455556666:secret:s"), 400,
              "BadRequestException", {"444455556666", "111122223333"});
  EXPECT_EQ(add(role, "arn:aws:secretsmanager:eu-west-1:111122223333:secret:s").status, 201);
}

TEST_F(OutputsTest, AFlowWithMoreThan10OutputsHasNoThumbnailsAndNoQualityAnalysis) {
  const std::string monitored = world_.CreateFlow(
      "monitored",
      Json{{"sourceMonitoringConfig",
            {{"thumbnailState", "ENABLED"}, {"contentQualityAnalysisState", "ENABLED"}}}});
  const auto add = [&](int count, int first) {
    return world_.Post("/v1/flows/" + monitored + "/outputs",
                       Json{{"outputs", Repeat(count, first, RtpOutput)}});
  };
  const auto state = [&](const std::string& which) {
    return world_.Get("/v1/flows/" + monitored).Text("flow.sourceMonitoringConfig." + which);
  };
  EXPECT_EQ(add(10, 100).status, 201);
  EXPECT_EQ(state("thumbnailState"), "ENABLED");
  EXPECT_EQ(add(1, 200).status, 201);
  EXPECT_EQ(state("thumbnailState"), "DISABLED");
  EXPECT_EQ(state("contentQualityAnalysisState"), "DISABLED");
}

TEST_F(OutputsTest, OutputsFromCreateFlowAndOfEntitlementsCountForThatToo) {
  const auto create = [&](int outputs) {
    return world_.CreateFlow(
        "monitored",
        Json{{"sourceMonitoringConfig",
              {{"thumbnailState", "ENABLED"}, {"contentQualityAnalysisState", "ENABLED"}}},
             {"entitlements", List({Json{{"subscribers", List({"444455556666"})}}})},
             {"outputs", Repeat(outputs, 100, RtpOutput)}});
  };
  const auto states = [&](const std::string& flow) {
    const Answer answer = world_.Get("/v1/flows/" + flow);
    return answer.Text("flow.sourceMonitoringConfig.thumbnailState") + " " +
           answer.Text("flow.sourceMonitoringConfig.contentQualityAnalysisState");
  };
  EXPECT_EQ(states(create(11)), "DISABLED DISABLED");
  const std::string flow = create(10);
  EXPECT_EQ(states(flow), "ENABLED ENABLED");
  const std::string entitlement =
      world_.Get("/v1/flows/" + flow).Text("flow.entitlements.0.entitlementArn");
  world_.Call("POST", "/v1/flows",
              Json{{"name", "s"}, {"source", {{"entitlementArn", entitlement}}}}, kSubscriber);
  EXPECT_EQ(states(flow), "DISABLED DISABLED");
}

TEST_F(OutputsTest, CdiOutputsAreAddedInStandbyOnly) {
  const std::string flow =
      world_.Post("/v1/flows", Json{{"name", "cdi"}} + kCdiFlow + kCdiSource).Text("flow.flowArn");
  const auto add = [&](const Json& output) {
    return world_.Post("/v1/flows/" + flow + "/outputs", Json{{"outputs", List({output})}});
  };
  EXPECT_EQ(add(kCdiOutput).status, 201);
  world_.Start(flow);
  const Json second{{"protocol", "cdi"},
                    {"destination", "192.0.2.1"},
                    {"port", 5000},
                    {"vpcInterfaceAttachment", {{"vpcInterfaceName", "efa"}}},
                    {"mediaStreamOutputConfigurations",
                     List({Json{{"encodingName", "pcm"}, {"mediaStreamName", "audio"}}})}};
  ExpectError(add(second), 400, "BadRequestException", {"ACTIVE", "STANDBY", "CDI"});
  EXPECT_EQ(add(kJpegXsOutput).status, 201);
}

TEST_F(OutputsTest, RouterIntegratedOutputsHaveNoTransport) {
  const Answer answer = AddOne(Json{{"routerIntegrationState", "ENABLED"}});
  ASSERT_EQ(answer.status, 201) << answer.body;
  EXPECT_FALSE(answer.Has("outputs.0.transport"));
  ExpectError(AddOne(Json{{"routerIntegrationState", "ENABLED"}} + kRtp), 400,
              "BadRequestException", "routerIntegrationState");
}

TEST_F(OutputsTest, UpdateFlowOutputChangesWhatItNamesAndLeavesTheRest) {
  const std::string output =
      AddOne(Json{{"name", "a"}, {"description", "first"}, {"smoothingLatency", 100}} + kRtp)
          .Text("outputs.0.outputArn");
  const Answer answer = Update(output, Json{{"port", 6000}, {"outputStatus", "DISABLED"}});
  EXPECT_EQ(answer.status, 202);
  EXPECT_EQ(answer.Text("flowArn"), arn_);
  EXPECT_EQ(answer.Number("output.port"), 6000);
  EXPECT_EQ(answer.Text("output.outputStatus"), "DISABLED");
  EXPECT_EQ(answer.Text("output.description"), "first");
  EXPECT_EQ(answer.Text("output.destination"), "192.0.2.1");
  EXPECT_EQ(answer.Number("output.transport.smoothingLatency"), 100);
  EXPECT_EQ(answer.Text("output.outputArn"), output);
  EXPECT_EQ(world_.Get("/v1/flows/" + arn_).Number("flow.outputs.0.port"), 6000);
}

TEST_F(OutputsTest, AnUpdateWithoutMembersAnswersTheUnchangedOutput) {
  const Answer added = AddOne(kRtp);
  const Answer answer = Update(added.Text("outputs.0.outputArn"), {});
  EXPECT_EQ(answer.status, 202);
  EXPECT_EQ(answer.At("output"), added.At("outputs.0"));
}

TEST_F(OutputsTest, AnotherProtocolDropsWhatItLacksAndBringsItsDefaults) {
  const std::string output =
      AddOne(Json{{"smoothingLatency", 100}} + kRtp).Text("outputs.0.outputArn");
  const Answer answer = Update(output, Json{{"protocol", "srt-caller"}});
  ASSERT_EQ(answer.status, 202) << answer.body;
  EXPECT_EQ(answer.Number("output.transport.minLatency"), 2000);
  EXPECT_FALSE(answer.Has("output.transport.smoothingLatency"));
  EXPECT_EQ(answer.Number("output.port"), 5000);
  ExpectError(Update(output, Json{{"protocol", "zixi-pull"}, {"remoteId", "r"}}), 400,
              "BadRequestException", {"cidrAllowList", "zixi-pull"});
}

TEST_F(OutputsTest, AnotherProtocolReplacesANumberThatItCannotHave) {
  const std::string output = AddOne(kRtp).Text("outputs.0.outputArn");
  const Answer answer = Update(
      output,
      Json{{"protocol", "zixi-pull"}, {"remoteId", "r"}, {"cidrAllowList", List({"10.0.0.0/8"})}});
  ASSERT_EQ(answer.status, 202) << answer.body;
  EXPECT_EQ(answer.Number("output.port"), 2077);
  ExpectError(Update(output, Json{{"port", 5000}}), 400, "BadRequestException",
              {"port", "5000", "2077", "zixi-pull"});
}

TEST_F(OutputsTest, AnotherProtocolDropsAKeyTypeThatItLacks) {
  const Answer added = AddOne(
      Json{{"protocol", "zixi-push"},
           {"destination", "192.0.2.1"},
           {"port", 1},
           {"encryption", {{"roleArn", "arn:aws:iam::111122223333:role/r"}, {"secretArn", "s"}}}});
  const Answer answer = Update(added.Text("outputs.0.outputArn"), Json{{"protocol", "srt-caller"}});
  ASSERT_EQ(answer.status, 202) << answer.body;
  EXPECT_FALSE(answer.Has("output.encryption"));
}

TEST_F(OutputsTest, AnUpdateKeepsTheRulesOfItsProtocol) {
  const std::string output = AddOne(kRtp).Text("outputs.0.outputArn");
  ExpectError(Update(output, Json{{"minLatency", 100}}), 400, "BadRequestException",
              {"minLatency", "rtp"});
  ExpectError(Update(output, Json{{"port", 0}}), 400, "BadRequestException", "port: 0");
  EXPECT_EQ(world_.Get("/v1/flows/" + arn_).Number("flow.outputs.0.port"), 5000);
}

TEST_F(OutputsTest, RemoveFlowOutputAnswers202) {
  const std::string output = AddOne(kRtp).Text("outputs.0.outputArn");
  const Answer answer = world_.Delete("/v1/flows/" + arn_ + "/outputs/" + output);
  EXPECT_EQ(answer.status, 202);
  EXPECT_EQ(answer.Text("outputArn"), output);
  EXPECT_EQ(Count(), 0u);
  EXPECT_EQ(world_.Get("/tags/" + output).status, 404);
  EXPECT_EQ(world_.Delete("/v1/flows/" + arn_ + "/outputs/" + output).error, "NotFoundException");
}

TEST_F(OutputsTest, AnOutputOfAnotherFlowIsNotFound) {
  const std::string output = AddOne(kRtp).Text("outputs.0.outputArn");
  const std::string other = world_.CreateFlow("other");
  ExpectError(world_.Delete("/v1/flows/" + other + "/outputs/" + output), 404, "NotFoundException",
              output);
  EXPECT_EQ(Count(), 1u);
}

}  // namespace
}  // namespace mediaconnect
