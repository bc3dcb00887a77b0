// POST /_mediaconnect/flow-maintenance: maintenance becomes required of a flow, which on AWS
// happens when there are updates for it (UGnow:maintenance).
#include "api/operations/flows/flows.h"
#include "handlers.h"

namespace mediaconnect {

json::Text RequireFlowMaintenance(Call& call) {
  const std::string_view arn = json::GetString(call.request, key::flowArn);
  const std::string deadline(json::GetString(call.request, key::maintenanceDeadline));
  const json::Text maintenance = RequireMaintenance(call, arn, deadline);
  return json::ObjectWriter().Add(key::flowArn, arn).Add(key::maintenance, maintenance).Finish();
}

}  // namespace mediaconnect
