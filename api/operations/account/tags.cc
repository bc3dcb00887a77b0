// Tags: TagResource, UntagResource, ListTagsForResource under /tags/{arn}, and TagGlobalResource,
// UntagGlobalResource, ListTagsForGlobalResource under /tags/global/{arn}.
#include "api/rules/tags.h"
#include <optional>

#include "api/contract/message.h"
#include "api/contract/validate.h"
#include "api/operations/flows/flows.h"
#include "api/rules/lookup.h"
#include "handlers.h"

namespace mediaconnect {
namespace {

// Which of the two families of operations has the tags of which resources (decision 17).
enum class Family : std::uint8_t { kOfRegion, kGlobal };

void CheckFamily(std::string_view arn, const Arn& parts, Family family) {
  const bool is_global = IsGlobal(parts.kind);
  if (is_global == (family == Family::kGlobal)) return;
  throw BadRequest("ResourceArn: " + Quote(arn) +
                   (is_global
                        ? " is a router resource; its tags are under /tags/global/ "
                          "(TagGlobalResource, UntagGlobalResource, ListTagsForGlobalResource)"
                        : " is not a router resource; its tags are under /tags/ "
                          "(TagResource, UntagResource, ListTagsForResource)"));
}

// Finds the resource that the path names. Throws BadRequestException if it is not an ARN of this
// service or belongs to the other family, NotFoundException if it does not exist.
Resource RequireTagged(Call& call, Family family) {
  const std::string_view arn = json::GetString(call.request, key::ResourceArn);
  const auto parts = arn.size() <= kLongestArn ? ParseArn(arn) : std::nullopt;
  if (!parts) {
    throw BadRequest("ResourceArn: " + Quote(arn) + " is not the ARN of a MediaConnect resource");
  }
  CheckFamily(arn, *parts, family);
  auto tagged = call.state.resources.Find(ScopeOf(call, arn), arn);
  if (tagged && !RulesOf(tagged->kind).takes_tags) {
    throw BadRequest("ResourceArn: " + Quote(arn) + " names a resource of a kind that has no tags");
  }
  if (tagged) return std::move(*tagged);
  throw NoSuchResource(call, std::nullopt, "Resource", arn);
}

Resource RequireTaggedForChange(Call& call, Family family) {
  Resource tagged = RequireTagged(call, family);
  const Resource whole =
      tagged.parent_id ? call.state.resources.Find(*tagged.parent_id).value() : tagged;
  if (whole.kind == ResourceKind::kFlow) RefuseWhileDeleting(whole);
  return tagged;
}

json::Text Tag(Call& call, Family family) {
  const Resource tagged = RequireTaggedForChange(call, family);
  PutTags(call, std::string(key::tags.name), tagged.id, json::Get(call.request, key::tags));
  return {};
}

json::Text Untag(Call& call, Family family) {
  const Resource tagged = RequireTaggedForChange(call, family);
  for (const json::Node& tag_key : json::Items(call.request, key::tagKeys)) {
    call.state.tags.Remove(tagged.id, json::StringOf(tag_key));
  }
  return {};
}

json::Text ListTags(Call& call, Family family) {
  const Resource tagged = RequireTagged(call, family);
  return json::ObjectWriter().Add(key::tags, RenderTags(call, tagged.id)).Finish();
}

}  // namespace

json::Text TagResource(Call& call) { return Tag(call, Family::kOfRegion); }
json::Text UntagResource(Call& call) { return Untag(call, Family::kOfRegion); }
json::Text ListTagsForResource(Call& call) { return ListTags(call, Family::kOfRegion); }

json::Text TagGlobalResource(Call& call) { return Tag(call, Family::kGlobal); }
json::Text UntagGlobalResource(Call& call) { return Untag(call, Family::kGlobal); }
json::Text ListTagsForGlobalResource(Call& call) { return ListTags(call, Family::kGlobal); }

}  // namespace mediaconnect
