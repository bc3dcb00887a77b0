// /_localstack/chaos: faults and latency in the words of LocalStack, for tests that were written
// for it. Each is a fault of the server.
#include <algorithm>

#include "api/contract/message.h"
#include "handlers.h"

namespace mediaconnect {
namespace {

constexpr RuleListBase::Account kServer;
using Foreign = RuleListBase::Foreign;

// What LocalStack answers if a rule does not say.
constexpr std::int64_t kStatus = 503;
constexpr std::string_view kCode = "ServiceUnavailable";
constexpr std::string_view kMessage = "Operation failed due to a simulated fault";

// What was set: rules, and {"latency": 5000}.
struct Chaos {
  std::vector<json::Value> rules;
  std::int64_t latency = 0;  // in milliseconds
};

bool IsOperation(std::string_view name) {
  const auto operations = Operations().first(kServiceOperationCount);
  return std::any_of(operations.begin(), operations.end(),
                     [&](const Operation& operation) { return operation.name == name; });
}

Chaos Read(const std::vector<json::Text>& given) {
  Chaos chaos;
  for (const json::Text& text : given) {
    json::Value one = json::Parse(text.json);
    if (const auto latency = json::FindInt(one, key::latency)) {
      chaos.latency = *latency;
    } else {
      chaos.rules.push_back(std::move(one));
    }
  }
  return chaos;
}

json::Value LatencyOf(std::int64_t milliseconds) {
  json::Value latency = json::Value::Object();
  latency.Set(key::fixed, std::to_string(milliseconds) + "ms");
  return latency;
}

// A code need not be one of this service.
json::Value ResponseOf(const json::Node* error) {
  static const json::Value kDefault = json::Value::Object();
  const json::Node& given = error == nullptr ? kDefault.node() : *error;
  json::Value headers = json::Value::Object();
  headers.Set(Key{"x-amzn-ErrorType"}, json::GetString(given, key::code, kCode));
  json::Value body = json::Value::Object();
  body.Set(key::message, kMessage);
  json::Value response = json::Value::Object();
  response.Set(key::status, json::FindInt(given, key::statusCode).value_or(kStatus));
  response.Set(key::headers, std::move(headers));
  response.Set(key::body, std::move(body));
  return response;
}

// A rule about all services may name an operation of another one.
json::Value ToFault(const json::Node& rule, std::int64_t latency) {
  json::Value fault = json::Value::Object();
  const std::string_view own = TheService().signing_name;
  const std::string_view operation = json::GetString(rule, key::operation, "");
  const bool names_service = json::Has(rule, key::service);
  const bool is_ours = names_service ? json::GetString(rule, key::service) == own
                                     : operation.empty() || IsOperation(operation);
  fault.Set(key::service, is_ours ? own : json::GetString(rule, key::service, "another"));
  if (is_ours && !operation.empty()) fault.Set(key::operation, operation);
  for (const Key member : {key::region, key::probability}) {
    if (const json::Node* given = json::Find(rule, member)) fault.Set(member, json::Clone(*given));
  }
  fault.Set(key::response, ResponseOf(json::Find(rule, key::error)));
  if (latency > 0) fault.Set(key::latency, LatencyOf(latency));
  return fault;
}

std::vector<Foreign> Write(const Chaos& chaos) {
  std::vector<Foreign> written;
  for (const json::Value& rule : chaos.rules) {
    written.push_back({json::Write(rule), ToFault(rule, chaos.latency)});
  }
  if (chaos.latency == 0) return written;
  json::Value effect = json::Value::Object();
  effect.Set(key::latency, chaos.latency);
  json::Value fault = json::Value::Object();
  fault.Set(key::latency, LatencyOf(chaos.latency));
  written.push_back({json::Write(effect), std::move(fault)});
  return written;
}

json::Text RenderRules(const Chaos& chaos) {
  json::ArrayWriter rules;
  for (const json::Value& rule : chaos.rules) rules.Add(json::Write(rule));
  return rules.Finish();
}

Chaos ReadChaos(Call& call) { return Read(call.steering.faults.ListForeign(kServer)); }

// Changes what was set, and returns what it is then.
template <class Change>
Chaos ChangeChaos(Call& call, Change change) {
  Chaos chaos;
  call.steering.faults.ReplaceForeign(kServer, [&](const std::vector<json::Text>& given) {
    chaos = Read(given);
    change(chaos);
    return Write(chaos);
  });
  return chaos;
}

void Append(const json::Node& rules, Chaos& chaos) {
  for (const json::Node& rule : rules.GetArray()) chaos.rules.push_back(json::Clone(rule));
}

}  // namespace

json::Text GetChaosFaults(Call& call) { return RenderRules(ReadChaos(call)); }

json::Text SetChaosFaults(Call& call) {
  return RenderRules(ChangeChaos(call, [&](Chaos& chaos) {
    chaos.rules.clear();
    Append(json::Get(call.request, key::rules), chaos);
  }));
}

json::Text AddChaosFaults(Call& call) {
  return RenderRules(
      ChangeChaos(call, [&](Chaos& chaos) { Append(json::Get(call.request, key::rules), chaos); }));
}

// Without rules, or with none, all go.
json::Text RemoveChaosFaults(Call& call) {
  const auto removed = json::Items(call.request, key::rules);
  return RenderRules(ChangeChaos(call, [&](Chaos& chaos) {
    std::erase_if(chaos.rules, [&](const json::Value& rule) {
      return removed.Empty() || std::any_of(removed.begin(), removed.end(),
                                            [&](const auto& one) { return one == rule.node(); });
    });
  }));
}

json::Text GetChaosEffects(Call& call) {
  return json::ObjectWriter().Add(key::latency, ReadChaos(call).latency).Finish();
}

json::Text SetChaosEffects(Call& call) {
  const std::int64_t latency = json::FindInt(call.request, key::latency).value_or(0);
  const Chaos chaos = ChangeChaos(call, [&](Chaos& changed) { changed.latency = latency; });
  return json::ObjectWriter().Add(key::latency, chaos.latency).Finish();
}

}  // namespace mediaconnect
