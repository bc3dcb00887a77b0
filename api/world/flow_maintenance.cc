#include "api/world/flow_maintenance.h"

#include "api/flow_settings.h"
#include "api/operations/flow.h"

namespace mediaconnect {

json::Text RequireFlowMaintenance(Call& call) {
  const std::string_view arn = json::GetString(call.request, key::flowArn);
  const auto parts = ParseArn(arn);
  std::optional<Flow> flow;
  if (parts) {
    flow = call.state.flows.Find({std::string(parts->account), std::string(parts->region)}, arn);
  }
  if (!flow) throw BadRequest("flowArn: there is no flow " + Quote(arn));
  json::Value document = json::ParseTrusted(flow->doc);
  const std::string deadline(json::GetString(call.request, key::maintenanceDeadline));
  document.Set(key::maintenance, RequireMaintenance(json::Find(document, key::maintenance),
                                                    deadline, call.state.clock.NowMilliseconds()));
  StoreDocument(call, document, *flow);
  return json::ObjectWriter()
      .Add(key::flowArn, flow->arn)
      .Add(key::maintenance, json::Write(json::Get(document, key::maintenance)))
      .Finish();
}

}  // namespace mediaconnect
