#include "api/operations/bridges/outputs.h"

#include "api/operations/bridges/bridges.h"
#include "api/rules/address.h"
#include "api/rules/numbers.h"
#include "handlers.h"

namespace mediaconnect {
namespace {

constexpr ResourceKind kKind = ResourceKind::kBridgeOutput;

void CheckNetworkOutput(const Bridge& bridge, const std::string& path, const json::Node& spec) {
  CheckNetworkEnd(bridge, path, spec);
  CheckIpAddress(Path(path, key::ipAddress), json::GetString(spec, key::ipAddress));
  CheckNumber(path, spec, key::ttl, 1, 255);  // CDK:bridge
}

const json::Node& RequireNetworkOutput(const Bridge& bridge, const std::string& path,
                                       const json::Node& request) {
  if (!bridge.IsEgress()) {
    throw BadRequest(Path(path, key::networkOutput) +
                     ": is not valid on an ingress bridge, whose outputs are the flows that have "
                     "it as their source");
  }
  if (const json::Node* spec = json::Find(request, key::networkOutput)) return *spec;
  throw BadRequest(Path(path, key::networkOutput) + ": is required");
}

// An output of an ingress bridge is there for a source of a flow, and goes with it.
void RefuseFlowOutput(const Record& output) {
  const json::Node* flow = json::Find(output.document(), key::flowOutput);
  if (flow == nullptr) return;
  throw BadRequest("Output " + Quote(output.name()) + " belongs to source " +
                   std::string(json::GetString(*flow, key::flowSourceArn)) +
                   " and cannot be changed; update or remove the source instead.");
}

Record& RequireOutput(Bridge& bridge) {
  Record& output = RequireBridgePart(bridge, kKind, "Output", key::OutputName);
  RefuseFlowOutput(output);
  return output;
}

}  // namespace

json::Text AddOutputs(Bridge& bridge) {
  json::ArrayWriter added;
  ForEach(json::Items(bridge.call().request, key::outputs), key::outputs.name,
          [&](const json::Node& request, const std::string& at) {
            const json::Node& spec = RequireNetworkOutput(bridge, at, request);
            const std::string path = Path(at, key::networkOutput);
            CheckNetworkOutput(bridge, path, spec);
            added.Add(AddBridgePart(bridge, kKind, path, key::networkOutput, spec).text());
          });
  return added.Finish();
}

void AddFlowOutput(Call& call, std::int64_t bridge_id, std::string_view flow_arn,
                   const Resource& source) {
  Bridge bridge = BridgeOfId(call, bridge_id);
  json::Value output = json::Value::Object();
  const std::string name = bridge.NameLike(kKind, source.name);
  output.Set(key::name, name);
  output.Set(key::flowArn, flow_arn);
  output.Set(key::flowSourceArn, source.arn);
  json::Value document = json::Value::Object();
  document.Set(key::flowOutput, std::move(output));
  const Record& part = bridge.AddPart(kKind, "", name, std::move(document));
  call.state.feeds.SetOutput(source.id, part.id());
  bridge.Finish();
}

json::Text AddBridgeOutputs(Call& call) {
  Bridge bridge = RequireBridgeForChange(call);
  const json::Text added = AddOutputs(bridge);
  bridge.FinishUpdate();
  return json::ObjectWriter().Add(key::bridgeArn, bridge.arn()).Add(key::outputs, added).Finish();
}

json::Text UpdateBridgeOutput(Call& call) {
  Bridge bridge = RequireBridgeForChange(call);
  Record& output = RequireOutput(bridge);
  if (const json::Node* changes = json::Find(call.request, key::networkOutput)) {
    json::Value spec = UpdatedSpec(output, key::networkOutput, *changes);
    CheckNetworkOutput(bridge, std::string(key::networkOutput.name), spec);
    SetSpec(output, key::networkOutput, std::move(spec));
  }
  bridge.FinishUpdate();
  return json::ObjectWriter()
      .Add(key::bridgeArn, bridge.arn())
      .Add(key::output, output.text())
      .Finish();
}

json::Text RemoveBridgeOutput(Call& call) {
  Bridge bridge = RequireBridgeForChange(call);
  const Record& output = RequireOutput(bridge);
  const std::string name = output.name();
  bridge.RemovePart(output);
  bridge.FinishUpdate();
  return json::ObjectWriter().Add(key::bridgeArn, bridge.arn()).Add(key::outputName, name).Finish();
}

}  // namespace mediaconnect
