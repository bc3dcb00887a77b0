#include "api/steering/steering.h"

namespace mediaconnect {

Steering::Steering() : transitions(key::transitions, "transition", ReadTransitionRule) {}

void Steering::Forget(const RuleListBase::Account& account) { transitions.Forget(account); }

}  // namespace mediaconnect
