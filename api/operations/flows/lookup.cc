#include "api/operations/flows/lookup.h"

#include <vector>

#include "api/operations/flows/flows.h"
#include "api/rules/not_found.h"

namespace mediaconnect {

Resource FindFlow(Call& call) {
  const std::string_view arn = json::GetString(call.request, key::FlowArn);
  auto flow = call.state.resources.Find(ResourceKind::kFlow, call.scope, arn);
  if (flow) return std::move(*flow);
  throw NoSuchResource(call, "Flow", arn, [&](const Scope& scope) {
    return call.state.resources.Find(ResourceKind::kFlow, scope, arn).has_value();
  });
}

Resource RequireFlow(Call& call) {
  Resource flow = FindFlow(call);
  RefuseWhileDeleting(flow);
  return flow;
}

void RequireStatus(const Resource& flow, std::initializer_list<FlowStatus> states,
                   std::string_view purpose) {
  std::vector<std::string_view> allowed;
  for (const FlowStatus state : states) {
    if (flow.Is(state)) return;
    allowed.push_back(TextOf(state));
  }
  throw BadRequest("Flow " + flow.arn + " is " + flow.status + "; it must be " +
                   JoinWithOr(allowed) + " to " + std::string(purpose) + ".");
}

Resource RequirePart(Call& call, ResourceKind kind, const Resource& flow, std::string_view what,
                     Key arn_key) {
  const std::string_view arn = json::GetString(call.request, arn_key);
  auto part = call.state.resources.Find(kind, call.scope, arn);
  if (part && part->parent_id == flow.id) return std::move(*part);
  throw NotFound(std::string(what) + " " + Quote(arn) + " does not exist on flow " + flow.arn +
                 ".");
}

Resource RequireNamedPart(Call& call, ResourceKind kind, const Resource& flow,
                          std::string_view what, Key name_key) {
  const std::string_view name = json::GetString(call.request, name_key);
  auto part = call.state.resources.FindPart(flow.id, kind, name);
  if (part) return std::move(*part);
  throw NotFound(std::string(what) + " " + Quote(name) + " does not exist on flow " + flow.arn +
                 ".");
}

}  // namespace mediaconnect
