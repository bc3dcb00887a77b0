#include "api/steering/transition_rule.h"

#include <algorithm>
#include <array>

#include "api/contract/error.h"
#include "api/contract/message.h"
#include "api/contract/quantity.h"
#include "api/steering/rule_members.h"

namespace mediaconnect {
namespace {

using Mode = TransitionRule::Mode;

// A mode, with the members that belong to it.
struct ModeRules {
  std::string_view name;
  Mode mode;
  std::array<Key, 2> members;
  Key required;
};

constexpr std::array<ModeRules, 5> kModes = {{
    {"immediate", Mode::kImmediate, {}, {}},
    {"after", Mode::kAfter, {key::delay}, key::delay},
    {"polls", Mode::kPolls, {key::count}, key::count},
    {"manual", Mode::kManual, {}, {}},
    {"fail", Mode::kFail, {key::delay, key::message}, {}},
}};

constexpr std::array<Key, 3> kMembersOfModes = {key::delay, key::count, key::message};

const ModeRules& RulesOfMode(std::string_view name) {
  return *std::find_if(kModes.begin(), kModes.end(),
                       [&](const ModeRules& rules) { return rules.name == name; });
}

bool BelongsTo(const ModeRules& rules, Key member) {
  return std::any_of(rules.members.begin(), rules.members.end(),
                     [&](Key known) { return known.name == member.name; });
}

std::string ModesWith(Key member) {
  std::vector<std::string_view> names;
  for (const ModeRules& rules : kModes) {
    if (BelongsTo(rules, member)) names.push_back(rules.name);
  }
  return JoinWithOr(names);
}

void CheckMembers(const json::Node& given, const std::string& path, const ModeRules& rules) {
  for (const Key member : kMembersOfModes) {
    if (!json::Has(given, member) || BelongsTo(rules, member)) continue;
    throw BadRequest(Path(path, member) + ": is for mode " + ModesWith(member) + ", not " +
                     std::string(rules.name));
  }
  if (rules.required.name.empty() || json::Has(given, rules.required)) return;
  throw BadRequest(Path(path, rules.required) + ": is required with mode " +
                   std::string(rules.name));
}

// What only reads begins no transition.
void CheckOperation(const std::string& path, Op op) {
  const Operation& operation = OperationOf(op);
  if (!operation.read_only) return;
  throw BadRequest(Path(path, key::operation) + ": " + std::string(operation.name) +
                   " changes nothing, so no transition begins with it");
}

}  // namespace

bool TransitionRule::Matches(std::optional<Op> op, const Resource& resource,
                             std::string_view state) const {
  if (operation && operation != op) return false;
  if (!arn.empty() && arn != resource.arn) return false;
  if (kind && *kind != resource.kind) return false;
  return mode != Mode::kFail || !FailedStateOf(resource.kind, state).empty();
}

TransitionRule ReadTransitionRule(const json::Node& given, const std::string& path) {
  const ModeRules& rules = RulesOfMode(json::GetString(given, key::mode));
  CheckMembers(given, path, rules);
  TransitionRule rule{.operation = ReadOperation(given, path),
                      .arn = ReadArn(given, path),
                      .mode = rules.mode,
                      .polls = json::FindInt(given, key::count).value_or(0),
                      .message = std::string(json::GetString(
                          given, key::message, "A transition rule has made it fail."))};
  if (rule.operation) CheckOperation(path, *rule.operation);
  if (const json::Node* kind = json::Find(given, key::kind)) {
    rule.kind = KindNamed(json::StringOf(*kind));
  }
  if (const json::Node* delay = json::Find(given, key::delay)) {
    rule.delay = ParseDuration(json::StringOf(*delay)).value();
  }
  return rule;
}

}  // namespace mediaconnect
