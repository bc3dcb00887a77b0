#include "api/operations/flows/entitlements.h"

#include <algorithm>
#include <array>

#include "api/contract/pattern.h"
#include "api/contract/utf8.h"
#include "api/operations/flows/changes.h"
#include "api/operations/flows/content.h"
#include "api/operations/flows/lookup.h"
#include "api/operations/flows/outputs.h"
#include "api/operations/flows/parts.h"
#include "api/rules/encryption.h"
#include "api/rules/names.h"
#include "api/rules/paging.h"
#include "api/rules/tags.h"
#include "handlers.h"

namespace mediaconnect {
namespace {

constexpr std::size_t kLongestName = 64;           // CDK:flow-entitlement
constexpr std::size_t kLongestDescription = 1024;  // CDK:flow-entitlement
constexpr std::int64_t kDefaultPage = 20;          // M:ListEntitlements

// speke is for entitlements only, srt-password for SRT only (M:Encryption).
constexpr std::array<std::string_view, 2> kKeyTypes = {"static-key", "speke"};

// The accounts, each once. Throws BadRequestException if one is not an account ID, or there are
// none.
std::vector<std::string> ReadSubscribers(const std::string& path, const json::Node& list) {
  std::vector<std::string> accounts;
  ForEach(list.GetArray(), path, [&](const json::Node& one, const std::string& at) {
    const std::string account(json::StringOf(one));
    if (!MatchesPattern("[0-9]{12}$", account)) {
      throw BadRequest(at + ": " + Quote(account) + " is not a 12-digit AWS account ID");
    }
    if (std::find(accounts.begin(), accounts.end(), account) == accounts.end()) {
      accounts.push_back(account);
    }
  });
  if (accounts.empty()) {
    throw BadRequest(path +
                     ": must name at least one account; to withdraw an entitlement, use "
                     "RevokeFlowEntitlement");
  }
  return accounts;
}

json::Value ToList(const std::vector<std::string>& texts) {
  json::Value list = json::Value::Array();
  for (const std::string& text : texts) list.Append(json::Value::String(text));
  return list;
}

void CheckDescription(const std::string& path, const json::Node& request) {
  const std::size_t length = CodePoints(json::GetString(request, key::description, "")).size();
  if (length <= kLongestDescription) return;
  throw BadRequest(Path(path, key::description) + ": has " + std::to_string(length) +
                   " characters; at most " + std::to_string(kLongestDescription) + " are allowed");
}

// Puts what the request names into the document; create and update alike.
void PutMembers(const Scope& owner, const std::string& path, const json::Node& request,
                json::Value& document) {
  CheckDescription(path, request);
  for (const Key key : {key::description, key::entitlementStatus}) {
    if (const json::Node* text = json::Find(request, key)) document.Set(key, json::StringOf(*text));
  }
  if (const json::Node* encryption = json::Find(request, key::encryption)) {
    document.Set(key::encryption,
                 MakeEncryption(owner, Path(path, key::encryption), *encryption, kKeyTypes));
  }
}

void PutFee(const std::string& path, const json::Node& request, json::Value& document) {
  const auto fee = json::FindInt(request, key::dataTransferSubscriberFeePercent);
  if (!fee) return;
  if (*fee < 0 || *fee > 100) {
    throw BadRequest(Path(path, key::dataTransferSubscriberFeePercent) + ": " +
                     std::to_string(*fee) + " must be from 0 to 100");
  }
  document.Set(key::dataTransferSubscriberFeePercent, *fee);
}

json::Text AddEntitlement(Call& call, const Resource& flow, const json::Node& request,
                          const std::string& path) {
  const std::string name = PartName(call, ResourceKind::kFlowEntitlement, flow, path, request,
                                    "entitlement", kLongestName);
  const std::vector<std::string> accounts =
      ReadSubscribers(Path(path, key::subscribers), json::Get(request, key::subscribers));
  json::Value document = json::Value::Object();
  document.Set(key::name, name);
  document.Set(key::entitlementStatus, "ENABLED");
  document.Set(key::subscribers, ToList(accounts));
  PutMembers(call.scope, path, request, document);
  PutFee(path, request, document);
  const std::string id = call.state.ids.Next(call.scope, "entitlement").ResourceId();
  const std::string arn = MakeArn(call.scope, "entitlement", id, name);
  document.Set(key::entitlementArn, arn);
  Resource entitlement{.kind = ResourceKind::kFlowEntitlement, .scope = call.scope};
  entitlement.id = InsertPart(call, ResourceKind::kFlowEntitlement, flow, arn, name, document);
  call.state.entitlements.SetSubscribers(entitlement, accounts);
  PutCreateTags(call, path, entitlement.id, request, key::entitlementTags);
  return json::Write(document);
}

}  // namespace

void RefuseEntitlementsOnCdiFlow(Call& call, const Resource& flow) {
  const ContentRules& content = RulesOf(ContentOf(call, flow));
  if (content.has_entitlements) return;
  throw BadRequest("Flow " + flow.arn + " carries " + std::string(content.name) +
                   "; such a flow cannot have entitlements.");
}

json::Text AddEntitlements(Call& call, const Resource& flow) {
  return AddEach(call, key::entitlements, [&](const json::Node& request, const std::string& path) {
    return AddEntitlement(call, flow, request, path);
  });
}

json::Text GrantFlowEntitlements(Call& call) {
  const Resource flow = RequireFlow(call);
  RefuseEntitlementsOnCdiFlow(call, flow);
  call.settings.quotas.RequireRoom(
      Quota::kEntitlementsPerFlow,
      call.state.resources.CountParts(flow.id, ResourceKind::kFlowEntitlement),
      json::Items(call.request, key::entitlements).Size(),
      ErrorCode::GrantFlowEntitlements420Exception);
  return json::ObjectWriter()
      .Add(key::entitlements, AddEntitlements(call, flow))
      .Add(key::flowArn, flow.arn)
      .Finish();
}

json::Text UpdateFlowEntitlement(Call& call) {
  const Resource flow = RequireFlow(call);
  const Resource entitlement =
      RequirePart(call, ResourceKind::kFlowEntitlement, flow, "Entitlement", key::EntitlementArn);
  json::Value document = json::ParseTrusted(entitlement.doc);
  PutMembers(call.scope, "", call.request, document);
  if (const json::Node* list = json::Find(call.request, key::subscribers)) {
    const std::vector<std::string> accounts =
        ReadSubscribers(std::string(key::subscribers.name), *list);
    document.Set(key::subscribers, ToList(accounts));
    call.state.entitlements.SetSubscribers(entitlement, accounts);
    // M:UpdateFlowEntitlement: a subscriber that is dropped loses the output made for it.
    const auto use = call.state.entitlements.UseOf(entitlement.id);
    if (use && !call.state.entitlements.IsGrantedTo(entitlement.id, use->subscriber.account)) {
      call.state.resources.Remove(use->output_id);
    }
  }
  const json::Text text = json::Write(document);
  call.state.resources.SetDoc(entitlement.id, text.json);
  NoteUpdate(call, flow);
  return json::ObjectWriter().Add(key::entitlement, text).Add(key::flowArn, flow.arn).Finish();
}

json::Text RevokeFlowEntitlement(Call& call) {
  const Resource flow = RequireFlow(call);
  const Resource entitlement =
      RequirePart(call, ResourceKind::kFlowEntitlement, flow, "Entitlement", key::EntitlementArn);
  call.state.resources.Remove(entitlement.id);  // and its output, by the foreign key
  return json::ObjectWriter()
      .Add(key::entitlementArn, entitlement.arn)
      .Add(key::flowArn, flow.arn)
      .Finish();
}

json::Text ListEntitlements(Call& call) {
  const Pager pager(call, kDefaultPage);
  const auto rows = call.state.entitlements.ListGrantedTo(call.scope, pager.after(), pager.fetch());
  return pager.Reply(
      key::entitlements, rows, [](const Resource& row) { return row.id; },
      [](const Resource& row) {
        const json::Value document = json::ParseTrusted(row.doc);
        json::ObjectWriter listed;
        listed.Add(key::entitlementArn, row.arn).Add(key::entitlementName, row.name);
        if (const auto fee = json::FindInt(document, key::dataTransferSubscriberFeePercent)) {
          listed.Add(key::dataTransferSubscriberFeePercent, *fee);
        }
        return listed.Finish();
      });
}

Resource RequireUsableEntitlement(Call& call, const Resource& subscriber, const std::string& path,
                                  std::string_view arn, std::optional<std::int64_t> source_id) {
  const auto parts = ParseArn(arn);
  std::optional<Resource> entitlement;
  // An entitlement is used in its own Region (UG21:entitlements-subscriber).
  if (parts && parts->region == call.scope.region) {
    entitlement =
        call.state.resources.Find(ResourceKind::kFlowEntitlement,
                                  {std::string(parts->account), std::string(parts->region)}, arn);
  }
  if (!entitlement || !call.state.entitlements.IsGrantedTo(entitlement->id, call.scope.account)) {
    throw Forbidden(path + ": entitlement " + Quote(arn) + " is not granted to account " +
                    call.scope.account + " in Region " + call.scope.region + ".");
  }
  const auto flow = call.state.resources.Find(entitlement->parent_id.value());
  if (flow && flow->Is(FlowStatus::kDeleting)) {
    throw Forbidden(path + ": the flow of entitlement " + Quote(arn) + " is being deleted.");
  }
  const auto use = call.state.entitlements.UseOf(entitlement->id);
  if (use && use->source_id != source_id) {
    throw BadRequest(path + ": entitlement " + Quote(arn) +
                     " is already in use by a flow; it can be used only once");
  }
  // Not documented: content that only comes from itself is none.
  if (call.state.entitlements.IsFedBy(entitlement->parent_id.value(), subscriber.id)) {
    throw BadRequest(path + ": entitlement " + Quote(arn) +
                     " is granted by this flow, or by one that gets its content from this flow; "
                     "a flow cannot be its own source");
  }
  return std::move(*entitlement);
}

void AddEntitlementOutput(Call& call, const Resource& entitlement, std::int64_t source_id,
                          ErrorCode full) {
  auto flow = call.state.resources.Find(entitlement.parent_id.value());
  RequireRoomForOutputs(call, *flow, 1, full);
  std::string name = entitlement.name;
  if (call.state.resources.HasPart(flow->id, ResourceKind::kFlowOutput, name)) {
    name = FirstFreeName(entitlement.name, [&](const std::string& candidate) {
      return call.state.resources.HasPart(flow->id, ResourceKind::kFlowOutput, candidate);
    });
  }
  const std::string id = call.state.ids.Next(flow->scope, "output").ResourceId();
  const std::string arn = MakeArn(flow->scope, "output", id, name);
  json::Value document = json::Value::Object();
  document.Set(key::name, name);
  document.Set(key::outputArn, arn);
  document.Set(key::entitlementArn, entitlement.arn);
  document.Set(key::outputStatus, "ENABLED");
  const json::Value grant = json::ParseTrusted(entitlement.doc);
  if (const auto fee = json::FindInt(grant, key::dataTransferSubscriberFeePercent)) {
    document.Set(key::dataTransferSubscriberFeePercent, *fee);
  }
  const std::int64_t output =
      InsertPart(call, ResourceKind::kFlowOutput, *flow, arn, name, document);
  call.state.entitlements.SetUse(entitlement.id, output, source_id);
  SwitchOffMonitoringOfMany(call, *flow);
}

}  // namespace mediaconnect
