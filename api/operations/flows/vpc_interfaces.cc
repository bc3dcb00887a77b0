#include "api/operations/flows/vpc_interfaces.h"

#include "api/operations/flows/attachments.h"
#include "api/operations/flows/lookup.h"
#include "api/operations/flows/parts.h"
#include "api/rules/tags.h"
#include "handlers.h"

namespace mediaconnect {
namespace {

constexpr std::size_t kLongestName = 64;  // not documented: as a source's

// UGnow:quotas: "2 ENA + 1 EFA".
struct TypeLimit {
  std::string_view type;
  std::size_t most;
};
constexpr TypeLimit kTypeLimits[] = {{"ena", 2}, {"efa", 1}};

std::string_view TypeOfInterface(const json::Node& spec) {
  return json::GetString(spec, key::networkInterfaceType, "ena");  // M:VpcInterfaceRequest
}

void CheckLimits(const Flow& flow) {
  for (const auto& [type, most] : kTypeLimits) {
    std::size_t count = 0;
    for (const Record& part : flow.vpc_interfaces()) {
      if (TypeOfInterface(part.document()) == type) ++count;
    }
    if (count <= most) continue;
    throw BadRequest("vpcInterfaces: a flow has at most " + std::to_string(most) +
                     " VPC interfaces of type " + std::string(type) +
                     ", and this request would make it " + std::to_string(count));
  }
}

const Record& AddVpcInterface(Flow& flow, const json::Node& request, const std::string& path) {
  constexpr ResourceKind kKind = ResourceKind::kFlowVpcInterface;
  Call& call = flow.call();
  const std::string name = PartName(flow, kKind, path, request, "vpcInterface", kLongestName);
  json::Value document = json::Clone(request);
  document.Remove(key::vpcInterfaceTags);
  document.Set(key::networkInterfaceType, TypeOfInterface(request));
  json::Value ids = json::Value::Array();
  ids.Append(json::Value::String(call.state.ids.Next(call.scope, "eni").NetworkInterfaceId()));
  document.Set(key::networkInterfaceIds, std::move(ids));
  const Record& part = flow.AddPart(kKind, PartArn(flow, kKind, name), name, std::move(document));
  PutCreateTags(call, path, part.id(), request, key::vpcInterfaceTags);
  return part;
}

}  // namespace

json::Text AddVpcInterfaces(Flow& flow) {
  json::Text added = AddEach(flow, key::vpcInterfaces, AddVpcInterface);
  CheckLimits(flow);
  return added;
}

json::Text AddFlowVpcInterfaces(Call& call) {
  Flow flow = RequireFlowForChange(call);
  const json::Text added = AddVpcInterfaces(flow);
  flow.Finish();
  return json::ObjectWriter().Add(key::flowArn, flow.arn()).Add(key::vpcInterfaces, added).Finish();
}

json::Text RemoveFlowVpcInterface(Call& call) {
  Flow flow = RequireFlowForChange(call);
  const Record& interface = RequireNamedPart(flow, ResourceKind::kFlowVpcInterface, "VPC interface",
                                             key::VpcInterfaceName);
  // UG21:vpc-interface-remove
  RequireStatus(flow, {FlowStatus::kStandby}, "have a VPC interface removed");
  RequireUnusedInterface(flow, interface.name());
  const std::string name = interface.name();
  flow.RemovePart(interface);
  flow.Finish();
  // M:RemoveFlowVpcInterfaceResponse: those that the service was unable to remove, which here are
  // none.
  return json::ObjectWriter()
      .Add(key::flowArn, flow.arn())
      .Add(key::nonDeletedNetworkInterfaceIds, json::ArrayWriter().Finish())
      .Add(key::vpcInterfaceName, name)
      .Finish();
}

}  // namespace mediaconnect
