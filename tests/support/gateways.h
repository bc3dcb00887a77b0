// Gateways, instances and bridges, for tests.
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

// What a bridge's sources and outputs are made of; `more` goes into the one that is named.
inline Json NetworkSource(const std::string& name = "in", const Json& more = {}) {
  return Json{{"networkSource", Json{{"name", name},
                                     {"multicastIp", "239.1.1.1"},
                                     {"port", 5000},
                                     {"protocol", "rtp"},
                                     {"networkName", "studio"}} +
                                    more}};
}
inline Json FlowSource(const std::string& flow, const std::string& name = "in",
                       const Json& more = {}) {
  return Json{{"flowSource", Json{{"name", name}, {"flowArn", flow}} + more}};
}
inline Json NetworkOutput(const std::string& name = "out", const Json& more = {}) {
  return Json{{"networkOutput", Json{{"name", name},
                                     {"ipAddress", "192.0.2.9"},
                                     {"port", 5000},
                                     {"protocol", "udp"},
                                     {"ttl", 64},
                                     {"networkName", "studio"}} +
                                    more}};
}

inline Json IngressBridge(const std::string& gateway, const Json& more = {}) {
  return Json{{"name", "ingress"},
              {"placementArn", gateway},
              {"ingressGatewayBridge", {{"maxBitrate", 10000000}, {"maxOutputs", 2}}},
              {"sources", List({NetworkSource()})}} +
         more;
}
inline Json EgressBridge(const std::string& gateway, const std::string& flow,
                         const Json& more = {}) {
  return Json{{"name", "egress"},
              {"placementArn", gateway},
              {"egressGatewayBridge", {{"maxBitrate", 10000000}}},
              {"sources", List({FlowSource(flow)})},
              {"outputs", List({NetworkOutput()})}} +
         more;
}

// On a gateway of its own. Return the ARN.
inline std::string CreateGateway(World& world, const std::string& name = "gateway") {
  return world.Post("/v1/gateways", GatewayRequest(name)).Text("gateway.gatewayArn");
}
inline std::string CreateIngressBridge(World& world) {
  return world.Post("/v1/bridges", IngressBridge(CreateGateway(world))).Text("bridge.bridgeArn");
}
inline Json FromBridge(const std::string& bridge, const Json& more = {}) {
  return Json{{"gatewayBridgeSource", Json{{"bridgeArn", bridge}} + more}};
}

class GatewayTest : public WorldTest {
 protected:
  using WorldTest::WorldTest;

  std::string CreateGateway(const std::string& name = "gateway") {
    return mediaconnect::CreateGateway(world_, name);
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

// A gateway with the network "studio", and bridges on it.
class BridgeTest : public GatewayTest {
 protected:
  using GatewayTest::GatewayTest;

  static std::string Path(const std::string& bridge, const std::string& rest = "") {
    return "/v1/bridges/" + bridge + rest;
  }
  Answer CreateBridge(const Json& request) { return world_.Post("/v1/bridges", request); }
  Answer Ingress(const Json& more = {}) { return CreateBridge(IngressBridge(gateway_, more)); }
  Answer Egress(const Json& more = {}) { return CreateBridge(EgressBridge(gateway_, flow_, more)); }
  std::string IngressArn(const Json& more = {}) { return Ingress(more).Text("bridge.bridgeArn"); }
  std::string EgressArn(const Json& more = {}) { return Egress(more).Text("bridge.bridgeArn"); }

  Answer DescribeBridge(const std::string& bridge) { return world_.Get(Path(bridge)); }
  std::string StateOf(const std::string& bridge) {
    return DescribeBridge(bridge).Text("bridge.bridgeState");
  }
  Answer SetState(const std::string& bridge, const std::string& desired) {
    return world_.Put(Path(bridge, "/state"), Json{{"desiredState", desired}});
  }
  Answer DescribeFlow(const std::string& flow) { return world_.Get("/v1/flows/" + flow); }

  const std::string gateway_ = CreateGateway();
  const std::string flow_ = world_.CreateFlow();
};

}  // namespace mediaconnect
