// Tags of the resources under /tags/{arn}: TagResource, UntagResource, ListTagsForResource.
#include "api/rules/tags.h"
#include <optional>

#include "api/contract/message.h"
#include "api/contract/validate.h"
#include "api/operations/flows/flows.h"
#include "api/rules/lookup.h"
#include "handlers.h"

namespace mediaconnect {
namespace {

// Finds the resource that the path names (decision 17). Throws BadRequestException if it is not an
// ARN of this service or belongs to the global tag operations, NotFoundException if it does not
// exist.
Resource RequireTagged(Call& call) {
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
  auto tagged = call.state.resources.Find(call.scope, arn);
  if (tagged && !RulesOf(tagged->kind).takes_tags) {
    throw BadRequest("ResourceArn: " + Quote(arn) + " names a resource of a kind that has no tags");
  }
  if (tagged) return std::move(*tagged);
  throw NoSuchResource(call, std::nullopt, "Resource", arn);
}

Resource RequireTaggedForChange(Call& call) {
  Resource tagged = RequireTagged(call);
  const Resource whole =
      tagged.parent_id ? call.state.resources.Find(*tagged.parent_id).value() : tagged;
  if (whole.kind == ResourceKind::kFlow) RefuseWhileDeleting(whole);
  return tagged;
}

}  // namespace

json::Text TagResource(Call& call) {
  const Resource tagged = RequireTaggedForChange(call);
  PutTags(call, std::string(key::tags.name), tagged.id, json::Get(call.request, key::tags));
  return {};
}

json::Text UntagResource(Call& call) {
  const Resource tagged = RequireTaggedForChange(call);
  for (const json::Node& tag_key : json::Items(call.request, key::tagKeys)) {
    call.state.tags.Remove(tagged.id, json::StringOf(tag_key));
  }
  return {};
}

json::Text ListTagsForResource(Call& call) {
  const Resource tagged = RequireTagged(call);
  json::ObjectWriter tags;
  for (const auto& [tag_key, value] : call.state.tags.ListOf(tagged.id)) {
    tags.AddNamed(tag_key, value);
  }
  return json::ObjectWriter().Add(key::tags, tags.Finish()).Finish();
}

}  // namespace mediaconnect
