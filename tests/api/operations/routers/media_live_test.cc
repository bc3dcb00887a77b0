// Router inputs and outputs that are connected to MediaLive (rules 3.4).
#include "tests/support/routers.h"

namespace mediaconnect {
namespace {

const Json kSecret{{"encryptionKeyConfiguration",
                    {{"secretsManager",
                      {{"secretArn", "arn:aws:secretsmanager:us-east-1:111122223333:secret:s"},
                       {"roleArn", "arn:aws:iam::111122223333:role/r"}}}}}};
const std::string kChannel = "arn:aws:medialive:us-east-1:111122223333:channel:1";
const std::string kLiveInput = "arn:aws:medialive:us-east-1:111122223333:input:1";

class MediaLiveTest : public RouterTest {
 protected:
  static Json From(const Json& members) {
    return Json{{"mediaLiveChannel", Json{{"sourceTransitDecryption", kAutomatic}} + members}};
  }
  static Json To(const Json& members) {
    return Json{{"mediaLiveInput", Json{{"destinationTransitEncryption", kAutomatic}} + members}};
  }
  static Json Channel(const std::string& arn = kChannel, const std::string& output = "o",
                      const std::string& pipeline = "PIPELINE_0") {
    return Json{{"mediaLiveChannelArn", arn},
                {"mediaLivePipelineId", pipeline},
                {"mediaLiveChannelOutputName", output}};
  }
  static Json Live(const std::string& arn = kLiveInput,
                   const std::string& pipeline = "PIPELINE_1") {
    return Json{{"mediaLiveInputArn", arn}, {"mediaLivePipelineId", pipeline}};
  }
  // In STANDBY.
  std::string InputFrom(const Json& members) {
    const Answer made = CreateInput(InputRequest(From(members)));
    EXPECT_EQ(made.status, 201) << made.body;
    world_.state.Settle();
    return made.Text("routerInput.arn");
  }
  std::string OutputTo(const Json& members) {
    const Answer made = CreateOutput(OutputRequest(To(members)));
    EXPECT_EQ(made.status, 201) << made.body;
    world_.state.Settle();
    return made.Text("routerOutput.arn");
  }
  Answer Reconfigure(const std::string& input, const Json& members) {
    return UpdateInput(input, Json{{"configuration", From(members)}});
  }
};

TEST_F(MediaLiveTest, AChannelIsNamedAsAWhole) {
  for (const char* name :
       {"mediaLiveChannelArn", "mediaLivePipelineId", "mediaLiveChannelOutputName"}) {
    ExpectError(CreateInput(InputRequest(From(Channel().Without(name)))), 400,
                "BadRequestException", {"configuration.mediaLiveChannel", name, "together"});
  }
  const std::string input = InputFrom(Channel());
  ExpectError(Reconfigure(input, Channel() + Json{{"sourceTransitDecryption", kSecret}}), 400,
              "BadRequestException",
              {"configuration.mediaLiveChannel.sourceTransitDecryption", "mediaLiveChannelArn"});
  ExpectError(DeleteInput(input), 409, "ConflictException", {input, "channel:1"});
  EXPECT_EQ(Reconfigure(input, {}).status, 202);
  EXPECT_EQ(DeleteInput(input).status, 200);
}

TEST_F(MediaLiveTest, AnInputIsNamedAsAWhole) {
  ExpectError(CreateOutput(OutputRequest(To(Live().Without("mediaLivePipelineId")))), 400,
              "BadRequestException", {"configuration.mediaLiveInput", "mediaLivePipelineId"});
  const std::string output = OutputTo(Live());
  ExpectError(DeleteOutput(output), 409, "ConflictException", {output, "input:1"});
  SetStatus(output, "ERROR");
  EXPECT_EQ(DeleteOutput(output).status, 200);
}

// UGnow:integrate-eml-with-router: "A MediaLive resource (input or channel output) can only be
// connected to one router I/O at a time."
TEST_F(MediaLiveTest, AnOutputOfAChannelIsConnectedToOneInputAtATime) {
  const std::string first = InputFrom(Channel());
  const Names names{"configuration.mediaLiveChannel.mediaLiveChannelArn", kChannel, first,
                    "disconnect"};
  ExpectError(CreateInput(InputRequest(From(Channel()))), 409, "ConflictException", names);
  const std::string second = InputFrom(Channel(kChannel, "o", "PIPELINE_1"));
  InputFrom(Channel(kChannel, "p"));
  InputFrom(Channel(kChannel + "2"));
  InputFrom({});
  ExpectError(Reconfigure(second, Channel()), 409, "ConflictException", names);
  EXPECT_EQ(Reconfigure(first, Channel()).status, 202);  // its own
  EXPECT_EQ(UpdateInput(first, Json{{"name", "n"}}).status, 202);
  EXPECT_EQ(Reconfigure(first, {}).status, 202);
  EXPECT_EQ(Reconfigure(second, Channel()).status, 202);
}

TEST_F(MediaLiveTest, APipelineOfAnInputIsConnectedToOneOutputAtATime) {
  const std::string first = OutputTo(Live());
  const Names names{"configuration.mediaLiveInput.mediaLiveInputArn", kLiveInput, "PIPELINE_1",
                    first};
  ExpectError(CreateOutput(OutputRequest(To(Live()))), 409, "ConflictException", names);
  OutputTo(Live(kLiveInput, "PIPELINE_0"));
  // What fails keeps its connection until it is gone.
  SetStatus(first, "ERROR");
  world_.settings.transition_delay_ms = 500;
  EXPECT_EQ(DeleteOutput(first).status, 200);
  ExpectError(CreateOutput(OutputRequest(To(Live()))), 409, "ConflictException", names);
  world_.clock.Advance(500);
  EXPECT_EQ(CreateOutput(OutputRequest(To(Live()))).status, 201);
}

TEST_F(MediaLiveTest, BothAreOfOneAccountAndRegion) {
  const std::string at = "configuration.mediaLiveChannel.mediaLiveChannelArn";
  for (const std::string theirs : {"arn:aws:medialive:us-east-1:444455556666:channel:1",
                                   "arn:aws:medialive:eu-west-1:111122223333:channel:1"}) {
    const Names names{at, theirs, "111122223333", "us-east-1"};
    ExpectError(CreateInput(InputRequest(From(Channel(theirs)))), 400, "BadRequestException",
                names);
    ExpectError(Reconfigure(InputFrom({}), Channel(theirs)), 400, "BadRequestException", names);
  }
  const std::string abroad = "arn:aws:medialive:eu-west-1:111122223333:input:1";
  ExpectError(CreateOutput(OutputRequest(To(Live(abroad)))), 400, "BadRequestException",
              {"configuration.mediaLiveInput.mediaLiveInputArn", abroad});
  EXPECT_EQ(CreateOutput(OutputRequest(To(Live(abroad)), Json{{"regionName", "eu-west-1"}})).status,
            201);
}

}  // namespace
}  // namespace mediaconnect
