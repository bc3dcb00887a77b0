// Faults in the words of LocalStack.
#include <gtest/gtest.h>

#include "tests/server/faults/fixture.h"

namespace mediaconnect {
namespace {

using namespace std::chrono_literals;

class LocalStackTest : public FaultsTest {
 protected:
  // The list after a call of /_localstack/chaos/faults.
  std::string Faults(std::string_view method, const Body& body = "") {
    const Answer answer = world_.Call(method, "/_localstack/chaos/faults", body);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.body;
  }
  std::string SetLatency(int latency) {
    return world_.Post("/_localstack/chaos/effects", Json{{"latency", latency}}).body;
  }
};

TEST_F(LocalStackTest, FaultsAreSetAddedAndRemoved) {
  EXPECT_EQ(Faults("GET"), "[]");
  const std::string ours = R"([{"service":"mediaconnect","region":"us-east-1"}])";
  EXPECT_EQ(Faults("POST", ours), ours);
  EXPECT_EQ(Faults("GET"), ours);
  const Answer answer = world_.Get("/v1/flows");
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.error, "ServiceUnavailable");
  EXPECT_EQ(answer.message, "Operation failed due to a simulated fault");
  EXPECT_EQ(world_.Call("GET", "/v1/flows", "", kAccount, "eu-west-1").status, 200);

  const std::string more =
      R"({"operation":"ListFlows","error":{"statusCode":500,"code":"ChaosOutage"}})";
  const std::string both = ours.substr(0, ours.size() - 1) + "," + more + "]";
  EXPECT_EQ(Faults("PATCH", "[" + more + "]"), both);
  EXPECT_EQ(world_.Get("/v1/flows").status, 503);  // the first that fits
  EXPECT_EQ(Faults("DELETE", ours), "[" + more + "]");
  EXPECT_EQ(world_.Get("/v1/flows").error, "ChaosOutage");
  EXPECT_EQ(world_.Get("/v1/flows").status, 500);
  EXPECT_EQ(world_.Get("/v1/entitlements").status, 200);
  EXPECT_EQ(Faults("DELETE"), "[]");
  EXPECT_EQ(world_.Get("/v1/flows").status, 200);
  Faults("POST", "[{}]");
  EXPECT_EQ(world_.Get("/v1/flows/x").status, 503);
  EXPECT_EQ(Faults("DELETE", "[]"), "[]");
  Faults("POST", R"([{"probability":0}])");
  EXPECT_EQ(world_.Get("/v1/flows").status, 200);
  EXPECT_EQ(Faults("POST", "[]"), "[]");
}

TEST_F(LocalStackTest, RulesAboutOtherServicesAreKeptAndStrikeNothing) {
  const std::string others =
      R"([{"service":"s3"},{"service":"kinesis","operation":"PutRecord"},{"operation":"PutItem"}])";
  EXPECT_EQ(Faults("POST", others), others);
  EXPECT_EQ(world_.Get("/v1/flows").status, 200);
  ExpectError(world_.Post("/_localstack/chaos/faults",
                          R"([{"service":"mediaconnect","operation":"listFlows"}])"),
              400, "BadRequestException", "ListFlows?");
  EXPECT_EQ(Faults("GET"), others);
}

TEST_F(LocalStackTest, EffectsDelayEveryCall) {
  EXPECT_EQ(world_.Get("/_localstack/chaos/effects").body, R"({"latency":0})");
  EXPECT_EQ(SetLatency(5000), R"({"latency":5000})");
  EXPECT_EQ(world_.Get("/_localstack/chaos/effects").body, R"({"latency":5000})");
  EXPECT_EQ(Handle("GET", "/v1/flows").disturbance->delay, 5s);
  EXPECT_EQ(Faults("GET"), "[]");
  Faults("POST", R"([{"operation":"ListFlows"}])");
  const Reply struck = Handle("GET", "/v1/flows");
  EXPECT_EQ(struck.status, 503);
  EXPECT_EQ(struck.disturbance->delay, 5s);
  EXPECT_EQ(Handle("GET", "/v1/entitlements").disturbance->delay, 5s);
  EXPECT_EQ(world_.Post("/_localstack/chaos/effects", "{}").body, R"({"latency":0})");
  EXPECT_EQ(Handle("GET", "/v1/flows").disturbance->delay, 0s);
  EXPECT_FALSE(Handle("GET", "/v1/entitlements").disturbance);
  EXPECT_EQ(world_.Get("/_localstack/health").status, 200);
  ExpectError(world_.Post("/_localstack/chaos/effects", Json{{"latency", -1}}), 400,
              "BadRequestException", "latency");
}

TEST_F(LocalStackTest, WhatItSetsIsAmongTheFaultsOfTheServer) {
  const Answer own = world_.Post(kServer, kUnavailable + Json{{"operation", "StartFlow"}});
  EXPECT_EQ(own.Text("id"), "fault-1");
  Faults("POST", R"([{"region":"us-east-1"}])");
  Answer list = world_.Get(kServer);
  ASSERT_EQ(list.Size("faults"), 2u);
  EXPECT_EQ(list.Text("faults.0.region"), "us-east-1");
  EXPECT_EQ(list.Text("faults.0.id"), "fault-2");
  EXPECT_EQ(list.Text("faults.1.id"), "fault-1");
  EXPECT_EQ(world_.Put(kServer, list.body).status, 200);  // as it was answered
  EXPECT_EQ(Faults("GET"), "[]");                         // now it is one of this server's own
  Faults("POST", R"([{"region":"us-east-1"}])");
  world_.Delete(kServer);
  EXPECT_EQ(Faults("GET"), "[]");
  Faults("POST", R"([{"region":"us-east-1"}])");
  world_.Post("/_mediaconnect/reset");
  EXPECT_EQ(Faults("GET"), "[]");
}

TEST_F(LocalStackTest, WhatIsNoListOfRulesIsRefused) {
  const auto refuse = [&](const Body& body, const Names& names) {
    ExpectError(world_.Post("/_localstack/chaos/faults", body), 400, "BadRequestException", names);
  };
  refuse("{}", "list");
  refuse("", "");
  refuse(R"([{"probability":2}])", "probability");
  refuse(R"([{"probability":"often"}])", "probability");
  refuse(R"([{"error":{"statusCode":42}}])", {"statusCode", "42"});
  refuse(R"([7])", "[0]");
  EXPECT_EQ(Faults("GET"), "[]");
}

}  // namespace
}  // namespace mediaconnect
