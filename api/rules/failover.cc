#include "api/rules/failover.h"

#include "api/rules/enabled.h"
#include "api/rules/numbers.h"

namespace mediaconnect {
namespace {

// The name of the primary source; "" if both are equal.
std::string_view PrimarySourceOf(const json::Node& document) {
  const json::Node* failover = json::Find(document, key::sourceFailoverConfig);
  const json::Node* priority =
      failover == nullptr ? nullptr : json::Find(*failover, key::sourcePriority);
  return priority == nullptr ? "" : json::GetString(*priority, key::primarySource, "");
}

}  // namespace

json::Value UpdateFailoverConfig(const json::Node& given, json::Value stored) {
  CheckNumber(std::string(key::sourceFailoverConfig.name), given, key::recoveryWindow, 100, 15000);
  const std::string mode(json::GetString(given, key::failoverMode, ""));
  if (stored.node().IsObject() && mode == "MERGE") stored.Remove(key::sourcePriority);
  if (stored.node().IsObject() && mode == "FAILOVER") stored.Remove(key::recoveryWindow);
  json::Value config = json::Overlay(std::move(stored), given);
  if (!json::Has(config, key::state)) config.Set(key::state, "DISABLED");
  return config;
}

json::Value CompleteFailoverConfig(json::Value config, std::string_view default_mode) {
  const bool enabled = IsEnabled(config, key::state);
  if (enabled && !json::Has(config, key::failoverMode)) config.Set(key::failoverMode, default_mode);
  const bool merges = enabled && json::GetString(config, key::failoverMode) == "MERGE";
  if (merges && json::Has(config, key::sourcePriority)) {
    throw BadRequest(
        "sourceFailoverConfig.sourcePriority: is valid only with failoverMode FAILOVER");
  }
  // The window that packets may be apart, 200 ms by default.
  if (merges && !json::Has(config, key::recoveryWindow)) config.Set(key::recoveryWindow, 200);
  return config;
}

bool HasFailover(const json::Node& document) {
  return IsEnabled(json::Find(document, key::sourceFailoverConfig), key::state);
}

bool Merges(const json::Node& document) {
  return HasFailover(document) && json::GetString(json::Get(document, key::sourceFailoverConfig),
                                                  key::failoverMode, "") == "MERGE";
}

void CheckFailover(const Aggregate& whole, ResourceKind sources) {
  // M:FailoverConfig.State: without failover there is one source.
  if (whole.PartsOf(sources).size() > 1 && !HasFailover(whole.document())) {
    throw BadRequest("sources: a second source needs sourceFailoverConfig.state ENABLED");
  }
  const std::string_view primary = PrimarySourceOf(whole.document());
  if (primary.empty() || whole.FindPart(sources, primary) != nullptr) return;
  throw BadRequest("sourceFailoverConfig.sourcePriority.primarySource: " + Quote(primary) +
                   " is not a source of " + whole.name());
}

void DropPriorityOf(Aggregate& whole, std::string_view source_name) {
  if (PrimarySourceOf(whole.document()) != source_name) return;
  json::Value document = json::Clone(whole.document());
  json::Value left = document.Take(key::sourceFailoverConfig);
  left.Remove(key::sourcePriority);
  document.Set(key::sourceFailoverConfig, std::move(left));
  whole.SetDocument(std::move(document));
}

}  // namespace mediaconnect
