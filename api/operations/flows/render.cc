#include "api/operations/flows/render.h"

#include "api/rules/address.h"

namespace mediaconnect {
namespace {

// Where a source's content comes from, or an output's goes to; "" if that is not known, or a name,
// which is resolved elsewhere.
std::string_view PeerOf(Direction direction, const json::Node& document) {
  const ProtocolRules* rules = RulesOfDocument(direction, document);
  if (rules == nullptr || rules->peer.name.empty()) return "";
  const std::string_view address = json::StringOf(*FindMember(document, rules->peer));
  return IsIpAddress(address) ? address : "";
}

void AddPart(const Flow& flow, Direction direction, const Record& part, json::ArrayWriter& list) {
  if (IsRunning(flow)) {
    list.Add(RenderPart(flow, direction, part));
  } else {
    list.Add(part.text());
  }
}

json::Text RenderParts(const Flow& flow, Direction direction, const Flow::Records& parts) {
  json::ArrayWriter list;
  for (const Record& part : parts) AddPart(flow, direction, part, list);
  return list.Finish();
}

// What the flow has of its own, without what is left out of an answer: an NDI source needs an
// encodingConfig, so one that was given empty is kept, but not shown (decision 24).
void SpliceDocument(const Flow& flow, json::ObjectWriter& writer) {
  if (flow.text().json.find(R"("encodingConfig":{})") == std::string::npos) {
    writer.Splice(flow.text());
    return;
  }
  json::Value document = json::Clone(flow.document());
  document.Remove(key::encodingConfig);
  writer.Splice(json::Write(document));
}

}  // namespace

bool IsRunning(const Flow& flow) {
  return flow.row().active_since.has_value() &&
         (flow.Is(FlowStatus::kActive) || flow.Is(FlowStatus::kUpdating));
}

json::Text RenderPart(const Flow& flow, Direction direction, const Record& part) {
  const std::string_view peer = IsRunning(flow) ? PeerOf(direction, part.document()) : "";
  if (peer.empty()) return {std::string(part.text().json)};
  return json::ObjectWriter().Splice(part.text()).Add(key::peerIpAddress, peer).Finish();
}

json::Text RenderFlow(const Flow& flow) {
  json::ObjectWriter writer;
  SpliceDocument(flow, writer);
  writer.Add(key::status, flow.row().status);
  if (!flow.sources().empty()) {
    // Rules 0.9: `source` is required beside `sources`, and shows the first.
    writer.Add(key::source, RenderPart(flow, Direction::kSource, flow.sources().front()))
        .Add(key::sources, RenderParts(flow, Direction::kSource, flow.sources()));
  }
  writer.Add(key::outputs, RenderParts(flow, Direction::kOutput, flow.outputs()))
      .Add(key::entitlements, ListOf(flow.entitlements()))
      .Add(key::mediaStreams, ListOf(flow.media_streams()));
  // Decision 24: of these lists, this one is left out if it is empty.
  if (!flow.vpc_interfaces().empty()) {
    writer.Add(key::vpcInterfaces, ListOf(flow.vpc_interfaces()));
  }
  return writer.Finish();
}

}  // namespace mediaconnect
