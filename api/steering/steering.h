// All lists of rules by which tests steer the server.
//
// Owned by main; any thread.
#pragma once

#include <cstdint>
#include <optional>

#include "api/steering/fault.h"
#include "api/steering/rule_list.h"
#include "api/steering/transition_rule.h"

namespace mediaconnect {

struct Steering {
  // Without a seed, chance is another on every run.
  explicit Steering(std::optional<std::uint64_t> given_seed = std::nullopt);

  // For a reset: the lists of an account as they were at the start, or those of all.
  void Forget(const RuleListBase::Account& account);

  const std::uint64_t seed;
  RuleMemory rule_memory;
  RuleList<Fault> faults;
  RuleList<TransitionRule> transitions;
};

}  // namespace mediaconnect
