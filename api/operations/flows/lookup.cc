#include "api/operations/flows/lookup.h"

#include <algorithm>

#include "api/operations/flows/flows.h"
#include "api/rules/not_found.h"

namespace mediaconnect {

Flow FindFlow(Call& call) {
  const std::string_view arn = json::GetString(call.request, key::FlowArn);
  auto flow = call.state.flows.Find(call.scope, arn);
  if (flow) return std::move(*flow);
  throw NoSuchResource(call, "Flow", arn, [&](const Scope& scope) {
    return call.state.flows.Find(scope, arn).has_value();
  });
}

Flow RequireFlow(Call& call) {
  Flow flow = FindFlow(call);
  RefuseWhileDeleting(flow);
  return flow;
}

void RequireStatus(const Flow& flow, std::initializer_list<std::string_view> states,
                   std::string_view purpose) {
  if (std::find(states.begin(), states.end(), flow.status) != states.end()) return;
  throw BadRequest("Flow " + flow.arn + " is " + flow.status + "; it must be " +
                   JoinWithOr(states) + " to " + std::string(purpose) + ".");
}

FlowPart RequirePart(Call& call, FlowPartStore& store, const Flow& flow, std::string_view what,
                     Key arn_key) {
  const std::string_view arn = json::GetString(call.request, arn_key);
  auto part = store.Find(call.scope, arn);
  if (part && part->flow_id == flow.id) return std::move(*part);
  throw NotFound(std::string(what) + " " + Quote(arn) + " does not exist on flow " + flow.arn +
                 ".");
}

FlowPart RequireNamedPart(Call& call, FlowPartStore& store, const Flow& flow, std::string_view what,
                          Key name_key) {
  const std::string_view name = json::GetString(call.request, name_key);
  auto part = store.FindByName(flow.id, name);
  if (part) return std::move(*part);
  throw NotFound(std::string(what) + " " + Quote(name) + " does not exist on flow " + flow.arn +
                 ".");
}

}  // namespace mediaconnect
