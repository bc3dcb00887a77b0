#include "api/operations/routers/family.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "api/contract/timestamp.h"
#include "api/operations/routers/filters.h"
#include "api/rules/client_tokens.h"
#include "api/rules/lookup.h"
#include "api/rules/names.h"
#include "api/rules/paging.h"
#include "api/rules/states.h"
#include "api/rules/tags.h"
#include "api/rules/transition.h"

namespace mediaconnect::routers {
namespace {

constexpr std::size_t kLongestName = 128;  // M:CreateRouterInputRequest.Name
constexpr std::int64_t kDefaultPage = 20;  // decision 19
constexpr std::int64_t kRowsAtATime = 100;

// What the type of a configuration is called: {"public": {...}} is PUBLIC.
constexpr std::pair<Key, std::string_view> kTypes[] = {
    {key::public_, "PUBLIC"},
    {key::vpc, "VPC"},
    {key::standard, "STANDARD"},
    {key::failover, "FAILOVER"},
    {key::merge, "MERGE"},
    {key::mediaConnectFlow, "MEDIACONNECT_FLOW"},
    {key::mediaLiveChannel, "MEDIALIVE_CHANNEL"},
    {key::mediaLiveInput, "MEDIALIVE_INPUT"},
};

std::string_view TypeOf(const json::Node& configuration) {
  const std::string_view variant = VariantOf(configuration).name;
  for (const auto& [key, type] : kTypes) {
    if (key.name == variant) return type;
  }
  throw std::logic_error("a configuration of the contract has no type here");
}

// The Region that the request names, or the caller's.
Scope ScopeOfNew(const Call& call) {
  const std::string_view region = json::GetString(call.request, key::regionName, call.scope.region);
  if (IsRegion(region)) return {call.scope.account, std::string(region)};
  throw BadRequest("regionName: " + Quote(region) +
                   " is not the name of a Region (example: us-east-1)");
}

void Complete(const Family& family, const Making& making, json::Value& document) {
  CheckName(std::string(key::name.name), json::GetString(document, key::name), kLongestName);
  family.complete(making, document);
}

// What is stored of a new one: the request, and what the service adds.
json::Value MakeDocument(Call& call, const Family& family, const Resource& resource,
                         const Draw& draw) {
  json::Value document = json::Clone(call.request);
  document.Remove(key::clientToken);
  document.Remove(key::tags);
  document.Set(key::arn, resource.arn);
  document.Set(key::id, draw.RouterId());
  document.Set(family.type, TypeOf(json::Get(document, key::configuration)));
  document.Set(key::regionName, resource.scope.region);
  const std::string now = FormatTimestamp(call.Now());
  document.Set(key::createdAt, now);
  document.Set(key::updatedAt, now);
  Complete(family, {.call = call, .resource = resource, .stored = nullptr, .draw = &draw},
           document);
  return document;
}

json::Value Show(Call& call, const Family& family, const Resource& resource) {
  json::Value shown = json::ParseTrusted(resource.doc);
  shown.Set(key::state, resource.status);
  shown.Set(key::tags, json::ParseTrusted(RenderTags(call, resource.id).json));
  family.show(call, resource, shown);
  return shown;
}

json::Text Reply(Call& call, const Family& family, const Resource& resource) {
  return json::ObjectWriter().Add(family.one, json::Write(Show(call, family, resource))).Finish();
}

// What the operation's list shows of a resource: the members that the contract's listed form has.
json::Value ListedForm(const Call& call, const Family& family, json::Value shown) {
  const std::string interface(InterfaceOf(json::Get(shown, key::configuration)));
  if (!interface.empty()) shown.Set(key::networkInterfaceArn, interface);
  shown.Set(key::messageCount, static_cast<int>(json::Items(shown, key::messages).Size()));

  const Type& reply = mediaconnect::TypeOf(OperationOf(call.op).output);
  const Type& list = mediaconnect::TypeOf(FindMember(reply, family.many.name)->type);
  json::Value listed = json::Value::Object();
  for (const Member& member : MembersOf(mediaconnect::TypeOf(list.element))) {
    if (const json::Node* value = json::Find(shown, member.key)) {
      listed.Set(member.key, json::Clone(*value));
    }
  }
  return listed;
}

// It is UPDATING, and then as it was, if that takes time.
void PassThroughUpdating(Call& call, const Family& family, Resource& resource) {
  for (const RouterState state : family.updatable) {
    if (resource.Is(state)) {
      return BeginIfItTakesTime(call, resource, {RouterState::kUpdating, state});
    }
  }
}

// To the network interface that its configuration names, if it names one.
void Attach(Call& call, const Resource& resource, const json::Node& document) {
  const std::string_view arn = InterfaceOf(json::Get(document, key::configuration));
  if (arn.empty()) return;
  const auto interface = FindResource(call, ResourceKind::kRouterNetworkInterface, arn);
  call.state.routers.Attach(resource.id, interface.value().id);
}

void CheckType(const Family& family, const json::Node& document) {
  const std::string_view type = json::GetString(document, family.type);
  const std::string_view asked = TypeOf(json::Get(document, key::configuration));
  if (asked == type) return;
  throw BadRequest("configuration: is of type " + std::string(asked) + ", but " +
                   std::string(json::GetString(document, key::arn)) + " is of type " +
                   std::string(type) + ", which cannot be changed");
}

}  // namespace

Variant VariantOf(const json::Node& configuration) {
  const auto& [name, members] = *configuration.MemberBegin();
  return {json::StringOf(name), members};
}

std::string_view InterfaceOf(const json::Node& configuration) {
  return json::GetString(VariantOf(configuration).members, key::networkInterfaceArn, "");
}

Resource Require(Call& call, const Family& family) {
  const std::string_view arn = json::GetString(call.request, key::Arn);
  auto found = FindResource(call, family.kind, arn);
  if (found) return std::move(*found);
  ApiError error = NoSuchResource(call, family.kind, family.noun, arn);
  if (!Declares(OperationOf(call.op), error.code)) error.code = ErrorCode::BadRequestException;
  throw error;
}

json::ObjectWriter WriteState(const Resource& resource) {
  json::ObjectWriter reply;
  reply.Add(key::arn, resource.arn).Add(key::name, resource.name).Add(key::state, resource.status);
  return reply;
}

json::Text Create(Call& call, const Family& family) {
  if (const auto made = FindMadeByToken(call)) return Reply(call, family, *made);
  const Scope scope = ScopeOfNew(call);
  const KindRules& kind = RulesOf(family.kind);
  const Draw draw = call.state.ids.Next(scope, kind.name);
  Resource resource{.kind = family.kind,
                    .scope = scope,
                    .arn = MakeArn(scope, kind.arn_type, draw.RouterId(), ""),
                    .name = std::string(json::GetString(call.request, key::name)),
                    .status = std::string(TextOf(RouterState::kCreating))};
  const json::Value document = MakeDocument(call, family, resource, draw);
  call.settings.quotas.RequireRoom(family.quota, call.state.resources.CountIn(family.kind, scope),
                                   1, family.quota_breach);
  resource.doc = json::Write(document).json;
  resource.id = call.state.resources.Insert(resource);
  Attach(call, resource, document);
  PutCreateTags(call, "", resource.id, call.request, key::tags);
  KeepToken(call, resource);
  BeginTransition(call, resource, {RouterState::kCreating, family.created});
  return Reply(call, family, resource);
}

json::Text Get(Call& call, const Family& family) {
  return Reply(call, family, Require(call, family));
}

// What is not there is among the errors (M:BatchGetRouterInputResponse).
json::Text BatchGet(Call& call, const Family& family) {
  json::ArrayWriter shown;
  json::ArrayWriter errors;
  std::set<std::string_view> asked;
  for (const json::Node& one : json::Items(call.request, key::arns)) {
    const std::string_view arn = json::StringOf(one);
    if (!asked.insert(arn).second) continue;
    if (const auto resource = FindResource(call, family.kind, arn)) {
      shown.Add(json::Write(Show(call, family, *resource)));
      continue;
    }
    const ApiError error = NoSuchResource(call, family.kind, family.noun, arn);
    errors.Add(json::ObjectWriter()
                   .Add(key::arn, arn)
                   .Add(key::code, ErrorOf(error.code).name)
                   .Add(key::message, error.message)
                   .Finish());
  }
  return json::ObjectWriter()
      .Add(family.many, shown.Finish())
      .Add(key::errors, errors.Finish())
      .Finish();
}

json::Text List(Call& call, const Family& family) {
  const Filters filters(call);
  const Pager pager(call, kDefaultPage, filters.text());
  std::vector<std::pair<std::int64_t, json::Text>> listed;
  std::int64_t after = pager.after();
  const auto wanted = static_cast<std::size_t>(pager.fetch());
  while (listed.size() < wanted) {
    const auto rows = call.state.resources.ListIn(family.kind, call.scope.account,
                                                  filters.regions(), after, kRowsAtATime);
    if (rows.empty()) break;
    for (const Resource& row : rows) {
      const json::Value form = ListedForm(call, family, Show(call, family, row));
      if (filters.Match(form)) listed.emplace_back(row.id, json::Write(form));
      if (listed.size() == wanted) break;
    }
    after = rows.back().id;
  }
  return pager.Reply(
      family.many, listed, [](const auto& item) { return item.first; },
      [](const auto& item) -> const json::Text& { return item.second; });
}

json::Text Update(Call& call, const Family& family) {
  Resource resource = Require(call, family);
  RequireState(ErrorCode::ConflictException, family.noun, resource, family.updatable, "be updated");
  json::Value given = json::Clone(call.request);
  given.Remove(key::Arn);
  const json::Value stored = json::ParseTrusted(resource.doc);
  json::Value document = json::Overlay(json::Clone(stored), given);
  CheckType(family, document);
  Complete(family, {.call = call, .resource = resource, .stored = &stored.node(), .draw = nullptr},
           document);
  if (!given.node().ObjectEmpty()) document.Set(key::updatedAt, FormatTimestamp(call.Now()));
  resource.name = json::GetString(document, key::name);
  resource.doc = json::Write(document).json;
  call.state.resources.SetForms(resource);
  call.state.resources.Rename(resource.id, resource.name);
  PassThroughUpdating(call, family, resource);
  return Reply(call, family, resource);
}

json::Text Delete(Call& call, const Family& family) {
  Resource resource = Require(call, family);
  RequireState(ErrorCode::ConflictException, family.noun, resource, family.removable, "be deleted");
  family.require_unused(call, resource);
  BeginTransition(call, resource, {RouterState::kDeleting, RouterState::kDeleted});
  return WriteState(resource).Finish();
}

}  // namespace mediaconnect::routers
