#include "api/operations/flows/render.h"

#include "api/rules/address.h"

namespace mediaconnect {

bool IsRunning(const Resource& flow) {
  return flow.active_since.has_value() &&
         (flow.Is(FlowStatus::kActive) || flow.Is(FlowStatus::kUpdating));
}

json::Text RenderPart(const Resource& flow, Direction direction, const std::string& doc) {
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

json::Text RenderParts(const std::vector<Resource>& parts) {
  json::ArrayWriter list;
  for (const Resource& part : parts) list.Add(json::Text{part.doc});
  return list.Finish();
}

std::vector<json::Text> RenderEach(const Resource& flow, Direction direction,
                                   const std::vector<Resource>& parts) {
  std::vector<json::Text> texts;
  texts.reserve(parts.size());
  for (const Resource& part : parts) texts.push_back(RenderPart(flow, direction, part.doc));
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

json::Text RenderFlow(Call& call, const Resource& flow) {
  json::ObjectWriter writer;
  writer.Splice(ShownDocument(flow.doc)).Add(key::status, flow.status);
  const std::vector<Resource> sources =
      call.state.resources.PartsOf(flow.id, ResourceKind::kFlowSource);
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
  const auto outputs = call.state.resources.PartsOf(flow.id, ResourceKind::kFlowOutput);
  writer.Add(key::outputs, List(RenderEach(flow, Direction::kOutput, outputs)));
  writer.Add(key::entitlements,
             RenderParts(call.state.resources.PartsOf(flow.id, ResourceKind::kFlowEntitlement)));
  writer.Add(key::mediaStreams,
             RenderParts(call.state.resources.PartsOf(flow.id, ResourceKind::kFlowMediaStream)));
  // Decision 24: of these lists, this one is left out if it is empty.
  const auto interfaces = call.state.resources.PartsOf(flow.id, ResourceKind::kFlowVpcInterface);
  if (!interfaces.empty()) writer.Add(key::vpcInterfaces, RenderParts(interfaces));
  return writer.Finish();
}

}  // namespace mediaconnect
