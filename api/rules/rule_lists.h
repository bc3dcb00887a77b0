// The handlers of all lists of rules: of each they are GET, POST, PUT and DELETE.
#pragma once

#include "api/call.h"

namespace mediaconnect {

// A long list is sent as a stream, so that writing it doesn't occupy the thread for long.
ReplyBody ListRules(Call& call, RuleListBase& list);
json::Text AddRule(Call& call, RuleListBase& list);
json::Text ReplaceRules(Call& call, RuleListBase& list);
json::Text RemoveRule(Call& call, RuleListBase& list);
json::Text RemoveRules(Call& call, RuleListBase& list);

}  // namespace mediaconnect
