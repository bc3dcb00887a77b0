// POST /_mediaconnect/transitions/step: carries out a transition that waits for that.
#include <optional>
#include <utility>
#include <vector>

#include "api/contract/message.h"
#include "api/contract/timestamp.h"
#include "api/rules/lookup.h"
#include "handlers.h"

namespace mediaconnect {
namespace {

Resource RequireResourceOf(Call& call, std::string_view arn) {
  auto resource = call.state.resources.Find(OwnerWithin(call, arn), arn);
  if (resource) return std::move(*resource);
  throw BadRequest(std::string(key::arn.name) + ": " + IsNotThere(call, "resource", arn));
}

// The transition of the resource that waits for a step, or else that of a part of it.
std::optional<Lifecycle::Settled> Step(Call& call, const Resource& resource) {
  if (auto settled = call.state.lifecycle.Step(resource)) return settled;
  std::vector<Resource> parts;
  call.state.resources.FindWhole(resource.id, [&](Resource&& part) {
    if (part.id != resource.id && !part.status.empty()) parts.push_back(std::move(part));
  });
  for (const Resource& part : parts) {
    if (auto settled = call.state.lifecycle.Step(part)) return settled;
  }
  return std::nullopt;
}

}  // namespace

json::Text StepTransition(Call& call) {
  const Resource resource = RequireResourceOf(call, json::GetString(call.request, key::arn));
  const auto settled = Step(call, resource);
  if (!settled) {
    throw BadRequest(std::string(key::arn.name) + ": " + Quote(resource.arn) + " is " +
                     (resource.status.empty() ? "without states" : resource.status) +
                     " and has no transition that waits for a step (one begins by a rule of mode "
                     "manual)");
  }
  return json::ObjectWriter()
      .Add(key::arn, resource.arn)
      .Add(key::from, settled->from)
      .Add(key::to, settled->to)
      .Add(key::at, FormatInstant(settled->at))
      .Finish();
}

}  // namespace mediaconnect
