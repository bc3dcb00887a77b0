#include "api/operations/flows/entitlements.h"

#include <algorithm>
#include <array>

#include "api/contract/arn.h"
#include "api/contract/utf8.h"
#include "api/operations/flows/content.h"
#include "api/operations/flows/lookup.h"
#include "api/operations/flows/outputs.h"
#include "api/operations/flows/parts.h"
#include "api/rules/encryption.h"
#include "api/rules/names.h"
#include "api/rules/numbers.h"
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
    if (!IsAccountId(account)) {
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
  CheckNumber(path, request, key::dataTransferSubscriberFeePercent, 0, 100);
  if (const auto fee = json::FindInt(request, key::dataTransferSubscriberFeePercent)) {
    document.Set(key::dataTransferSubscriberFeePercent, *fee);
  }
}

// What ListEntitlements shows of it.
json::Text Listed(const std::string& arn, const std::string& name, const json::Node& document) {
  json::ObjectWriter listed;
  listed.Add(key::entitlementArn, arn).Add(key::entitlementName, name);
  if (const auto fee = json::FindInt(document, key::dataTransferSubscriberFeePercent)) {
    listed.Add(key::dataTransferSubscriberFeePercent, *fee);
  }
  return listed.Finish();
}

const Record& AddEntitlement(Flow& flow, const json::Node& request, const std::string& path) {
  constexpr ResourceKind kKind = ResourceKind::kFlowEntitlement;
  Call& call = flow.call();
  const std::string name = PartName(flow, kKind, path, request, "entitlement", kLongestName);
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
  const json::Text listed = Listed(arn, name, document);
  const Record& entitlement = flow.AddPart(kKind, arn, name, std::move(document), listed.json);
  call.state.entitlements.SetSubscribers(entitlement.row(), accounts);
  PutCreateTags(call, path, entitlement.id(), request, key::entitlementTags);
  return entitlement;
}

Record& RequireEntitlement(Flow& flow) {
  return RequirePart(flow, ResourceKind::kFlowEntitlement, "Entitlement", key::EntitlementArn);
}

// The output that carries the entitlement's content goes.
void RemoveOutputOf(Flow& flow, const EntitlementStore::Use& use) {
  for (const Record& output : flow.outputs()) {
    if (output.id() == use.output_id) return flow.RemovePart(output);
  }
}

}  // namespace

void RefuseEntitlementsOnCdiFlow(const Flow& flow) {
  const ContentRules& content = RulesOf(ContentOf(flow));
  if (content.has_entitlements) return;
  throw BadRequest("Flow " + flow.arn() + " carries " + std::string(content.name) +
                   "; such a flow cannot have entitlements.");
}

json::Text AddEntitlements(Flow& flow) { return AddEach(flow, key::entitlements, AddEntitlement); }

json::Text GrantFlowEntitlements(Call& call) {
  Flow flow = RequireFlowForChange(call);
  RefuseEntitlementsOnCdiFlow(flow);
  call.settings.quotas.RequireRoom(Quota::kEntitlementsPerFlow,
                                   static_cast<std::int64_t>(flow.entitlements().size()),
                                   json::Items(call.request, key::entitlements).Size(),
                                   ErrorCode::GrantFlowEntitlements420Exception);
  const json::Text added = AddEntitlements(flow);
  flow.Finish();
  return json::ObjectWriter().Add(key::entitlements, added).Add(key::flowArn, flow.arn()).Finish();
}

json::Text UpdateFlowEntitlement(Call& call) {
  Flow flow = RequireFlowForChange(call);
  Record& entitlement = RequireEntitlement(flow);
  json::Value document = json::Clone(entitlement.document());
  PutMembers(call.scope, "", call.request, document);
  if (const json::Node* list = json::Find(call.request, key::subscribers)) {
    const std::vector<std::string> accounts =
        ReadSubscribers(std::string(key::subscribers.name), *list);
    document.Set(key::subscribers, ToList(accounts));
    call.state.entitlements.SetSubscribers(entitlement.row(), accounts);
    // M:UpdateFlowEntitlement: a subscriber that is dropped loses the output made for it.
    const auto use = call.state.entitlements.UseOf(entitlement.id());
    if (use && !call.state.entitlements.IsGrantedTo(entitlement.id(), use->subscriber.account)) {
      RemoveOutputOf(flow, *use);
    }
  }
  entitlement.Set(std::move(document));
  flow.FinishUpdate();
  return json::ObjectWriter()
      .Add(key::entitlement, entitlement.text())
      .Add(key::flowArn, flow.arn())
      .Finish();
}

json::Text RevokeFlowEntitlement(Call& call) {
  Flow flow = RequireFlowForChange(call);
  const Record& entitlement = RequireEntitlement(flow);
  const std::string arn = entitlement.arn();
  const auto use = call.state.entitlements.UseOf(entitlement.id());
  if (use) RemoveOutputOf(flow, *use);
  flow.RemovePart(entitlement);
  flow.Finish();
  return json::ObjectWriter().Add(key::entitlementArn, arn).Add(key::flowArn, flow.arn()).Finish();
}

json::Text ListEntitlements(Call& call) {
  const Pager pager(call, kDefaultPage);
  return pager.Reply(key::entitlements, call.state.entitlements.ListGrantedTo(
                                            call.scope, pager.after(), pager.fetch()));
}

Record RequireUsableEntitlement(const Flow& subscriber, const std::string& path,
                                std::string_view arn, std::optional<std::int64_t> source_id) {
  Call& call = subscriber.call();
  const Scope owner = OwnerOf(arn);
  std::optional<Resource> entitlement;
  // An entitlement is used in its own Region (UG21:entitlements-subscriber).
  if (owner.region == call.scope.region) {
    entitlement = call.state.resources.Find(ResourceKind::kFlowEntitlement, owner, arn);
  }
  if (!entitlement || !call.state.entitlements.IsGrantedTo(entitlement->id, call.scope.account)) {
    throw Forbidden(path + ": entitlement " + Quote(arn) + " is not granted to account " +
                    call.scope.account + " in Region " + call.scope.region + ".");
  }
  const std::int64_t originator = entitlement->parent_id.value();
  if (call.state.resources.Find(originator)->Is(FlowStatus::kDeleting)) {
    throw Forbidden(path + ": the flow of entitlement " + Quote(arn) + " is being deleted.");
  }
  const auto use = call.state.entitlements.UseOf(entitlement->id);
  if (use && use->source_id != source_id) {
    throw BadRequest(path + ": entitlement " + Quote(arn) +
                     " is already in use by a flow; it can be used only once");
  }
  // Not documented: content that only comes from itself is none.
  if (call.state.entitlements.IsFedBy(originator, subscriber.id())) {
    throw BadRequest(path + ": entitlement " + Quote(arn) +
                     " is granted by this flow, or by one that gets its content from this flow; "
                     "a flow cannot be its own source");
  }
  return Record(std::move(*entitlement));
}

void AddEntitlementOutput(Call& call, const Record& entitlement, std::int64_t source_id,
                          ErrorCode full) {
  Flow flow = FlowOfId(call, entitlement.row().parent_id.value());
  RequireRoomForOutputs(flow, 1, full);
  json::Value document = json::Value::Object();
  document.Set(key::entitlementArn, entitlement.arn());
  if (const auto fee =
          json::FindInt(entitlement.document(), key::dataTransferSubscriberFeePercent)) {
    document.Set(key::dataTransferSubscriberFeePercent, *fee);
  }
  const Record& output = AddGeneratedOutput(flow, entitlement.name(), std::move(document));
  call.state.entitlements.SetUse(entitlement.id(), output.id(), source_id);
  flow.Finish();
}

}  // namespace mediaconnect
