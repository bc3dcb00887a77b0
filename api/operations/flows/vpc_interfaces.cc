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

void CheckLimits(Call& call, const Resource& flow) {
  const auto parts = call.state.resources.PartsOf(flow.id, ResourceKind::kFlowVpcInterface);
  for (const auto& [type, most] : kTypeLimits) {
    std::size_t count = 0;
    for (const Resource& part : parts) {
      if (TypeOfInterface(json::ParseTrusted(part.doc)) == type) ++count;
    }
    if (count <= most) continue;
    throw BadRequest("vpcInterfaces: a flow has at most " + std::to_string(most) +
                     " VPC interfaces of type " + std::string(type) +
                     ", and this request would make it " + std::to_string(count));
  }
}

json::Text AddVpcInterface(Call& call, const Resource& flow, const json::Node& request,
                           const std::string& path) {
  constexpr ResourceKind kKind = ResourceKind::kFlowVpcInterface;
  const std::string name = PartName(call, kKind, flow, path, request, "vpcInterface", kLongestName);
  json::Value document = json::Clone(request);
  document.Remove(key::vpcInterfaceTags);
  document.Set(key::networkInterfaceType, TypeOfInterface(request));
  json::Value ids = json::Value::Array();
  ids.Append(json::Value::String(call.state.ids.Next(call.scope, "eni").NetworkInterfaceId()));
  document.Set(key::networkInterfaceIds, std::move(ids));
  const std::string arn = PartArn(flow, kKind, name);
  const std::int64_t id = InsertPart(call, kKind, flow, arn, name, document);
  PutCreateTags(call, path, id, request, key::vpcInterfaceTags);
  return json::Write(document);
}

}  // namespace

json::Text AddVpcInterfaces(Call& call, const Resource& flow) {
  json::Text added =
      AddEach(call, key::vpcInterfaces, [&](const json::Node& request, const std::string& path) {
        return AddVpcInterface(call, flow, request, path);
      });
  CheckLimits(call, flow);
  return added;
}

json::Text AddFlowVpcInterfaces(Call& call) {
  const Resource flow = RequireFlow(call);
  return json::ObjectWriter()
      .Add(key::flowArn, flow.arn)
      .Add(key::vpcInterfaces, AddVpcInterfaces(call, flow))
      .Finish();
}

json::Text RemoveFlowVpcInterface(Call& call) {
  const Resource flow = RequireFlow(call);
  const Resource interface = RequireNamedPart(call, ResourceKind::kFlowVpcInterface, flow,
                                              "VPC interface", key::VpcInterfaceName);
  // UG21:vpc-interface-remove
  RequireStatus(flow, {FlowStatus::kStandby}, "have a VPC interface removed");
  RequireUnusedInterface(call, flow, interface.name);
  call.state.resources.Remove(interface.id);
  // M:RemoveFlowVpcInterfaceResponse: those that the service was unable to remove, which here are
  // none.
  return json::ObjectWriter()
      .Add(key::flowArn, flow.arn)
      .Add(key::nonDeletedNetworkInterfaceIds, json::ArrayWriter().Finish())
      .Add(key::vpcInterfaceName, interface.name)
      .Finish();
}

}  // namespace mediaconnect
