// POST /_mediaconnect/flow-maintenance: maintenance becomes required of a flow, which on AWS
// happens when there are updates for it (UGnow:maintenance).
#include "api/contract/message.h"
#include "api/operations/flows/flows.h"
#include "handlers.h"

namespace mediaconnect {

json::Text RequireFlowMaintenance(Call& call) {
  const std::string_view arn = json::GetString(call.request, key::flowArn);
  const auto parts = ParseArn(arn);
  std::optional<Resource> flow;
  if (parts) {
    flow = call.state.resources.Find(
        ResourceKind::kFlow, {std::string(parts->account), std::string(parts->region)}, arn);
  }
  if (!flow) throw BadRequest("flowArn: flow " + Quote(arn) + " does not exist");
  const std::string deadline(json::GetString(call.request, key::maintenanceDeadline));
  const json::Text maintenance = RequireMaintenance(call, *flow, deadline);
  return json::ObjectWriter()
      .Add(key::flowArn, flow->arn)
      .Add(key::maintenance, maintenance)
      .Finish();
}

}  // namespace mediaconnect
