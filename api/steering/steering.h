// All lists of rules by which tests steer the server.
//
// Owned by main; any thread.
#pragma once

#include "api/steering/rule_list.h"
#include "api/steering/transition_rule.h"

namespace mediaconnect {

struct Steering {
  Steering();

  // For a reset: the lists of an account as they were at the start, or those of all.
  void Forget(const RuleListBase::Account& account);

  RuleList<TransitionRule> transitions;
};

}  // namespace mediaconnect
