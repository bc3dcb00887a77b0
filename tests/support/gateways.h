// Gateways and instances, for tests.
#pragma once

#include <string>

#include "tests/support/world.h"

namespace mediaconnect {

inline Json Network(const std::string& name, const std::string& cidr = "10.0.0.0/16") {
  return Json{{"name", name}, {"cidrBlock", cidr}};
}

inline Json GatewayRequest(const std::string& name = "gateway") {
  return Json{{"name", name},
              {"egressCidrBlocks", List({"10.0.0.0/8"})},
              {"networks", List({Network("studio")})}};
}

class GatewayTest : public WorldTest {
 protected:
  using WorldTest::WorldTest;

  std::string CreateGateway(const std::string& name = "gateway") {
    return world_.Post("/v1/gateways", GatewayRequest(name)).Text("gateway.gatewayArn");
  }
  Answer Register(const std::string& gateway, const std::string& instance_id) {
    return world_.Post("/_mediaconnect/gateway-instances",
                       Json{{"gatewayArn", gateway}, {"instanceId", instance_id}});
  }
  std::string RegisterOne(const std::string& gateway, const std::string& instance_id = "mi-0a1") {
    return Register(gateway, instance_id).Text("gatewayInstanceArn");
  }
  Answer Describe(const std::string& instance) {
    return world_.Get("/v1/gateway-instances/" + instance);
  }
  void SetStatus(const std::string& arn, const std::string& status) {
    world_.state.Settle();  // what its creation began
    Database::Statement set(world_.state.database, "UPDATE resources SET status = ? WHERE arn = ?");
    set(status, arn).Run();
  }
};

}  // namespace mediaconnect
