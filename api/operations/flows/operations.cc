// Flows themselves: CreateFlow, DescribeFlow, ListFlows, UpdateFlow, DeleteFlow, StartFlow,
// StopFlow.
#include "api/operations/flows/flows.h"

#include "api/contract/message.h"
#include "api/operations/flows/bridges.h"
#include "api/operations/flows/entitlements.h"
#include "api/operations/flows/lookup.h"
#include "api/operations/flows/media_streams.h"
#include "api/operations/flows/outputs.h"
#include "api/operations/flows/render.h"
#include "api/operations/flows/routers.h"
#include "api/operations/flows/settings.h"
#include "api/operations/flows/sources.h"
#include "api/operations/flows/vpc_interfaces.h"
#include "api/rules/lookup.h"
#include "api/rules/names.h"
#include "api/rules/paging.h"
#include "api/rules/tags.h"
#include "api/rules/users.h"
#include "api/rules/zones.h"
#include "handlers.h"

namespace mediaconnect {
namespace {

constexpr std::size_t kLongestName = 64;   // CDK:flow
constexpr std::int64_t kDefaultPage = 10;  // M:ListFlows

// What a flow has of its own, without its parts and its status.
json::Value MakeDocument(const Call& call, const std::string& arn, const Draw& draw) {
  json::Value document = json::Value::Object();
  document.Set(key::flowArn, arn);
  document.Set(key::name, json::GetString(call.request, key::name));
  document.Set(key::availabilityZone, PickZone(call.request, call.scope, draw));
  document.Set(key::egressIp, draw.PublicAddress());
  ApplySettings(call.request, call.Now(), document);
  return document;
}

// M:CreateFlow: a flow has one source at least, in `source` or in `sources` (decision 6).
void AddSources(Flow& flow) {
  const json::Node& request = flow.call().request;
  const json::Node* one = json::Find(request, key::source);
  const auto several = json::Items(request, key::sources);
  if (one != nullptr && json::Has(request, key::sources)) {
    throw BadRequest("source: cannot be combined with sources; put all sources in sources");
  }
  if (one == nullptr && several.Empty()) {
    throw BadRequest("source: is required; a flow has at least one source");
  }
  const auto add = [&](const json::Node& source, const std::string& path) {
    AddSource(flow, source, path, ErrorCode::CreateFlow420Exception);
  };
  if (one != nullptr) add(*one, std::string(key::source.name));
  ForEach(several, key::sources.name, add);
}

// Decision 2: in CreateFlow every quota is CreateFlow420Exception.
void AddOutputsAndEntitlements(Flow& flow) {
  const Call& call = flow.call();
  const auto entitlements = json::Items(call.request, key::entitlements);
  RequireRoomForOutputs(flow, json::Items(call.request, key::outputs).Size(),
                        ErrorCode::CreateFlow420Exception);
  call.settings.quotas.RequireRoom(Quota::kEntitlementsPerFlow, 0, entitlements.Size(),
                                   ErrorCode::CreateFlow420Exception);
  AddOutputs(flow);
  if (!entitlements.Empty()) RefuseEntitlementsOnCdiFlow(flow);
  AddEntitlements(flow);
}

// The answer to an operation that begins a transition.
json::Text StatusReply(const Flow& flow) {
  return json::ObjectWriter()
      .Add(key::flowArn, flow.arn())
      .Add(key::status, flow.row().status)
      .Finish();
}

// M:Messages, of a flow in ERROR.
json::Text RenderErrors(const Flow& flow) {
  json::ArrayWriter errors;
  errors.Add(json::Write(json::Value::String(FailureOf(flow.call(), flow.row()))));
  return json::ObjectWriter().Add(key::errors, errors.Finish()).Finish();
}

}  // namespace

void RefuseWhileDeleting(const Resource& flow) {
  if (!flow.Is(FlowStatus::kDeleting)) return;
  throw BadRequest("Flow " + flow.arn + " is DELETING and can no longer be changed.");
}

json::Text RequireMaintenance(Call& call, std::string_view flow_arn, const std::string& deadline) {
  auto flow = FindFlow(call, OwnerWithin(call, flow_arn), flow_arn);
  if (!flow) throw BadRequest("flowArn: " + IsNotThere(call, "flow", flow_arn));
  json::Value document = json::Clone(flow->document());
  document.Set(key::maintenance,
               MakeRequiredMaintenance(json::Find(document, key::maintenance), deadline,
                                       call.Now(flow->row().scope.account)));
  flow->SetDocument(std::move(document));
  flow->Finish();
  return json::Write(json::Get(flow->document(), key::maintenance));
}

json::Text CreateFlow(Call& call) {
  const std::string name(json::GetString(call.request, key::name));
  CheckName(std::string(key::name.name), name, kLongestName);
  if (call.settings.quotas.Of(Quota::kFlows) != Quotas::kUnlimited) {
    call.settings.quotas.RequireRoom(Quota::kFlows,
                                     call.state.resources.CountIn(ResourceKind::kFlow, call.scope),
                                     1, ErrorCode::CreateFlow420Exception);
  }
  const Draw draw = call.state.ids.Next(call.scope, "flow");
  const std::string arn = MakeArn(call.scope, "flow", draw.ResourceId(), name);
  Flow flow(call,
            {.kind = ResourceKind::kFlow,
             .scope = call.scope,
             .arn = arn,
             .name = name,
             .status = std::string(TextOf(FlowStatus::kStandby))},
            MakeDocument(call, arn, draw));
  AddVpcInterfaces(flow);
  AddMediaStreams(flow);
  AddSources(flow);
  flow.Finish();  // before its outputs are held against it
  AddOutputsAndEntitlements(flow);
  PutCreateTags(call, "", flow.id(), call.request, key::flowTags);
  flow.Finish();
  return json::ObjectWriter().Add(key::flow, RenderFlow(flow)).Finish();
}

json::Text DescribeFlow(Call& call) {
  const Flow flow = RequireFlow(call);
  json::ObjectWriter reply;
  reply.Add(key::flow, RenderFlow(flow));
  if (flow.Is(FlowStatus::kError)) reply.Add(key::messages, RenderErrors(flow));
  return reply.Finish();
}

json::Text ListFlows(Call& call) {
  return Pager(call, kDefaultPage).Reply(call, ResourceKind::kFlow, key::flows, key::status);
}

json::Text UpdateFlow(Call& call) {
  Flow flow = RequireFlowForChange(call);
  json::Value document = json::Clone(flow.document());
  CheckResize(call.request, document);
  ApplySettings(call.request, call.Now(), document);
  flow.SetDocument(std::move(document));
  flow.FinishUpdate();
  return json::ObjectWriter().Add(key::flow, RenderFlow(flow)).Finish();
}

json::Text DeleteFlow(Call& call) {
  Flow flow = RequireFlowForChange(call);
  // M:DeleteFlow: "Before you can delete a flow, you must stop the flow."
  RequireStatus(flow, {FlowStatus::kStandby, FlowStatus::kError}, "be deleted; stop it first");
  RequireNoUsers(call, ErrorCode::BadRequestException, "Flow", flow.row());
  RequireDisconnected(flow);
  flow.Begin({FlowStatus::kDeleting, FlowStatus::kDeleted});
  return StatusReply(flow);
}

json::Text StartFlow(Call& call) {
  Flow flow = RequireFlowForChange(call);
  RequireStatus(flow, {FlowStatus::kStandby}, "be started");
  AddOutputsToBridges(flow);
  flow.Begin({FlowStatus::kStarting, FlowStatus::kActive});
  return StatusReply(flow);
}

json::Text StopFlow(Call& call) {
  Flow flow = RequireFlowForChange(call);
  RequireStatus(flow, {FlowStatus::kActive, FlowStatus::kUpdating, FlowStatus::kError},
                "be stopped");
  flow.Begin({FlowStatus::kStopping, FlowStatus::kStandby});
  return StatusReply(flow);
}

}  // namespace mediaconnect
