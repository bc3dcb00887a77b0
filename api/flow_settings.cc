#include "api/flow_settings.h"

#include "api/call.h"
#include "api/contract/pattern.h"

namespace mediaconnect {
namespace {

void CheckNumber(const std::string& path, const json::Node& object, Key key, std::int64_t minimum,
                 std::int64_t maximum) {
  const auto number = json::FindInt(object, key);
  if (!number || (*number >= minimum && *number <= maximum)) return;
  throw BadRequest(Path(path, key) + ": " + std::to_string(*number) + " must be from " +
                   std::to_string(minimum) + " to " + std::to_string(maximum));
}

// One metric of a monitoring setting: silent audio, black or frozen frames.
json::Value MakeMetric(const std::string& path, const json::Node& given) {
  constexpr int kDefaultThreshold = 30;
  CheckNumber(path, given, key::thresholdSeconds, 10, 60);
  json::Value metric = json::Clone(given);
  if (!json::Has(metric, key::thresholdSeconds)) {
    metric.Set(key::thresholdSeconds, kDefaultThreshold);
  }
  return metric;
}

json::Value MakeMonitoringSettings(const std::string& path, const json::Node::ConstArray& given) {
  json::Value settings = json::Value::Array();
  for (std::size_t i = 0; i < given.Size(); ++i) {
    json::Value setting = json::Value::Object();
    for (const auto& metric : given[static_cast<unsigned>(i)].GetObject()) {
      const std::string_view name = json::StringOf(metric.name);
      const std::string below = path + "[" + std::to_string(i) + "]";
      setting.SetNamed(name, MakeMetric(Path(below, Key{name}), metric.value));
    }
    settings.Append(std::move(setting));
  }
  return settings;
}

}  // namespace

void CheckMaintenance(const json::Node& maintenance) {
  const std::string_view hour = json::GetString(maintenance, key::maintenanceStartHour);
  const bool valid = MatchesPattern("[0-2][0-9]:00$", hour) && hour.substr(0, 2) <= "23";
  if (valid) return;
  throw BadRequest("maintenance.maintenanceStartHour: " + Quote(hour) +
                   " must be a full hour from 00:00 to 23:00");
}

json::Value MakeFailoverConfig(const json::Node& given) {
  CheckNumber(std::string(key::sourceFailoverConfig.name), given, key::recoveryWindow, 100, 15000);
  json::Value config = json::Clone(given);
  if (!json::Has(config, key::state)) config.Set(key::state, "DISABLED");
  const bool enabled = json::GetString(config, key::state) == "ENABLED";
  if (enabled && !json::Has(config, key::failoverMode)) config.Set(key::failoverMode, "MERGE");
  const bool merges = enabled && json::GetString(config, key::failoverMode) == "MERGE";
  if (merges && json::Has(config, key::sourcePriority)) {
    throw BadRequest("sourceFailoverConfig.sourcePriority: goes with failoverMode FAILOVER only");
  }
  // UG21:source-failover: the window that packets may be apart, 200 ms by default.
  if (merges && !json::Has(config, key::recoveryWindow)) config.Set(key::recoveryWindow, 200);
  return config;
}

json::Value MakeEncodingConfig(const json::Node& given) {
  constexpr int kDefaultBitrate = 20'000'000;  // M:EncodingConfig
  CheckNumber(std::string(key::encodingConfig.name), given, key::videoMaxBitrate, 10'000'000,
              50'000'000);
  json::Value config = json::Clone(given);
  if (!json::Has(config, key::videoMaxBitrate)) config.Set(key::videoMaxBitrate, kDefaultBitrate);
  return config;
}

json::Value MakeMonitoringConfig(const json::Node& given) {
  json::Value config = json::Clone(given);
  const bool analyses =
      json::GetString(given, key::contentQualityAnalysisState, "DISABLED") == "ENABLED";
  for (const Key list : {key::audioMonitoringSettings, key::videoMonitoringSettings}) {
    const auto settings = json::Items(given, list);
    if (settings.Empty()) continue;
    const std::string path = Path(key::sourceMonitoringConfig.name, list);
    if (!analyses) {
      throw BadRequest(path + ": needs contentQualityAnalysisState ENABLED");
    }
    config.Set(list, MakeMonitoringSettings(path, settings));
  }
  return config;
}

}  // namespace mediaconnect
