// CDI and ST 2110 JPEG XS flows: how sources and outputs attach to media streams and VPC interfaces
// (rules 2.1, 2.2).
#include "tests/support/media_flows.h"
#include "tests/support/world.h"

namespace mediaconnect {
namespace {

class CdiFlowsTest : public WorldTest {
 protected:
  Answer Create(const Json& source, const std::vector<Json>& outputs = {}) {
    return world_.Post("/v1/flows",
                       Json{{"name", "f"}, {"outputs", List(outputs)}} + kCdiFlow + source);
  }
  Answer CreateCdi(const std::vector<Json>& streams) {
    return Create({{"source", CdiSource(streams)}});
  }
  Answer CreateJpegXs(const std::vector<Json>& streams) {
    return Create({{"source", JpegXsSource(streams)}});
  }
  static std::vector<Json> Both(int port) { return {InputAt(port, "a"), InputAt(port, "b")}; }
  void ExpectRefused(const Answer& answer, const Names& names) {
    ExpectError(answer, 400, "BadRequestException", names);
  }
};

TEST_F(CdiFlowsTest, AddressesAreThoseOfTheInterfaces) {
  const Answer flow = Create(kJpegXsSource, {kJpegXsOutput});
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
  const Json source = CdiSource({OnStream("video", "raw")}) + Json{{"vpcInterfaceName", "a"}};
  ExpectRefused(Create({{"source", source}}),
                {"source.vpcInterfaceName", "\"a\"", "ena", "efa", "cdi"});
  const Json output = kCdiOutput + Json{{"vpcInterfaceAttachment", {{"vpcInterfaceName", "a"}}}};
  ExpectRefused(Create(kCdiSource, {output}),
                "outputs[0].vpcInterfaceAttachment.vpcInterfaceName: VPC interface \"a\"");
}

TEST_F(CdiFlowsTest, ASourceNamesMediaStreamsOfTheFlowEachOnce) {
  const std::string path = "source.mediaStreamSourceConfigurations";
  ExpectRefused(CreateCdi({OnStream("x", "raw")}), {path + "[0].mediaStreamName", "\"x\""});
  ExpectRefused(CreateCdi({OnStream("video", "raw"), OnStream("video", "raw")}),
                {path + "[1].mediaStreamName", "\"video\""});
  ExpectRefused(CreateJpegXs({}), path);
}

TEST_F(CdiFlowsTest, EncodingsAreByProtocolAndStreamType) {
  const std::string path = "source.mediaStreamSourceConfigurations[0].encodingName: ";
  for (const char* wrong : {"jxsv", "pcm", "smpte291"}) {
    ExpectRefused(CreateCdi({OnStream("video", wrong)}),
                  {path + "\"" + wrong + "\"", "raw", "video", "\"video\""});
  }
  ExpectRefused(CreateJpegXs({JpegXsInput("video", "raw", Both(5000))}),
                {path + "\"raw\"", "jxsv", "video"});
  ExpectRefused(CreateJpegXs({JpegXsInput("captions", "pcm", Both(5000))}),
                {path + "\"pcm\"", "smpte291"});
  EXPECT_EQ(CreateJpegXs({JpegXsInput("captions", "smpte291", Both(5000))}).status, 201);
}

TEST_F(CdiFlowsTest, CdiStreamsHaveNoInterfacesOfTheirOwn) {
  ExpectRefused(CreateCdi({JpegXsInput("video", "raw", Both(5000))}),
                {"inputConfigurations", "cdi"});
  const Json destinations{
      {"destinationConfigurations", List({DestinationAt("10.1.2.4", 5000, "a")})}};
  ExpectRefused(Create(kCdiSource, {CdiOutput(OnStream("video", "raw", destinations))}),
                {"destinationConfigurations", "cdi"});
}

TEST_F(CdiFlowsTest, JpegXsStreamsComeInByTwoInterfacesOnOnePortOfTheirOwn) {
  const std::string path = "source.mediaStreamSourceConfigurations[0].inputConfigurations";
  const auto create = [&](const std::vector<Json>& inputs) {
    return CreateJpegXs({JpegXsInput("video", "jxsv", inputs)});
  };
  ExpectRefused(create({InputAt(5000, "a")}), path);
  ExpectRefused(create({InputAt(5000, "a"), InputAt(5000, "b"), InputAt(5000, "efa")}), path);
  ExpectRefused(create({InputAt(5000, "a"), InputAt(5000, "a")}), path);
  ExpectRefused(create({InputAt(5000, "a"), InputAt(5001, "b")}), {path, "inputPort"});
  ExpectRefused(CreateJpegXs({JpegXsInput("video", "jxsv", Both(5000)),
                              JpegXsInput("audio", "pcm", Both(5000))}),
                {"inputPort", "5000"});
  for (const int port : {1023, 65536}) {
    ExpectRefused(create(Both(port)), {"inputPort", std::to_string(port), "1024", "65535"});
  }
  ExpectRefused(create({InputAt(5000, "a"), InputAt(5000, "x")}),
                {path + "[1].interface.name", "\"x\""});
  EXPECT_EQ(create({InputAt(5000, "a"), InputAt(5000, "efa")}).status, 201);
}

TEST_F(CdiFlowsTest, AJpegXsSourceHasOneVideoStream) {
  const Json streams{{"mediaStreams", List({MediaStream(1, "video", "video"),
                                            MediaStream(2, "video-2", "video")})}};
  const Json source = JpegXsSource(
      {JpegXsInput("video", "jxsv", Both(5000)), JpegXsInput("video-2", "jxsv", Both(5001))});
  ExpectRefused(Create(streams + Json{{"source", source}}), {"video", "st2110-jpegxs"});
}

TEST_F(CdiFlowsTest, AnOutputCarriesWhatASourceBrings) {
  ExpectRefused(Create(kCdiSource, {CdiOutput(OnStream("captions", "smpte291"))}),
                {"outputs[0].mediaStreamOutputConfigurations[0].mediaStreamName", "\"captions\""});
  const Answer flow = Create(kCdiSource, {kCdiOutput});
  const std::string path =
      "/v1/flows/" + flow.Text("flow.flowArn") + "/source/" + flow.Text("flow.source.sourceArn");
  ExpectRefused(
      world_.Put(path, Json{{"mediaStreamSourceConfigurations", List({OnStream("audio", "pcm")})}}),
      {"\"cdi\"", "\"video\""});
  EXPECT_EQ(
      world_.Put(path, Json{{"mediaStreamSourceConfigurations", List({OnStream("video", "raw")})}})
          .Size("source.mediaStreamSourceConfigurations"),
      1u);
}

TEST_F(CdiFlowsTest, JpegXsOutputsGoOutByTwoInterfacesToPortsOfTheirOwn) {
  const std::string path =
      "outputs[0].mediaStreamOutputConfigurations[0].destinationConfigurations";
  const auto create = [&](const std::vector<Json>& destinations) {
    return Create(kCdiSource, {JpegXsOutput(destinations)});
  };
  const Json first = DestinationAt("10.1.2.4", 5000, "a");
  ExpectRefused(create({first, DestinationAt("10.1.2.5", 5000, "a")}), path);
  ExpectRefused(create({first, DestinationAt("example.com", 5000, "b")}),
                {path + "[1].destinationIp", "\"example.com\""});
  ExpectRefused(create({DestinationAt("10.1.2.4", 65536, "a"), first}),
                {path + "[0].destinationPort", "65536", "65535"});
  const Json other{{"name", "x"}};
  ExpectRefused(Create(kCdiSource, {kJpegXsOutput, kJpegXsOutput + other}),
                {"outputs[1].mediaStreamOutputConfigurations", "\"jpegxs\"", "10.1.2.4", "5000"});
  ExpectRefused(Create(kCdiSource, {kCdiOutput, kCdiOutput + other}),
                {"outputs[1].port", "\"cdi\"", "10.1.2.3", "5000"});
}

TEST_F(CdiFlowsTest, EncodingParametersAreForJpegXsOutputsOfACdiSource) {
  const auto parameters = [](double factor) {
    return Json{
        {"encodingParameters", {{"compressionFactor", factor}, {"encoderProfile", "high"}}}};
  };
  const auto create = [&](double factor) {
    return Create(kCdiSource, {JpegXsOutput(kDestinations, parameters(factor))});
  };
  EXPECT_EQ(create(4.5).status, 201);
  const Names names = {"encodingParameters: ", "st2110-jpegxs", "CDI"};
  ExpectRefused(Create(kJpegXsSource, {JpegXsOutput(kDestinations, parameters(4.5))}), names);
  for (const double factor : {2.9, 10.1}) {
    ExpectRefused(create(factor), {"encodingParameters.compressionFactor", "3.0", "10.0"});
  }
  for (const double factor : {3.0, 10.0}) EXPECT_EQ(create(factor).status, 201);
  ExpectRefused(Create(kCdiSource, {CdiOutput(OnStream("video", "raw", parameters(4.5)))}), names);
}

TEST_F(CdiFlowsTest, CdiAndJpegXsNeedALarge4xFlowWhichNothingElseTakes) {
  for (const char* size : {"MEDIUM", "LARGE"}) {
    for (const Json& source : {kCdiSource, kJpegXsSource}) {
      ExpectRefused(Create(source + Json{{"flowSize", size}}),
                    {"flowSize", std::string(size), "LARGE_4X"});
    }
  }
  ExpectRefused(
      world_.Post("/v1/flows", Json{{"name", "f"}, {"flowSize", "LARGE_4X"}} + kRtpSource),
      {"flowSize", "LARGE_4X", "MEDIUM", "LARGE"});
}

TEST_F(CdiFlowsTest, OutputsAreOfTheFlowsKind) {
  ExpectRefused(
      Create(kCdiSource, {Json{{"protocol", "rtp"}, {"destination", "192.0.2.1"}, {"port", 5000}}}),
      {"outputs[0].protocol", "rtp", "CDI"});
  ExpectRefused(world_.Post("/v1/flows", Json{{"name", "f"}} + kEna + kRtpSource +
                                             Json{{"outputs", List({kJpegXsOutput})}}),
                {"outputs[0].protocol", "st2110-jpegxs"});
}

TEST_F(CdiFlowsTest, ACdiSourceCanBecomeAJpegXsOneAndBack) {
  const Answer flow = Create(kCdiSource, {kCdiOutput});
  const std::string path =
      "/v1/flows/" + flow.Text("flow.flowArn") + "/source/" + flow.Text("flow.source.sourceArn");
  const Answer updated = world_.Put(path, Json{{"protocol", "st2110-jpegxs"},
                                               {"mediaStreamSourceConfigurations",
                                                List({JpegXsInput("video", "jxsv", Both(5000))})}});
  ASSERT_EQ(updated.status, 202) << updated.body;
  EXPECT_FALSE(updated.Has("source.ingestPort"));
  ExpectRefused(world_.Put(path, Json{{"protocol", "rtp"}, {"whitelistCidr", "10.0.0.0/24"}}),
                {"flowSize", "LARGE_4X", "MEDIUM", "LARGE"});
}

}  // namespace
}  // namespace mediaconnect
