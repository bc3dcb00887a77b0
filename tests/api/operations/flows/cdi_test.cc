// CDI and ST 2110 JPEG XS flows: how sources and outputs attach to media streams and VPC interfaces
// (rules 2.1, 2.2).
#include "tests/support/media_flows.h"
#include "tests/support/world.h"

namespace mediaconnect {
namespace {

class CdiFlowsTest : public WorldTest {
 protected:
  Answer Create(const std::string& source, const std::string& outputs = "") {
    return world_.Post("/v1/flows", R"({"name":"f",)" + kCdiFlow + "," + source +
                                        (outputs.empty() ? "" : ",\"outputs\":[" + outputs + "]") +
                                        "}");
  }
  // A JPEG XS source with these streams.
  Answer CreateJpegXs(const std::string& streams) {
    return Create(R"("source":{"protocol":"st2110-jpegxs","maxSyncBuffer":100,
        "mediaStreamSourceConfigurations":[)" +
                  streams + "]}");
  }
  static std::string Stream(const std::string& name, const std::string& encoding,
                            const std::string& inputs) {
    return R"({"mediaStreamName":")" + name + R"(","encodingName":")" + encoding +
           R"(","inputConfigurations":[)" + inputs + "]}";
  }
  static std::string Input(const std::string& interface, int port) {
    return R"({"inputPort":)" + std::to_string(port) + R"(,"interface":{"name":")" + interface +
           "\"}}";
  }
  static std::string Both(int port) { return Input("a", port) + "," + Input("b", port); }
  void ExpectRefused(const Answer& answer, const std::string& message) {
    ExpectError(answer, 400, "BadRequestException", message);
  }
};

// kCdiSource with another text for one of its parts.
std::string With(std::string text, const std::string& part, const std::string& other) {
  EXPECT_NE(text.find(part), std::string::npos) << part;
  return text.replace(text.find(part), part.size(), other);
}

TEST_F(CdiFlowsTest, AddressesAreThoseOfTheInterfaces) {
  const Answer flow = Create(kJpegXsSource, kJpegXsOutput);
  ASSERT_EQ(flow.status, 201) << flow.body;
  const std::string streams = "flow.source.mediaStreamSourceConfigurations.";
  const std::string a = flow.Text(streams + "0.inputConfigurations.0.inputIp");
  const std::string b = flow.Text(streams + "0.inputConfigurations.1.inputIp");
  EXPECT_EQ(a.rfind("10.", 0), 0u);
  EXPECT_NE(a, b);
  EXPECT_EQ(flow.Text(streams + "1.inputConfigurations.0.inputIp"), a);
  const std::string destinations =
      "flow.outputs.0.mediaStreamOutputConfigurations.0.destinationConfigurations.";
  EXPECT_EQ(flow.Text(destinations + "0.outboundIp"), a);
  EXPECT_EQ(flow.Text(destinations + "1.outboundIp"), b);
}

TEST_F(CdiFlowsTest, CdiTakesAnEfaInterface) {
  ExpectRefused(Create(With(kCdiSource, R"("efa")", R"("a")")),
                "source.vpcInterfaceName: VPC interface \"a\" is of type ena; it must be efa with "
                "protocol cdi");
  ExpectRefused(Create(kCdiSource, With(kCdiOutput, R"("efa")", R"("a")")),
                "outputs[0].vpcInterfaceAttachment.vpcInterfaceName: VPC interface \"a\"");
}

TEST_F(CdiFlowsTest, ASourceNamesMediaStreamsOfTheFlowEachOnce) {
  const std::string path = "source.mediaStreamSourceConfigurations";
  ExpectRefused(
      Create(With(kCdiSource, R"("mediaStreamName":"video")", R"("mediaStreamName":"x")")),
      path + "[0].mediaStreamName: the flow has no media stream \"x\"");
  ExpectRefused(Create(With(kCdiSource, R"("encodingName":"pcm","mediaStreamName":"audio")",
                            R"("encodingName":"raw","mediaStreamName":"video")")),
                path + "[1].mediaStreamName: \"video\" stands twice");
  ExpectRefused(CreateJpegXs(""), path + ": must name at least one media stream");
}

TEST_F(CdiFlowsTest, EncodingsAreByProtocolAndStreamType) {
  const std::string path = "source.mediaStreamSourceConfigurations[0].encodingName: ";
  for (const char* wrong : {"jxsv", "pcm", "smpte291"}) {
    ExpectRefused(Create(With(kCdiSource, R"("raw")", "\"" + std::string(wrong) + "\"")),
                  path + "\"" + wrong + "\" must be raw for video stream \"video\"");
  }
  ExpectRefused(CreateJpegXs(Stream("video", "raw", Both(5000))),
                path + "\"raw\" must be jxsv for video stream");
  ExpectRefused(CreateJpegXs(Stream("captions", "pcm", Both(5000))),
                path + "\"pcm\" must be smpte291 for ancillary-data stream");
  EXPECT_EQ(CreateJpegXs(Stream("captions", "smpte291", Both(5000))).status, 201);
}

TEST_F(CdiFlowsTest, CdiStreamsHaveNoInterfacesOfTheirOwn) {
  ExpectRefused(
      Create(With(kCdiSource, R"("mediaStreamName":"video")",
                  R"("mediaStreamName":"video","inputConfigurations":[)" + Both(5000) + "]")),
      "inputConfigurations: has 2 elements; exactly 0 are needed with protocol cdi");
  ExpectRefused(
      Create(kCdiSource,
             With(kCdiOutput, R"("mediaStreamName":"video")",
                  R"("mediaStreamName":"video","destinationConfigurations":[{"destinationIp":
                     "10.1.2.4","destinationPort":5000,"interface":{"name":"a"}}])")),
      "destinationConfigurations: has 1 elements; exactly 0 are needed with protocol cdi");
}

TEST_F(CdiFlowsTest, JpegXsStreamsComeInByTwoInterfacesOnOnePortOfTheirOwn) {
  const std::string path = "source.mediaStreamSourceConfigurations[0].inputConfigurations";
  ExpectRefused(CreateJpegXs(Stream("video", "jxsv", Input("a", 5000))),
                path + ": has 1 elements; exactly 2 are needed");
  ExpectRefused(CreateJpegXs(Stream("video", "jxsv", Both(5000) + "," + Input("efa", 5000))),
                path + ": has 3 elements; exactly 2 are needed");
  ExpectRefused(CreateJpegXs(Stream("video", "jxsv", Input("a", 5000) + "," + Input("a", 5000))),
                path + ": must name 2 different VPC interfaces");
  ExpectRefused(CreateJpegXs(Stream("video", "jxsv", Input("a", 5000) + "," + Input("b", 5001))),
                path + ": all inputs of a media stream must have the same inputPort");
  ExpectRefused(
      CreateJpegXs(Stream("video", "jxsv", Both(5000)) + "," + Stream("audio", "pcm", Both(5000))),
      "inputPort 5000 is another media stream's");
  for (const int port : {1023, 65536}) {
    ExpectRefused(CreateJpegXs(Stream("video", "jxsv", Both(port))),
                  "inputPort " + std::to_string(port) + " must be from 1024 to 65535");
  }
  ExpectRefused(CreateJpegXs(Stream("video", "jxsv", Input("a", 5000) + "," + Input("x", 5000))),
                path + "[1].interface.name: the flow has no VPC interface \"x\"");
  EXPECT_EQ(
      CreateJpegXs(Stream("video", "jxsv", Input("a", 5000) + "," + Input("efa", 5000))).status,
      201);
}

TEST_F(CdiFlowsTest, AJpegXsSourceHasOneVideoStream) {
  const std::string flow =
      With(kCdiFlow, R"("mediaStreamName":"captions","mediaStreamType":"ancillary-data")",
           R"("mediaStreamName":"video-2","mediaStreamType":"video")");
  const auto create = [&](const std::string& source) {
    return world_.Post("/v1/flows", R"({"name":"f",)" + flow + "," + source + "}");
  };
  ExpectRefused(create(R"("source":{"protocol":"st2110-jpegxs","maxSyncBuffer":100,
      "mediaStreamSourceConfigurations":[)" +
                       Stream("video", "jxsv", Both(5000)) + "," +
                       Stream("video-2", "jxsv", Both(5001)) + "]}"),
                "has 2 video streams; at most 1 is allowed with protocol st2110-jpegxs");
}

TEST_F(CdiFlowsTest, AnOutputCarriesWhatASourceBrings) {
  ExpectRefused(
      Create(kCdiSource, With(kCdiOutput, R"("encodingName":"raw","mediaStreamName":"video")",
                              R"("encodingName":"smpte291","mediaStreamName":"captions")")),
      "outputs[0].mediaStreamOutputConfigurations[0].mediaStreamName: \"captions\" is on "
      "no source of the flow yet");
  const Answer flow = Create(kCdiSource, kCdiOutput);
  const std::string path =
      "/v1/flows/" + flow.Text("flow.flowArn") + "/source/" + flow.Text("flow.source.sourceArn");
  ExpectRefused(
      world_.Put(path, R"({"mediaStreamSourceConfigurations":[
      {"encodingName":"pcm","mediaStreamName":"audio"}]})"),
      "output \"cdi\" carries media stream \"video\", which would be on no source any more");
  EXPECT_EQ(world_
                .Put(path, R"({"mediaStreamSourceConfigurations":[
      {"encodingName":"raw","mediaStreamName":"video"}]})")
                .Size("source.mediaStreamSourceConfigurations"),
            1u);
}

TEST_F(CdiFlowsTest, JpegXsOutputsGoOutByTwoInterfacesToPortsOfTheirOwn) {
  const std::string path =
      "outputs[0].mediaStreamOutputConfigurations[0].destinationConfigurations";
  ExpectRefused(Create(kCdiSource, With(kJpegXsOutput, R"({"name":"b"})", R"({"name":"a"})")),
                path + ": must name 2 different VPC interfaces");
  ExpectRefused(Create(kCdiSource, With(kJpegXsOutput, "10.1.2.5", "example.com")),
                path + "[1].destinationIp: \"example.com\" must be an IP address");
  ExpectRefused(Create(kCdiSource, With(kJpegXsOutput, R"("destinationPort":5000)",
                                        R"("destinationPort":65536)")),
                path + "[0].destinationPort: 65536 must be from 1 to 65535");
  ExpectRefused(Create(kCdiSource, kJpegXsOutput + "," +
                                       With(kJpegXsOutput, R"("name":"jpegxs")", R"("name":"x")")),
                "outputs[1].mediaStreamOutputConfigurations: output \"jpegxs\" of this flow has "
                "destination 10.1.2.4 and port 5000 already");
  ExpectRefused(
      Create(kCdiSource, kCdiOutput + "," + With(kCdiOutput, R"("name":"cdi")", R"("name":"x")")),
      "outputs[1].port: output \"cdi\" of this flow has destination 10.1.2.3 and port "
      "5000 already");
}

TEST_F(CdiFlowsTest, EncodingParametersAreForJpegXsOutputsOfACdiSource) {
  const std::string parameters =
      R"("encodingParameters":{"compressionFactor":4.5,"encoderProfile":"high"},"encodingName")";
  const std::string output = With(kJpegXsOutput, R"("encodingName")", parameters);
  EXPECT_EQ(Create(kCdiSource, output).status, 201);
  const std::string message =
      "encodingParameters: goes only with st2110-jpegxs outputs of a flow that has a CDI source";
  ExpectRefused(Create(kJpegXsSource, output), message);
  for (const char* factor : {"2.9", "10.1"}) {
    ExpectRefused(Create(kCdiSource, With(output, "4.5", factor)),
                  "encodingParameters.compressionFactor: must be from 3.0 to 10.0");
  }
  for (const char* factor : {"3", "10.0"}) {
    EXPECT_EQ(Create(kCdiSource, With(output, "4.5", factor)).status, 201);
  }
  ExpectRefused(Create(kCdiSource, With(kCdiOutput, R"("encodingName")", parameters)), message);
}

TEST_F(CdiFlowsTest, CdiAndJpegXsNeedALarge4xFlowWhichNothingElseTakes) {
  for (const char* size : {"MEDIUM", "LARGE"}) {
    const std::string flow = R"({"name":"f",)" + With(kCdiFlow, "LARGE_4X", size) + ",";
    for (const std::string& source : {kCdiSource, kJpegXsSource}) {
      std::string request = flow;
      request.append(source).append("}");
      ExpectRefused(world_.Post("/v1/flows", request),
                    "flowSize: " + std::string(size) + " must be LARGE_4X on a flow that carries");
    }
  }
  ExpectRefused(
      world_.Post("/v1/flows",
                  std::string(R"({"name":"f","flowSize":"LARGE_4X",)") + kRtpSource + "}"),
      "flowSize: LARGE_4X must be MEDIUM or LARGE on a flow that carries a transport stream");
}

TEST_F(CdiFlowsTest, OutputsAreOfTheFlowsKind) {
  ExpectRefused(Create(kCdiSource, R"({"protocol":"rtp","destination":"192.0.2.1","port":5000})"),
                "outputs[0].protocol: rtp cannot send what the flow's source brings, which is CDI");
  ExpectRefused(world_.Post("/v1/flows", R"({"name":"f",)" + kEna + "," + kRtpSource +
                                             ",\"outputs\":[" + kJpegXsOutput + "]}"),
                "outputs[0].protocol: st2110-jpegxs cannot send what the flow's source brings, "
                "which is a transport stream");
}

TEST_F(CdiFlowsTest, ACdiSourceCanBecomeAJpegXsOneAndBack) {
  const Answer flow = Create(kCdiSource, kCdiOutput);
  const std::string path =
      "/v1/flows/" + flow.Text("flow.flowArn") + "/source/" + flow.Text("flow.source.sourceArn");
  const Answer updated =
      world_.Put(path, R"({"protocol":"st2110-jpegxs","mediaStreamSourceConfigurations":[)" +
                           Stream("video", "jxsv", Both(5000)) + "]}");
  ASSERT_EQ(updated.status, 202) << updated.body;
  EXPECT_FALSE(updated.Has("source.ingestPort"));
  ExpectRefused(world_.Put(path, R"({"protocol":"rtp","whitelistCidr":"10.0.0.0/24"})"),
                "flowSize: LARGE_4X must be MEDIUM or LARGE");
}

}  // namespace
}  // namespace mediaconnect
