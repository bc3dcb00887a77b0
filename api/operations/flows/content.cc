#include "api/operations/flows/content.h"

namespace mediaconnect {

Content ContentOf(Call& call, const Resource& flow) {
  for (const Resource& source : call.state.resources.PartsOf(flow.id, ResourceKind::kFlowSource)) {
    const json::Value document = json::ParseTrusted(source.doc);
    const ProtocolRules* rules = RulesOfDocument(Direction::kSource, document);
    if (rules != nullptr) return rules->content;
  }
  return Content::kTransportStream;
}

}  // namespace mediaconnect
