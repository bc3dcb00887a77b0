// What a success looks like, for every operation that has a handler: the model's status, a body of
// the output's shape or none, lists that are required even if they are empty, and no null. The
// errors' side is the dispatcher's test.
#include <set>

#include "api/contract/timestamp.h"
#include "api/contract/validate.h"
#include "tests/support/gateways.h"
#include "tests/support/media_flows.h"
#include "tests/support/routers.h"
#include "tests/support/world.h"

namespace mediaconnect {
namespace {

class ResponsesTest : public WorldTest {
 protected:
  // Sends what must succeed, and holds the reply against the operation's output.
  Answer Succeed(std::string_view method, const std::string& target, const Body& body = "") {
    SCOPED_TRACE(target);
    Answer answer = world_.Call(method, target, body);
    const Route route = router_.Match(method, target.substr(0, target.find('?')));
    EXPECT_NE(route.operation, nullptr);
    if (route.operation == nullptr) return answer;
    if (!route.operation->control) succeeded_.insert(route.operation->name);
    EXPECT_EQ(answer.status, route.operation->status) << answer.body;
    if (route.operation->output == kNoType) {
      EXPECT_EQ(answer.body, "");
    } else {
      json::Value output = json::Parse(answer.body);
      EXPECT_EQ(CheckOutput(route.operation->output, output), "");
    }
    return answer;
  }

  // Sends each operation once at least.
  void RunEverything() {
    RunFlow();
    Reserve();
    RunGateway();
    RunRouter();

    std::set<std::string_view> implemented;
    for (const Operation& operation : Operations().first(kServiceOperationCount)) {
      if (!operation.later) implemented.insert(operation.name);
    }
    EXPECT_EQ(succeeded_, implemented);
  }

  void RunFlow() {
    const std::string arn =
        Succeed("POST", "/v1/flows", Json{{"name", "flow"}} + kRtpSource).Text("flow.flowArn");
    const std::string flow = "/v1/flows/" + arn;
    const std::string source = Succeed("GET", flow).Text("flow.source.sourceArn");
    Succeed("PUT", flow + "/source/" + source, Json{{"description", "news"}});
    const std::string output =
        Succeed(
            "POST", flow + "/outputs",
            Json{{"outputs",
                  List({Json{{"protocol", "rtp"}, {"destination", "10.0.0.9"}, {"port", 5000}}})}})
            .Text("outputs.0.outputArn");
    Succeed("PUT", flow + "/outputs/" + output, Json{{"port", 5002}});
    const std::string entitlement =
        Succeed("POST", flow + "/entitlements",
                Json{{"entitlements", List({Json{{"subscribers", List({"444455556666"})}}})}})
            .Text("entitlements.0.entitlementArn");
    Succeed("PUT", flow + "/entitlements/" + entitlement, Json{{"description", "for a partner"}});
    AddAndRemoveParts(flow);
    Succeed("POST", "/tags/" + arn, Json{{"tags", {{"team", "news"}}}});
    EXPECT_EQ(Succeed("GET", "/tags/" + arn).Text("tags.team"), "news");
    Succeed("DELETE", "/tags/" + arn + "?tagKeys=team");
    Succeed("GET", "/v1/entitlements");
    EXPECT_EQ(Succeed("GET", "/v1/flows").Size("flows"), 1u);
    Succeed("POST", "/v1/flows/start/" + arn);
    Succeed("GET", flow + "/source-metadata");
    Succeed("GET", flow + "/source-thumbnail");
    Succeed("POST", "/v1/flows/stop/" + arn);
    Succeed("DELETE", flow + "/outputs/" + output);
    Succeed("DELETE", flow + "/entitlements/" + entitlement);
    Succeed("DELETE", flow);
  }

  // Of the kinds that CreateFlow makes too: sources, VPC interfaces, media streams.
  void AddAndRemoveParts(const std::string& flow) {
    Succeed("PUT", flow, Json{{"sourceFailoverConfig", {{"state", "ENABLED"}}}});
    const std::string second =
        Succeed(
            "POST", flow + "/source",
            Json{{"sources", List({Json{{"protocol", "rtp"}, {"whitelistCidr", "10.0.0.0/24"}}})}})
            .Text("sources.0.sourceArn");
    Succeed("DELETE", flow + "/source/" + second);
    Succeed("POST", flow + "/vpcInterfaces", kEna);
    Succeed("DELETE", flow + "/vpcInterfaces/eni");
    Succeed("POST", flow + "/mediaStreams",
            Json{{"mediaStreams", List({Json{{"mediaStreamId", 1},
                                             {"mediaStreamName", "video"},
                                             {"mediaStreamType", "video"}}})}});
    Succeed("PUT", flow + "/mediaStreams/video", Json{{"videoFormat", "1080p"}});
    Succeed("DELETE", flow + "/mediaStreams/video");
  }

  void Reserve() {
    const std::string offering = Succeed("GET", "/v1/offerings").Text("offerings.0.offeringArn");
    Succeed("GET", "/v1/offerings/" + offering);
    const std::string now = world_.Get("/_mediaconnect/clock").Text("now").substr(0, 19) + "Z";
    const std::string reservation =
        Succeed("POST", "/v1/offerings/" + offering, Json{{"reservationName", "r"}, {"start", now}})
            .Text("reservation.reservationArn");
    Succeed("GET", "/v1/reservations/" + reservation);
    EXPECT_EQ(Succeed("GET", "/v1/reservations").Size("reservations"), 1u);
  }

  void RunGateway() {
    const std::string gateway =
        Succeed("POST", "/v1/gateways", GatewayRequest()).Text("gateway.gatewayArn");
    Succeed("GET", "/v1/gateways/" + gateway);
    EXPECT_EQ(Succeed("GET", "/v1/gateways").Size("gateways"), 1u);
    const std::string instance =
        "/v1/gateway-instances/" +
        Succeed("POST", "/_mediaconnect/gateway-instances", Json{{"gatewayArn", gateway}})
            .Text("gatewayInstanceArn");
    Succeed("GET", instance);
    EXPECT_EQ(Succeed("GET", "/v1/gateway-instances").Size("instances"), 1u);
    Succeed("PUT", instance, Json{{"bridgePlacement", "LOCKED"}});
    RunBridge(gateway);
    Succeed("DELETE", instance);
    Succeed("DELETE", "/v1/gateways/" + gateway);
  }

  void RunBridge(const std::string& gateway) {
    const std::string flow = world_.CreateFlow();
    const std::string bridge =
        "/v1/bridges/" +
        Succeed("POST", "/v1/bridges", EgressBridge(gateway, flow)).Text("bridge.bridgeArn");
    Succeed("GET", bridge);
    EXPECT_EQ(Succeed("GET", "/v1/bridges").Size("bridges"), 1u);
    Succeed("PUT", bridge, Json{{"sourceFailoverConfig", {{"state", "ENABLED"}}}});
    Succeed("POST", bridge + "/sources", Json{{"sources", List({FlowSource(flow, "two")})}});
    Succeed("PUT", bridge + "/sources/two", Json{{"flowSource", {{"flowArn", flow}}}});
    Succeed("DELETE", bridge + "/sources/two");
    Succeed("POST", bridge + "/outputs", Json{{"outputs", List({NetworkOutput("two")})}});
    Succeed("PUT", bridge + "/outputs/two", Json{{"networkOutput", {{"port", 5001}}}});
    Succeed("DELETE", bridge + "/outputs/two");
    Succeed("PUT", bridge + "/state", Json{{"desiredState", "ACTIVE"}});
    EXPECT_EQ(Succeed("GET", bridge).Size("bridge.bridgeMessages"), 1u);
    Succeed("PUT", bridge + "/state", Json{{"desiredState", "STANDBY"}});
    Succeed("DELETE", bridge);
  }

  void RunRouter() {
    const std::string arn = Succeed("POST", "/v1/routerNetworkInterface", PublicInterface())
                                .Text("routerNetworkInterface.arn");
    const std::string interface = "/v1/routerNetworkInterface/" + arn;
    Succeed("GET", interface);
    Succeed("GET", "/v1/routerNetworkInterfaces?arns=" + arn);
    Succeed("POST", "/v1/routerNetworkInterfaces");
    Succeed("PUT", interface, Json{{"name", "other"}});
    Succeed("POST", "/tags/global/" + arn, Json{{"tags", {{"team", "news"}}}});
    EXPECT_EQ(Succeed("GET", "/tags/global/" + arn).Text("tags.team"), "news");
    Succeed("DELETE", "/tags/global/" + arn + "?tagKeys=team");
    RunRouterInput(arn);
    Succeed("DELETE", interface);
  }

  void RunRouterInput(const std::string& interface) {
    const std::string arn =
        Succeed("POST", "/v1/routerInput", InputRequest(Standard(interface, Rtp())))
            .Text("routerInput.arn");
    const std::string input = "/v1/routerInput/" + arn;
    Succeed("GET", input);
    Succeed("GET", "/v1/routerInputs?arns=" + arn);
    Succeed("POST", "/v1/routerInputs");
    Succeed("PUT", input, Json{{"name", "other"}});
    Succeed("POST", "/v1/routerInput/start/" + arn);
    Succeed("GET", input + "/source-metadata");
    Succeed("GET", input + "/thumbnail");
    Succeed("POST", "/v1/routerInput/restart/" + arn);
    Succeed("GET", input);
    RunRouterOutput(interface, arn);
    Succeed("POST", "/v1/routerInput/stop/" + arn);
    Succeed("GET", input);
    Succeed("DELETE", input);
    EXPECT_EQ(world_.Get(input).status, 404);
  }

  void RunRouterOutput(const std::string& interface, const std::string& input) {
    const std::string arn =
        Succeed("POST", "/v1/routerOutput", OutputRequest(Standard(interface, RtpTo())))
            .Text("routerOutput.arn");
    const std::string output = "/v1/routerOutput/" + arn;
    Succeed("GET", output);
    Succeed("GET", "/v1/routerOutputs?arns=" + arn);
    Succeed("PUT", "/v1/routerOutput/takeRouterInput/" + arn, Json{{"routerInputArn", input}});
    Succeed("GET", output);
    Succeed("POST", "/v1/routerOutputs");
    Succeed("PUT", output, Json{{"name", "other"}});
    Succeed("PUT", "/v1/routerOutput/takeRouterInput/" + arn);
    Succeed("POST", "/v1/routerOutput/start/" + arn);
    Succeed("POST", "/v1/routerOutput/restart/" + arn);
    Succeed("POST", "/v1/routerOutput/stop/" + arn);
    Succeed("GET", output);
    Succeed("DELETE", output);
    EXPECT_EQ(world_.Get(output).status, 404);
  }

  const Router router_;
  std::set<std::string_view> succeeded_;
};

TEST_F(ResponsesTest, EveryOperationAnswersWithItsStatusAndShape) { RunEverything(); }

// The year 10000 has five digits, which no SDK reads.
TEST_F(ResponsesTest, SoItDoesAtTheEndOfTime) {
  for (const char* mode : {"real", "frozen"}) {
    SCOPED_TRACE(mode);
    ASSERT_EQ(world_.Post("/_mediaconnect/reset").status, 200);
    ASSERT_EQ(world_.Put("/_mediaconnect/clock", Json{{"mode", mode}}).status, 200);
    const Json last{{"to", "9999-12-31T23:59:59.999Z"}};
    ASSERT_EQ(world_.Post("/_mediaconnect/clock/advance", last).status, 200);
    world_.clock.Advance(1'000'000);
    RunEverything();
  }
}

TEST_F(ResponsesTest, RequiredListsAreThereWhenTheyAreEmpty) {
  EXPECT_EQ(world_.Get("/v1/flows").body, R"({"flows":[]})");
  EXPECT_EQ(world_.Get("/v1/entitlements").body, R"({"entitlements":[]})");
  const std::string arn = world_.CreateFlow();
  const Answer flow = world_.Get("/v1/flows/" + arn);
  EXPECT_EQ(flow.Size("flow.outputs"), 0u);
  EXPECT_EQ(flow.Size("flow.entitlements"), 0u);
}

TEST_F(ResponsesTest, WhatIsNotSetIsLeftOut) {
  const std::string arn = world_.CreateFlow();
  const Answer answer = world_.Get("/v1/flows/" + arn);
  EXPECT_EQ(answer.body.find("null"), std::string::npos) << answer.body;
  for (const char* member : {"flow.description", "flow.maintenance", "flow.source.description",
                             "flow.source.decryption", "flow.source.entitlementArn", "messages"}) {
    EXPECT_FALSE(answer.Has(member)) << member;
  }
}

}  // namespace
}  // namespace mediaconnect
