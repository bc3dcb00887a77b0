// /_mediaconnect/gateway-instances: machines that register with a gateway, lose their connection,
// come back, and are gone.
#include "api/operations/gateways/gateways.h"
#include "handlers.h"

namespace mediaconnect {

json::Text RegisterGatewayInstance(Call& call) {
  std::optional<std::string_view> id;
  if (const json::Node* given = json::Find(call.request, key::instanceId)) {
    id = json::StringOf(*given);
  }
  const std::string arn =
      RegisterInstance(call, json::GetString(call.request, key::gatewayArn), id);
  return json::ObjectWriter().Add(key::gatewayInstanceArn, arn).Finish();
}

json::Text SetGatewayInstanceConnection(Call& call) {
  const std::string_view arn = json::GetString(call.request, key::gatewayInstanceArn);
  const std::string_view status = json::GetString(call.request, key::connectionStatus);
  SetConnectionStatus(call, arn, status);
  return json::ObjectWriter()
      .Add(key::gatewayInstanceArn, arn)
      .Add(key::connectionStatus, status)
      .Finish();
}

json::Text RemoveGatewayInstance(Call& call) {
  RemoveInstance(call, json::GetString(call.request, key::gatewayInstanceArn));
  return {};
}

}  // namespace mediaconnect
