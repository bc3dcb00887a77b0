// A world whose transitions go by rules, and what to ask of it.
#pragma once

#include <string>
#include <vector>

#include "tests/support/gateways.h"

namespace mediaconnect {

using Rules = std::vector<Json>;

inline const std::string kServer = "/_mediaconnect/transitions";
inline const std::string kOfAccount =
    std::string("/_mediaconnect/accounts/") + kAccount + "/transitions";

class TransitionsTest : public GatewayTest {
 protected:
  void Set(const Rules& rules, const std::string& list = kOfAccount) {
    const Answer answer = world_.Put(list, Json{{"transitions", List(rules)}});
    EXPECT_EQ(answer.status, 200) << answer.body;
  }
  Answer Step(const std::string& arn) {
    return world_.Post(kOfAccount + "/step", Json{{"arn", arn}});
  }

  Answer Start(const std::string& flow) { return world_.Post("/v1/flows/start/" + flow); }
  Answer Stop(const std::string& flow) { return world_.Post("/v1/flows/stop/" + flow); }
  Answer Flow(const std::string& arn) { return world_.Get("/v1/flows/" + arn); }
  std::string StatusOf(const std::string& flow) {
    const Answer answer = Flow(flow);
    return answer.status == 200 ? answer.Text("flow.status") : "gone";
  }
  // As a list shows it, which is no look at the resource.
  std::string Listed() { return world_.Get("/v1/flows").Text("flows.0.status"); }

  Answer Bridge(const std::string& arn) { return world_.Get("/v1/bridges/" + arn); }
  Answer SetBridge(const std::string& arn, const std::string& state) {
    return world_.Put("/v1/bridges/" + arn + "/state", Json{{"desiredState", state}});
  }
  std::string BridgeState(const std::string& arn) { return Bridge(arn).Text("bridge.bridgeState"); }
  // On a gateway with an instance that takes it.
  std::string CreateBridge() {
    const std::string gateway = CreateGateway();
    instance_ = RegisterOne(gateway);
    const Answer answer = world_.Post("/v1/bridges", IngressBridge(gateway));
    EXPECT_EQ(answer.status, 201) << answer.body;
    return answer.Text("bridge.bridgeArn");
  }

  std::string instance_;
};

}  // namespace mediaconnect
