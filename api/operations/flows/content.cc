#include "api/operations/flows/content.h"

namespace mediaconnect {

Content ContentOf(const Flow& flow) {
  for (const Record& source : flow.sources()) {
    const ProtocolRules* rules = RulesOfDocument(Direction::kSource, source.document());
    if (rules != nullptr) return rules->content;
  }
  return Content::kTransportStream;
}

}  // namespace mediaconnect
