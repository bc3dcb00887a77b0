// What a flow's source brings: DescribeFlowSourceMetadata, DescribeFlowSourceThumbnail, and the
// peers of a running flow (rules 2.4).
#include "api/media/metadata.h"

#include <openssl/evp.h>

#include <set>
#include <vector>

#define STB_IMAGE_IMPLEMENTATION
#define STB_IMAGE_STATIC
#define STBI_ONLY_JPEG
#define STBI_NO_STDIO
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#include <stb_image.h>
#pragma GCC diagnostic pop

#include "api/contract/timestamp.h"
#include "api/media/test_picture.h"
#include "tests/support/media_flows.h"
#include "tests/support/world.h"

namespace mediaconnect {
namespace {

std::string FromBase64(const std::string& text) {
  std::string bytes(text.size() / 4 * 3, '\0');
  EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                  reinterpret_cast<const unsigned char*>(text.data()),
                  static_cast<int>(text.size()));
  while (!text.empty() && text[text.size() - 1 - (text.size() * 3 / 4 - bytes.size())] == '=') {
    bytes.pop_back();
  }
  return bytes;
}

// A JPEG file as its pixels, three bytes each.
struct Decoded {
  int width = 0;
  int height = 0;
  std::vector<unsigned char> pixels;

  explicit Decoded(const std::string& file) {
    int channels = 0;
    unsigned char* data =
        stbi_load_from_memory(reinterpret_cast<const unsigned char*>(file.data()),
                              static_cast<int>(file.size()), &width, &height, &channels, 3);
    EXPECT_NE(data, nullptr) << "no JPEG file";
    if (data == nullptr) return;
    pixels.assign(data, data + static_cast<std::ptrdiff_t>(width) * height * 3);
    stbi_image_free(data);
  }

  // How many pixels of these lines are as bright as the text.
  int BrightIn(int top, int bottom) const {
    int count = 0;
    for (auto i = static_cast<std::size_t>(top) * static_cast<std::size_t>(width);
         i < static_cast<std::size_t>(bottom) * static_cast<std::size_t>(width); ++i) {
      const unsigned char* pixel = &pixels[i * 3];
      if (pixel[0] > 215 && pixel[1] > 215 && pixel[2] > 215) ++count;
    }
    return count;
  }
};

class SourceMediaTest : public WorldTest {
 protected:
  Answer Metadata(const std::string& flow) {
    return world_.Get("/v1/flows/" + flow + "/source-metadata");
  }
  Answer Thumbnail(const std::string& flow) {
    return world_.Get("/v1/flows/" + flow + "/source-thumbnail");
  }
  std::string CreateRunning(const Json& members) {
    const Answer flow = world_.Post("/v1/flows", Json{{"name", "show"}} + members);
    EXPECT_EQ(flow.status, 201) << flow.body;
    world_.Start(flow.Text("flow.flowArn"));
    return flow.Text("flow.flowArn");
  }
  void ExpectReason(const Answer& answer, const std::string& list, const std::string& code,
                    const Names& names) {
    ASSERT_EQ(answer.status, 200) << answer.body;
    ASSERT_EQ(answer.Size(list), 1u) << answer.body;
    EXPECT_EQ(answer.Text(list + ".0.code"), code);
    ExpectNames(answer.Text(list + ".0.message"), names);
    EXPECT_NE(answer.Text(list + ".0.resourceName").find(":source:"), std::string::npos);
  }
};

TEST_F(SourceMediaTest, AnActiveFlowHasAProgramOfVideoAudioAndData) {
  const std::string flow = CreateRunning(kRtpSource);
  const std::string since = FormatTimestamp(world_.clock.NowMilliseconds());
  world_.clock.Advance(60'000);
  const Answer answer = Metadata(flow);
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.Text("flowArn"), flow);
  EXPECT_EQ(answer.Size("messages"), 0u);
  EXPECT_EQ(answer.Text("timestamp"), since);
  ASSERT_EQ(answer.Size("transportMediaInfo.programs"), 1u);
  const std::string program = "transportMediaInfo.programs.0.";
  EXPECT_EQ(answer.Text(program + "programName"), "show");
  ASSERT_EQ(answer.Size(program + "streams"), 3u);
  EXPECT_EQ(answer.Text(program + "streams.0.streamType"), "Video");
  EXPECT_EQ(answer.Number(program + "streams.0.frameResolution.frameWidth"), VideoOf(flow).width);
  EXPECT_EQ(answer.Number(program + "pcrPid"), answer.Number(program + "streams.0.pid"));
  EXPECT_EQ(answer.Text(program + "streams.1.streamType"), "Audio");
  EXPECT_EQ(answer.Text(program + "streams.2.codec"), "SCTE35");
  EXPECT_FALSE(answer.Has("ndiInfo"));
  world_.clock.Advance(60'000);
  EXPECT_EQ(Metadata(flow).body, answer.body);
}

TEST_F(SourceMediaTest, FlowsDifferAndTheSameFlowNever) {
  std::set<std::string> seen;
  for (int i = 0; i < 40; ++i) {
    const Answer answer = Metadata(CreateRunning(kRtpSource));
    seen.insert(json::Write(answer.At("transportMediaInfo.programs.0.streams")).json);
  }
  EXPECT_GT(seen.size(), 3u);
}

TEST_F(SourceMediaTest, AnNdiSourceHasNdiInfo) {
  const Answer answer = Metadata(CreateRunning(kNdiFlow + kNdiSource));
  EXPECT_EQ(answer.Text("ndiInfo.activeSource.sourceName"), "STUDIO (Camera 1)");
  EXPECT_EQ(answer.Text("ndiInfo.discoveredSources.0.sourceName"), "STUDIO (Camera 1)");
  EXPECT_EQ(answer.Text("ndiInfo.mediaInfo.streams.0.codec"), "speed-hq");
  EXPECT_FALSE(answer.Has("transportMediaInfo"));
  const Answer unnamed =
      Metadata(CreateRunning(kNdiFlow + Json{{"source", {{"protocol", "ndi-speed-hq"}}}}));
  EXPECT_FALSE(unnamed.Has("ndiInfo.activeSource"));
  EXPECT_EQ(unnamed.Size("ndiInfo.discoveredSources"), 1u);
  EXPECT_EQ(unnamed.Size("ndiInfo.mediaInfo.streams"), 0u);
}

TEST_F(SourceMediaTest, AFlowThatIsNotRunningSaysSo) {
  const std::string flow = world_.CreateFlow();
  for (int round = 0; round < 2; ++round) {
    const Answer metadata = Metadata(flow);
    ExpectReason(metadata, "messages", "FlowNotActive", "STANDBY");
    EXPECT_FALSE(metadata.Has("timestamp"));
    EXPECT_FALSE(metadata.Has("transportMediaInfo"));
    const Answer thumbnail = Thumbnail(flow);
    ExpectReason(thumbnail, "thumbnailDetails.thumbnailMessages", "FlowNotActive", "STANDBY");
    EXPECT_FALSE(thumbnail.Has("thumbnailDetails.thumbnail"));
    EXPECT_FALSE(thumbnail.Has("thumbnailDetails.timecode"));
    world_.Start(flow);
    EXPECT_EQ(Metadata(flow).Size("messages"), 0u);
    world_.Post("/v1/flows/stop/" + flow);
  }
  EXPECT_EQ(Metadata("arn:aws:mediaconnect:us-east-1:111122223333:flow:1-a:b").status, 404);
  // These two operations have the strict pattern (rules 1.8).
  ExpectError(Thumbnail("arn:aws:mediaconnect:us-east-1:1111222233:flow:1-a:b"), 400,
              "BadRequestException", "FlowArn");
}

TEST_F(SourceMediaTest, CdiFlowsHaveNeither) {
  const std::string flow = CreateRunning(kCdiFlow + kCdiSource);
  ExpectReason(Metadata(flow), "messages", "UnsupportedSource", "carries CDI");
  ExpectReason(Thumbnail(flow), "thumbnailDetails.thumbnailMessages", "UnsupportedSource", "CDI");
}

TEST_F(SourceMediaTest, AnEntitledFlowHasContentWhileItsEntitlementBringsSome) {
  const std::string origin = world_.CreateFlow(
      "origin",
      Json{{"entitlements", List({Json{{"name", "e"}, {"subscribers", List({"111122223333"})}}})}},
      kSubscriber);
  const std::string entitlement = world_.Call("GET", "/v1/flows/" + origin, "", kSubscriber)
                                      .Text("flow.entitlements.0.entitlementArn");
  const std::string flow = CreateRunning(Json{{"source", {{"entitlementArn", entitlement}}}});
  EXPECT_TRUE(Metadata(flow).Has("transportMediaInfo"));
  const std::string path = "/v1/flows/" + origin + "/entitlements/" + entitlement;
  const auto set = [&](const std::string& status) {
    world_.Call("PUT", path, Json{{"entitlementStatus", status}}, kSubscriber);
  };
  set("DISABLED");
  ExpectReason(Metadata(flow), "messages", "NoContent", "entitlement");
  set("ENABLED");
  EXPECT_TRUE(Thumbnail(flow).Has("thumbnailDetails.thumbnail"));
  world_.Call("DELETE", path, "", kSubscriber);
  ExpectReason(Thumbnail(flow), "thumbnailDetails.thumbnailMessages", "NoContent", "revoked");
}

TEST_F(SourceMediaTest, AThumbnailIsAPictureWithANameAndATimecodeThatMoves) {
  const std::string flow = CreateRunning(kRtpSource);
  const Answer first = Thumbnail(flow);
  ASSERT_EQ(first.status, 200) << first.body;
  EXPECT_EQ(first.Text("thumbnailDetails.flowArn"), flow);
  EXPECT_EQ(first.Size("thumbnailDetails.thumbnailMessages"), 0u);
  const std::string timecode = first.Text("thumbnailDetails.timecode");
  EXPECT_EQ(timecode, Timecode(world_.clock.NowMilliseconds(), VideoOf(flow).frames_per_second));
  const std::string file = FromBase64(first.Text("thumbnailDetails.thumbnail"));
  EXPECT_EQ(file, MakeTestPicture("show", timecode));
  const Decoded picture(file);
  EXPECT_EQ(picture.width, 480);
  EXPECT_EQ(picture.height, 270);
  EXPECT_GT(picture.BrightIn(70, 118), 300);   // the name
  EXPECT_GT(picture.BrightIn(160, 220), 300);  // the timecode
  EXPECT_EQ(picture.BrightIn(230, 270), 0);

  world_.clock.Advance(999);  // one picture a second
  EXPECT_EQ(Thumbnail(flow).body, first.body);
  world_.clock.Advance(1);
  const Answer second = Thumbnail(flow);
  EXPECT_NE(second.Text("thumbnailDetails.timecode"), timecode);
  EXPECT_NE(second.Text("thumbnailDetails.thumbnail"), first.Text("thumbnailDetails.thumbnail"));
  EXPECT_EQ(second.Text("thumbnailDetails.timestamp"),
            FormatTimestamp(world_.clock.NowMilliseconds()));
}

TEST_F(SourceMediaTest, ThumbnailsCanBeDisabled) {
  const std::string flow = CreateRunning(
      kRtpSource + Json{{"sourceMonitoringConfig", {{"thumbnailState", "DISABLED"}}}});
  ExpectReason(Thumbnail(flow), "thumbnailDetails.thumbnailMessages", "ThumbnailsDisabled",
               {"thumbnailState", "ENABLED"});
  EXPECT_TRUE(Metadata(flow).Has("transportMediaInfo"));
  world_.Put("/v1/flows/" + flow,
             Json{{"sourceMonitoringConfig", {{"thumbnailState", "ENABLED"}}}});
  EXPECT_TRUE(Thumbnail(flow).Has("thumbnailDetails.thumbnail"));
}

TEST_F(SourceMediaTest, WithMoreThan10OutputsThereAreNoThumbnails) {
  const std::string flow = CreateRunning(kRtpSource);
  world_.Post("/v1/flows/" + flow + "/outputs", Json{{"outputs", Repeat(11, 100, RtpOutput)}});
  ExpectReason(Thumbnail(flow), "thumbnailDetails.thumbnailMessages", "TooManyOutputs", "10");
}

TEST(Timecode, CountsHoursMinutesSecondsAndFrames) {
  EXPECT_EQ(Timecode(0, 50), "00:00:00:00");
  EXPECT_EQ(Timecode(((23 * 60 + 59) * 60 + 59) * 1000LL + 999, 60), "23:59:59:59");
  EXPECT_EQ(Timecode(86'400'000LL * 20000 + 3'661'500, 50), "01:01:01:25");
}

TEST(TestPicture, TakesTheLongestName) {
  const Decoded picture(MakeTestPicture(std::string(64, 'W'), "00:00:00:00"));
  EXPECT_EQ(picture.width, kPictureWidth);
}

// A caller's or sender's peer is the address that it is set to; of listeners none is known.
TEST_F(SourceMediaTest, ARunningFlowShowsItsPeers) {
  const Json members{
      {"source",
       {{"protocol", "srt-caller"},
        {"sourceListenerAddress", "192.0.2.1"},
        {"sourceListenerPort", 9000}}},
      {"outputs",
       List({Json{{"protocol", "rtp"}, {"destination", "192.0.2.2"}, {"port", 5000}},
             Json{{"protocol", "srt-caller"}, {"destination", "example.com"}, {"port", 5000}},
             Json{{"protocol", "srt-listener"},
                  {"port", 5001},
                  {"cidrAllowList", List({"10.0.0.0/8"})}},
             Json{{"protocol", "zixi-push"}, {"destination", "192.0.2.5"}, {"port", 5000}}})}};
  const Answer created = world_.Post("/v1/flows", Json{{"name", "f"}} + members);
  ASSERT_EQ(created.status, 201) << created.body;
  EXPECT_EQ(created.body.find("peerIpAddress"), std::string::npos);
  const std::string arn = created.Text("flow.flowArn");
  world_.Start(arn);
  const Answer flow = world_.Get("/v1/flows/" + arn);
  EXPECT_EQ(flow.Text("flow.source.peerIpAddress"), "192.0.2.1");
  EXPECT_EQ(flow.Text("flow.sources.0.peerIpAddress"), "192.0.2.1");
  EXPECT_EQ(flow.Text("flow.outputs.0.peerIpAddress"), "192.0.2.2");
  EXPECT_FALSE(flow.Has("flow.outputs.1.peerIpAddress"));
  EXPECT_FALSE(flow.Has("flow.outputs.2.peerIpAddress"));
  EXPECT_EQ(flow.Text("flow.outputs.3.peerIpAddress"), "192.0.2.5");

  const std::string output = "/v1/flows/" + arn + "/outputs";
  const Answer added = world_.Post(
      output,
      Json{{"outputs",
            List({Json{{"protocol", "rist"}, {"destination", "192.0.2.6"}, {"port", 5000}}})}});
  EXPECT_EQ(added.Text("outputs.0.peerIpAddress"), "192.0.2.6");
  EXPECT_EQ(
      world_
          .Put(output + "/" + added.Text("outputs.0.outputArn"), Json{{"destination", "192.0.2.7"}})
          .Text("output.peerIpAddress"),
      "192.0.2.7");
  EXPECT_EQ(world_
                .Put("/v1/flows/" + arn + "/source/" + flow.Text("flow.source.sourceArn"),
                     Json{{"sourceListenerAddress", "192.0.2.8"}})
                .Text("source.peerIpAddress"),
            "192.0.2.8");
  world_.Post("/v1/flows/stop/" + arn);
  EXPECT_EQ(world_.Get("/v1/flows/" + arn).body.find("peerIpAddress"), std::string::npos);
}

}  // namespace
}  // namespace mediaconnect
