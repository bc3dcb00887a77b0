// /moto-api/state-manager: transitions in the words of moto, for tests that were written for it.
// What is set of one of moto's models is a rule of the server about a kind.
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

json::Value ToRule(std::string_view kind, const json::Node& transition) {
  const std::string_view progression = json::GetString(transition, key::progression);
  json::Value rule = json::Value::Object();
  rule.Set(key::kind, kind);
  if (progression == "immediate") {
    rule.Set(key::mode, "immediate");
  } else if (progression == "time") {
    rule.Set(key::mode, "after");
    const double seconds = RequireMember(transition, key::seconds).GetDouble();
    rule.Set(key::delay, std::to_string(std::llround(seconds * 1000)) + "ms");
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

// What was set of the model, if anything was: {"model_name":"...","transition":{...}}.
std::optional<json::Value> FindSetting(const std::vector<json::Text>& settings,
                                       std::string_view model) {
  for (const json::Text& text : settings) {
    json::Value setting = json::Parse(text.json);
    if (json::GetString(setting, key::model_name) == model) return setting;
  }
  return std::nullopt;
}

RuleListBase::Foreign ToForeign(const json::Node& setting) {
  const std::string_view kind = RequireKind(json::GetString(setting, key::model_name));
  return {json::Write(setting), ToRule(kind, json::Get(setting, key::transition))};
}

// Puts the setting, if there is one, in place of that of the model.
void Replace(Call& call, std::string_view model, const json::Node* setting) {
  call.steering.transitions.ReplaceForeign(kServer, [&](const std::vector<json::Text>& settings) {
    std::vector<RuleListBase::Foreign> replaced;
    if (setting != nullptr) replaced.push_back(ToForeign(*setting));
    for (const json::Text& text : settings) {
      const json::Value other = json::Parse(text.json);
      if (json::GetString(other, key::model_name) != model) replaced.push_back(ToForeign(other));
    }
    return replaced;
  });
}

}  // namespace

json::Text SetMotoTransition(Call& call) {
  const std::string model(json::GetString(call.request, key::model_name));
  Replace(call, model, &call.request.node());
  return {};
}

json::Text GetMotoTransition(Call& call) {
  const std::string_view model = json::GetString(call.request, key::model_name);
  RequireKind(model);
  const auto setting = FindSetting(call.steering.transitions.ListForeign(kServer), model);
  if (setting) return json::Write(json::Get(*setting, key::transition));
  return TimeTransition(call.settings.transition_delay_ms);
}

json::Text UnsetMotoTransition(Call& call) {
  const std::string_view model = json::GetString(call.request, key::model_name);
  RequireKind(model);
  Replace(call, model, nullptr);
  return {};
}

}  // namespace mediaconnect
