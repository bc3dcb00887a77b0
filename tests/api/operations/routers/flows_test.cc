// Router inputs and outputs that are connected to flows (rules 3.4).
#include "tests/support/routers.h"

namespace mediaconnect {
namespace {

const Json kIntegrated{{"routerIntegrationState", "ENABLED"}};
const Json kSecret{{"encryptionKeyConfiguration",
                    {{"secretsManager",
                      {{"secretArn", "arn:aws:secretsmanager:us-east-1:111122223333:secret:s"},
                       {"roleArn", "arn:aws:iam::111122223333:role/r"}}}}}};

class RouterFlowsTest : public RouterTest {
 protected:
  struct Part {
    std::string flow;
    std::string arn;
  };

  // An output for the router, on a flow of its own.
  Part FlowOutput(const Json& output = {}, const Json& flow = {},
                  const std::string& region = kRegion) {
    const std::string arn = world_.CreateFlow("flow", flow, kAccount, region);
    const Answer added =
        world_.Call("POST", "/v1/flows/" + arn + "/outputs",
                    Json{{"outputs", List({kIntegrated + Json{{"name", "routed"}} + output})}},
                    kAccount, region);
    EXPECT_EQ(added.status, 201) << added.body;
    return {arn, added.Text("outputs.0.outputArn")};
  }
  // A source that the router feeds, of a flow of its own.
  Part FlowSource(const Json& source = {}) {
    const Answer made =
        world_.Post("/v1/flows", Json{{"name", "flow"},
                                      {"source", kIntegrated + Json{{"name", "a"}} + source},
                                      {"sourceFailoverConfig", {{"state", "ENABLED"}}}});
    EXPECT_EQ(made.status, 201) << made.body;
    return {made.Text("flow.flowArn"), made.Text("flow.source.sourceArn")};
  }
  std::string AddSource(const Part& to) {
    const Answer added = world_.Post("/v1/flows/" + to.flow + "/source",
                                     Json{{"sources", List({kIntegrated + Json{{"name", "b"}}})}});
    EXPECT_EQ(added.status, 201) << added.body;
    return added.Text("sources.0.sourceArn");
  }
  Answer Flow(const Part& part, const std::string& region = kRegion) {
    return world_.Call("GET", "/v1/flows/" + part.flow, "", kAccount, region);
  }
  std::string ZoneOf(const Part& part) { return Flow(part).Text("flow.availabilityZone"); }

  static Json From(const Part& output, const Json& more = {}) {
    return FromFlow(Json{{"flowArn", output.flow}, {"flowOutputArn", output.arn}} + more);
  }
  static Json To(const Part& source, const Json& more = {}) {
    return ToFlow(Json{{"flowArn", source.flow}, {"flowSourceArn", source.arn}} + more);
  }
  Answer Connect(const Part& output, const Json& more = {}) {
    return CreateInput(InputRequest(From(output), more));
  }
  // An input that takes the output of the flow, and is in STANDBY.
  std::string Connected(const Part& output) {
    const Answer made = Connect(output);
    EXPECT_EQ(made.status, 201) << made.body;
    world_.state.Settle();
    return made.Text("routerInput.arn");
  }
  Answer Reconfigure(const std::string& input, const Json& configuration) {
    return UpdateInput(input, Json{{"configuration", configuration}});
  }
  // "" if it shows none.
  std::string InputOf(const Part& output, const std::string& region = kRegion) {
    const std::string member = "flow.outputs.0.connectedRouterInputArn";
    const Answer flow = Flow(output, region);
    return flow.Has(member) ? flow.Text(member) : "";
  }
  static std::string PathOf(const Part& output) {
    return "/v1/flows/" + output.flow + "/outputs/" + output.arn;
  }
  static std::string PathOfSource(const Part& source) {
    return "/v1/flows/" + source.flow + "/source/" + source.arn;
  }
};

TEST_F(RouterFlowsTest, AnInputTakesWhatAnOutputOfAFlowSends) {
  const Part output = FlowOutput();
  const Answer made = Connect(output);
  EXPECT_EQ(made.status, 201) << made.body;
  const std::string input = made.Text("routerInput.arn");
  EXPECT_EQ(made.Text("routerInput.inputType"), "MEDIACONNECT_FLOW");
  EXPECT_EQ(made.Text("routerInput.availabilityZone"), ZoneOf(output));
  EXPECT_EQ(made.Text("routerInput.configuration.mediaConnectFlow.flowArn"), output.flow);
  EXPECT_EQ(made.Text("routerInput.configuration.mediaConnectFlow.flowOutputArn"), output.arn);
  EXPECT_EQ(InputOf(output), input);

  world_.state.Settle();
  const Answer without = Reconfigure(input, FromFlow());
  EXPECT_EQ(without.status, 202) << without.body;
  EXPECT_FALSE(without.Has("routerInput.configuration.mediaConnectFlow.flowArn"));
  EXPECT_EQ(InputOf(output), "");
  EXPECT_EQ(Reconfigure(input, From(output)).status, 202);
  EXPECT_EQ(InputOf(output), input);
}

TEST_F(RouterFlowsTest, AnOutputFeedsASourceOfAFlow) {
  const Part source = FlowSource();
  const Answer made = CreateOutput(OutputRequest(To(source)));
  EXPECT_EQ(made.status, 201) << made.body;
  const std::string output = made.Text("routerOutput.arn");
  EXPECT_EQ(made.Text("routerOutput.availabilityZone"), ZoneOf(source));
  EXPECT_EQ(made.Text("routerOutput.configuration.mediaConnectFlow.flowSourceArn"), source.arn);
  const std::string member = "flow.source.connectedRouterOutputArn";
  EXPECT_EQ(Flow(source).Text(member), output);
  EXPECT_EQ(Flow(source).Text("flow.sources.0.connectedRouterOutputArn"), output);

  ExpectError(CreateOutput(OutputRequest(To(source))), 409, "ConflictException",
              {"configuration.mediaConnectFlow.flowSourceArn", source.arn, output, "disconnect"});
  world_.state.Settle();
  EXPECT_EQ(UpdateOutput(output, Json{{"configuration", ToFlow()}}).status, 202);
  EXPECT_FALSE(Flow(source).Has(member));
}

TEST_F(RouterFlowsTest, TwoSourcesOfAFlowTakeTwoOutputs) {
  const Part first = FlowSource();
  const Part second{first.flow, AddSource(first)};
  const std::string one = CreateOutput(OutputRequest(To(first))).Text("routerOutput.arn");
  const std::string other = CreateOutput(OutputRequest(To(second))).Text("routerOutput.arn");
  EXPECT_EQ(Flow(first).Text("flow.sources.0.connectedRouterOutputArn"), one);
  EXPECT_EQ(Flow(first).Text("flow.sources.1.connectedRouterOutputArn"), other);
}

TEST_F(RouterFlowsTest, IfOneSourceIsTheRoutersTheOtherIsToo) {
  const Part source = FlowSource();
  const Json rtp{
      {"name", "b"}, {"protocol", "rtp"}, {"whitelistCidr", "10.0.0.0/24"}, {"ingestPort", 5000}};
  ExpectError(world_.Post("/v1/flows/" + source.flow + "/source", Json{{"sources", List({rtp})}}),
              400, "BadRequestException", {"sources", "a router", "rtp"});
}

// UGnow:integrate-flow-with-router: "Only failover is supported between flow sources."
TEST_F(RouterFlowsTest, SourcesFromTheRouterAreNotMerged) {
  const Part source = FlowSource();
  const std::string mode = "flow.sourceFailoverConfig.failoverMode";
  EXPECT_EQ(Flow(source).Text(mode), "FAILOVER");
  const Json merge{{"sourceFailoverConfig", {{"state", "ENABLED"}, {"failoverMode", "MERGE"}}}};
  const Names names{"sourceFailoverConfig.failoverMode", "MERGE", "a router", "FAILOVER"};
  ExpectError(world_.Put("/v1/flows/" + source.flow, merge), 400, "BadRequestException", names);
  const Json routed = kIntegrated + Json{{"name", "a"}};
  ExpectError(world_.Post("/v1/flows", Json{{"name", "f"}, {"source", routed}} + merge), 400,
              "BadRequestException", names);
  AddSource(source);
  EXPECT_EQ(Flow(source).Text(mode), "FAILOVER");
  // One that becomes the router's while the flow merges.
  const std::string merging = world_.CreateFlow("merging", merge);
  const std::string rtp = world_.Get("/v1/flows/" + merging).Text("flow.source.sourceArn");
  ExpectError(world_.Put(PathOfSource({merging, rtp}), kIntegrated), 400, "BadRequestException",
              names);
}

TEST_F(RouterFlowsTest, BothAreInOneZone) {
  const Part output = FlowOutput({}, Json{{"availabilityZone", "us-east-1b"}});
  ExpectError(Connect(output, Json{{"availabilityZone", "us-east-1c"}}), 400, "BadRequestException",
              {"configuration.mediaConnectFlow.flowArn", output.flow, "us-east-1b", "us-east-1c"});
  EXPECT_EQ(InputOf(output), "") << "nothing is left of it";
  EXPECT_EQ(Connect(output, Json{{"availabilityZone", "us-east-1b"}}).status, 201);

  const Part later = FlowOutput({}, Json{{"availabilityZone", "us-east-1b"}});
  for (const char* zone : {"us-east-1a", "us-east-1b"}) {
    const std::string input =
        CreateInput(InputRequest(FromFlow(), Json{{"availabilityZone", zone}}))
            .Text("routerInput.arn");
    world_.state.Settle();
    const Answer connected = Reconfigure(input, From(later));
    if (zone == ZoneOf(later)) {
      EXPECT_EQ(connected.status, 202) << connected.body;
      EXPECT_EQ(GetInput(input).Text("routerInput.availabilityZone"), zone);
    } else {
      ExpectError(connected, 400, "BadRequestException", {"us-east-1a", "us-east-1b"});
    }
  }
}

TEST_F(RouterFlowsTest, BothAreInOneRegion) {
  const Part abroad = FlowOutput({}, {}, "eu-west-1");
  ExpectError(Connect(abroad), 400, "BadRequestException",
              {"configuration.mediaConnectFlow.flowArn", abroad.flow, "us-east-1"});
  const Answer there = Connect(abroad, Json{{"regionName", "eu-west-1"}});
  EXPECT_EQ(there.status, 201) << there.body;
  const std::string input = there.Text("routerInput.arn");
  EXPECT_EQ(InputOf(abroad, "eu-west-1"), input);
  world_.state.Settle();
  EXPECT_EQ(Reconfigure(input, FromFlow()).status, 202);
  EXPECT_EQ(InputOf(abroad, "eu-west-1"), "");
}

TEST_F(RouterFlowsTest, WhatItNamesIsThere) {
  const Part output = FlowOutput();
  const Part other = FlowOutput();
  const std::string at = "configuration.mediaConnectFlow.";
  const std::string unknown = "arn:aws:mediaconnect:us-east-1:111122223333:flow:1-x:none";
  ExpectError(Connect({unknown, output.arn}), 400, "BadRequestException",
              {at + "flowArn", unknown});
  ExpectError(Connect({output.flow, other.arn}), 400, "BadRequestException",
              {at + "flowOutputArn", other.arn, output.flow});
  const std::string partners = world_.CreateFlow("theirs", {}, kSubscriber);
  ExpectError(Connect({partners, output.arn}), 400, "BadRequestException",
              {at + "flowArn", partners, kAccount});
  const Answer plain = world_.Post("/v1/flows/" + output.flow + "/outputs",
                                   Json{{"outputs", List({RtpOutput(6000)})}});
  const std::string plain_arn = plain.Text("outputs.0.outputArn");
  ExpectError(Connect({output.flow, plain_arn}), 400, "BadRequestException",
              {at + "flowOutputArn", plain_arn, "routerIntegrationState ENABLED"});
  for (const Json& alone : {Json{{"flowArn", output.flow}}, Json{{"flowOutputArn", output.arn}}}) {
    ExpectError(CreateInput(InputRequest(FromFlow(alone))), 400, "BadRequestException",
                {"configuration.mediaConnectFlow", "flowArn", "flowOutputArn", "together"});
  }
  world_.settings.transition_delay_ms = 500;
  world_.Delete("/v1/flows/" + output.flow);
  ExpectError(Connect(output), 400, "BadRequestException", {at + "flowArn", "DELETING"});
}

TEST_F(RouterFlowsTest, AnOutputOfAFlowIsConnectedToOneInputAtATime) {
  const Part output = FlowOutput();
  const std::string first = Connected(output);
  ExpectError(Connect(output), 409, "ConflictException",
              {"configuration.mediaConnectFlow.flowOutputArn", output.arn, first, "disconnect"});
  Reconfigure(first, FromFlow());
  const std::string second = Connected(output);
  EXPECT_EQ(InputOf(output), second);
  // One that is connected can be updated, and can move on.
  EXPECT_EQ(Reconfigure(second, From(output)).status, 202);
  EXPECT_EQ(UpdateInput(second, Json{{"name", "n"}}).status, 202);
  EXPECT_EQ(InputOf(output), second);
  const Part next = FlowOutput({}, Json{{"availabilityZone", ZoneOf(output)}});
  EXPECT_EQ(Reconfigure(second, From(next)).status, 202);
  EXPECT_EQ(InputOf(output), "");
  EXPECT_EQ(InputOf(next), second);
}

TEST_F(RouterFlowsTest, BothHaveAKeyOfOneType) {
  const std::string at = "configuration.mediaConnectFlow.";
  const Json secret{{"sourceTransitDecryption", kSecret}};
  const Part automatic = FlowOutput();
  ExpectError(CreateInput(InputRequest(From(automatic, secret))), 400, "BadRequestException",
              {at + "flowOutputArn", "AUTOMATIC", "SECRETS_MANAGER"});
  const Part secretive = FlowOutput(Json{{"routerIntegrationTransitEncryption", kSecret}});
  ExpectError(Connect(secretive), 400, "BadRequestException",
              {at + "flowOutputArn", "routerIntegrationTransitEncryption", "SECRETS_MANAGER"});
  EXPECT_EQ(CreateInput(InputRequest(From(secretive, secret))).status, 201);

  const Part source = FlowSource(Json{{"routerIntegrationTransitDecryption", kSecret}});
  ExpectError(CreateOutput(OutputRequest(To(source))), 400, "BadRequestException",
              {at + "flowSourceArn", "routerIntegrationTransitDecryption", "AUTOMATIC"});
  EXPECT_EQ(CreateOutput(OutputRequest(To(source, Json{{"destinationTransitEncryption", kSecret}})))
                .status,
            201);
}

TEST_F(RouterFlowsTest, KeysDoNotChangeWhileConnected) {
  const Part output = FlowOutput();
  const std::string input = Connected(output);
  const std::string at = "configuration.mediaConnectFlow.sourceTransitDecryption";
  const Json secret{{"sourceTransitDecryption", kSecret}};
  for (const Json& configuration : {From(output, secret), FromFlow(secret)}) {
    ExpectError(Reconfigure(input, configuration), 400, "BadRequestException",
                {at, "connected", "without flowArn and flowOutputArn"});
  }
  const Json secretive{{"routerIntegrationTransitEncryption", kSecret}};
  ExpectError(world_.Put(PathOf(output), secretive), 400, "BadRequestException",
              {"routerIntegrationTransitEncryption", input, "disconnect"});
  EXPECT_EQ(InputOf(output), input);
  // One after the other they do.
  EXPECT_EQ(Reconfigure(input, FromFlow()).status, 202);
  EXPECT_EQ(world_.Put(PathOf(output), secretive).status, 202);
  EXPECT_EQ(Reconfigure(input, From(output, secret)).status, 202);
  EXPECT_EQ(InputOf(output), input);
}

TEST_F(RouterFlowsTest, TheTypeOfAFlowsKeyIsThatOfItsConfiguration) {
  const Json wrong = kSecret + Json{{"encryptionKeyType", "AUTOMATIC"}};
  const Part output = FlowOutput();
  ExpectError(world_.Put(PathOf(output), Json{{"routerIntegrationTransitEncryption", wrong}}), 400,
              "BadRequestException",
              {"routerIntegrationTransitEncryption.encryptionKeyType", "SECRETS_MANAGER"});
  const Json source = kIntegrated + Json{{"routerIntegrationTransitDecryption", wrong}};
  ExpectError(world_.Post("/v1/flows", Json{{"name", "f"}, {"source", source}}), 400,
              "BadRequestException",
              {"source.routerIntegrationTransitDecryption.encryptionKeyType", "SECRETS_MANAGER"});
}

// A flow with an output that an input takes, and one with two sources, of which an output feeds the
// second.
class ConnectedTest : public RouterFlowsTest {
 protected:
  static void Refuse(const Answer& answer, const Names& names) {
    ExpectError(answer, 400, "BadRequestException", names);
  }

  const Part taken_ = FlowOutput();
  const std::string input_ = Connected(taken_);
  const Part unfed_ = FlowSource();
  const Part fed_{unfed_.flow, AddSource(unfed_)};
  const std::string output_ = CreateOutput(OutputRequest(To(fed_))).Text("routerOutput.arn");
};

TEST_F(ConnectedTest, NeitherSideIsDeleted) {
  const std::string no_output = "without flowArn and flowOutputArn";
  const std::string no_source = "without flowArn and flowSourceArn";
  world_.state.Settle();
  Refuse(world_.Delete("/v1/flows/" + taken_.flow), {taken_.arn, input_, no_output});
  Refuse(world_.Delete(PathOf(taken_)), {taken_.arn, input_, no_output});
  Refuse(world_.Delete("/v1/flows/" + fed_.flow), {fed_.arn, output_, no_source});
  Refuse(world_.Delete(PathOfSource(fed_)), {fed_.arn, output_, no_source});
  ExpectError(DeleteInput(input_), 409, "ConflictException", {input_, taken_.flow, no_output});
  ExpectError(DeleteOutput(output_), 409, "ConflictException", {output_, fed_.flow, no_source});
  // What is not connected goes, and the rest once it is not.
  EXPECT_EQ(world_.Delete(PathOfSource(unfed_)).status, 202);
  EXPECT_EQ(Reconfigure(input_, FromFlow()).status, 202);
  EXPECT_EQ(UpdateOutput(output_, Json{{"configuration", ToFlow()}}).status, 202);
  EXPECT_EQ(DeleteInput(input_).status, 200);
  EXPECT_EQ(DeleteOutput(output_).status, 200);
  EXPECT_EQ(world_.Delete(PathOf(taken_)).status, 202);
  EXPECT_EQ(world_.Delete("/v1/flows/" + taken_.flow).status, 202);
  EXPECT_EQ(world_.Delete("/v1/flows/" + fed_.flow).status, 202);
}

TEST_F(ConnectedTest, TheIntegrationStaysEnabled) {
  const Json disabled{{"routerIntegrationState", "DISABLED"}};
  const Json rtp{{"protocol", "rtp"}, {"whitelistCidr", "10.0.0.0/24"}};
  const Names of_output{"routerIntegrationState", input_, "disconnect"};
  const Names of_source{"routerIntegrationState", output_, "disconnect"};
  Refuse(world_.Put(PathOf(taken_), disabled), of_output);
  Refuse(world_.Put(PathOf(taken_), disabled + RtpOutput(6000)), of_output);
  Refuse(world_.Put(PathOfSource(fed_), disabled), of_source);
  Refuse(world_.Put(PathOfSource(fed_), disabled + rtp), of_source);
}

TEST_F(ConnectedTest, OtherUpdatesLeaveTheConnection) {
  const Json description{{"description", "d"}};
  EXPECT_EQ(world_.Put(PathOf(taken_), description).status, 202);
  EXPECT_EQ(InputOf(taken_), input_);
  const Answer updated = world_.Put(PathOfSource(fed_), description);
  EXPECT_EQ(updated.Text("source.connectedRouterOutputArn"), output_);
}

TEST_F(RouterFlowsTest, AnInputInErrorStaysConnectedUntilItIsGone) {
  const Part output = FlowOutput();
  const std::string input = Connected(output);
  SetStatus(input, "ERROR");
  world_.settings.transition_delay_ms = 500;
  EXPECT_EQ(DeleteInput(input).status, 200);
  EXPECT_EQ(InputOf(output), input);
  ExpectError(Connect(output), 409, "ConflictException", {output.arn, input});
  ExpectError(world_.Delete("/v1/flows/" + output.flow), 400, "BadRequestException",
              {output.arn, input});
  world_.clock.Advance(500);
  EXPECT_EQ(InputOf(output), "");
  EXPECT_EQ(Connect(output).status, 201);
}

TEST_F(RouterFlowsTest, AnOutputWhoseDeletionFailsStaysConnected) {
  const Part source = FlowSource();
  const std::string output = CreateOutput(OutputRequest(To(source))).Text("routerOutput.arn");
  SetStatus(output, "ERROR");
  const Json fails{{"operation", "DeleteRouterOutput"}, {"mode", "fail"}};
  world_.Put("/_mediaconnect/transitions", Json{{"transitions", List({fails})}});
  EXPECT_EQ(DeleteOutput(output).status, 200);
  EXPECT_EQ(GetOutput(output).Text("routerOutput.state"), "ERROR");
  const std::string member = "flow.source.connectedRouterOutputArn";
  EXPECT_EQ(Flow(source).Text(member), output);
  ExpectError(CreateOutput(OutputRequest(To(source))), 409, "ConflictException",
              {source.arn, output});
  EXPECT_EQ(world_.Delete("/_mediaconnect/transitions").status, 204);
  EXPECT_EQ(DeleteOutput(output).status, 200);
  EXPECT_FALSE(Flow(source).Has(member));
  EXPECT_EQ(Flow(source).Text("flow.source.name"), "a");
  EXPECT_EQ(CreateOutput(OutputRequest(To(source))).status, 201);
}

}  // namespace
}  // namespace mediaconnect
