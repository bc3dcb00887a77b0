// Router outputs (rules 3.4): CreateRouterOutput, GetRouterOutput, BatchGetRouterOutput,
// ListRouterOutputs, UpdateRouterOutput, DeleteRouterOutput, StartRouterOutput, StopRouterOutput,
// RestartRouterOutput.
#include <string>
#include <utility>

#include "api/operations/routers/connections.h"
#include "api/operations/routers/ends.h"
#include "api/operations/routers/protocols.h"
#include "api/operations/routers/takes.h"
#include "handlers.h"

namespace mediaconnect {
namespace {

void CompleteVariant(const std::string& path, std::string_view /*variant*/, json::Value& members) {
  routers::CompleteStandard(path, members);
}

// An output that is updated still fits the input that it takes.
void CheckTaken(Call& call, const Resource& output, const json::Node& document) {
  const auto route = call.state.routers.FindRoute(output.id);
  if (!route) return;
  const Resource input = call.state.routers.FindTaken(route->id).value();
  routers::CheckFit("", document, json::ParseTrusted(input.doc));
}

void Complete(const routers::Making& making, json::Value& document) {
  routers::CompleteEnd(making, document);
  routers::CompleteConfiguration(making, document, CompleteVariant);
  if (!making.IsNew()) CheckTaken(making.call, making.resource, document);
}

void Show(Call& call, const Resource& output, json::Value& shown) {
  routers::ShowEnd(call, output, shown);
  routers::ShowRoute(call, output, shown);
  json::Value details = json::Value::Object();
  details.SetNamed(routers::VariantOf(json::Get(shown, key::configuration)).name,
                   json::Value::Object());
  shown.Set(key::streamDetails, std::move(details));
}

// A router output keeps its take until it is gone (rules 3.4).
void RequireUnused(Call& /*call*/, const Resource& output) { routers::RequireDisconnected(output); }

constexpr routers::Family kFamily{
    .kind = ResourceKind::kRouterOutput,
    .noun = "Router output",
    .one = key::routerOutput,
    .many = key::routerOutputs,
    .type = key::outputType,
    .quota = Quota::kRouterOutputs,
    .quota_breach = ErrorCode::RouterOutputServiceQuotaExceededException,
    .created = RouterState::kStandby,
    .updatable = routers::kUpdatableEnd,
    .removable = routers::kRemovableEnd,
    .complete = Complete,
    .show = Show,
    .require_unused = RequireUnused,
};

}  // namespace

json::Text CreateRouterOutput(Call& call) { return routers::Create(call, kFamily); }
json::Text GetRouterOutput(Call& call) { return routers::Get(call, kFamily); }
json::Text BatchGetRouterOutput(Call& call) { return routers::BatchGet(call, kFamily); }
json::Text ListRouterOutputs(Call& call) { return routers::List(call, kFamily); }
json::Text UpdateRouterOutput(Call& call) { return routers::Update(call, kFamily); }
json::Text DeleteRouterOutput(Call& call) { return routers::Delete(call, kFamily); }
json::Text StartRouterOutput(Call& call) { return routers::Start(call, kFamily); }
json::Text StopRouterOutput(Call& call) { return routers::Stop(call, kFamily); }
json::Text RestartRouterOutput(Call& call) { return routers::Restart(call, kFamily); }

}  // namespace mediaconnect
