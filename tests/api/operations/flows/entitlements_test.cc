// Rules of entitlements: GrantFlowEntitlements, UpdateFlowEntitlement, RevokeFlowEntitlement,
// ListEntitlements (rules 4). What a subscriber does with one is in entitled_test.cc.
#include "tests/support/entitlements.h"

#include "api/contract/arn.h"
#include "api/contract/pattern.h"
#include "tests/support/media_flows.h"

namespace mediaconnect {
namespace {

TEST_F(EntitlementsTest, GrantFlowEntitlementsAnswers200) {
  const Answer answer = Grant(List({Json{{"name", "a"},
                                         {"description", "d"},
                                         {"subscribers", List({"444455556666", "444455556666"})},
                                         {"dataTransferSubscriberFeePercent", 50},
                                         {"entitlementTags", {{"t", "1"}}}},
                                    Json{{"subscribers", List({"777788889999"})}}}));
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
  const Json cdi = Json{{"name", "cdi"}} + kCdiFlow + kCdiSource;
  const Json grant{{"entitlements", List({Json{{"subscribers", List({"444455556666"})}}})}};
  ExpectError(world_.Post("/v1/flows", cdi + grant), 400, "BadRequestException", "CDI");
  const std::string flow = world_.Post("/v1/flows", cdi).Text("flow.flowArn");
  ExpectError(world_.Post("/v1/flows/" + flow + "/entitlements", grant), 400, "BadRequestException",
              "CDI");
}

TEST_F(EntitlementsTest, SubscribersAreAccountIdsOf12Digits) {
  for (const Json& list : {List({}), List({"1111-2222-3333"}), List({"11112222333"}),
                           List({"1111222233334"}), List({"abcdefghijkl"})}) {
    ExpectError(Grant(List({Json{{"subscribers", list}}})), 400, "BadRequestException",
                "entitlements[0].subscribers");
  }
}

TEST_F(EntitlementsTest, FeesAreFrom0To100AndDescriptionsUpTo1024Characters) {
  for (const int fee : {-1, 101}) {
    ExpectError(Grant(List({Json{{"subscribers", List({"444455556666"})},
                                 {"dataTransferSubscriberFeePercent", fee}}})),
                400, "BadRequestException", "dataTransferSubscriberFeePercent");
  }
  ExpectError(Grant(List({Json{{"subscribers", List({"444455556666"})},
                               {"description", std::string(1025, 'x')}}})),
              400, "BadRequestException", "entitlements[0].description: has 1025 characters");
  std::string longest;
  for (int i = 0; i < 1024; ++i) longest += "\xc3\xa9";
  EXPECT_EQ(
      Grant(List({Json{{"subscribers", List({"444455556666"})}, {"description", longest}}})).status,
      200);
}

TEST_F(EntitlementsTest, NamesAreUniqueWithinTheFlow) {
  GrantOne();
  ExpectError(Grant(List({Json{{"name", "show"}, {"subscribers", List({"444455556666"})}}})), 400,
              "BadRequestException", "entitlements[0].name");
}

TEST_F(EntitlementsTest, TheFiftyFirstIsRefusedAndNothingOfItsRequestKept) {
  const Json one{{"subscribers", List({"444455556666"})}};
  EXPECT_EQ(Grant(Repeat(49, one)).status, 200);
  ExpectError(Grant(Repeat(2, one)), 420, "GrantFlowEntitlements420Exception", "50 entitlements");
  EXPECT_EQ(Originator().Size("flow.entitlements"), 49u);
  EXPECT_EQ(Grant(List({Json{{"subscribers", List({"444455556666"})},
                             {"entitlementStatus", "DISABLED"}}}))
                .status,
            200);
  ExpectError(Grant(Repeat(1, one)), 420, "GrantFlowEntitlements420Exception", "50 entitlements");
  ExpectError(world_.Post("/v1/flows", Json{{"name", "f"}} + kRtpSource +
                                           Json{{"entitlements", Repeat(51, one)}}),
              420, "CreateFlow420Exception", "50 entitlements");
}

TEST_F(EntitlementsTest, EncryptionIsStaticKeyOrSpeke) {
  const auto grant = [&](const Json& encryption) {
    return Grant(List({Json{
        {"subscribers", List({"444455556666"})},
        {"encryption", Json{{"roleArn", "arn:aws:iam::111122223333:role/r"}} + encryption}}}));
  };
  EXPECT_EQ(grant(Json{{"algorithm", "aes128"}, {"secretArn", "s"}}).status, 200);
  EXPECT_EQ(grant(Json{{"keyType", "speke"},
                       {"deviceId", "d"},
                       {"region", "r"},
                       {"resourceId", "i"},
                       {"url", "u"}})
                .status,
            200);
  ExpectError(
      grant(Json{{"keyType", "speke"}, {"deviceId", "d"}, {"region", "r"}, {"resourceId", "i"}}),
      400, "BadRequestException", "encryption.url");
  ExpectError(grant(Json{{"keyType", "srt-password"}, {"secretArn", "s"}}), 400,
              "BadRequestException", "encryption.keyType");
  ExpectError(grant(Json{{"keyType", "speke"},
                         {"deviceId", "d"},
                         {"region", "r"},
                         {"resourceId", "i"},
                         {"url", "u"},
                         {"constantInitializationVector", "xyz"}}),
              400, "BadRequestException", "constantInitializationVector");
}

TEST_F(EntitlementsTest, ListEntitlementsShowsWhatWasGrantedToTheCaller) {
  const std::string entitlement = GrantOne(Json{{"dataTransferSubscriberFeePercent", 10}});
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

TEST_F(EntitlementsTest, RevokeFlowEntitlementRemovesTheEntitlementAndItsOutput) {
  const std::string entitlement = GrantOne(Json{{"entitlementTags", {{"a", "b"}}}});
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

TEST_F(EntitlementsTest, UpdateFlowEntitlementChangesWhatItNamesAndLeavesTheRest) {
  const std::string entitlement = GrantOne(Json{{"description", "first"}});
  const Answer answer = Update(entitlement, Json{{"entitlementStatus", "DISABLED"}});
  EXPECT_EQ(answer.status, 202);
  EXPECT_EQ(answer.Text("entitlement.entitlementStatus"), "DISABLED");
  EXPECT_EQ(answer.Text("entitlement.description"), "first");
  EXPECT_EQ(answer.Text("entitlement.subscribers.0"), kSubscriber);
  EXPECT_EQ(AsSubscriber("GET", "/v1/entitlements").Size("entitlements"), 1u);
  EXPECT_EQ(Update(entitlement, {}).At("entitlement"), answer.At("entitlement"));
  ExpectError(Update(entitlement, Json{{"subscribers", List({})}}), 400, "BadRequestException",
              "RevokeFlowEntitlement");
}

}  // namespace
}  // namespace mediaconnect
