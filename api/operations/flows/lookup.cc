#include "api/operations/flows/lookup.h"

#include "api/operations/flows/flows.h"
#include "api/rules/lookup.h"
#include "api/rules/states.h"

namespace mediaconnect {
namespace {

ApiError NoSuchPart(const Flow& flow, std::string_view what, std::string_view asked) {
  return NotFound(std::string(what) + " " + Quote(asked) + " does not exist on flow " + flow.arn() +
                  ".");
}

}  // namespace

std::optional<Flow> FindFlow(Call& call, const Scope& scope, std::string_view arn) {
  return Flow::Find<Flow>(call, ResourceKind::kFlow, scope, arn);
}

Flow FlowOfId(Call& call, std::int64_t id) {
  return Flow::Find<Flow>(call, ResourceKind::kFlow, id).value();
}

Flow RequireFlow(Call& call) {
  const std::string_view arn = json::GetString(call.request, key::FlowArn);
  auto flow = FindFlow(call, call.scope, arn);
  if (flow) return std::move(*flow);
  throw NoSuchResource(call, ResourceKind::kFlow, "Flow", arn);
}

Flow RequireFlowForChange(Call& call) {
  Flow flow = RequireFlow(call);
  RefuseWhileDeleting(flow.row());
  return flow;
}

void RequireStatus(const Flow& flow, std::initializer_list<FlowStatus> states,
                   std::string_view purpose) {
  RequireState(ErrorCode::BadRequestException, "Flow", flow.row(), states, purpose);
}

Record& RequirePart(Flow& flow, ResourceKind kind, std::string_view what, Key arn_key) {
  const std::string_view arn = json::GetString(flow.call().request, arn_key);
  Record* part = flow.FindPartByArn(kind, arn);
  if (part == nullptr) throw NoSuchPart(flow, what, arn);
  return *part;
}

Record& RequireNamedPart(Flow& flow, ResourceKind kind, std::string_view what, Key name_key) {
  const std::string_view name = json::GetString(flow.call().request, name_key);
  Record* part = flow.FindPart(kind, name);
  if (part == nullptr) throw NoSuchPart(flow, what, name);
  return *part;
}

}  // namespace mediaconnect
