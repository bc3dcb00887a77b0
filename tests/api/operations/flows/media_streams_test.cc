// Media streams: AddFlowMediaStreams, UpdateFlowMediaStream, RemoveFlowMediaStream
// (rules 1.7, 3.1).
#include "tests/support/media_flows.h"
#include "tests/support/world.h"

namespace mediaconnect {
namespace {

class MediaStreamsTest : public WorldTest {
 protected:
  Answer Add(const std::vector<Json>& streams) {
    return world_.Post("/v1/flows/" + arn_ + "/mediaStreams",
                       Json{{"mediaStreams", List(streams)}});
  }
  Answer AddOne(const std::string& type, const Json& members = {}) {
    return Add({MediaStream(1, "s", type) + members});
  }
  Answer Update(const std::string& name, const Json& members, const std::string& flow = "") {
    return world_.Put("/v1/flows/" + (flow.empty() ? arn_ : flow) + "/mediaStreams/" + name,
                      members);
  }
  Answer Remove(const std::string& name, const std::string& flow = "") {
    return world_.Delete("/v1/flows/" + (flow.empty() ? arn_ : flow) + "/mediaStreams/" + name);
  }
  Answer Describe() { return world_.Get("/v1/flows/" + arn_); }
  std::string CreateCdi(const Json& more = {}) {
    const Answer flow =
        world_.Post("/v1/flows", Json{{"name", "cdi"}} + kCdiFlow + kCdiSource + more);
    EXPECT_EQ(flow.status, 201) << flow.body;
    return flow.Text("flow.flowArn");
  }

  const std::string arn_ = world_.CreateFlow();
};

TEST_F(MediaStreamsTest, AddFlowMediaStreamsAnswers201WithDefaults) {
  const Answer answer =
      Add({MediaStream(1, "video", "video") +
               Json{{"description", "d"},
                    {"videoFormat", "1080p"},
                    {"attributes", {{"fmtp", {{"exactFramerate", "60"}, {"tcs", "HLG"}}}}}},
           MediaStream(2, "audio", "audio") +
               Json{{"attributes", {{"lang", "en"}}}, {"mediaStreamTags", {{"kind", "sound"}}}},
           MediaStream(3, "captions", "ancillary-data")});
  ASSERT_EQ(answer.status, 201) << answer.body;
  EXPECT_EQ(answer.Text("flowArn"), arn_);
  EXPECT_EQ(answer.At("mediaStreams"), json::Parse(R"([
      {"mediaStreamId":1,"mediaStreamName":"video","mediaStreamType":"video","description":"d",
       "videoFormat":"1080p","clockRate":90000,"fmt":96,
       "attributes":{"fmtp":{"exactFramerate":"60/1","tcs":"HLG","par":"1:1","range":"NARROW",
                             "scanMode":"progressive"}}},
      {"mediaStreamId":2,"mediaStreamName":"audio","mediaStreamType":"audio","clockRate":48000,
       "fmt":97,"attributes":{"lang":"en","fmtp":{}}},
      {"mediaStreamId":3,"mediaStreamName":"captions","mediaStreamType":"ancillary-data",
       "clockRate":90000,"fmt":98,"attributes":{"fmtp":{}}}])")
                                           .node());
  EXPECT_EQ(Describe().At("flow.mediaStreams"), answer.At("mediaStreams"));
  EXPECT_EQ(world_.Get("/tags/" + arn_ + "%2FmediaStream%2Faudio").Text("tags.kind"), "sound");
}

TEST_F(MediaStreamsTest, ClockRatesAreByType) {
  for (const char* type : {"video", "ancillary-data"}) {
    ExpectError(
        AddOne(type, Json{{"clockRate", 48000}}), 400, "BadRequestException",
        {"mediaStreams[0].clockRate", "48000", "90000", "mediaStreamType", std::string(type)});
  }
  ExpectError(AddOne("audio", Json{{"clockRate", 44100}}), 400, "BadRequestException",
              {"mediaStreams[0].clockRate", "44100", "48000", "96000"});
  EXPECT_EQ(AddOne("audio", Json{{"clockRate", 96000}}).status, 201);
}

TEST_F(MediaStreamsTest, AttributesAreByType) {
  ExpectError(AddOne("audio", Json{{"videoFormat", "1080p"}}), 400, "BadRequestException",
              {"mediaStreams[0].videoFormat", "mediaStreamType", "audio"});
  ExpectError(AddOne("video", Json{{"attributes", {{"lang", "en"}}}}), 400, "BadRequestException",
              "mediaStreams[0].attributes.lang");
  ExpectError(
      AddOne("video", Json{{"attributes", {{"fmtp", {{"channelOrder", "SMPTE2110.(ST)"}}}}}}), 400,
      "BadRequestException", "mediaStreams[0].attributes.fmtp.channelOrder");
  ExpectError(AddOne("audio", Json{{"attributes", {{"fmtp", {{"par", "1:1"}}}}}}), 400,
              "BadRequestException", "mediaStreams[0].attributes.fmtp.par");
  EXPECT_EQ(Describe().Size("flow.mediaStreams"), 0u);
}

TEST_F(MediaStreamsTest, NamesAndIdsAreUniqueWithinTheFlow) {
  EXPECT_EQ(AddOne("video").status, 201);
  ExpectError(Add({MediaStream(2, "s", "audio")}), 400, "BadRequestException",
              {"mediaStreams[0].mediaStreamName", "\"s\""});
  ExpectError(Add({MediaStream(1, "t", "audio")}), 400, "BadRequestException",
              {"mediaStreams[0].mediaStreamId", "\"s\""});
}

TEST_F(MediaStreamsTest, APayloadTypeIsGivenOnceAndThereAre32) {
  const auto add = [&](int count, int first) {
    std::vector<Json> streams;
    for (int id = first; id < first + count; ++id) {
      streams.push_back(MediaStream(id, "s" + std::to_string(id), "audio"));
    }
    return Add(streams);
  };
  EXPECT_EQ(add(32, 1).status, 201);
  ExpectError(add(1, 33), 400, "BadRequestException", "32");
  EXPECT_EQ(Remove("s5").status, 200);
  EXPECT_EQ(add(1, 33).Number("mediaStreams.0.fmt"), 100);  // the fifth one's
}

TEST_F(MediaStreamsTest, UpdateFlowMediaStreamChangesWhatItNamesAndLeavesTheRest) {
  AddOne("video", Json{{"description", "d"}, {"videoFormat", "720p"}});
  const Answer answer = Update(
      "s", Json{{"videoFormat", "1080p"}, {"attributes", {{"fmtp", {{"colorimetry", "BT2020"}}}}}});
  ASSERT_EQ(answer.status, 202) << answer.body;
  EXPECT_EQ(answer.Text("flowArn"), arn_);
  EXPECT_EQ(answer.Text("mediaStream.videoFormat"), "1080p");
  EXPECT_EQ(answer.Text("mediaStream.description"), "d");
  EXPECT_EQ(answer.Text("mediaStream.attributes.fmtp.colorimetry"), "BT2020");
  EXPECT_EQ(answer.Number("mediaStream.fmt"), 96);
  EXPECT_EQ(Describe().At("flow.mediaStreams.0"), answer.At("mediaStream"));
  EXPECT_EQ(Update("s", {}).At("mediaStream"), answer.At("mediaStream"));
  ExpectError(Update("s", Json{{"clockRate", 1}}), 400, "BadRequestException", "clockRate: 1");
  ExpectError(Update("t", {}), 404, "NotFoundException", "\"t\"");
}

TEST_F(MediaStreamsTest, AFreeStreamCanBecomeOneOfAnotherType) {
  AddOne("video", Json{{"videoFormat", "720p"}, {"attributes", {{"fmtp", {{"par", "1:1"}}}}}});
  const Answer answer = Update("s", Json{{"mediaStreamType", "audio"}});
  ASSERT_EQ(answer.status, 202) << answer.body;
  EXPECT_FALSE(answer.Has("mediaStream.videoFormat"));
  EXPECT_EQ(answer.Number("mediaStream.clockRate"), 48000);
  EXPECT_EQ(answer.At("mediaStream.attributes"), json::Parse(R"({"fmtp":{}})").node());
}

TEST_F(MediaStreamsTest, AStreamThatIsUsedKeepsItsTypeAndStays) {
  const std::string flow = CreateCdi(Json{{"outputs", List({kCdiOutput})}});
  ExpectError(Update("video", Json{{"mediaStreamType", "audio"}}, flow), 400, "BadRequestException",
              {"mediaStreamType", "\"in\"", "\"cdi\""});
  EXPECT_EQ(Update("video", Json{{"mediaStreamType", "video"}, {"description", "d"}}, flow).status,
            202);
  ExpectError(Remove("video", flow), 400, "BadRequestException",
              {"\"video\"", "\"in\"", "\"cdi\""});
  const Answer removed = Remove("captions", flow);
  EXPECT_EQ(removed.status, 200);
  EXPECT_EQ(removed.Text("mediaStreamName"), "captions");
  EXPECT_EQ(world_.Get("/v1/flows/" + flow).Size("flow.mediaStreams"), 2u);
  EXPECT_EQ(world_.Get("/tags/" + flow + "%2FmediaStream%2Fcaptions").status, 404);
}

TEST_F(MediaStreamsTest, AnActiveFlowLosesNone) {
  AddOne("video");
  world_.Start(arn_);
  ExpectError(Remove("s"), 400, "BadRequestException", {"ACTIVE", "STANDBY", "ERROR"});
  EXPECT_EQ(Update("s", Json{{"description", "d"}}).status, 202);
}

}  // namespace
}  // namespace mediaconnect
