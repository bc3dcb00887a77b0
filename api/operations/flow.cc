#include "api/operations/flow.h"

#include <algorithm>

#include "api/address.h"

namespace mediaconnect {

Flow FindFlow(Call& call) {
  const std::string_view arn = json::GetString(call.request, key::FlowArn);
  auto flow = call.state.flows.Find(call.scope, arn);
  if (flow) return std::move(*flow);
  throw NoSuchResource(call, "Flow", arn, [&](const Scope& scope) {
    return call.state.flows.Find(scope, arn).has_value();
  });
}

Flow RequireFlow(Call& call) {
  Flow flow = FindFlow(call);
  if (flow.status == status::kDeleting) {
    throw BadRequest("Flow " + flow.arn + " is DELETING and cannot be changed any more.");
  }
  return flow;
}

void RequireStatus(const Flow& flow, std::initializer_list<std::string_view> states,
                   std::string_view purpose) {
  if (std::find(states.begin(), states.end(), flow.status) != states.end()) return;
  throw BadRequest("Flow " + flow.arn + " is " + flow.status + "; it must be " +
                   JoinWithOr(states) + " to " + std::string(purpose) + ".");
}

FlowPart RequirePart(Call& call, FlowPartStore& store, const Flow& flow, std::string_view what,
                     Key arn_key) {
  const std::string_view arn = json::GetString(call.request, arn_key);
  auto part = store.Find(call.scope, arn);
  if (part && part->flow_id == flow.id) return std::move(*part);
  throw NotFound(std::string(what) + " " + Quote(arn) + " does not exist on flow " + flow.arn +
                 ".");
}

FlowPart RequireNamedPart(Call& call, FlowPartStore& store, const Flow& flow, std::string_view what,
                          Key name_key) {
  const std::string_view name = json::GetString(call.request, name_key);
  auto part = store.FindByName(flow.id, name);
  if (part) return std::move(*part);
  throw NotFound(std::string(what) + " " + Quote(name) + " does not exist on flow " + flow.arn +
                 ".");
}

void NoteUpdate(Call& call, const Flow& flow) {
  if (flow.status != status::kActive || call.settings.transition_delay_ms == 0) return;
  call.state.lifecycle.Begin(flow.id, status::kUpdating, status::kActive, call.DueAt());
}

std::string PartName(FlowPartStore& store, const Flow& flow, const std::string& path,
                     const json::Node& spec, std::string_view stem, std::size_t longest) {
  const json::Node* given = json::Find(spec, key::name);
  if (given == nullptr) {
    return FirstFreeName(stem,
                         [&](const std::string& name) { return store.HasName(flow.id, name); });
  }
  std::string name(json::StringOf(*given));
  CheckName(Path(path, key::name), name, longest);
  RequireFreeName(store, flow, Path(path, key::name), stem, name);
  return name;
}

void RequireFreeName(FlowPartStore& store, const Flow& flow, const std::string& path,
                     std::string_view what, std::string_view name) {
  if (!store.HasName(flow.id, name)) return;
  throw BadRequest(path + ": the flow has " + std::string(what) + " " + Quote(name) +
                   " already; names are unique within a flow");
}

std::string PartArn(const Flow& flow, std::string_view kind, std::string_view name) {
  return std::string(flow.arn).append("/").append(kind).append("/").append(name);
}

void PutBodyMembers(const Call& call, json::Value& spec) {
  for (const Member& member : MembersOf(TypeOf(OperationOf(call.op).input))) {
    const json::Node* value = json::Find(call.request, member.key);
    if (value != nullptr && member.location == Location::kBody) {
      spec.Set(member.key, json::Clone(*value));
    }
  }
}

void StoreDocument(Call& call, const json::Node& document, Flow& flow) {
  flow.doc = json::Write(document).json;
  call.state.flows.SetDoc(flow.id, flow.doc);
}

std::string PublicAddressOf(const Flow& flow) {
  return std::string(json::GetString(json::ParseTrusted(flow.doc), key::egressIp));
}

Content ContentOf(Call& call, const Flow& flow) {
  for (const FlowPart& source : call.state.sources.ListOf(flow.id)) {
    const json::Value document = json::ParseTrusted(source.doc);
    const ProtocolRules* rules = RulesOfDocument(Direction::kSource, document);
    if (rules != nullptr) return rules->content;
  }
  return Content::kTransportStream;
}

std::int64_t InsertPart(FlowPartStore& store, const Flow& flow, const std::string& arn,
                        const std::string& name, const json::Node& document) {
  return store.Insert({.flow_id = flow.id,
                       .scope = flow.scope,
                       .arn = arn,
                       .name = name,
                       .doc = json::Write(document).json});
}

bool IsRunning(const Flow& flow) {
  return flow.active_since.has_value() &&
         (flow.status == status::kActive || flow.status == status::kUpdating);
}

json::Text RenderPart(const Flow& flow, Direction direction, const std::string& doc) {
  if (!IsRunning(flow)) return {doc};
  const json::Value document = json::ParseTrusted(doc);
  const ProtocolRules* rules = RulesOfDocument(direction, document);
  if (rules == nullptr || rules->peer.name.empty()) return {doc};
  const json::Node* peer = json::Find(document, rules->peer);
  if (peer == nullptr) peer = json::Find(json::Get(document, key::transport), rules->peer);
  const std::string_view address = json::StringOf(*peer);
  if (!IsIpAddress(address)) return {doc};  // a name, which is resolved elsewhere
  return json::ObjectWriter().Splice(doc).Add(key::peerIpAddress, address).Finish();
}

namespace {

json::Text RenderParts(const std::vector<FlowPart>& parts) {
  json::ArrayWriter list;
  for (const FlowPart& part : parts) list.Add(json::Text{part.doc});
  return list.Finish();
}

std::vector<json::Text> RenderEach(const Flow& flow, Direction direction,
                                   const std::vector<FlowPart>& parts) {
  std::vector<json::Text> texts;
  texts.reserve(parts.size());
  for (const FlowPart& part : parts) texts.push_back(RenderPart(flow, direction, part.doc));
  return texts;
}

json::Text List(const std::vector<json::Text>& texts) {
  json::ArrayWriter list;
  for (const json::Text& text : texts) list.Add(text);
  return list.Finish();
}

// What the flow has of its own, without what is left out of an answer: an NDI source needs an
// encodingConfig, so one that was given empty is kept, but not shown (decision 24).
std::string ShownDocument(const std::string& doc) {
  if (doc.find(R"("encodingConfig":{})") == std::string::npos) return doc;
  json::Value document = json::ParseTrusted(doc);
  document.Remove(key::encodingConfig);
  return json::Write(document).json;
}

}  // namespace

json::Text RenderFlow(Call& call, const Flow& flow) {
  json::ObjectWriter writer;
  writer.Splice(ShownDocument(flow.doc)).Add(key::status, flow.status);
  const std::vector<FlowPart> sources = call.state.sources.ListOf(flow.id);
  if (!sources.empty()) {
    // Rules 0.9: `source` is required beside `sources`, and shows the first. Decision 11: the
    // flow's description is its first source's.
    const json::Value first = json::ParseTrusted(sources.front().doc);
    if (const json::Node* description = json::Find(first, key::description)) {
      writer.Add(key::description, json::StringOf(*description));
    }
    const auto rendered = RenderEach(flow, Direction::kSource, sources);
    writer.Add(key::source, rendered.front()).Add(key::sources, List(rendered));
  }
  const auto outputs = call.state.outputs.ListOf(flow.id);
  writer.Add(key::outputs, List(RenderEach(flow, Direction::kOutput, outputs)));
  writer.Add(key::entitlements, RenderParts(call.state.entitlements.ListOf(flow.id)));
  writer.Add(key::mediaStreams, RenderParts(call.state.media_streams.ListOf(flow.id)));
  // Decision 24: of these lists, this one is left out where it is empty.
  const auto interfaces = call.state.vpc_interfaces.ListOf(flow.id);
  if (!interfaces.empty()) writer.Add(key::vpcInterfaces, RenderParts(interfaces));
  return writer.Finish();
}

}  // namespace mediaconnect
