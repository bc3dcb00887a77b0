// POST /_mediaconnect/transitions/step: carries out a transition that waits for that.
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

}  // namespace

json::Text StepTransition(Call& call) {
  const Resource resource = RequireResourceOf(call, json::GetString(call.request, key::arn));
  const auto settled = call.state.lifecycle.Step(resource);
  if (!settled) {
    throw BadRequest(std::string(key::arn.name) + ": " + Quote(resource.arn) + " is " +
                     (resource.status.empty() ? "without states" : resource.status) +
                     " and has no transition that waits for a step (one begins by a rule of mode "
                     "manual)");
  }
  return json::ObjectWriter()
      .Add(key::arn, settled->arn)
      .Add(key::from, settled->from)
      .Add(key::to, settled->to)
      .Add(key::at, FormatInstant(settled->at))
      .Finish();
}

}  // namespace mediaconnect
