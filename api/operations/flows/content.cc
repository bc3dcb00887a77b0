#include "api/operations/flows/content.h"

namespace mediaconnect {

Content ContentOf(Call& call, const Flow& flow) {
  for (const FlowPart& source : call.state.sources.ListOf(flow.id)) {
    const json::Value document = json::ParseTrusted(source.doc);
    const ProtocolRules* rules = RulesOfDocument(Direction::kSource, document);
    if (rules != nullptr) return rules->content;
  }
  return Content::kTransportStream;
}

}  // namespace mediaconnect
