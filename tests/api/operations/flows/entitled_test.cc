// Subscribers in other accounts: flows whose source is an entitlement, and the outputs that they
// make on the originator's flow (rules 4, decision 8).
#include "tests/support/entitlements.h"

namespace mediaconnect {
namespace {

class EntitledFlowsTest : public EntitlementsTest {};

TEST_F(EntitledFlowsTest, AnEntitledFlowHasOneSource) {
  ExpectError(
      AsSubscriber(
          "POST", "/v1/flows",
          Json{{"name", "f"},
               {"sourceFailoverConfig", {{"state", "ENABLED"}}},
               {"sources", List({Json{{"entitlementArn", GrantOne()}},
                                 Json{{"protocol", "rtp"}, {"whitelistCidr", "10.0.0.0/8"}}})}}),
      400, "BadRequestException", "sources");
  EXPECT_EQ(Originator().Size("flow.outputs"), 0u);
}

TEST_F(EntitledFlowsTest, AnEntitledSourceMayHaveADecryption) {
  const std::string entitlement = GrantOne();
  const auto subscribe = [&](const std::string& key_type) {
    return AsSubscriber(
        "POST", "/v1/flows",
        Json{{"name", "f"},
             {"source",
              {{"entitlementArn", entitlement},
               {"decryption",
                {{"keyType", key_type},
                 {"roleArn", "arn:aws:iam::444455556666:role/r"},
                 {"secretArn", "arn:aws:secretsmanager:us-east-1:444455556666:secret:s"}}}}}});
  };
  ExpectError(subscribe("srt-password"), 400, "BadRequestException",
              {"source.decryption.keyType", "\"srt-password\"", "static-key", "speke"});
  EXPECT_EQ(subscribe("static-key").Text("flow.source.decryption.keyType"), "static-key");
}

TEST_F(EntitledFlowsTest, ASubscribersFlowMakesAnOutputOnTheOriginatorsFlow) {
  const std::string entitlement = GrantOne(Json{{"dataTransferSubscriberFeePercent", 10}});
  const Answer flow = Subscribe(entitlement);
  ASSERT_EQ(flow.status, 201) << flow.body;
  EXPECT_EQ(flow.Text("flow.source.entitlementArn"), entitlement);
  EXPECT_EQ(flow.Number("flow.source.dataTransferSubscriberFeePercent"), 10);
  EXPECT_FALSE(flow.Has("flow.source.transport"));
  EXPECT_FALSE(flow.Has("flow.source.ingestIp"));
  const Answer originator = Originator();
  ASSERT_EQ(originator.Size("flow.outputs"), 1u);
  EXPECT_EQ(originator.Text("flow.outputs.0.name"), "show");
  EXPECT_EQ(originator.Text("flow.outputs.0.entitlementArn"), entitlement);
  EXPECT_FALSE(originator.Has("flow.outputs.0.destination"));
  EXPECT_EQ(AsSubscriber("GET", "/v1/entitlements").Size("entitlements"), 1u);
}

TEST_F(EntitledFlowsTest, TheOutputsNameGivesWayToOneThatIsTaken) {
  world_.Post("/v1/flows/" + arn_ + "/outputs",
              Json{{"outputs", List({Json{{"name", "show"},
                                          {"protocol", "rtp"},
                                          {"destination", "192.0.2.1"},
                                          {"port", 1}}})}});
  Subscribe(GrantOne());
  EXPECT_EQ(Originator().Text("flow.outputs.1.name"), "show-1");
}

TEST_F(EntitledFlowsTest, ListFlowsSaysOwnedOrEntitled) {
  Subscribe(GrantOne());
  EXPECT_EQ(AsSubscriber("GET", "/v1/flows").Text("flows.0.sourceType"), "ENTITLED");
  EXPECT_EQ(world_.Get("/v1/flows").Text("flows.0.sourceType"), "OWNED");
}

TEST_F(EntitledFlowsTest, AnEntitlementThatIsNotGrantedIsForbidden) {
  const std::string entitlement = GrantOne();
  ExpectError(Subscribe(entitlement, "777788889999"), 403, "ForbiddenException", entitlement);
  ExpectError(Subscribe(entitlement, kSubscriber, "eu-west-1"), 403, "ForbiddenException",
              entitlement);
  ExpectError(Subscribe("arn:aws:mediaconnect:us-east-1:111122223333:entitlement:1-x:y"), 403,
              "ForbiddenException", "source.entitlementArn");
}

TEST_F(EntitledFlowsTest, AnEntitlementCanBeUsedOnlyOnce) {
  const Answer granted = Grant(
      List({Json{{"name", "show"}, {"subscribers", List({"444455556666", "777788889999"})}}}));
  const std::string entitlement = granted.Text("entitlements.0.entitlementArn");
  EXPECT_EQ(Subscribe(entitlement).status, 201);
  ExpectError(Subscribe(entitlement), 400, "BadRequestException", entitlement);
  ExpectError(Subscribe(entitlement, "777788889999"), 400, "BadRequestException", entitlement);
}

TEST_F(EntitledFlowsTest, AnEntitledSourceHasNothingOfAProtocol) {
  const std::string entitlement = GrantOne();
  for (const Json& member : {Json{{"protocol", "rtp"}}, Json{{"whitelistCidr", "10.0.0.0/8"}},
                             Json{{"ingestPort", 5000}}, Json{{"vpcInterfaceName", "x"}}}) {
    ExpectError(AsSubscriber("POST", "/v1/flows",
                             Json{{"name", "f"},
                                  {"source", Json{{"entitlementArn", entitlement}} + member}}),
                400, "BadRequestException", "entitlementArn");
  }
}

TEST_F(EntitledFlowsTest, AnOutputOfAnEntitlementCannotBeRemoved) {
  const std::string entitlement = GrantOne();
  Subscribe(entitlement);
  const std::string output = Originator().Text("flow.outputs.0.outputArn");
  ExpectError(world_.Delete("/v1/flows/" + arn_ + "/outputs/" + output), 400, "BadRequestException",
              {output, entitlement});
  EXPECT_EQ(Originator().Size("flow.outputs"), 1u);
}

TEST_F(EntitledFlowsTest, AnOutputOfAnEntitlementCanBeDescribedAndDisabledOnly) {
  Subscribe(GrantOne());
  const std::string target =
      "/v1/flows/" + arn_ + "/outputs/" + Originator().Text("flow.outputs.0.outputArn");
  const Answer updated =
      world_.Put(target, Json{{"description", "d"}, {"outputStatus", "DISABLED"}});
  EXPECT_EQ(updated.Text("output.outputStatus"), "DISABLED");
  EXPECT_TRUE(updated.Has("output.entitlementArn"));
  ExpectError(world_.Put(target, Json{{"port", 5000}}), 400, "BadRequestException", "port");
}

TEST_F(EntitledFlowsTest, TakingASubscriberOffRemovesThatSubscribersOutput) {
  const std::string entitlement = GrantOne();
  Subscribe(entitlement);
  EXPECT_EQ(
      Update(entitlement, Json{{"subscribers", List({"444455556666", "777788889999"})}}).status,
      202);
  EXPECT_EQ(Originator().Size("flow.outputs"), 1u);
  EXPECT_EQ(Update(entitlement, Json{{"subscribers", List({"777788889999"})}}).status, 202);
  EXPECT_EQ(Originator().Size("flow.outputs"), 0u);
  EXPECT_EQ(AsSubscriber("GET", "/v1/entitlements").Size("entitlements"), 0u);
  EXPECT_EQ(Subscribe(entitlement, "777788889999").status, 201);
}

TEST_F(EntitledFlowsTest, TheOutputGoesWithTheSubscribersFlow) {
  const std::string entitlement = GrantOne();
  const std::string subscriber = Subscribe(entitlement).Text("flow.flowArn");
  AsSubscriber("DELETE", "/v1/flows/" + subscriber);
  EXPECT_EQ(Originator().Size("flow.outputs"), 0u);
  EXPECT_EQ(Subscribe(entitlement).status, 201);
}

TEST_F(EntitledFlowsTest, AFlowWhoseDeletionFailsKeepsItsEntitlement) {
  const std::string entitlement = GrantOne();
  const std::string flow = Subscribe(entitlement).Text("flow.flowArn");
  world_.settings.transition_delay_ms = 500;
  const Json fails{{"operation", "DeleteFlow"}, {"mode", "fail"}};
  EXPECT_EQ(world_.Post("/_mediaconnect/transitions", fails).status, 201);
  AsSubscriber("DELETE", "/v1/flows/" + flow);
  for (const char* status : {"DELETING", "ERROR"}) {
    EXPECT_EQ(AsSubscriber("GET", "/v1/flows/" + flow).Text("flow.status"), status);
    EXPECT_EQ(Originator().Size("flow.outputs"), 1u);
    ExpectError(Subscribe(entitlement), 400, "BadRequestException", {entitlement, "in use"});
    world_.clock.Advance(500);
  }
}

TEST_F(EntitledFlowsTest, TheOutputGoesWhenTheSourceTakesAnotherEntitlement) {
  const Answer granted =
      Grant(List({Json{{"name", "a"}, {"subscribers", List({"444455556666"})}},
                  Json{{"name", "b"}, {"subscribers", List({"444455556666"})}}}));
  const std::string second = granted.Text("entitlements.1.entitlementArn");
  const Answer flow = Subscribe(granted.Text("entitlements.0.entitlementArn"));
  const Answer updated = AsSubscriber(
      "PUT",
      "/v1/flows/" + flow.Text("flow.flowArn") + "/source/" + flow.Text("flow.source.sourceArn"),
      Json{{"entitlementArn", second}});
  ASSERT_EQ(updated.status, 202) << updated.body;
  EXPECT_EQ(updated.Text("source.entitlementArn"), second);
  ASSERT_EQ(Originator().Size("flow.outputs"), 1u);
  EXPECT_EQ(Originator().Text("flow.outputs.0.entitlementArn"), second);
}

TEST_F(EntitledFlowsTest, TheOutputGoesWhenTheSourceTakesAProtocolOfItsOwn) {
  const std::string entitlement = GrantOne(Json{{"dataTransferSubscriberFeePercent", 10}});
  const Answer flow = Subscribe(entitlement);
  const std::string target =
      "/v1/flows/" + flow.Text("flow.flowArn") + "/source/" + flow.Text("flow.source.sourceArn");
  const Answer own =
      AsSubscriber("PUT", target, Json{{"protocol", "rtp"}, {"whitelistCidr", "10.0.0.0/8"}});
  ASSERT_EQ(own.status, 202) << own.body;
  EXPECT_FALSE(own.Has("source.entitlementArn"));
  EXPECT_FALSE(own.Has("source.dataTransferSubscriberFeePercent"));
  EXPECT_EQ(own.Number("source.ingestPort"), 5000);
  EXPECT_EQ(Originator().Size("flow.outputs"), 0u);
  EXPECT_EQ(AsSubscriber("GET", "/v1/flows").Text("flows.0.sourceType"), "OWNED");
  // And back.
  const Answer back = AsSubscriber("PUT", target, Json{{"entitlementArn", entitlement}});
  ASSERT_EQ(back.status, 202) << back.body;
  EXPECT_EQ(back.Number("source.dataTransferSubscriberFeePercent"), 10);
  EXPECT_EQ(Originator().Number("flow.outputs.0.dataTransferSubscriberFeePercent"), 10);
  EXPECT_FALSE(back.Has("source.transport"));
  EXPECT_FALSE(back.Has("source.ingestIp"));
  EXPECT_EQ(Originator().Size("flow.outputs"), 1u);
  ExpectError(
      AsSubscriber("PUT", target, Json{{"protocol", "rtp"}, {"entitlementArn", entitlement}}), 400,
      "BadRequestException", {"protocol", "entitlementArn"});
}

TEST_F(EntitledFlowsTest, AFlowCannotBeItsOwnSource) {
  const std::string own =
      Grant(List({Json{{"name", "own"}, {"subscribers", List({"111122223333"})}}}))
          .Text("entitlements.0.entitlementArn");
  const Answer before = Originator();
  const std::string target =
      "/v1/flows/" + arn_ + "/source/" + before.Text("flow.source.sourceArn");
  ExpectError(world_.Put(target, Json{{"entitlementArn", own}}), 400, "BadRequestException",
              "entitlementArn: entitlement \"" + own + "\"");
  EXPECT_EQ(Originator().At("flow"), before.At("flow"));
  // Another flow of the same account may use it.
  EXPECT_EQ(Subscribe(own, kAccount).status, 201);
}

TEST_F(EntitledFlowsTest, AFlowCannotBeItsOwnSourceOverOtherFlowsEither) {
  // originator -> subscriber's flow -> a third account's flow -> originator
  const Answer second = Subscribe(GrantOne());
  const auto grant = [&](const Answer& flow, std::string_view from, const std::string& to) {
    return world_
        .Call("POST", "/v1/flows/" + flow.Text("flow.flowArn") + "/entitlements",
              Json{{"entitlements", List({Json{{"subscribers", List({to})}}})}}, from)
        .Text("entitlements.0.entitlementArn");
  };
  const Answer third = Subscribe(grant(second, kSubscriber, "777788889999"), "777788889999");
  ASSERT_EQ(third.status, 201) << third.body;
  const std::string closing = grant(third, "777788889999", std::string(kAccount));
  const std::string target =
      "/v1/flows/" + arn_ + "/source/" + Originator().Text("flow.source.sourceArn");
  const Json members{{"entitlementArn", closing}};
  ExpectError(world_.Put(target, members), 400, "BadRequestException", {"entitlementArn", closing});
  // With the ring cut elsewhere it is none.
  const std::string cut = "/v1/flows/" + second.Text("flow.flowArn") + "/source/" +
                          second.Text("flow.source.sourceArn");
  ASSERT_EQ(
      AsSubscriber("PUT", cut, Json{{"protocol", "rtp"}, {"whitelistCidr", "10.0.0.0/8"}}).status,
      202);
  EXPECT_EQ(world_.Put(target, members).status, 202);
}

// A data file that was written before rings were refused can hold one.
TEST_F(EntitledFlowsTest, ARingThatIsThereAlreadyIsNotFollowedForever) {
  world_.Post("/v1/flows/" + arn_ + "/outputs",
              Json{{"outputs",
                    List({Json{{"protocol", "rtp"}, {"destination", "192.0.2.1"}, {"port", 1}}})}});
  Grant(List({Json{{"name", "own"}, {"subscribers", List({"111122223333"})}}}));
  {
    State::Transaction transaction(world_.state, false);
    const Scope scope{kAccount, kRegion};
    const auto first = [&](ResourceKind kind) {
      std::int64_t id = 0;
      world_.state.resources.FindWhole(scope, arn_, [&](Resource&& one) {
        if (one.kind == kind) id = one.id;
      });
      return id;
    };
    world_.state.entitlements.SetUse(first(ResourceKind::kFlowEntitlement),
                                     first(ResourceKind::kFlowOutput),
                                     first(ResourceKind::kFlowSource));
    transaction.Commit();
  }
  EXPECT_EQ(Subscribe(GrantOne()).status, 201);
}

TEST_F(EntitledFlowsTest, ASubscriberThatIsTakenBackNamesItsEntitlementAgain) {
  const std::string entitlement = GrantOne();
  const Answer flow = Subscribe(entitlement);
  const std::string target =
      "/v1/flows/" + flow.Text("flow.flowArn") + "/source/" + flow.Text("flow.source.sourceArn");
  const Json again{{"entitlementArn", entitlement}};
  Update(entitlement, Json{{"subscribers", List({"777788889999"})}});
  ExpectError(AsSubscriber("PUT", target, again), 403, "ForbiddenException", entitlement);
  Update(entitlement, Json{{"subscribers", List({"444455556666"})}});
  EXPECT_EQ(Originator().Size("flow.outputs"), 0u);
  EXPECT_EQ(AsSubscriber("PUT", target, again).status, 202);
  EXPECT_EQ(Originator().Size("flow.outputs"), 1u);
}

TEST_F(EntitledFlowsTest, AnEntitledSourceIsNotUpdatedWhileItsFlowIsActive) {
  const Answer flow = Subscribe(GrantOne());
  const std::string arn = flow.Text("flow.flowArn");
  const std::string target = "/v1/flows/" + arn + "/source/" + flow.Text("flow.source.sourceArn");
  AsSubscriber("POST", "/v1/flows/start/" + arn);
  ExpectError(AsSubscriber("PUT", target, Json{{"description", "d"}}), 400, "BadRequestException",
              {"ACTIVE", "STANDBY"});
  AsSubscriber("POST", "/v1/flows/stop/" + arn);
  EXPECT_EQ(AsSubscriber("PUT", target, Json{{"description", "d"}}).status, 202);
  EXPECT_EQ(Originator().Size("flow.outputs"), 1u);
}

TEST_F(EntitledFlowsTest, AnEntitlementsOutputCountsOnTheOriginatorsFlow) {
  world_.Post("/v1/flows/" + arn_ + "/outputs", Json{{"outputs", Repeat(20, 100, RtpOutput)}});
  const std::string entitlement = GrantOne();
  ExpectError(Subscribe(entitlement), 420, "CreateFlow420Exception", "20 outputs");
  EXPECT_EQ(AsSubscriber("GET", "/v1/flows").Size("flows"), 0u);
}

TEST_F(EntitledFlowsTest, ASubscriberCanEntitleOthersAndUseItsOwnAccountsGrant) {
  const std::string subscriber = Subscribe(GrantOne()).Text("flow.flowArn");
  EXPECT_EQ(
      AsSubscriber("POST", "/v1/flows/" + subscriber + "/entitlements",
                   Json{{"entitlements", List({Json{{"subscribers", List({"777788889999"})}}})}})
          .status,
      200);
  const Answer own = Grant(List({Json{{"name", "own"}, {"subscribers", List({"111122223333"})}}}));
  EXPECT_EQ(Subscribe(own.Text("entitlements.0.entitlementArn"), kAccount).status, 201);
}

TEST(SlowEntitledFlows, TheOutputStaysWhileTheSubscribersFlowIsBeingDeleted) {
  Settings slow;
  slow.transition_delay_ms = 500;
  World world(slow);
  const std::string originator = world.CreateFlow(
      "f",
      Json{{"entitlements", List({Json{{"name", "e"}, {"subscribers", List({"444455556666"})}}})}});
  const Answer flow = world.Get("/v1/flows/" + originator);
  const Answer subscriber = world.Call(
      "POST", "/v1/flows",
      Json{{"name", "s"},
           {"source", {{"entitlementArn", flow.Text("flow.entitlements.0.entitlementArn")}}}},
      kSubscriber);
  world.Call("DELETE", "/v1/flows/" + subscriber.Text("flow.flowArn"), "", kSubscriber);
  EXPECT_EQ(world.Get("/v1/flows/" + originator).Size("flow.outputs"), 1u);
  world.clock.Advance(500);
  EXPECT_EQ(world.Get("/v1/flows/" + originator).Size("flow.outputs"), 0u);
}

TEST_F(EntitledFlowsTest, DeletingTheOriginatorsFlowEndsItsEntitlements) {
  const std::string entitlement = GrantOne();
  const std::string subscriber = Subscribe(entitlement).Text("flow.flowArn");
  world_.Delete("/v1/flows/" + arn_);
  EXPECT_EQ(AsSubscriber("GET", "/v1/entitlements").Size("entitlements"), 0u);
  EXPECT_EQ(AsSubscriber("GET", "/v1/flows/" + subscriber).status, 200);
}

}  // namespace
}  // namespace mediaconnect
