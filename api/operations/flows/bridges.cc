#include "api/operations/flows/bridges.h"

#include <set>

#include "api/operations/bridges/bridges.h"
#include "api/operations/flows/attachments.h"
#include "api/operations/flows/flows.h"
#include "api/operations/flows/lookup.h"
#include "api/operations/flows/outputs.h"
#include "api/rules/lookup.h"

namespace mediaconnect {
namespace {

// A port of its own for each output that feeds a bridge. Which ones the service takes is not
// documented.
std::int64_t FreeBridgePort(const Flow& flow) {
  constexpr std::int64_t kFirst = 5000;
  std::set<std::int64_t> taken;
  for (const Record& output : flow.outputs()) {
    for (const json::Node& port : json::Items(output.document(), key::bridgePorts)) {
      taken.insert(port.GetInt64());
    }
  }
  std::int64_t port = kFirst;
  while (taken.contains(port)) ++port;
  return port;
}

// M:Output.BridgePorts "The bridge output ports currently in use."
json::Value MakeOutput(const Flow& flow, std::string_view bridge_arn) {
  json::Value ports = json::Value::Array();
  ports.Append(json::Value::Number(FreeBridgePort(flow)));
  json::Value document = json::Value::Object();
  document.Set(key::bridgeArn, bridge_arn);
  document.Set(key::bridgePorts, std::move(ports));
  return document;
}

// The caller's flow that a bridge's source names.
Flow RequireFlowOfBridge(Call& call, const std::string& path, std::string_view arn) {
  const Resource flow = RequireNamed(call, ResourceKind::kFlow, "flow", path, arn);
  if (flow.Is(FlowStatus::kDeleting)) {
    throw BadRequest(path + ": flow " + Quote(arn) + " is DELETING");
  }
  return FlowOfId(call, flow.id);
}

// The output goes to the bridge by the flow's VPC interface that the bridge's source names, if it
// names one.
void Attach(const Flow& flow, const std::string& path, const json::Node& spec, Record& output) {
  const json::Node* attachment = json::Find(spec, key::flowVpcInterfaceAttachment);
  if (attachment == nullptr) return;
  if (const json::Node* name = json::Find(*attachment, key::vpcInterfaceName)) {
    const std::string member = Path(path, key::flowVpcInterfaceAttachment);
    RequireInterface(flow, Path(member, key::vpcInterfaceName), json::StringOf(*name));
  }
  json::Value document = json::Clone(output.document());
  document.Set(key::vpcInterfaceAttachment, json::Clone(*attachment));
  output.Set(std::move(document));
}

}  // namespace

std::string_view BridgeArnOf(const json::Node& source) {
  const json::Node* bridge = json::Find(source, key::gatewayBridgeSource);
  return bridge == nullptr ? "" : json::GetString(*bridge, key::bridgeArn);
}

void FeedByBridge(Call& call, const std::string& path, const Record& source) {
  const std::string member = Path(Path(path, key::gatewayBridgeSource), key::bridgeArn);
  const Resource bridge = RequireIngressBridge(call, member, BridgeArnOf(source.document()));
  call.state.feeds.Set(source.id(), bridge.id);
}

void AddOutputsToBridges(Flow& flow) {
  Call& call = flow.call();
  for (const auto& feed : call.state.feeds.FindWithoutOutput(flow.id())) {
    for (const Record& source : flow.sources()) {
      if (source.id() != feed.source_id) continue;
      AddFlowOutput(call, feed.feeder_id, flow.arn(), source.row());
    }
  }
}

std::string FeedBridgeSource(Call& call, const std::string& path, const BridgeSource& source,
                             ErrorCode full) {
  const json::Node& spec = source.spec;
  Flow flow =
      RequireFlowOfBridge(call, Path(path, key::flowArn), json::GetString(spec, key::flowArn));
  Record* output =
      flow.FindPartByArn(ResourceKind::kFlowOutput, json::GetString(spec, key::outputArn, ""));
  if (output == nullptr) {
    RequireRoomForOutputs(flow, 1, full);
    output = &AddGeneratedOutput(flow, std::string(json::GetString(spec, key::name)),
                                 MakeOutput(flow, source.bridge_arn));
    call.state.feeds.Set(source.id, flow.id());
    call.state.feeds.SetOutput(source.id, output->id());
  }
  Attach(flow, path, spec, *output);
  flow.Finish();
  return output->arn();
}

}  // namespace mediaconnect
