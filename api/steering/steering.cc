#include "api/steering/steering.h"

#include <random>

namespace mediaconnect {

Steering::Steering(std::optional<std::uint64_t> given_seed)
    : seed(given_seed ? *given_seed : std::random_device()()),
      faults(key::faults, "fault", ReadFault, rule_memory),
      transitions(key::transitions, "transition", ReadTransitionRule, rule_memory) {}

void Steering::Forget(const RuleListBase::Account& account) {
  faults.Forget(account);
  transitions.Forget(account);
}

}  // namespace mediaconnect
