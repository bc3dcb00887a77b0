// Rules of entitlements: GrantFlowEntitlements, UpdateFlowEntitlement, RevokeFlowEntitlement,
// ListEntitlements, and subscribers in other accounts (rules 4, decision 8).
#include "api/contract/arn.h"
#include "api/contract/pattern.h"
#include "tests/support/world.h"

namespace mediaconnect {
namespace {

class EntitlementsTest : public WorldTest {
 protected:
  Answer Grant(const std::string& entitlements) {
    return world_.Post("/v1/flows/" + arn_ + "/entitlements",
                       "{\"entitlements\":" + entitlements + "}");
  }
  // Grants to kSubscriber and returns the entitlement's ARN.
  std::string GrantOne(const std::string& members = "") {
    const Answer answer =
        Grant(R"([{"name":"show","subscribers":["444455556666"])" + members + "}]");
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.Text("entitlements.0.entitlementArn");
  }
  Answer Subscribe(const std::string& entitlement, std::string_view account = kSubscriber,
                   std::string_view region = kRegion) {
    return world_.Call(
        "POST", "/v1/flows",
        R"({"name":"sub","source":{"name":"in","entitlementArn":")" + entitlement + "\"}}", account,
        region);
  }
  Answer Update(const std::string& entitlement, const std::string& members) {
    return world_.Put("/v1/flows/" + arn_ + "/entitlements/" + entitlement, "{" + members + "}");
  }
  Answer Originator() { return world_.Get("/v1/flows/" + arn_); }
  Answer AsSubscriber(std::string_view method, const std::string& target,
                      std::string_view body = "") {
    return world_.Call(method, target, body, kSubscriber);
  }

  const std::string arn_ = world_.CreateFlow("originator");
};

TEST_F(EntitlementsTest, GrantFlowEntitlementsAnswers200) {
  const Answer answer = Grant(
      R"([{"name":"a","description":"d","subscribers":["444455556666","444455556666"],
           "dataTransferSubscriberFeePercent":50,"entitlementTags":{"t":"1"}},
          {"subscribers":["777788889999"]}])");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.Text("flowArn"), arn_);
  EXPECT_EQ(answer.Text("entitlements.0.entitlementStatus"), "ENABLED");
  EXPECT_EQ(answer.Size("entitlements.0.subscribers"), 1u);
  EXPECT_EQ(answer.Text("entitlements.1.name"), "entitlement-1");
  EXPECT_EQ(world_.Get("/tags/" + answer.Text("entitlements.0.entitlementArn")).Text("tags.t"),
            "1");
  EXPECT_EQ(Originator().Size("flow.entitlements"), 2u);
}

TEST_F(EntitlementsTest, AnEntitlementHasAnIdOfItsOwn) {
  const std::string entitlement = GrantOne();
  EXPECT_TRUE(
      MatchesPattern("arn:aws:mediaconnect:us-east-1:111122223333:entitlement:1-[A-Za-z0-9]{16}-[0-"
                     "9a-f]{12}:show$",
                     entitlement))
      << entitlement;
  EXPECT_NE(ParseArn(entitlement)->id, ParseArn(arn_)->id);
}

TEST_F(EntitlementsTest, ACdiFlowHasNone) {
  const std::string cdi = R"({"name":"cdi","source":{"protocol":"cdi","ingestPort":5000,
      "maxSyncBuffer":100,"vpcInterfaceName":"efa","mediaStreamSourceConfigurations":[]})";
  const std::string grant = R"("entitlements":[{"subscribers":["444455556666"]}])";
  ExpectError(world_.Post("/v1/flows", cdi + "," + grant + "}"), 400, "BadRequestException",
              "has a CDI source; such a flow cannot have entitlements");
  const std::string flow = world_.Post("/v1/flows", cdi + "}").Text("flow.flowArn");
  ExpectError(world_.Post("/v1/flows/" + flow + "/entitlements", "{" + grant + "}"), 400,
              "BadRequestException", "has a CDI source; such a flow cannot have entitlements");
}

TEST_F(EntitlementsTest, AnEntitledFlowHasOneSource) {
  ExpectError(
      AsSubscriber("POST", "/v1/flows",
                   R"({"name":"f","sourceFailoverConfig":{"state":"ENABLED"},"sources":[
                              {"entitlementArn":")" +
                       GrantOne() + R"("},{"protocol":"rtp","whitelistCidr":"10.0.0.0/8"}]})"),
      400, "BadRequestException", "an entitled or CDI flow has one source");
  EXPECT_EQ(Originator().Size("flow.outputs"), 0u);
}

TEST_F(EntitlementsTest, AnEntitledSourceMayHaveADecryption) {
  const std::string entitlement = GrantOne();
  const auto subscribe = [&](const std::string& key_type) {
    return AsSubscriber("POST", "/v1/flows",
                        R"({"name":"f","source":{"entitlementArn":")" + entitlement +
                            R"(","decryption":{"keyType":")" + key_type +
                            R"(","roleArn":"arn:aws:iam::444455556666:role/r","secretArn":
                            "arn:aws:secretsmanager:us-east-1:444455556666:secret:s"}}})");
  };
  ExpectError(subscribe("srt-password"), 400, "BadRequestException",
              "source.decryption.keyType: \"srt-password\" must be static-key or speke");
  EXPECT_EQ(subscribe("static-key").Text("flow.source.decryption.keyType"), "static-key");
}

TEST_F(EntitlementsTest, SubscribersAreAccountIdsOf12Digits) {
  for (const char* list : {"[]", R"(["1111-2222-3333"])", R"(["11112222333"])",
                           R"(["1111222233334"])", R"(["abcdefghijkl"])"}) {
    ExpectError(Grant(R"([{"subscribers":)" + std::string(list) + "}]"), 400, "BadRequestException",
                "entitlements[0].subscribers");
  }
}

TEST_F(EntitlementsTest, FeesAreFrom0To100AndDescriptionsUpTo1024Characters) {
  for (const char* fee : {"-1", "101"}) {
    ExpectError(Grant(R"([{"subscribers":["444455556666"],"dataTransferSubscriberFeePercent":)" +
                      std::string(fee) + "}]"),
                400, "BadRequestException", "dataTransferSubscriberFeePercent");
  }
  ExpectError(Grant(R"([{"subscribers":["444455556666"],"description":")" + std::string(1025, 'x') +
                    "\"}]"),
              400, "BadRequestException", "entitlements[0].description: has 1025 characters");
  std::string longest;
  for (int i = 0; i < 1024; ++i) longest += "\xc3\xa9";
  EXPECT_EQ(Grant(R"([{"subscribers":["444455556666"],"description":")" + longest + "\"}]").status,
            200);
}

TEST_F(EntitlementsTest, NamesAreUniqueWithinTheFlow) {
  GrantOne();
  ExpectError(Grant(R"([{"name":"show","subscribers":["444455556666"]}])"), 400,
              "BadRequestException", "entitlements[0].name");
}

TEST_F(EntitlementsTest, TheFiftyFirstIsRefusedAndNothingOfItsRequestKept) {
  const char* one = R"({"subscribers":["444455556666"]})";
  EXPECT_EQ(Grant(Repeat(one, 49)).status, 200);
  ExpectError(Grant(Repeat(one, 2)), 420, "GrantFlowEntitlements420Exception", "50 entitlements");
  EXPECT_EQ(Originator().Size("flow.entitlements"), 49u);
  EXPECT_EQ(Grant(R"([{"subscribers":["444455556666"],"entitlementStatus":"DISABLED"}])").status,
            200);
  ExpectError(Grant(Repeat(one, 1)), 420, "GrantFlowEntitlements420Exception", "50 entitlements");
  ExpectError(world_.Post("/v1/flows", std::string(R"({"name":"f",)") + kRtpSource +
                                           ",\"entitlements\":" + Repeat(one, 51) + "}"),
              420, "CreateFlow420Exception", "50 entitlements");
}

TEST_F(EntitlementsTest, EncryptionIsStaticKeyOrSpeke) {
  const auto grant = [&](const std::string& encryption) {
    return Grant(R"([{"subscribers":["444455556666"],"encryption":{
      "roleArn":"arn:aws:iam::111122223333:role/r",)" +
                 encryption + "}}]");
  };
  EXPECT_EQ(grant(R"("algorithm":"aes128","secretArn":"s")").status, 200);
  EXPECT_EQ(
      grant(R"("keyType":"speke","deviceId":"d","region":"r","resourceId":"i","url":"u")").status,
      200);
  ExpectError(grant(R"("keyType":"speke","deviceId":"d","region":"r","resourceId":"i")"), 400,
              "BadRequestException", "encryption.url: is required");
  ExpectError(grant(R"("keyType":"srt-password","secretArn":"s")"), 400, "BadRequestException",
              "encryption.keyType");
  ExpectError(grant(R"("keyType":"speke","deviceId":"d","region":"r","resourceId":"i","url":"u",
               "constantInitializationVector":"xyz")"),
              400, "BadRequestException", "constantInitializationVector");
}

TEST_F(EntitlementsTest, ListEntitlementsShowsWhatWasGrantedToTheCaller) {
  const std::string entitlement = GrantOne(R"(,"dataTransferSubscriberFeePercent":10)");
  const Answer listed = AsSubscriber("GET", "/v1/entitlements");
  ASSERT_EQ(listed.Size("entitlements"), 1u);
  EXPECT_EQ(listed.Text("entitlements.0.entitlementArn"), entitlement);
  EXPECT_EQ(listed.Text("entitlements.0.entitlementName"), "show");
  EXPECT_EQ(listed.Number("entitlements.0.dataTransferSubscriberFeePercent"), 10);
  EXPECT_EQ(world_.Get("/v1/entitlements").Size("entitlements"), 0u);
  EXPECT_EQ(
      world_.Call("GET", "/v1/entitlements", "", kSubscriber, "eu-west-1").Size("entitlements"),
      0u);
}

TEST_F(EntitlementsTest, ASubscribersFlowMakesAnOutputOnTheOriginatorsFlow) {
  const std::string entitlement = GrantOne(R"(,"dataTransferSubscriberFeePercent":10)");
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

TEST_F(EntitlementsTest, TheOutputsNameGivesWayToOneThatIsTaken) {
  world_.Post(
      "/v1/flows/" + arn_ + "/outputs",
      R"({"outputs":[{"name":"show","protocol":"rtp","destination":"192.0.2.1","port":1}]})");
  Subscribe(GrantOne());
  EXPECT_EQ(Originator().Text("flow.outputs.1.name"), "show-1");
}

TEST_F(EntitlementsTest, ListFlowsSaysOwnedOrEntitled) {
  Subscribe(GrantOne());
  EXPECT_EQ(AsSubscriber("GET", "/v1/flows").Text("flows.0.sourceType"), "ENTITLED");
  EXPECT_EQ(world_.Get("/v1/flows").Text("flows.0.sourceType"), "OWNED");
}

TEST_F(EntitlementsTest, AnEntitlementThatIsNotGrantedIsForbidden) {
  const std::string entitlement = GrantOne();
  ExpectError(Subscribe(entitlement, "777788889999"), 403, "ForbiddenException", entitlement);
  ExpectError(Subscribe(entitlement, kSubscriber, "eu-west-1"), 403, "ForbiddenException",
              entitlement);
  ExpectError(Subscribe("arn:aws:mediaconnect:us-east-1:111122223333:entitlement:1-x:y"), 403,
              "ForbiddenException", "source.entitlementArn");
}

TEST_F(EntitlementsTest, AnEntitlementCanBeUsedOnlyOnce) {
  const Answer granted =
      Grant(R"([{"name":"show","subscribers":["444455556666","777788889999"]}])");
  const std::string entitlement = granted.Text("entitlements.0.entitlementArn");
  EXPECT_EQ(Subscribe(entitlement).status, 201);
  ExpectError(Subscribe(entitlement), 400, "BadRequestException", "only once");
  ExpectError(Subscribe(entitlement, "777788889999"), 400, "BadRequestException", "only once");
}

TEST_F(EntitlementsTest, AnEntitledSourceHasNothingOfAProtocol) {
  const std::string entitlement = GrantOne();
  for (const char* member : {R"("protocol":"rtp")", R"("whitelistCidr":"10.0.0.0/8")",
                             R"("ingestPort":5000)", R"("vpcInterfaceName":"x")"}) {
    ExpectError(AsSubscriber("POST", "/v1/flows",
                             R"({"name":"f","source":{"entitlementArn":")" + entitlement + "\"," +
                                 member + "}}"),
                400, "BadRequestException", "does not go with entitlementArn");
  }
}

TEST_F(EntitlementsTest, AnOutputOfAnEntitlementCannotBeRemoved) {
  const std::string entitlement = GrantOne();
  Subscribe(entitlement);
  const std::string output = Originator().Text("flow.outputs.0.outputArn");
  ExpectError(world_.Delete("/v1/flows/" + arn_ + "/outputs/" + output), 400, "BadRequestException",
              "revoke the entitlement instead");
  EXPECT_EQ(Originator().Size("flow.outputs"), 1u);
}

TEST_F(EntitlementsTest, AnOutputOfAnEntitlementCanBeDescribedAndDisabledOnly) {
  Subscribe(GrantOne());
  const std::string target =
      "/v1/flows/" + arn_ + "/outputs/" + Originator().Text("flow.outputs.0.outputArn");
  const Answer updated = world_.Put(target, R"({"description":"d","outputStatus":"DISABLED"})");
  EXPECT_EQ(updated.Text("output.outputStatus"), "DISABLED");
  EXPECT_TRUE(updated.Has("output.entitlementArn"));
  ExpectError(world_.Put(target, R"({"port":5000})"), 400, "BadRequestException", "port");
}

TEST_F(EntitlementsTest, RevokeFlowEntitlementRemovesTheEntitlementAndItsOutput) {
  const std::string entitlement = GrantOne(R"(,"entitlementTags":{"a":"b"})");
  const std::string subscriber = Subscribe(entitlement).Text("flow.flowArn");
  const Answer revoked = world_.Delete("/v1/flows/" + arn_ + "/entitlements/" + entitlement);
  EXPECT_EQ(revoked.status, 202);
  EXPECT_EQ(revoked.Text("entitlementArn"), entitlement);
  EXPECT_EQ(Originator().Size("flow.outputs"), 0u);
  EXPECT_EQ(Originator().Size("flow.entitlements"), 0u);
  EXPECT_EQ(AsSubscriber("GET", "/v1/entitlements").Size("entitlements"), 0u);
  EXPECT_EQ(world_.Get("/tags/" + entitlement).status, 404);
  // Decision 22: the subscriber's flow stays, and stays ENTITLED.
  EXPECT_EQ(AsSubscriber("GET", "/v1/flows/" + subscriber).status, 200);
  EXPECT_EQ(AsSubscriber("GET", "/v1/flows").Text("flows.0.sourceType"), "ENTITLED");
}

TEST_F(EntitlementsTest, TakingASubscriberOffRemovesThatSubscribersOutput) {
  const std::string entitlement = GrantOne();
  Subscribe(entitlement);
  EXPECT_EQ(Update(entitlement, R"("subscribers":["444455556666","777788889999"])").status, 202);
  EXPECT_EQ(Originator().Size("flow.outputs"), 1u);
  EXPECT_EQ(Update(entitlement, R"("subscribers":["777788889999"])").status, 202);
  EXPECT_EQ(Originator().Size("flow.outputs"), 0u);
  EXPECT_EQ(AsSubscriber("GET", "/v1/entitlements").Size("entitlements"), 0u);
  EXPECT_EQ(Subscribe(entitlement, "777788889999").status, 201);
}

TEST_F(EntitlementsTest, UpdateFlowEntitlementChangesWhatItNamesAndLeavesTheRest) {
  const std::string entitlement = GrantOne(R"(,"description":"first")");
  const Answer answer = Update(entitlement, R"("entitlementStatus":"DISABLED")");
  EXPECT_EQ(answer.status, 202);
  EXPECT_EQ(answer.Text("entitlement.entitlementStatus"), "DISABLED");
  EXPECT_EQ(answer.Text("entitlement.description"), "first");
  EXPECT_EQ(answer.Text("entitlement.subscribers.0"), kSubscriber);
  EXPECT_EQ(AsSubscriber("GET", "/v1/entitlements").Size("entitlements"), 1u);
  EXPECT_EQ(Update(entitlement, "").At("entitlement"), answer.At("entitlement"));
  ExpectError(Update(entitlement, R"("subscribers":[])"), 400, "BadRequestException",
              "RevokeFlowEntitlement");
}

TEST_F(EntitlementsTest, TheOutputGoesWithTheSubscribersFlow) {
  const std::string entitlement = GrantOne();
  const std::string subscriber = Subscribe(entitlement).Text("flow.flowArn");
  AsSubscriber("DELETE", "/v1/flows/" + subscriber);
  EXPECT_EQ(Originator().Size("flow.outputs"), 0u);
  EXPECT_EQ(Subscribe(entitlement).status, 201);
}

TEST_F(EntitlementsTest, TheOutputGoesWhenTheSourceTakesAnotherEntitlement) {
  const Answer granted = Grant(R"([{"name":"a","subscribers":["444455556666"]},
                                   {"name":"b","subscribers":["444455556666"]}])");
  const std::string second = granted.Text("entitlements.1.entitlementArn");
  const Answer flow = Subscribe(granted.Text("entitlements.0.entitlementArn"));
  const Answer updated = AsSubscriber(
      "PUT",
      "/v1/flows/" + flow.Text("flow.flowArn") + "/source/" + flow.Text("flow.source.sourceArn"),
      R"({"entitlementArn":")" + second + "\"}");
  ASSERT_EQ(updated.status, 202) << updated.body;
  EXPECT_EQ(updated.Text("source.entitlementArn"), second);
  ASSERT_EQ(Originator().Size("flow.outputs"), 1u);
  EXPECT_EQ(Originator().Text("flow.outputs.0.entitlementArn"), second);
}

TEST_F(EntitlementsTest, TheOutputGoesWhenTheSourceTakesAProtocolOfItsOwn) {
  const std::string entitlement = GrantOne(R"(,"dataTransferSubscriberFeePercent":10)");
  const Answer flow = Subscribe(entitlement);
  const std::string target =
      "/v1/flows/" + flow.Text("flow.flowArn") + "/source/" + flow.Text("flow.source.sourceArn");
  const Answer own =
      AsSubscriber("PUT", target, R"({"protocol":"rtp","whitelistCidr":"10.0.0.0/8"})");
  ASSERT_EQ(own.status, 202) << own.body;
  EXPECT_FALSE(own.Has("source.entitlementArn"));
  EXPECT_FALSE(own.Has("source.dataTransferSubscriberFeePercent"));
  EXPECT_EQ(own.Number("source.ingestPort"), 5000);
  EXPECT_EQ(Originator().Size("flow.outputs"), 0u);
  EXPECT_EQ(AsSubscriber("GET", "/v1/flows").Text("flows.0.sourceType"), "OWNED");
  // And back.
  const Answer back = AsSubscriber("PUT", target, R"({"entitlementArn":")" + entitlement + "\"}");
  ASSERT_EQ(back.status, 202) << back.body;
  EXPECT_FALSE(back.Has("source.transport"));
  EXPECT_FALSE(back.Has("source.ingestIp"));
  EXPECT_EQ(Originator().Size("flow.outputs"), 1u);
  ExpectError(
      AsSubscriber("PUT", target, R"({"protocol":"rtp","entitlementArn":")" + entitlement + "\"}"),
      400, "BadRequestException", "protocol: does not go with entitlementArn");
}

TEST_F(EntitlementsTest, ASubscriberThatIsTakenBackNamesItsEntitlementAgain) {
  const std::string entitlement = GrantOne();
  const Answer flow = Subscribe(entitlement);
  const std::string target =
      "/v1/flows/" + flow.Text("flow.flowArn") + "/source/" + flow.Text("flow.source.sourceArn");
  const std::string again = R"({"entitlementArn":")" + entitlement + "\"}";
  Update(entitlement, R"("subscribers":["777788889999"])");
  ExpectError(AsSubscriber("PUT", target, again), 403, "ForbiddenException", entitlement);
  Update(entitlement, R"("subscribers":["444455556666"])");
  EXPECT_EQ(Originator().Size("flow.outputs"), 0u);
  EXPECT_EQ(AsSubscriber("PUT", target, again).status, 202);
  EXPECT_EQ(Originator().Size("flow.outputs"), 1u);
}

TEST_F(EntitlementsTest, AnEntitledSourceIsNotUpdatedWhileItsFlowIsActive) {
  const Answer flow = Subscribe(GrantOne());
  const std::string arn = flow.Text("flow.flowArn");
  const std::string target = "/v1/flows/" + arn + "/source/" + flow.Text("flow.source.sourceArn");
  AsSubscriber("POST", "/v1/flows/start/" + arn);
  ExpectError(AsSubscriber("PUT", target, R"({"description":"d"})"), 400, "BadRequestException",
              "is ACTIVE; it must be STANDBY");
  AsSubscriber("POST", "/v1/flows/stop/" + arn);
  EXPECT_EQ(AsSubscriber("PUT", target, R"({"description":"d"})").status, 202);
  EXPECT_EQ(Originator().Size("flow.outputs"), 1u);
}

TEST_F(EntitlementsTest, AnEntitlementsOutputCountsOnTheOriginatorsFlow) {
  world_.Post("/v1/flows/" + arn_ + "/outputs",
              "{\"outputs\":" +
                  Repeat(R"({"protocol":"rtp","destination":"192.0.2.1","port":1#0})", 20, 100) +
                  "}");
  const std::string entitlement = GrantOne();
  ExpectError(Subscribe(entitlement), 420, "CreateFlow420Exception", "20 outputs");
  EXPECT_EQ(AsSubscriber("GET", "/v1/flows").Size("flows"), 0u);
}

TEST_F(EntitlementsTest, ASubscriberCanEntitleOthersAndUseItsOwnAccountsGrant) {
  const std::string subscriber = Subscribe(GrantOne()).Text("flow.flowArn");
  EXPECT_EQ(AsSubscriber("POST", "/v1/flows/" + subscriber + "/entitlements",
                         R"({"entitlements":[{"subscribers":["777788889999"]}]})")
                .status,
            200);
  const Answer own = Grant(R"([{"name":"own","subscribers":["111122223333"]}])");
  EXPECT_EQ(Subscribe(own.Text("entitlements.0.entitlementArn"), kAccount).status, 201);
}

TEST(SlowEntitlements, TheOutputStaysWhileTheSubscribersFlowIsBeingDeleted) {
  Settings slow;
  slow.transition_delay_ms = 500;
  World world(slow);
  const std::string originator =
      world.CreateFlow("f", R"("entitlements":[{"name":"e","subscribers":["444455556666"]}])");
  const Answer flow = world.Get("/v1/flows/" + originator);
  const Answer subscriber = world.Call("POST", "/v1/flows",
                                       R"({"name":"s","source":{"entitlementArn":")" +
                                           flow.Text("flow.entitlements.0.entitlementArn") + "\"}}",
                                       kSubscriber);
  world.Call("DELETE", "/v1/flows/" + subscriber.Text("flow.flowArn"), "", kSubscriber);
  EXPECT_EQ(world.Get("/v1/flows/" + originator).Size("flow.outputs"), 1u);
  world.clock.Advance(500);
  EXPECT_EQ(world.Get("/v1/flows/" + originator).Size("flow.outputs"), 0u);
}

TEST_F(EntitlementsTest, DeletingTheOriginatorsFlowEndsItsEntitlements) {
  const std::string entitlement = GrantOne();
  const std::string subscriber = Subscribe(entitlement).Text("flow.flowArn");
  world_.Delete("/v1/flows/" + arn_);
  EXPECT_EQ(AsSubscriber("GET", "/v1/entitlements").Size("entitlements"), 0u);
  EXPECT_EQ(AsSubscriber("GET", "/v1/flows/" + subscriber).status, 200);
}

}  // namespace
}  // namespace mediaconnect
