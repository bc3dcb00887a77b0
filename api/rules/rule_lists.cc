#include "api/rules/rule_lists.h"

namespace mediaconnect {

json::Text ListRules(Call& call, RuleListBase& list) { return list.List(call.account); }

json::Text AddRule(Call& call, RuleListBase& list) {
  return list.Add(call.account, json::Get(call.request, key::rule));
}

json::Text ReplaceRules(Call& call, RuleListBase& list) {
  return list.Replace(call.account, json::Get(call.request, list.name()));
}

json::Text RemoveRule(Call& call, RuleListBase& list) {
  list.Remove(call.account, json::GetString(call.request, key::id));
  return {};
}

json::Text RemoveRules(Call& call, RuleListBase& list) {
  list.RemoveAll(call.account);
  return {};
}

}  // namespace mediaconnect
