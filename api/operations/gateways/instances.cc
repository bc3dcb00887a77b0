// Gateway instances: DescribeGatewayInstance, ListGatewayInstances, UpdateGatewayInstance,
// DeregisterGatewayInstance (rules 3.3), and what happens to their machines.
#include "api/operations/bridges/bridges.h"
#include "api/operations/gateways/gateways.h"
#include "api/rules/lookup.h"
#include "api/rules/paging.h"
#include "api/rules/states.h"
#include "api/rules/transition.h"
#include "handlers.h"

namespace mediaconnect {
namespace {

constexpr std::int64_t kDefaultPage = 10;  // M:ListGatewayInstances

json::Text RenderMessages(Call& call, const Resource& instance) {
  json::ArrayWriter messages;
  if (instance.Is(InstanceState::kRegistrationError) ||
      instance.Is(InstanceState::kDeregistrationError)) {
    messages.Add(RenderFailure(call, instance));
  }
  return messages.Finish();
}

// What is stored lacks the state, and what it runs.
json::Text Render(Call& call, const Resource& instance) {
  return json::ObjectWriter()
      .Splice(json::TextView(instance.doc))
      .Add(key::instanceState, instance.status)
      .Add(key::instanceMessages, RenderMessages(call, instance))
      .Add(key::runningBridgeCount, call.state.placements.CountRunBy(instance.id))
      .Finish();
}

json::Text ListedForm(std::string_view gateway_arn, const Resource& instance) {
  return json::ObjectWriter()
      .Add(key::gatewayArn, gateway_arn)
      .Add(key::gatewayInstanceArn, instance.arn)
      .Add(key::instanceId, instance.name)
      .Finish();
}

json::Value MakeDocument(std::string_view gateway_arn, const Resource& instance) {
  json::Value document = json::Value::Object();
  document.Set(key::gatewayArn, gateway_arn);
  document.Set(key::gatewayInstanceArn, instance.arn);
  document.Set(key::instanceId, instance.name);
  document.Set(key::connectionStatus, "CONNECTED");
  document.Set(key::bridgePlacement, "AVAILABLE");
  return document;
}

Resource RequireInstance(Call& call) {
  return RequireResource(call, ResourceKind::kGatewayInstance, "Gateway instance",
                         key::GatewayInstanceArn);
}

// Of the account and Region that its ARN names.
Resource RequireAnyonesInstance(Call& call, std::string_view arn) {
  auto instance =
      call.state.resources.Find(ResourceKind::kGatewayInstance, OwnerWithin(call, arn), arn);
  if (instance) return std::move(*instance);
  throw NotFound("gatewayInstanceArn: " + IsNotThere(call, "gateway instance", arn));
}

void SetMember(Call& call, Resource& instance, Key member, std::string_view value) {
  json::Value document = json::ParseTrusted(instance.doc);
  document.Set(member, value);
  instance.doc = json::Write(document).json;
  call.state.resources.SetForms(instance);
}

// M:BridgePlacement: "If the bridge placement is LOCKED, new bridges can't be deployed". One that
// is not connected, or about to go, cannot run any (docs/rules.md 3.3).
bool TakesBridges(Call& call, const Resource& instance) {
  if (instance.Is(InstanceState::kRegistering)) {
    if (call.state.lifecycle.FailureOf(instance)) return false;  // it never becomes ACTIVE
  } else if (!instance.Is(InstanceState::kActive)) {
    return false;
  }
  const json::Value document = json::ParseTrusted(instance.doc);
  return json::GetString(document, key::connectionStatus) == "CONNECTED" &&
         json::GetString(document, key::bridgePlacement) == "AVAILABLE";
}

// M:GatewayInstance "The SSM hybrid activation's managed instance ID", which begins with mi-.
void CheckInstanceId(std::string_view id) {
  constexpr std::string_view kBegin = "mi-";
  constexpr std::string_view kAllowed = "abcdefghijklmnopqrstuvwxyz0123456789";
  const std::string_view rest = id.substr(std::min(id.size(), kBegin.size()));
  if (id.substr(0, kBegin.size()) == kBegin && !rest.empty() && rest.size() <= 64 &&
      rest.find_first_not_of(kAllowed) == std::string_view::npos) {
    return;
  }
  throw BadRequest("instanceId: " + Quote(id) +
                   " is not the id of a managed instance (example: mi-0123456789abcdef0)");
}

// M:DeregisterGatewayInstance: "all bridges running on the instance must be stopped", unless it is
// forced: then they run elsewhere, or wait.
void RequireNoRunningBridges(Call& call, const Resource& instance) {
  const json::Node* force = json::Find(call.request, key::force);
  if (force != nullptr && force->GetBool()) return;
  const std::int64_t count = call.state.placements.CountRunBy(instance.id);
  if (count == 0) return;
  throw Conflict("Gateway instance " + instance.arn + " still runs bridges (" +
                 std::to_string(count) + "); stop them first, or deregister it with force=true.");
}

}  // namespace

std::string RegisterInstance(Call& call, std::string_view gateway_arn,
                             std::optional<std::string_view> instance_id) {
  const Scope owner = OwnerWithin(call, gateway_arn);
  const auto gateway = call.state.resources.Find(ResourceKind::kGateway, owner, gateway_arn);
  if (!gateway) throw BadRequest("gatewayArn: " + IsNotThere(call, "gateway", gateway_arn));
  RequireState(ErrorCode::BadRequestException, "Gateway", *gateway, {GatewayState::kActive},
               "have an instance registered");
  if (instance_id) CheckInstanceId(*instance_id);
  const std::string id = instance_id ? std::string(*instance_id)
                                     : call.state.ids.Next(owner, "instance").ManagedInstanceId();
  Resource instance{.kind = ResourceKind::kGatewayInstance,
                    .scope = owner,
                    .arn = gateway->arn + ":instance:" + id,
                    .name = id,
                    .status = std::string(TextOf(InstanceState::kRegistering))};
  const auto known = call.state.resources.Find(owner, instance.arn);
  if (known && !known->Is(InstanceState::kDeregistered)) {
    throw BadRequest("instanceId: " + Quote(id) + " is already registered with this gateway");
  }
  const std::int64_t count = call.state.placements.CountOn(gateway->id, instance.kind,
                                                           TextOf(InstanceState::kDeregistered));
  call.settings.quotas.RequireRoom(Quota::kInstancesPerGateway, count, 1,
                                   ErrorCode::BadRequestException);
  instance.doc = json::Write(MakeDocument(gateway->arn, instance)).json;
  instance.listed = ListedForm(gateway->arn, instance).json;
  if (known) {
    instance.id = known->id;
    call.state.resources.SetForms(instance);
  } else {
    instance.id = call.state.resources.Insert(instance);
    call.state.placements.Place(instance.id, gateway->id);
  }
  BeginTransition(call, instance, {InstanceState::kRegistering, InstanceState::kActive});
  StartPendingBridges(call, gateway->id);
  return instance.arn;
}

void SetConnectionStatus(Call& call, std::string_view instance_arn, std::string_view status) {
  Resource instance = RequireAnyonesInstance(call, instance_arn);
  if (instance.Is(InstanceState::kDeregistered)) {
    throw BadRequest("gatewayInstanceArn: " + instance.arn +
                     " is DEREGISTERED, so its machine has no connection; register it again first");
  }
  SetMember(call, instance, key::connectionStatus, status);
  if (status == "CONNECTED") {
    StartPendingBridges(call, call.state.placements.GatewayOf(instance.id));
  } else {
    MoveBridges(call, instance.id);
  }
}

void RemoveInstance(Call& call, std::string_view instance_arn) {
  const Resource instance = RequireAnyonesInstance(call, instance_arn);
  // It takes no bridge now.
  call.state.lifecycle.Begin(instance, Lifecycle::Course(InstanceState::kDeregistering));
  MoveBridges(call, instance.id);
  call.state.resources.Remove(instance.id);
}

std::optional<std::int64_t> FindInstanceForBridge(Call& call, std::int64_t gateway_id) {
  std::optional<std::int64_t> best;
  std::int64_t fewest = 0;
  for (const Resource& instance :
       call.state.placements.FindOn(gateway_id, ResourceKind::kGatewayInstance)) {
    if (!TakesBridges(call, instance)) continue;
    const std::int64_t count = call.state.placements.CountRunBy(instance.id);
    if (best && count >= fewest) continue;
    best = instance.id;
    fewest = count;
  }
  return best;
}

json::Text DescribeGatewayInstance(Call& call) {
  return json::ObjectWriter()
      .Add(key::gatewayInstance, Render(call, RequireInstance(call)))
      .Finish();
}

// M:ListGatewayInstances.filterArn: "only the instances associated with the selected Gateway".
json::Text ListGatewayInstances(Call& call) {
  constexpr ResourceKind kKind = ResourceKind::kGatewayInstance;
  const std::string_view filter = json::GetString(call.request, key::filterArn, "");
  const Pager pager(call, kDefaultPage, filter);
  std::vector<ListedResource> rows;
  if (filter.empty()) {
    rows = call.state.resources.List(kKind, call.scope, pager.after(), pager.fetch());
  } else if (const auto gateway =
                 call.state.resources.Find(ResourceKind::kGateway, call.scope, filter)) {
    rows = call.state.placements.ListOn(gateway->id, kKind, pager.after(), pager.fetch());
  }
  return pager.Reply(key::instances, rows, key::instanceState);
}

json::Text UpdateGatewayInstance(Call& call) {
  Resource instance = RequireInstance(call);
  RequireState(ErrorCode::ConflictException, "Gateway instance", instance,
               {InstanceState::kRegistering, InstanceState::kActive}, "be updated");
  if (const json::Node* placement = json::Find(call.request, key::bridgePlacement)) {
    SetMember(call, instance, key::bridgePlacement, json::StringOf(*placement));
    StartPendingBridges(call, call.state.placements.GatewayOf(instance.id));
  }
  const json::Value document = json::ParseTrusted(instance.doc);
  return json::ObjectWriter()
      .Add(key::gatewayInstanceArn, instance.arn)
      .Add(key::bridgePlacement, json::GetString(document, key::bridgePlacement))
      .Finish();
}

json::Text DeregisterGatewayInstance(Call& call) {
  Resource instance = RequireInstance(call);
  RequireState(ErrorCode::ConflictException, "Gateway instance", instance,
               {InstanceState::kRegistering, InstanceState::kActive,
                InstanceState::kRegistrationError, InstanceState::kDeregistrationError},
               "be deregistered");
  RequireNoRunningBridges(call, instance);
  BeginTransition(call, instance, {InstanceState::kDeregistering, InstanceState::kDeregistered});
  MoveBridges(call, instance.id);
  return json::ObjectWriter()
      .Add(key::gatewayInstanceArn, instance.arn)
      .Add(key::instanceState, instance.status)
      .Finish();
}

}  // namespace mediaconnect
