#include "api/operations/flows/settings.h"

#include <algorithm>
#include <array>
#include <optional>

#include "api/call.h"
#include "api/contract/timestamp.h"
#include "api/rules/enabled.h"
#include "api/rules/failover.h"
#include "api/rules/numbers.h"
#include "api/rules/times.h"

namespace mediaconnect {
namespace {

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
  ForEach(given, path, [&](const json::Node& metrics, const std::string& at) {
    json::Value setting = json::Value::Object();
    for (const auto& metric : metrics.GetObject()) {
      const std::string_view name = json::StringOf(metric.name);
      setting.SetNamed(name, MakeMetric(Path(at, Key{name}), metric.value));
    }
    settings.Append(std::move(setting));
  });
  return settings;
}

// When a window on this date begins; nullopt if it is not a date.
std::optional<std::int64_t> WindowBegin(const json::Node& maintenance, std::string_view date) {
  std::string time(date);
  time.append("T").append(json::GetString(maintenance, key::maintenanceStartHour)).append(":00Z");
  return ParseTimestamp(time);
}

// UGnow:setting-flow-maintenance: "You cannot change the maintenance window for a flow within 4
// hours of the scheduled maintenance start time, or while maintenance is in progress", which takes
// two hours.
void RefuseWhileMaintenanceIsNear(const json::Node& stored, std::int64_t now) {
  const json::Node* date = json::Find(stored, key::maintenanceScheduledDate);
  if (date == nullptr) return;
  const auto begin = WindowBegin(stored, json::StringOf(*date));
  if (!begin || now < *begin - 4 * kHour || now >= *begin + 2 * kHour) return;
  throw BadRequest("maintenance: is scheduled for " + FormatTimestamp(*begin) +
                   "; it cannot be changed from 4 hours before until 2 hours after that");
}

// M:UpdateMaintenance: a date can be chosen when maintenance is required, before its deadline.
void CheckScheduledDate(const json::Node& maintenance, std::string_view date, std::int64_t now) {
  const std::string path = "maintenance.maintenanceScheduledDate: ";
  const json::Node* deadline = json::Find(maintenance, key::maintenanceDeadline);
  if (deadline == nullptr) {
    throw BadRequest(path + "cannot be set, because the flow does not require maintenance");
  }
  const auto begin = WindowBegin(maintenance, date);
  const auto end = ParseTimestamp(json::StringOf(*deadline));
  if (!begin) throw BadRequest(path + Quote(date) + " is not a date (example: 2021-01-30)");
  if (*begin > now && end && *begin < *end) return;
  throw BadRequest(path + "the window of " + Quote(date) + " begins at " + FormatTimestamp(*begin) +
                   "; it must be later than now and before the deadline " +
                   std::string(json::StringOf(*deadline)));
}

// Required maintenance happens in the next window before its deadline, if there is one.
void Schedule(std::int64_t now, json::Value& maintenance) {
  static constexpr std::array<std::string_view, 7> kDays = {
      "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
  maintenance.Remove(key::maintenanceScheduledDate);
  const std::int64_t end =
      ParseTimestamp(json::GetString(maintenance, key::maintenanceDeadline)).value();
  for (std::int64_t day = now; day < std::min(end + kDay, kLatestTime); day += kDay) {
    const std::string date = FormatTimestamp(day).substr(0, 10);
    const std::int64_t begin = WindowBegin(maintenance, date).value();
    if (kDays.at(WeekdayOf(day)) != json::GetString(maintenance, key::maintenanceDay) ||
        begin <= now) {
      continue;
    }
    if (begin < end) maintenance.Set(key::maintenanceScheduledDate, date);
    return;
  }
}

json::Value MakeMaintenance(const json::Node& given, json::Value stored, std::int64_t now) {
  if (stored.node().IsObject()) RefuseWhileMaintenanceIsNear(stored, now);
  json::Value maintenance = json::Overlay(std::move(stored), given);
  if (!json::Has(maintenance, key::maintenanceDay)) {
    throw BadRequest(
        "maintenance.maintenanceDay: is required, because the flow has no maintenance window yet");
  }
  const std::string hour(json::GetString(maintenance, key::maintenanceStartHour, "02:00"));
  CheckFullHour(Path(key::maintenance.name, key::maintenanceStartHour), hour);
  maintenance.Set(key::maintenanceStartHour, hour);  // M:AddMaintenance: 02:00 by default
  if (const json::Node* date = json::Find(given, key::maintenanceScheduledDate)) {
    CheckScheduledDate(maintenance, json::StringOf(*date), now);
  } else if (json::Has(maintenance, key::maintenanceDeadline)) {
    Schedule(now, maintenance);
  }
  return maintenance;
}

// M:EncodingConfig. Given empty it stays so: what the service then uses it does not show
// (decision 24).
json::Value MakeEncodingConfig(const json::Node& given, json::Value stored) {
  constexpr int kDefaultBitrate = 20'000'000;
  CheckNumber(std::string(key::encodingConfig.name), given, key::videoMaxBitrate, 10'000'000,
              50'000'000);
  json::Value config = json::Overlay(std::move(stored), given);
  if (config.node().ObjectEmpty() || json::Has(config, key::videoMaxBitrate)) return config;
  config.Set(key::videoMaxBitrate, kDefaultBitrate);
  return config;
}

// UGnow (thresholds in seconds), CDK:flow (metrics need the content quality analysis; switching
// that off later keeps them).
json::Value MakeMonitoringConfig(const json::Node& given, json::Value stored) {
  json::Value config = json::Overlay(std::move(stored), given);
  const bool analyses = IsEnabled(config, key::contentQualityAnalysisState);
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

// M:NdiConfig: at most 3 discovery servers, their port 5959 by default, and a machine name that is
// made if NDI is enabled and none is given: "a unique 12-character ID".
json::Value MakeNdiConfig(const json::Node& given, json::Value stored, std::string_view flow_arn) {
  constexpr std::size_t kMostServers = 3;
  constexpr int kDefaultPort = 5959;
  const auto servers = json::Items(given, key::ndiDiscoveryServers);
  const std::string path = Path(key::ndiConfig.name, key::ndiDiscoveryServers);
  if (servers.Size() > kMostServers) {
    throw BadRequest(path + ": has " + std::to_string(servers.Size()) + " servers; at most " +
                     std::to_string(kMostServers) + " are allowed");
  }
  json::Value config = json::Overlay(std::move(stored), given);
  if (!json::Has(config, key::ndiState)) config.Set(key::ndiState, "DISABLED");
  if (IsEnabled(config, key::ndiState) && !json::Has(config, key::machineName)) {
    const std::string_view id = ParseArn(flow_arn)->id;  // its second part has 12 characters
    config.Set(key::machineName, id.substr(id.rfind('-') + 1));
  }
  if (!json::Has(given, key::ndiDiscoveryServers)) return config;
  json::Value completed = json::Value::Array();
  ForEach(servers, path, [&](const json::Node& one, const std::string& at) {
    json::Value server = json::Clone(one);
    CheckNumber(at, server, key::discoveryServerPort, 1, 65535);
    if (!json::Has(server, key::discoveryServerPort)) {
      server.Set(key::discoveryServerPort, kDefaultPort);
    }
    completed.Append(std::move(server));
  });
  config.Set(key::ndiDiscoveryServers, std::move(completed));
  return config;
}

}  // namespace

std::string_view FlowSizeOf(const json::Node& document) {
  return json::GetString(document, key::flowSize, "MEDIUM");
}

void CheckResize(const json::Node& request, const json::Node& document) {
  const std::string_view kept = FlowSizeOf(document);
  const std::string_view size = json::GetString(request, key::flowSize, kept);
  if (size == kept || (size != "LARGE_4X" && kept != "LARGE_4X")) return;
  throw BadRequest("flowSize: " + std::string(kept) + " cannot become " + std::string(size) +
                   "; only MEDIUM and LARGE can become each other");
}

void ApplySettings(const json::Node& request, std::int64_t now, json::Value& document) {
  if (const json::Node* size = json::Find(request, key::flowSize)) {
    document.Set(key::flowSize, json::StringOf(*size));
  }
  const auto apply = [&](Key key, auto make) {
    const json::Node* given = json::Find(request, key);
    if (given != nullptr) document.Set(key, make(*given, document.Take(key)));
  };
  apply(key::maintenance, [&](const json::Node& given, json::Value stored) {
    return MakeMaintenance(given, std::move(stored), now);
  });
  apply(key::sourceFailoverConfig, UpdateFailoverConfig);  // Flow::Finish completes it
  apply(key::encodingConfig, MakeEncodingConfig);
  apply(key::sourceMonitoringConfig, MakeMonitoringConfig);
  apply(key::ndiConfig, [&](const json::Node& given, json::Value stored) {
    return MakeNdiConfig(given, std::move(stored), json::GetString(document, key::flowArn));
  });
}

json::Value MakeRequiredMaintenance(const json::Node* stored, const std::string& deadline,
                                    std::int64_t now) {
  const auto end = ParseTimestamp(deadline);
  if (!end || *end <= now) {
    throw BadRequest("maintenanceDeadline: " + Quote(deadline) +
                     " must be a time in the future (example: 2030-01-30T08:30:00Z)");
  }
  json::Value maintenance = stored == nullptr ? json::Value::Object() : json::Clone(*stored);
  // UGnow:maintenance: the service chooses a window if the flow has none.
  if (stored == nullptr) maintenance.Set(key::maintenanceDay, "Monday");
  if (stored == nullptr) maintenance.Set(key::maintenanceStartHour, "02:00");
  maintenance.Set(key::maintenanceDeadline, deadline);
  Schedule(now, maintenance);
  return maintenance;
}

}  // namespace mediaconnect
