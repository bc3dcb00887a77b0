// Rules of tags: TagResource, UntagResource, ListTagsForResource (rules 1.5, decision 17).
#include "tests/support/world.h"

namespace mediaconnect {
namespace {

class TagsTest : public WorldTest {
 protected:
  Answer Tag(const std::string& tags) {
    return world_.Post("/tags/" + arn_, "{\"tags\":" + tags + "}");
  }
  Answer List() { return world_.Get("/tags/" + arn_); }

  const std::string arn_ = world_.CreateFlow("tagged", R"("flowTags":{"made":"with"})");
};

TEST_F(TagsTest, TagResourceMergesAndAnswers204WithoutABody) {
  const Answer answer = Tag(R"({"a":"1","b":""})");
  EXPECT_EQ(answer.status, 204);
  EXPECT_EQ(answer.body, "");
  Tag(R"({"a":"2"})");
  EXPECT_EQ(List().body, R"({"tags":{"a":"2","b":"","made":"with"}})");
}

TEST_F(TagsTest, UntagResourceRemovesKeysAndForgivesAbsentOnes) {
  Tag(R"({"a":"1","b c":"2"})");
  EXPECT_EQ(world_.Delete("/tags/" + arn_ + "?tagKeys=a&tagKeys=b%20c&tagKeys=absent").status, 204);
  EXPECT_EQ(List().body, R"({"tags":{"made":"with"}})");
  ExpectError(world_.Delete("/tags/" + arn_), 400, "BadRequestException", "tagKeys: is required");
}

TEST_F(TagsTest, EveryPartOfAFlowHasTagsFromItsCreateRequest) {
  const Answer flow = world_.Post(
      "/v1/flows",
      R"({"name":"f","source":{"protocol":"rtp","whitelistCidr":"10.0.0.0/8","sourceTags":{"k":"s"}},
          "outputs":[{"protocol":"rtp","destination":"192.0.2.1","port":1,"outputTags":{"k":"o"}}],
          "entitlements":[{"subscribers":["444455556666"],"entitlementTags":{"k":"e"}}]})");
  ASSERT_EQ(flow.status, 201) << flow.body;
  for (const auto& [path, value] : std::vector<std::pair<std::string, std::string>>{
           {"flow.source.sourceArn", "s"},
           {"flow.outputs.0.outputArn", "o"},
           {"flow.entitlements.0.entitlementArn", "e"}}) {
    EXPECT_EQ(world_.Get("/tags/" + flow.Text(path)).Text("tags.k"), value);
  }
}

TEST_F(TagsTest, ThereAreAtMost50) {
  std::string tags = "{";
  for (int i = 0; i < 49; ++i) {
    tags += (i == 0 ? "\"k" : ",\"k") + std::to_string(i) + "\":\"v\"";
  }
  EXPECT_EQ(Tag(tags + "}").status, 204);
  ExpectError(Tag(R"({"one-more":"v"})"), 400, "BadRequestException", "at most 50");
  EXPECT_EQ(Tag(R"({"k0":"replaced"})").status, 204);
  EXPECT_EQ(List().At("tags").MemberCount(), 50u);
}

TEST_F(TagsTest, KeysHave1To128CharactersAndValuesUpTo256) {
  const auto repeat = [](const std::string& text, int times) {
    std::string repeated;
    for (int i = 0; i < times; ++i) repeated += text;
    return repeated;
  };
  EXPECT_EQ(Tag("{\"" + repeat("\xc3\xa9", 128) + "\":\"" + repeat("\xc3\xa9", 256) + "\"}").status,
            204);
  ExpectError(Tag("{\"" + repeat("x", 129) + "\":\"\"}"), 400, "BadRequestException", "tag key");
  ExpectError(Tag("{\"x\":\"" + repeat("x", 257) + "\"}"), 400, "BadRequestException", "tag value");
  ExpectError(Tag(R"({"":"x"})"), 400, "BadRequestException", "tag key");
}

TEST_F(TagsTest, CharactersAreLettersAndDigitsOfAnyScriptAndAFewSigns) {
  EXPECT_EQ(Tag(R"({"Grün. :+=@_/-9":"日本 ٣ देवनागरी"})").status, 204);
  for (const char* tags : {R"({"a!":""})", R"({"a":"b#"})", R"({"a\u0000":""})", R"({"a\n":""})",
                           R"({"a":"\ud83d\ude00"})", R"({"a*":"b"})"}) {
    SCOPED_TRACE(tags);
    ExpectError(Tag(tags), 400, "BadRequestException", "tags: the tag");
  }
}

TEST_F(TagsTest, KeysThatBeginWithAwsAreReserved) {
  for (const char* key : {"aws:x", "AWS:x", "aws:"}) {
    ExpectError(Tag("{\"" + std::string(key) + "\":\"v\"}"), 400, "BadRequestException",
                "reserved");
  }
  EXPECT_EQ(Tag(R"({"awsx":"v","x-aws:":"v"})").status, 204);
}

TEST_F(TagsTest, NothingOfARefusedRequestIsKept) {
  ExpectError(Tag(R"({"good":"v","b#d":"v"})"), 400, "BadRequestException", "b#d");
  EXPECT_EQ(List().body, R"({"tags":{"made":"with"}})");
  ExpectError(world_.Post("/v1/flows", std::string(R"({"name":"f","flowTags":{"aws:x":"y"},)") +
                                           kRtpSource + "}"),
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
    ExpectError(world_.Post("/tags/" + arn, R"({"tags":{"a":"b"}})"), 404, "NotFoundException",
                arn);
    ExpectError(world_.Delete("/tags/" + arn + "?tagKeys=a"), 404, "NotFoundException", arn);
  }
}

TEST_F(TagsTest, RouterResourcesBelongToTheGlobalOperations) {
  ExpectError(
      world_.Get("/tags/arn:aws:mediaconnect:us-east-1:111122223333:routerInput:a1b2c3d4e5f6"), 400,
      "BadRequestException", "ListTagsForGlobalResource");
}

TEST_F(TagsTest, AnotherAccountSeesNoTags) {
  EXPECT_EQ(world_.Call("GET", "/tags/" + arn_, "", kSubscriber).error, "NotFoundException");
}

TEST_F(TagsTest, TagsGoWithTheirResource) {
  world_.Delete("/v1/flows/" + arn_);
  world_.Get("/v1/flows");
  auto query = world_.state.database.Prepare("SELECT count(*) FROM tags");
  ASSERT_TRUE(query.Step());
  EXPECT_EQ(query.Int(0), 0);
}

}  // namespace
}  // namespace mediaconnect
