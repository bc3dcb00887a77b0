// The router's resources, for tests.
#pragma once

#include <functional>
#include <set>
#include <string>

#include "tests/support/world.h"

namespace mediaconnect {

inline Json PublicInterface(const std::string& name = "public", const Json& more = {}) {
  return Json{{"name", name},
              {"configuration",
               {{"public", {{"allowRules", List({Json{{"cidr", "10.0.0.0/8"}}})}}}}}} +
         more;
}
inline Json VpcInterface(const std::string& name = "vpc", const Json& more = {}) {
  return Json{{"name", name},
              {"configuration",
               {{"vpc", {{"securityGroupIds", List({"sg-1"})}, {"subnetId", "subnet-1"}}}}}} +
         more;
}

// What a router input receives by.
inline Json Rtp(int port = 5000) { return Json{{"rtp", {{"port", port}}}}; }
inline Json Rist(int port = 6000) {
  return Json{{"rist", {{"port", port}, {"recoveryLatencyMilliseconds", 200}}}};
}
inline Json SrtListener(int port = 9200) {
  return Json{{"srtListener", {{"port", port}, {"minimumLatencyMilliseconds", 120}}}};
}
inline Json SrtCaller(const std::string& address = "192.0.2.7") {
  return Json{
      {"srtCaller",
       {{"sourceAddress", address}, {"sourcePort", 9300}, {"minimumLatencyMilliseconds", 120}}}};
}
inline Json Standard(const std::string& interface, const Json& protocol, const Json& more = {}) {
  return Json{
      {"standard",
       Json{{"networkInterfaceArn", interface}, {"protocolConfiguration", protocol}} + more}};
}
inline Json Failover(const std::string& interface, const std::vector<Json>& protocols) {
  return Json{{"failover",
               {{"networkInterfaceArn", interface},
                {"protocolConfigurations", List(protocols)},
                {"sourcePriorityMode", "NO_PRIORITY"}}}};
}
inline Json Merge(const std::string& interface, const std::vector<Json>& protocols) {
  return Json{{"merge",
               {{"networkInterfaceArn", interface},
                {"protocolConfigurations", List(protocols)},
                {"mergeRecoveryWindowMilliseconds", 500}}}};
}
inline const Json kAutomatic{{"encryptionKeyConfiguration", {{"automatic", Json{}}}}};
inline Json FromFlow(const Json& more = {}) {
  return Json{{"mediaConnectFlow", Json{{"sourceTransitDecryption", kAutomatic}} + more}};
}
inline Json FromChannel() {
  return Json{{"mediaLiveChannel", {{"sourceTransitDecryption", kAutomatic}}}};
}

inline Json InputRequest(const Json& configuration, const Json& more = {}) {
  return Json{{"name", "in"},
              {"configuration", configuration},
              {"maximumBitrate", 1'000'000},
              {"tier", "INPUT_20"},
              {"routingScope", "REGIONAL"}} +
         more;
}

// What a router output sends by.
inline Json RtpTo(const std::string& address = "192.0.2.9", int port = 5000) {
  return Json{{"rtp", {{"destinationAddress", address}, {"destinationPort", port}}}};
}
inline Json ToFlow(const Json& more = {}) {
  return Json{{"mediaConnectFlow", Json{{"destinationTransitEncryption", kAutomatic}} + more}};
}
inline Json OutputRequest(const Json& configuration, const Json& more = {}) {
  return Json{{"name", "out"},
              {"configuration", configuration},
              {"maximumBitrate", 20'000'000},
              {"tier", "OUTPUT_20"},
              {"routingScope", "REGIONAL"}} +
         more;
}

class RouterTest : public WorldTest {
 protected:
  using WorldTest::WorldTest;

  static std::string InterfacePath(const std::string& arn) {
    return "/v1/routerNetworkInterface/" + arn;
  }
  Answer CreateInterface(const Body& request = PublicInterface()) {
    return world_.Post("/v1/routerNetworkInterface", request);
  }
  std::string InterfaceArn(const Json& request = PublicInterface()) {
    const Answer answer = CreateInterface(request);
    EXPECT_EQ(answer.status, 201) << answer.body;
    return answer.Text("routerNetworkInterface.arn");
  }
  Answer GetInterface(const std::string& arn) { return world_.Get(InterfacePath(arn)); }
  std::string StateOfInterface(const std::string& arn) {
    return GetInterface(arn).Text("routerNetworkInterface.state");
  }

  static std::string InputPath(const std::string& arn, const std::string& rest = "") {
    return "/v1/routerInput/" + arn + rest;
  }
  Answer CreateInput(const Json& request) { return world_.Post("/v1/routerInput", request); }
  // One that receives RTP, on an interface of its own.
  std::string InputArn(const Json& more = {}) {
    const Answer answer = CreateInput(InputRequest(Standard(InterfaceArn(), Rtp()), more));
    EXPECT_EQ(answer.status, 201) << answer.body;
    return answer.Text("routerInput.arn");
  }
  Answer GetInput(const std::string& arn) { return world_.Get(InputPath(arn)); }
  std::string StateOfInput(const std::string& arn) {
    return GetInput(arn).Text("routerInput.state");
  }
  Answer UpdateInput(const std::string& arn, const Json& members) {
    return world_.Put(InputPath(arn), members);
  }
  Answer DeleteInput(const std::string& arn) { return world_.Delete(InputPath(arn)); }
  // "start", "stop" or "restart".
  Answer RunInput(const std::string& what, const std::string& arn) {
    return world_.Post("/v1/routerInput/" + what + "/" + arn);
  }
  std::string StartedInput(const Json& more = {}) {
    std::string arn = InputArn(more);
    world_.state.Settle();
    EXPECT_EQ(RunInput("start", arn).status, 202);
    return arn;
  }

  static std::string OutputPath(const std::string& arn) { return "/v1/routerOutput/" + arn; }
  Answer CreateOutput(const Json& request) { return world_.Post("/v1/routerOutput", request); }
  // One that sends RTP, on an interface of its own, and is in STANDBY.
  std::string OutputArn(const Json& more = {}) {
    const Answer answer = CreateOutput(OutputRequest(Standard(InterfaceArn(), RtpTo()), more));
    EXPECT_EQ(answer.status, 201) << answer.body;
    world_.state.Settle();
    return answer.Text("routerOutput.arn");
  }
  Answer GetOutput(const std::string& arn) { return world_.Get(OutputPath(arn)); }
  Answer UpdateOutput(const std::string& arn, const Json& members) {
    return world_.Put(OutputPath(arn), members);
  }
  Answer DeleteOutput(const std::string& arn) { return world_.Delete(OutputPath(arn)); }
  Answer RunOutput(const std::string& what, const std::string& arn) {
    return world_.Post("/v1/routerOutput/" + what + "/" + arn);
  }
  Answer Take(const std::string& output, const std::string& input) {
    return world_.Put("/v1/routerOutput/takeRouterInput/" + output,
                      Json{{"routerInputArn", input}});
  }
  Answer TakeNone(const std::string& output) {
    return world_.Put("/v1/routerOutput/takeRouterInput/" + output, "{}");
  }
  std::string RouteOf(const std::string& output) {
    return GetOutput(output).Text("routerOutput.routedState");
  }

  // Calls the operation on a resource of its own in each of the states: it answers with `status` in
  // those that allow it, and in the others with a conflict that names the state.
  struct InStates {
    std::set<std::string> all;
    std::function<std::string()> make;

    using Call = std::function<Answer(const std::string& arn)>;
  };
  void ExpectIn(const InStates& states, const std::set<std::string>& allowed, int status,
                const InStates::Call& call) {
    for (const std::string& state : states.all) {
      SCOPED_TRACE(state);
      const std::string arn = states.make();
      SetStatus(arn, state);
      const Answer answer = call(arn);
      if (allowed.contains(state)) {
        EXPECT_EQ(answer.status, status) << answer.body;
      } else {
        ExpectError(answer, 409, "ConflictException", {arn, state, *allowed.begin()});
      }
    }
  }
  // Of inputs and outputs.
  static inline const std::set<std::string> kStatesOfEnds = {
      "CREATING", "STANDBY",   "STARTING",   "ACTIVE", "STOPPING",
      "UPDATING", "MIGRATING", "RECOVERING", "ERROR",  "DELETING"};

  void SetStatus(const std::string& arn, const std::string& status) {
    world_.state.Settle();  // what its creation began
    Database::Statement set(world_.state.database, "UPDATE resources SET status = ? WHERE arn = ?");
    set(status, arn).Run();
  }
};

}  // namespace mediaconnect
