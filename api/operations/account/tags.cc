// Tags of the resources under /tags/{arn}: TagResource, UntagResource, ListTagsForResource.
#include "api/rules/tags.h"
#include <optional>

#include "api/contract/message.h"
#include "api/contract/validate.h"
#include "api/operations/flows/flows.h"
#include "api/rules/not_found.h"
#include "handlers.h"

namespace mediaconnect {
namespace {

// What a tag operation found behind its ARN.
struct Tagged {
  std::string arn;
  std::optional<std::int64_t> flow_id = {};  // that it belongs to, if it does
};

std::optional<Tagged> FindPart(FlowPartStore& store, const Scope& scope, std::string_view arn) {
  const auto part = store.Find(scope, arn);
  if (!part) return std::nullopt;
  return Tagged{part->arn, part->flow_id};
}

std::optional<Tagged> FindTagged(State& state, const Scope& scope, std::string_view kind,
                                 std::string_view arn) {
  if (kind == "source") return FindPart(state.sources, scope, arn);
  if (kind == "output") return FindPart(state.outputs, scope, arn);
  if (kind == "entitlement") return FindPart(state.entitlements, scope, arn);
  if (kind == "reservation") {
    const auto reservation = state.reservations.Find(scope, arn);
    if (!reservation) return std::nullopt;
    return Tagged{.arn = reservation->arn};
  }
  if (kind != "flow") return std::nullopt;
  if (arn.find("/mediaStream/") != std::string_view::npos) {
    return FindPart(state.media_streams, scope, arn);
  }
  if (arn.find("/vpcInterface/") != std::string_view::npos) {
    return FindPart(state.vpc_interfaces, scope, arn);
  }
  const auto flow = state.flows.Find(scope, arn);
  if (!flow) return std::nullopt;
  return Tagged{flow->arn, flow->id};
}

// Finds the resource that the path names (decision 17). Throws BadRequestException if it is not an
// ARN of this service or belongs to the global tag operations, NotFoundException if it does not
// exist.
Tagged RequireTagged(Call& call) {
  const std::string_view arn = json::GetString(call.request, key::ResourceArn);
  const auto parts = arn.size() <= kLongestArn ? ParseArn(arn) : std::nullopt;
  if (!parts) {
    throw BadRequest("ResourceArn: " + Quote(arn) + " is not the ARN of a MediaConnect resource");
  }
  if (parts->kind.substr(0, 6) == "router") {
    throw BadRequest("ResourceArn: " + Quote(arn) +
                     " is a router resource; its tags are under /tags/global/ "
                     "(TagGlobalResource, UntagGlobalResource, ListTagsForGlobalResource)");
  }
  auto tagged = FindTagged(call.state, call.scope, parts->kind, arn);
  if (tagged) return std::move(*tagged);
  throw NoSuchResource(call, "Resource", arn, [&](const Scope& scope) {
    return FindTagged(call.state, scope, parts->kind, arn).has_value();
  });
}

Tagged RequireTaggedForChange(Call& call) {
  Tagged tagged = RequireTagged(call);
  if (tagged.flow_id) RefuseWhileDeleting(call.state.flows.Find(*tagged.flow_id).value());
  return tagged;
}

}  // namespace

json::Text TagResource(Call& call) {
  const Tagged tagged = RequireTaggedForChange(call);
  PutTags(call, std::string(key::tags.name), tagged.arn, json::Get(call.request, key::tags));
  return {};
}

json::Text UntagResource(Call& call) {
  const Tagged tagged = RequireTaggedForChange(call);
  for (const json::Node& tag_key : json::Items(call.request, key::tagKeys)) {
    call.state.tags.Remove(call.scope, tagged.arn, json::StringOf(tag_key));
  }
  return {};
}

json::Text ListTagsForResource(Call& call) {
  const Tagged tagged = RequireTagged(call);
  json::ObjectWriter tags;
  for (const auto& [tag_key, value] : call.state.tags.ListOf(call.scope, tagged.arn)) {
    tags.AddNamed(tag_key, value);
  }
  return json::ObjectWriter().Add(key::tags, tags.Finish()).Finish();
}

}  // namespace mediaconnect
