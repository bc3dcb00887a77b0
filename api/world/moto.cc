// /moto-api/state-manager: transitions in the words of moto, for tests that were written for it.
// What is set of one of moto's models is a rule of the server, whose id is the model's name.
#include <cmath>

#include "api/contract/message.h"
#include "api/contract/quantity.h"
#include "handlers.h"

namespace mediaconnect {
namespace {

constexpr std::string_view kPrefix = "mediaconnect::";
constexpr RuleListBase::Account kServer;

// "mediaconnect::flow" is the kind "flow".
std::string_view RequireKind(std::string_view model) {
  std::vector<std::string> known;
  for (const std::string_view kind : ValuesOf(TypeOf(FindType("KindWithStates")))) {
    known.push_back(std::string(kPrefix).append(kind));
    if (known.back() == model) return kind;
  }
  throw BadRequest(std::string(key::model_name.name) + ": " + Quote(model) + " must be " +
                   JoinWithOr(known));
}

const json::Node& RequireMember(const json::Node& transition, Key member) {
  const json::Node* found = json::Find(transition, member);
  if (found != nullptr) return *found;
  throw BadRequest(Path(key::transition.name, member) + ": is required with progression " +
                   std::string(json::GetString(transition, key::progression)));
}

// As a duration.
std::string RequireSeconds(const json::Node& transition) {
  constexpr double kMost = 2'000'000;  // 23 days
  const double seconds = RequireMember(transition, key::seconds).GetDouble();
  if (seconds >= 0 && seconds <= kMost) return std::to_string(std::llround(seconds * 1000)) + "ms";
  throw BadRequest(Path(key::transition.name, key::seconds) + ": must be 0 to 2000000");
}

json::Value ToRule(std::string_view kind, const json::Node& transition) {
  const std::string_view progression = json::GetString(transition, key::progression);
  json::Value rule = json::Value::Object();
  rule.Set(key::kind, kind);
  if (progression == "immediate") {
    rule.Set(key::mode, "immediate");
  } else if (progression == "time") {
    rule.Set(key::mode, "after");
    rule.Set(key::delay, RequireSeconds(transition));
  } else {
    rule.Set(key::mode, "polls");
    rule.Set(key::count, RequireMember(transition, key::times).GetInt64());
  }
  return rule;
}

json::Text TimeTransition(std::int64_t milliseconds) {
  std::string seconds = std::to_string(milliseconds / 1000);
  if (const std::int64_t rest = milliseconds % 1000; rest != 0) {
    seconds.append(".").append(std::to_string(1000 + rest).substr(1));
  }
  return json::ObjectWriter()
      .Add(key::progression, "time")
      .Add(key::seconds, json::TextView(seconds))
      .Finish();
}

json::Text ToTransition(const json::Node& rule) {
  const std::string_view mode = json::GetString(rule, key::mode);
  if (mode == "after") {
    return TimeTransition(ParseDuration(json::GetString(rule, key::delay)).value());
  }
  json::ObjectWriter transition;
  if (mode == "immediate") return transition.Add(key::progression, mode).Finish();
  return transition.Add(key::progression, "manual")
      .Add(key::times, json::GetInt(rule, key::count))
      .Finish();
}

}  // namespace

json::Text SetMotoTransition(Call& call) {
  const std::string_view model = json::GetString(call.request, key::model_name);
  const json::Node& transition = json::Get(call.request, key::transition);
  call.steering.transitions.Put(kServer, model, ToRule(RequireKind(model), transition));
  return {};
}

json::Text GetMotoTransition(Call& call) {
  const std::string_view model = json::GetString(call.request, key::model_name);
  RequireKind(model);
  const auto rule = call.steering.transitions.FindGiven(kServer, model);
  if (!rule) return TimeTransition(call.settings.transition_delay_ms);
  return ToTransition(json::Parse(rule->json));
}

json::Text UnsetMotoTransition(Call& call) {
  const std::string_view model = json::GetString(call.request, key::model_name);
  RequireKind(model);
  call.steering.transitions.RemoveIfThere(kServer, model);
  return {};
}

}  // namespace mediaconnect
