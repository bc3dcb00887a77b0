// Rules of tags: TagResource, UntagResource, ListTagsForResource (rules 1.5, decision 17).
#include "api/contract/timestamp.h"
#include "tests/support/routers.h"

namespace mediaconnect {
namespace {

class TagsTest : public WorldTest {
 protected:
  Answer Tag(const Json& tags) { return world_.Post("/tags/" + arn_, Json{{"tags", tags}}); }
  Answer ListTags() { return world_.Get("/tags/" + arn_); }

  const std::string arn_ = world_.CreateFlow("tagged", Json{{"flowTags", {{"made", "with"}}}});
};

TEST_F(TagsTest, TagResourceMergesAndAnswers204WithoutABody) {
  const Answer answer = Tag(Json{{"a", "1"}, {"b", ""}});
  EXPECT_EQ(answer.status, 204);
  EXPECT_EQ(answer.body, "");
  Tag(Json{{"a", "2"}});
  EXPECT_EQ(ListTags().body, R"({"tags":{"a":"2","b":"","made":"with"}})");
}

TEST_F(TagsTest, UntagResourceRemovesKeysAndForgivesAbsentOnes) {
  Tag(Json{{"a", "1"}, {"b c", "2"}});
  EXPECT_EQ(world_.Delete("/tags/" + arn_ + "?tagKeys=a&tagKeys=b%20c&tagKeys=absent").status, 204);
  EXPECT_EQ(ListTags().body, R"({"tags":{"made":"with"}})");
  ExpectError(world_.Delete("/tags/" + arn_), 400, "BadRequestException", "tagKeys");
}

TEST_F(TagsTest, EveryPartOfAFlowHasTagsFromItsCreateRequest) {
  const Answer flow = world_.Post(
      "/v1/flows",
      Json{{"name", "f"},
           {"source",
            {{"protocol", "rtp"}, {"whitelistCidr", "10.0.0.0/8"}, {"sourceTags", {{"k", "s"}}}}},
           {"outputs", List({Json{{"protocol", "rtp"},
                                  {"destination", "192.0.2.1"},
                                  {"port", 1},
                                  {"outputTags", {{"k", "o"}}}}})},
           {"entitlements", List({Json{{"subscribers", List({"444455556666"})},
                                       {"entitlementTags", {{"k", "e"}}}}})}});
  ASSERT_EQ(flow.status, 201) << flow.body;
  for (const auto& [path, value] : std::vector<std::pair<std::string, std::string>>{
           {"flow.source.sourceArn", "s"},
           {"flow.outputs.0.outputArn", "o"},
           {"flow.entitlements.0.entitlementArn", "e"}}) {
    EXPECT_EQ(world_.Get("/tags/" + flow.Text(path)).Text("tags.k"), value);
  }
}

TEST_F(TagsTest, ThereAreAtMost50) {
  Json tags;
  for (int i = 0; i < 49; ++i) tags = tags + Json{{"k" + std::to_string(i), "v"}};
  EXPECT_EQ(Tag(tags).status, 204);
  ExpectError(Tag(Json{{"one-more", "v"}}), 400, "BadRequestException", "50");
  EXPECT_EQ(Tag(Json{{"k0", "replaced"}}).status, 204);
  EXPECT_EQ(ListTags().At("tags").MemberCount(), 50u);
}

TEST_F(TagsTest, KeysHave1To128CharactersAndValuesUpTo256) {
  const auto repeat = [](const std::string& text, int times) {
    std::string repeated;
    for (int i = 0; i < times; ++i) repeated += text;
    return repeated;
  };
  EXPECT_EQ(Tag(Json{{repeat("\xc3\xa9", 128), repeat("\xc3\xa9", 256)}}).status, 204);
  ExpectError(Tag(Json{{repeat("x", 129), ""}}), 400, "BadRequestException", {"tags", "129"});
  ExpectError(Tag(Json{{"x", repeat("x", 257)}}), 400, "BadRequestException", {"tags", "257"});
  ExpectError(Tag(Json{{"", "x"}}), 400, "BadRequestException", {"tags", "\"\""});
}

TEST_F(TagsTest, CharactersAreLettersAndDigitsOfAnyScriptAndAFewSigns) {
  EXPECT_EQ(Tag(Json{{"Grün. :+=@_/-9", "日本 ٣ देवनागरी"}}).status, 204);
  const std::string nul("a\0", 2);
  for (const Json& tags : {Json{{"a!", ""}}, Json{{"a", "b#"}}, Json{{nul, ""}}, Json{{"a\n", ""}},
                           Json{{"a", "\xf0\x9f\x98\x80"}}, Json{{"a*", "b"}}}) {
    SCOPED_TRACE(tags.Text());
    ExpectError(Tag(tags), 400, "BadRequestException", "tags");
  }
}

TEST_F(TagsTest, KeysThatBeginWithAwsAreReserved) {
  for (const char* key : {"aws:x", "AWS:x", "aws:"}) {
    ExpectError(Tag(Json{{key, "v"}}), 400, "BadRequestException", "reserved");
  }
  EXPECT_EQ(Tag(Json{{"awsx", "v"}, {"x-aws:", "v"}}).status, 204);
}

TEST_F(TagsTest, NothingOfARefusedRequestIsKept) {
  ExpectError(Tag(Json{{"good", "v"}, {"b#d", "v"}}), 400, "BadRequestException", "b#d");
  EXPECT_EQ(ListTags().body, R"({"tags":{"made":"with"}})");
  ExpectError(
      world_.Post("/v1/flows", Json{{"name", "f"}, {"flowTags", {{"aws:x", "y"}}}} + kRtpSource),
      400, "BadRequestException", "flowTags");
  EXPECT_EQ(world_.Get("/v1/flows").Size("flows"), 1u);
}

TEST_F(TagsTest, WhatIsNoArnIsABadRequestAndWhatIsNotThereIsNotFound) {
  for (const char* arn : {"nonsense", "arn:aws:s3:::bucket", "arn:aws:mediaconnect:us-east-1:1"}) {
    ExpectError(world_.Get("/tags/" + std::string(arn)), 400, "BadRequestException", "ResourceArn");
  }
  for (const char* kind :
       {"flow", "source", "output", "entitlement", "bridge", "gateway", "reservation"}) {
    const std::string arn =
        "arn:aws:mediaconnect:us-east-1:111122223333:" + std::string(kind) + ":1-x:y";
    ExpectError(world_.Get("/tags/" + arn), 404, "NotFoundException", arn);
    ExpectError(world_.Post("/tags/" + arn, Json{{"tags", {{"a", "b"}}}}), 404, "NotFoundException",
                arn);
    ExpectError(world_.Delete("/tags/" + arn + "?tagKeys=a"), 404, "NotFoundException", arn);
  }
}

TEST_F(TagsTest, EachOfTheTwoPathsNamesTheOther) {
  const std::string router = "arn:aws:mediaconnect:us-east-1:111122223333:routerInput:a1b2c3d4e5f6";
  const Json tags{{"tags", {{"a", "b"}}}};
  for (const auto& [path, names] : std::vector<std::pair<std::string, Names>>{
           {"/tags/" + router, {router, "/tags/global/"}},
           {"/tags/global/" + arn_, {arn_, "under /tags/ "}}}) {
    SCOPED_TRACE(path);
    ExpectError(world_.Get(path), 400, "BadRequestException", names);
    ExpectError(world_.Post(path, tags), 400, "BadRequestException", names);
    ExpectError(world_.Delete(path + "?tagKeys=a"), 400, "BadRequestException", names);
  }
  ExpectError(world_.Get("/tags/global/" + router), 404, "NotFoundException", router);
  ExpectError(world_.Get("/tags/global/nonsense"), 400, "BadRequestException", "ResourceArn");
}

TEST_F(TagsTest, RouterResourcesHaveTheirsUnderTheGlobalPath) {
  const auto create = [&](const Json& more) {
    return world_.Post("/v1/routerNetworkInterface", PublicInterface("n", more));
  };
  const std::string arn = create(Json{{"tags", {{"made", "with"}}}, {"regionName", "eu-west-1"}})
                              .Text("routerNetworkInterface.arn");
  const std::string path = "/tags/global/" + arn;
  EXPECT_EQ(world_.Post(path, Json{{"tags", {{"a", "1"}, {"b", ""}}}}).status, 204);
  EXPECT_EQ(world_.Get(path).body, R"({"tags":{"a":"1","b":"","made":"with"}})");
  EXPECT_EQ(world_.Delete(path + "?tagKeys=a&tagKeys=absent").status, 204);
  const Answer shown = world_.Get("/v1/routerNetworkInterface/" + arn);
  EXPECT_EQ(shown.At("routerNetworkInterface.tags").MemberCount(), 2u);
  EXPECT_EQ(world_.Call("GET", path, "", kSubscriber).status, 404);
  Json many;
  for (int i = 0; i < 51; ++i) many = many + Json{{"k" + std::to_string(i), "v"}};
  ExpectError(world_.Post(path, Json{{"tags", many}}), 400, "BadRequestException", "50");
  ExpectError(create(Json{{"tags", {{"aws:x", "y"}}}}), 400, "BadRequestException",
              {"tags", "aws:x"});
  EXPECT_EQ(world_.Post("/v1/routerNetworkInterfaces").Size("routerNetworkInterfaces"), 0u);
}

TEST_F(TagsTest, AnotherAccountSeesNoTags) {
  EXPECT_EQ(world_.Call("GET", "/tags/" + arn_, "", kSubscriber).error, "NotFoundException");
}

// Decision 17. A resource that is gone answers 404 whether or not its tags are, so these count what
// the database has.
class TagsOfPartsTest : public WorldTest {
 protected:
  // A flow with a tagged part of each kind, and a tag of its own.
  Answer CreateTaggedFlow() {
    Answer flow = world_.Post(
        "/v1/flows",
        Json{{"name", "f"},
             {"flowTags", {{"k", "v"}}},
             {"sourceFailoverConfig", {{"state", "ENABLED"}}},
             {"sources", List({Json{{"name", "a"},
                                    {"protocol", "rtp"},
                                    {"whitelistCidr", "10.0.0.0/8"},
                                    {"sourceTags", {{"k", "v"}}}},
                               Json{{"name", "b"},
                                    {"protocol", "rtp"},
                                    {"whitelistCidr", "10.0.0.0/8"},
                                    {"sourceTags", {{"k", "v"}}}}})},
             {"outputs", List({Json{{"protocol", "rtp"},
                                    {"destination", "192.0.2.1"},
                                    {"port", 1},
                                    {"outputTags", {{"k", "v"}}}}})},
             {"entitlements", List({Json{{"subscribers", List({"444455556666"})},
                                         {"entitlementTags", {{"k", "v"}}}}})},
             {"mediaStreams", List({Json{{"mediaStreamId", 1},
                                         {"mediaStreamName", "m"},
                                         {"mediaStreamType", "video"},
                                         {"mediaStreamTags", {{"k", "v"}}}}})},
             {"vpcInterfaces", List({Json{{"name", "i"},
                                          {"roleArn", "arn:aws:iam::111122223333:role/vpc"},
                                          {"securityGroupIds", List({"sg-1"})},
                                          {"subnetId", "subnet-1"},
                                          {"vpcInterfaceTags", {{"k", "v"}}}}})}});
    EXPECT_EQ(flow.status, 201) << flow.body;
    return flow;
  }
  std::int64_t Count() {
    Database::Statement count(world_.state.database, "SELECT count(*) FROM tags");
    auto query = count();
    EXPECT_TRUE(query.Step());
    return query.Int(0);
  }
};

TEST_F(TagsOfPartsTest, APartThatIsRemovedTakesItsTags) {
  const Answer flow = CreateTaggedFlow();
  std::int64_t left = 7;
  ASSERT_EQ(Count(), left);
  for (const std::string& part :
       {"/source/" + flow.Text("flow.sources.1.sourceArn"),
        "/outputs/" + flow.Text("flow.outputs.0.outputArn"),
        "/entitlements/" + flow.Text("flow.entitlements.0.entitlementArn"),
        std::string("/mediaStreams/m"), std::string("/vpcInterfaces/i")}) {
    EXPECT_LT(world_.Delete("/v1/flows/" + flow.Text("flow.flowArn") + part).status, 300) << part;
    EXPECT_EQ(Count(), --left) << part;
  }
}

TEST_F(TagsOfPartsTest, AFlowThatIsDeletedTakesItsTagsAndThoseOfItsParts) {
  world_.Delete("/v1/flows/" + CreateTaggedFlow().Text("flow.flowArn"));
  world_.Get("/v1/flows");
  EXPECT_EQ(Count(), 0);
}

TEST_F(TagsOfPartsTest, AnEntitlementThatIsRevokedTakesTheTagsOfItsOutput) {
  const Answer flow = CreateTaggedFlow();
  const std::string entitlement = flow.Text("flow.entitlements.0.entitlementArn");
  world_.Call("POST", "/v1/flows",
              Json{{"name", "s"}, {"source", {{"entitlementArn", entitlement}}}}, kSubscriber);
  const std::string target = "/v1/flows/" + flow.Text("flow.flowArn");
  const std::string output = world_.Get(target).Text("flow.outputs.1.outputArn");
  EXPECT_EQ(world_.Post("/tags/" + output, Json{{"tags", {{"a", "1"}, {"b", "2"}}}}).status, 204);
  EXPECT_EQ(Count(), 9);
  world_.Delete(target + "/entitlements/" + entitlement);
  EXPECT_EQ(Count(), 6);
}

TEST_F(TagsOfPartsTest, ResetTakesAllTagsOfTheAccountReservationsIncluded) {
  CreateTaggedFlow();
  const std::string offering = world_.Get("/v1/offerings").Text("offerings.0.offeringArn");
  const std::string now = FormatTimestamp(world_.clock.NowMilliseconds());
  const std::string reservation =
      world_.Post("/v1/offerings/" + offering, Json{{"reservationName", "r"}, {"start", now}})
          .Text("reservation.reservationArn");
  EXPECT_EQ(world_.Post("/tags/" + reservation, Json{{"tags", {{"k", "v"}}}}).status, 204);
  EXPECT_EQ(Count(), 8);
  world_.Post("/_mediaconnect/reset?account=444455556666");
  EXPECT_EQ(Count(), 8);
  world_.Post("/_mediaconnect/reset?account=111122223333");
  EXPECT_EQ(Count(), 0);
}

}  // namespace
}  // namespace mediaconnect
