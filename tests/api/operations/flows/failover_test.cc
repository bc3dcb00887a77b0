// Flows with two sources: AddFlowSources, RemoveFlowSource, and failover as UpdateFlow sets it
// (rules 2.1, 3.1). What CreateFlow makes of two sources is in sources_test.cc.
#include "tests/support/media_flows.h"
#include "tests/support/world.h"

namespace mediaconnect {
namespace {

const Json kFailover{{"sourceFailoverConfig", {{"state", "ENABLED"}}}};
const Json kSecond{{"name", "backup"}, {"protocol", "rtp"}, {"whitelistCidr", "10.1.0.0/24"}};

class FailoverTest : public WorldTest {
 protected:
  Answer Add(const std::vector<Json>& sources) {
    return world_.Post("/v1/flows/" + arn_ + "/source", Json{{"sources", List(sources)}});
  }
  Answer Remove(const std::string& source_arn) {
    return world_.Delete("/v1/flows/" + arn_ + "/source/" + source_arn);
  }
  Answer UpdateFlow(const Json& members) { return world_.Put("/v1/flows/" + arn_, members); }
  Answer Describe() { return world_.Get("/v1/flows/" + arn_); }

  const std::string arn_ = world_.CreateFlow("flow", kFailover);
};

TEST_F(FailoverTest, AddFlowSourcesAnswers201WithTheSourcesAdded) {
  const Answer answer = Add({kSecond});
  ASSERT_EQ(answer.status, 201) << answer.body;
  EXPECT_EQ(answer.Text("flowArn"), arn_);
  ASSERT_EQ(answer.Size("sources"), 1u);
  EXPECT_EQ(answer.Text("sources.0.name"), "backup");
  EXPECT_EQ(answer.Number("sources.0.ingestPort"), 5001);  // 5000 is the first one's
  const Answer flow = Describe();
  ASSERT_EQ(flow.Size("flow.sources"), 2u);
  EXPECT_EQ(flow.At("flow.source"), flow.At("flow.sources.0"));
  EXPECT_EQ(flow.Text("flow.source.name"), "main");
  EXPECT_EQ(flow.At("flow.sources.1"), answer.At("sources.0"));
}

TEST_F(FailoverTest, ASourceIsAddedToAnActiveFlowAndTakenFromIt) {
  world_.Start(arn_);
  EXPECT_EQ(Add({kSecond}).status, 201);
  const Answer removed = Remove(Describe().Text("flow.source.sourceArn"));
  EXPECT_EQ(removed.status, 202) << removed.body;
  const Answer flow = Describe();
  EXPECT_EQ(flow.Text("flow.status"), "ACTIVE");
  EXPECT_EQ(flow.Text("flow.source.name"), "backup");
  EXPECT_EQ(flow.Size("flow.sources"), 1u);
}

TEST_F(FailoverTest, ASecondSourceNeedsFailoverAndTheSameProtocolFamily) {
  UpdateFlow(Json{{"sourceFailoverConfig", {{"state", "DISABLED"}}}});
  ExpectError(Add({kSecond}), 400, "BadRequestException", "sourceFailoverConfig.state ENABLED");
  UpdateFlow(kFailover);
  ExpectError(Add({Json{{"protocol", "rist"}, {"whitelistCidr", "10.1.0.0/24"}}}), 400,
              "BadRequestException", {"rtp", "rtp-fec"});
  EXPECT_EQ(Describe().Size("flow.sources"), 1u);
  EXPECT_EQ(Add({Json{{"protocol", "rtp-fec"}, {"whitelistCidr", "10.1.0.0/24"}}}).status, 201);
}

TEST_F(FailoverTest, AThirdSourceIsRefusedAndNothingOfTheRequestIsKept) {
  ExpectError(Add({Json{{"protocol", "rtp"}, {"whitelistCidr", "10.1.0.0/24"}}, kSecond}), 400,
              "BadRequestException", {"2", "3"});
  EXPECT_EQ(Describe().Size("flow.sources"), 1u);
}

TEST_F(FailoverTest, AnEntitledSourceCannotBeAdded) {
  const std::string origin = world_.CreateFlow(
      "origin", Json{{"entitlements", List({Json{{"subscribers", List({"111122223333"})}}})}},
      kSubscriber);
  const std::string entitlement = world_.Call("GET", "/v1/flows/" + origin, "", kSubscriber)
                                      .Text("flow.entitlements.0.entitlementArn");
  ExpectError(Add({Json{{"entitlementArn", entitlement}}}), 400, "BadRequestException",
              "sources[0].entitlementArn");
}

TEST_F(FailoverTest, FailoverIsNotForEntitledAndCdiFlows) {
  ExpectError(world_.Post("/v1/flows", Json{{"name", "cdi"}} + kCdiFlow + kCdiSource + kFailover),
              400, "BadRequestException", {"sourceFailoverConfig.state", "DISABLED", "CDI"});
  const std::string origin = world_.CreateFlow(
      "origin", Json{{"entitlements", List({Json{{"subscribers", List({"111122223333"})}}})}},
      kSubscriber);
  const std::string entitlement = world_.Call("GET", "/v1/flows/" + origin, "", kSubscriber)
                                      .Text("flow.entitlements.0.entitlementArn");
  ExpectError(
      world_.Post("/v1/flows",
                  Json{{"name", "f"}, {"source", {{"entitlementArn", entitlement}}}} + kFailover),
      400, "BadRequestException", "DISABLED");
}

TEST_F(FailoverTest, TheOnlySourceCannotBeRemoved) {
  const std::string only = Describe().Text("flow.source.sourceArn");
  ExpectError(Remove(only), 400, "BadRequestException", only);
  ExpectError(Remove("arn:aws:mediaconnect:us-east-1:111122223333:source:1-x:y"), 404,
              "NotFoundException", "source:1-x:y");
}

TEST_F(FailoverTest, ARemovedSourceLosesItsTagsAndItsNameIsFreeAgain) {
  const std::string source = Add({Json{{"name", "b"},
                                       {"protocol", "rtp"},
                                       {"whitelistCidr", "10.1.0.0/24"},
                                       {"sourceTags", {{"a", "b"}}}}})
                                 .Text("sources.0.sourceArn");
  EXPECT_EQ(world_.Get("/tags/" + source).Text("tags.a"), "b");
  const Answer removed = Remove(source);
  EXPECT_EQ(removed.status, 202);
  EXPECT_EQ(removed.Text("flowArn"), arn_);
  EXPECT_EQ(removed.Text("sourceArn"), source);
  EXPECT_EQ(world_.Get("/tags/" + source).status, 404);
  EXPECT_EQ(
      Add({Json{{"name", "b"}, {"protocol", "rtp"}, {"whitelistCidr", "10.1.0.0/24"}}}).status,
      201);
  EXPECT_EQ(world_.Get("/tags/" + source).body, R"({"tags":{}})");
}

TEST_F(FailoverTest, FailoverCannotBeSwitchedOffWithTwoSources) {
  Add({kSecond});
  ExpectError(UpdateFlow(Json{{"sourceFailoverConfig", {{"state", "DISABLED"}}}}), 400,
              "BadRequestException", {"sourceFailoverConfig.state", "ENABLED"});
  EXPECT_EQ(Describe().Text("flow.sourceFailoverConfig.state"), "ENABLED");
}

TEST_F(FailoverTest, AModeBringsItsOwnMembersAndTakesTheOthers) {
  EXPECT_EQ(Describe().Number("flow.sourceFailoverConfig.recoveryWindow"), 200);
  const Answer priority = UpdateFlow(
      Json{{"sourceFailoverConfig",
            {{"failoverMode", "FAILOVER"}, {"sourcePriority", {{"primarySource", "main"}}}}}});
  ASSERT_EQ(priority.status, 202) << priority.body;
  EXPECT_EQ(priority.At("flow.sourceFailoverConfig"),
            json::Parse(R"({"state":"ENABLED","failoverMode":"FAILOVER",
                            "sourcePriority":{"primarySource":"main"}})")
                .node());
  const Answer merge = UpdateFlow(Json{{"sourceFailoverConfig", {{"failoverMode", "MERGE"}}}});
  ASSERT_EQ(merge.status, 202) << merge.body;
  EXPECT_EQ(
      merge.At("flow.sourceFailoverConfig"),
      json::Parse(R"({"state":"ENABLED","failoverMode":"MERGE","recoveryWindow":200})").node());
  ExpectError(
      UpdateFlow(Json{{"sourceFailoverConfig", {{"sourcePriority", {{"primarySource", "main"}}}}}}),
      400, "BadRequestException", {"failoverMode", "FAILOVER"});
  for (const int window : {99, 15001}) {
    ExpectError(UpdateFlow(Json{{"sourceFailoverConfig", {{"recoveryWindow", window}}}}), 400,
                "BadRequestException", "recoveryWindow: " + std::to_string(window));
  }
}

TEST_F(FailoverTest, ThePrimarySourceIsOneOfTheFlowsAndGoesWithIt) {
  const auto prefer = [&](const std::string& name) {
    return UpdateFlow(
        Json{{"sourceFailoverConfig",
              {{"failoverMode", "FAILOVER"}, {"sourcePriority", {{"primarySource", name}}}}}});
  };
  ExpectError(prefer("backup"), 400, "BadRequestException", {"primarySource", "\"backup\""});
  const std::string backup = Add({kSecond}).Text("sources.0.sourceArn");
  EXPECT_EQ(prefer("backup").status, 202);
  EXPECT_EQ(Remove(backup).status, 202);
  const Answer flow = Describe();
  EXPECT_EQ(flow.Text("flow.sourceFailoverConfig.failoverMode"), "FAILOVER");
  EXPECT_FALSE(flow.Has("flow.sourceFailoverConfig.sourcePriority"));
}

// UGnow:source-failover: SRT sources fail over, and never merge.
class SrtFailoverTest : public WorldTest {
 protected:
  static Json Srt(const std::string& name = "main", int port = 5000) {
    return Json{{"name", name},
                {"protocol", "srt-listener"},
                {"whitelistCidr", "10.0.0.0/24"},
                {"ingestPort", port}};
  }
  static Json Failover(const Json& more) {
    return Json{{"sourceFailoverConfig", Json{{"state", "ENABLED"}} + more}};
  }
  Answer Create(const std::vector<Json>& sources, const Json& failover) {
    return world_.Post("/v1/flows", Json{{"name", "f"}, {"sources", List(sources)}} + failover);
  }
  static void Refuse(const Answer& answer, const std::string& protocol = "srt-listener") {
    ExpectError(answer, 400, "BadRequestException",
                {"sourceFailoverConfig.failoverMode", "MERGE", "main", protocol, "FAILOVER"});
  }
};

TEST_F(SrtFailoverTest, FailoverIsTheModeIfNoneIsGiven) {
  const Answer made = Create({Srt(), Srt("backup", 5001)}, Failover({}));
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(made.At("flow.sourceFailoverConfig"),
            json::Parse(R"({"state":"ENABLED","failoverMode":"FAILOVER"})").node());
  const std::string arn = Create({Srt()}, {}).Text("flow.flowArn");
  const Answer updated = world_.Put("/v1/flows/" + arn, Failover({}));
  EXPECT_EQ(updated.Text("flow.sourceFailoverConfig.failoverMode"), "FAILOVER");
}

TEST_F(SrtFailoverTest, MergeIsRefusedWhereverItMeetsOne) {
  const Json merge = Failover(Json{{"failoverMode", "MERGE"}});
  Refuse(Create({Srt()}, merge));
  Refuse(Create({Srt(), Srt("backup", 5001)}, merge));
  const Json caller{{"name", "main"},
                    {"protocol", "srt-caller"},
                    {"sourceListenerAddress", "192.0.2.1"},
                    {"sourceListenerPort", 9000}};
  Refuse(Create({caller}, merge), "srt-caller");
  const std::string arn = Create({Srt()}, Failover({})).Text("flow.flowArn");
  Refuse(world_.Put("/v1/flows/" + arn, merge));
  EXPECT_EQ(world_.Get("/v1/flows/" + arn).Text("flow.sourceFailoverConfig.failoverMode"),
            "FAILOVER");
  // A flow whose failover is not enabled merges nothing.
  EXPECT_EQ(Create({Srt()}, Json{{"sourceFailoverConfig",
                                  {{"state", "DISABLED"}, {"failoverMode", "MERGE"}}}})
                .status,
            201);
}

TEST_F(SrtFailoverTest, ASourceDoesNotBecomeOneWhileItsFlowMerges) {
  const Answer made = world_.Post("/v1/flows", Json{{"name", "f"}} + kRtpSource + Failover({}));
  EXPECT_EQ(made.Text("flow.sourceFailoverConfig.failoverMode"), "MERGE");
  const std::string path =
      "/v1/flows/" + made.Text("flow.flowArn") + "/source/" + made.Text("flow.source.sourceArn");
  ExpectError(world_.Put(path, Json{{"protocol", "srt-listener"}}), 400, "BadRequestException",
              {"sourceFailoverConfig.failoverMode", "srt-listener"});
  world_.Put("/v1/flows/" + made.Text("flow.flowArn"),
             Failover(Json{{"failoverMode", "FAILOVER"}}));
  EXPECT_EQ(world_.Put(path, Json{{"protocol", "srt-listener"}}).status, 202);
}

// UGnow:source-failover
TEST_F(FailoverTest, AnNdiFlowHasOneSourceAndNoFailover) {
  ExpectError(world_.Post("/v1/flows", Json{{"name", "ndi"}} + kNdiFlow + kNdiSource + kFailover),
              400, "BadRequestException", {"sourceFailoverConfig.state", "DISABLED", "NDI"});
}

}  // namespace
}  // namespace mediaconnect
