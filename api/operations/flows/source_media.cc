// What a flow's source brings: DescribeFlowSourceMetadata, DescribeFlowSourceThumbnail.
#include "api/contract/timestamp.h"
#include "api/media/metadata.h"
#include "api/media/thumbnail.h"
#include "api/operations/flows/content.h"
#include "api/operations/flows/lookup.h"
#include "api/operations/flows/outputs.h"
#include "api/operations/flows/render.h"
#include "api/rules/enabled.h"
#include "handlers.h"

namespace mediaconnect {
namespace {

// Why there is nothing to show: a code in the form of the one that the manual has
// ("MediaInfoMonitoringTruncated"), and a sentence.
struct Reason {
  std::string code = {};
  std::string message = {};

  explicit operator bool() const { return !code.empty(); }
};

json::Text Messages(const Reason& reason, std::string_view resource) {
  json::ArrayWriter messages;
  if (reason) {
    messages.Add(json::ObjectWriter()
                     .Add(key::code, reason.code)
                     .Add(key::message, reason.message)
                     .Add(key::resourceName, resource)
                     .Finish());
  }
  return messages.Finish();
}

// Decision 8: after a revoke or a drop the subscriber's source stays and has no content; a disabled
// entitlement brings none either (UG21:entitlements-disable).
bool HasContent(Call& call, const json::Node& source) {
  const json::Node* named = json::Find(source, key::entitlementArn);
  if (named == nullptr) return true;
  const std::string_view arn = json::StringOf(*named);
  const auto entitlement =
      call.state.resources.Find(ResourceKind::kFlowEntitlement, OwnerOf(arn), arn);
  if (!entitlement || !call.state.entitlements.UseOf(entitlement->id)) return false;
  const json::Value grant = json::ParseTrusted(entitlement->doc);
  return IsEnabled(grant, key::entitlementStatus);
}

Reason WhyNoMedia(const Flow& flow, const json::Node& source) {
  if (!IsRunning(flow)) {
    return {"FlowNotActive", "The flow is " + flow.row().status +
                                 "; there is something to see of its source while it is ACTIVE."};
  }
  const ContentRules& content = RulesOf(ContentOf(flow));
  if (content.is_cdi_flow) {
    return {"UnsupportedSource", "The source carries " + std::string(content.name) +
                                     "; media streams of such a flow are described by the flow."};
  }
  if (!HasContent(flow.call(), source)) {
    return {"NoContent",
            "The source's entitlement was revoked or is disabled; no content comes in."};
  }
  return {};
}

// UGnow:thumbnails-enable-view-console, UGnow:thumbnails-specifications. If the flow says
// nothing of thumbnails there are some, so that a test needs no more than an ACTIVE flow.
Reason WhyNoThumbnail(const Flow& flow, const json::Node& source) {
  Reason reason = WhyNoMedia(flow, source);
  if (reason) return reason;
  const json::Node& document = flow.document();
  const json::Node* monitoring = json::Find(document, key::sourceMonitoringConfig);
  if (flow.outputs().size() > kMostMonitoredOutputs) {
    return {"TooManyOutputs", "The flow has more than " + std::to_string(kMostMonitoredOutputs) +
                                  " outputs; with so many there are no thumbnails."};
  }
  if (monitoring != nullptr &&
      json::GetString(*monitoring, key::thumbnailState, "ENABLED") == "DISABLED") {
    return {"ThumbnailsDisabled",
            "Thumbnails are disabled; UpdateFlow with sourceMonitoringConfig.thumbnailState "
            "ENABLED enables them."};
  }
  return {};
}

const json::Node& FirstSourceOf(const Flow& flow) { return flow.sources().front().document(); }

}  // namespace

json::Text DescribeFlowSourceMetadata(Call& call) {
  const Flow flow = RequireFlow(call);
  const json::Node& source = FirstSourceOf(flow);
  const Reason reason = WhyNoMedia(flow, source);
  json::ObjectWriter reply;
  reply.Add(key::flowArn, flow.arn())
      .Add(key::messages, Messages(reason, json::GetString(source, key::sourceArn)));
  if (reason) return reply.Finish();
  // M: "the most recent change in metadata for this flow's source", which is when it began.
  reply.Add(key::timestamp, FormatTimestamp(flow.row().active_since.value()));
  if (ContentOf(flow) == Content::kNdi) {
    const json::Node* settings = FindMember(source, key::ndiSourceSettings);
    const std::string_view named =
        settings == nullptr ? "" : json::GetString(*settings, key::sourceName, "");
    reply.Add(key::ndiInfo, json::Write(NdiInfo(flow.arn(), named)));
  } else {
    reply.Add(key::transportMediaInfo, json::Write(TransportMediaInfo(flow.arn(), flow.name())));
  }
  return reply.Finish();
}

json::Text DescribeFlowSourceThumbnail(Call& call) {
  const Flow flow = RequireFlow(call);
  const json::Node& source = FirstSourceOf(flow);
  const Reason reason = WhyNoThumbnail(flow, source);
  json::ObjectWriter details;
  details.Add(key::flowArn, flow.arn())
      .Add(key::thumbnailMessages, Messages(reason, json::GetString(source, key::sourceArn)));
  if (!reason) {
    const Thumbnail made =
        MakeThumbnail(flow.arn(), flow.name(), flow.row().active_since.value(), call.Now());
    details.Add(key::thumbnail, made.picture)
        .Add(key::timecode, made.timecode)
        .Add(key::timestamp, FormatTimestamp(made.taken));
  }
  return json::ObjectWriter().Add(key::thumbnailDetails, details.Finish()).Finish();
}

}  // namespace mediaconnect
