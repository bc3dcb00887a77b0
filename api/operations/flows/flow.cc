// Flows themselves: CreateFlow, DescribeFlow, ListFlows, UpdateFlow, DeleteFlow, StartFlow,
// StopFlow.
#include "api/operations/flows/flows.h"

#include "api/contract/message.h"
#include "api/operations/flows/changes.h"
#include "api/operations/flows/consistency.h"
#include "api/operations/flows/entitlements.h"
#include "api/operations/flows/lookup.h"
#include "api/operations/flows/media_streams.h"
#include "api/operations/flows/outputs.h"
#include "api/operations/flows/render.h"
#include "api/operations/flows/settings.h"
#include "api/operations/flows/sources.h"
#include "api/operations/flows/vpc_interfaces.h"
#include "api/rules/names.h"
#include "api/rules/paging.h"
#include "api/rules/tags.h"
#include "handlers.h"

namespace mediaconnect {
namespace {

constexpr std::size_t kLongestName = 64;   // CDK:flow
constexpr std::int64_t kDefaultPage = 10;  // M:ListFlows

// Decision 10: a Region's zones are <region>a to <region>c; which one is not the caller's concern
// if it names none (UG21:flows-create-standard-source).
std::string PickZone(const Call& call, const Draw& draw) {
  constexpr std::string_view kZones = "abc";
  const json::Node* given = json::Find(call.request, key::availabilityZone);
  if (given == nullptr) return call.scope.region + kZones[draw.Pick(kZones.size())];
  std::string zone(json::StringOf(*given));
  for (const char letter : kZones) {
    if (zone == call.scope.region + letter) return zone;
  }
  throw BadRequest("availabilityZone: " + Quote(zone) + " is not an Availability Zone of Region " +
                   call.scope.region + "; use " + call.scope.region + "a, " + call.scope.region +
                   "b or " + call.scope.region + "c");
}

// What a flow has of its own, without its parts and its status.
json::Value MakeDocument(const Call& call, const std::string& arn, const Draw& draw) {
  json::Value document = json::Value::Object();
  document.Set(key::flowArn, arn);
  document.Set(key::name, json::GetString(call.request, key::name));
  document.Set(key::availabilityZone, PickZone(call, draw));
  document.Set(key::egressIp, draw.PublicAddress());
  ApplySettings(call.request, call.state.clock.NowMilliseconds(), document);
  return document;
}

// M:CreateFlow: a flow has one source at least, in `source` or in `sources` (decision 6).
void AddSources(Call& call, const Resource& flow) {
  const json::Node* one = json::Find(call.request, key::source);
  const auto several = json::Items(call.request, key::sources);
  if (one != nullptr && json::Has(call.request, key::sources)) {
    throw BadRequest("source: cannot be combined with sources; put all sources in sources");
  }
  if (one == nullptr && several.Empty()) {
    throw BadRequest("source: is required; a flow has at least one source");
  }
  const auto add = [&](const json::Node& source, const std::string& path) {
    AddSource(call, flow, source, path, ErrorCode::CreateFlow420Exception);
  };
  if (one != nullptr) add(*one, std::string(key::source.name));
  ForEach(several, key::sources.name, add);
  CheckConsistency(call, flow);
}

// Decision 2: in CreateFlow every quota is CreateFlow420Exception.
void AddOutputsAndEntitlements(Call& call, Resource& flow) {
  const auto entitlements = json::Items(call.request, key::entitlements);
  RequireRoomForOutputs(call, flow, json::Items(call.request, key::outputs).Size(),
                        ErrorCode::CreateFlow420Exception);
  call.settings.quotas.RequireRoom(Quota::kEntitlementsPerFlow, 0, entitlements.Size(),
                                   ErrorCode::CreateFlow420Exception);
  AddOutputs(call, flow);
  if (!entitlements.Empty()) RefuseEntitlementsOnCdiFlow(call, flow);
  AddEntitlements(call, flow);
}

// The answer to an operation that begins a transition.
json::Text StatusReply(const Resource& flow, FlowStatus status) {
  return json::ObjectWriter().Add(key::flowArn, flow.arn).Add(key::status, TextOf(status)).Finish();
}

}  // namespace

void RefuseWhileDeleting(const Resource& flow) {
  if (!flow.Is(FlowStatus::kDeleting)) return;
  throw BadRequest("Flow " + flow.arn + " is DELETING and can no longer be changed.");
}

json::Text RequireMaintenance(Call& call, Resource& flow, const std::string& deadline) {
  json::Value document = json::ParseTrusted(flow.doc);
  document.Set(key::maintenance,
               MakeRequiredMaintenance(json::Find(document, key::maintenance), deadline,
                                       call.state.clock.NowMilliseconds()));
  StoreDocument(call, document, flow);
  return json::Write(json::Get(document, key::maintenance));
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
  Resource flow{.kind = ResourceKind::kFlow,
                .scope = call.scope,
                .name = name,
                .status = std::string(TextOf(FlowStatus::kStandby))};
  flow.arn = MakeArn(call.scope, "flow", draw.ResourceId(), name);
  flow.doc = json::Write(MakeDocument(call, flow.arn, draw)).json;
  flow.id = call.state.resources.Insert(flow);
  AddVpcInterfaces(call, flow);
  AddMediaStreams(call, flow);
  AddSources(call, flow);
  AddOutputsAndEntitlements(call, flow);
  PutCreateTags(call, "", flow.id, call.request, key::flowTags);
  return json::ObjectWriter().Add(key::flow, RenderFlow(call, flow)).Finish();
}

json::Text DescribeFlow(Call& call) {
  const Resource flow = FindFlow(call);
  return json::ObjectWriter().Add(key::flow, RenderFlow(call, flow)).Finish();
}

json::Text ListFlows(Call& call) {
  const Pager pager(call, kDefaultPage);
  const auto rows =
      call.state.resources.List(ResourceKind::kFlow, call.scope, pager.after(), pager.fetch());
  return pager.Reply(
      key::flows, rows, [](const Resource& row) { return row.id; },
      [&](const Resource& row) {
        const json::Value document = json::ParseTrusted(row.doc);
        const auto sources = call.state.resources.PartsOf(row.id, ResourceKind::kFlowSource);
        const json::Value source = json::ParseTrusted(sources.front().doc);
        json::ObjectWriter listed;
        listed.Add(key::availabilityZone, json::GetString(document, key::availabilityZone))
            .Add(key::description, json::GetString(source, key::description, ""))
            .Add(key::flowArn, row.arn)
            .Add(key::name, row.name)
            .Add(key::sourceType, json::Has(source, key::entitlementArn) ? "ENTITLED" : "OWNED")
            .Add(key::status, row.status);
        if (const json::Node* maintenance = json::Find(document, key::maintenance)) {
          listed.Add(key::maintenance, json::Write(*maintenance));
        }
        return listed.Finish();
      });
}

json::Text UpdateFlow(Call& call) {
  Resource flow = RequireFlow(call);
  json::Value document = json::ParseTrusted(flow.doc);
  CheckResize(call.request, document);
  ApplySettings(call.request, call.state.clock.NowMilliseconds(), document);
  StoreDocument(call, document, flow);
  SwitchOffMonitoringOfMany(call, flow);
  CheckConsistency(call, flow);
  NoteUpdate(call, flow);
  return json::ObjectWriter()
      .Add(key::flow, RenderFlow(call, *call.state.resources.Find(flow.id)))
      .Finish();
}

json::Text DeleteFlow(Call& call) {
  const Resource flow = RequireFlow(call);
  // M:DeleteFlow: "Before you can delete a flow, you must stop the flow."
  RequireStatus(flow, {FlowStatus::kStandby, FlowStatus::kError}, "be deleted; stop it first");
  call.state.lifecycle.Begin(flow, FlowStatus::kDeleting, {FlowStatus::kDeleted, call.DueAt()});
  return StatusReply(flow, FlowStatus::kDeleting);
}

json::Text StartFlow(Call& call) {
  const Resource flow = RequireFlow(call);
  RequireStatus(flow, {FlowStatus::kStandby}, "be started");
  call.state.lifecycle.Begin(flow, FlowStatus::kStarting, {FlowStatus::kActive, call.DueAt()});
  return StatusReply(flow, FlowStatus::kStarting);
}

json::Text StopFlow(Call& call) {
  const Resource flow = RequireFlow(call);
  RequireStatus(flow, {FlowStatus::kActive, FlowStatus::kUpdating, FlowStatus::kError},
                "be stopped");
  call.state.lifecycle.Begin(flow, FlowStatus::kStopping, {FlowStatus::kStandby, call.DueAt()});
  return StatusReply(flow, FlowStatus::kStopping);
}

}  // namespace mediaconnect
