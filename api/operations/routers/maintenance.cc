#include "api/operations/routers/maintenance.h"

#include <array>
#include <string>
#include <utility>

#include "api/contract/timestamp.h"
#include "api/rules/times.h"

namespace mediaconnect::routers {
namespace {

// UGnow:how-maintenance-works: "every 60-66 days after the I/O is started", "within that two-hour
// window".
constexpr std::int64_t kFirstDay = 60;
constexpr std::int64_t kWindow = 2 * kHour;
constexpr std::size_t kHoursOfAWeek = 168;

// When the next window begins.
std::int64_t NextWindow(Call& call, const json::Node& document) {
  const std::int64_t first = (call.Now() / kDay + kFirstDay) * kDay;
  const json::Node* preferred =
      json::Find(json::Get(document, key::maintenanceConfiguration), key::preferredDayTime);
  if (preferred == nullptr) {
    // Any of a week's hours; the same for the same resource.
    const Draw draw = call.state.ids.Fixed(
        std::string("maintenance/").append(json::GetString(document, key::arn)));
    return first + static_cast<std::int64_t>(draw.Pick(kHoursOfAWeek)) * kHour;
  }
  static constexpr std::array<std::string_view, 7> kDays = {
      "SUNDAY", "MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY"};
  std::int64_t day = first;
  while (kDays.at(WeekdayOf(day)) != json::GetString(*preferred, key::day)) day += kDay;
  return day + HourOf(json::GetString(*preferred, key::time)) * kHour;
}

}  // namespace

void CompleteMaintenance(const Making& making, json::Value& document) {
  if (!json::Has(document, key::maintenanceConfiguration)) {
    json::Value configuration = json::Value::Object();
    configuration.Set(key::default_, json::Value::Object());
    document.Set(key::maintenanceConfiguration, std::move(configuration));
  }
  const json::Node& configuration = json::Get(document, key::maintenanceConfiguration);
  const json::Node* preferred = json::Find(configuration, key::preferredDayTime);
  if (preferred != nullptr) {
    CheckFullHour("maintenanceConfiguration.preferredDayTime.time",
                  json::GetString(*preferred, key::time));
  }
  // UGnow:setting-router-io-maintenance
  if (!making.IsNew() && !making.resource.Is(RouterState::kStandby) &&
      configuration != json::Get(*making.stored, key::maintenanceConfiguration)) {
    throw Conflict("maintenanceConfiguration: " + making.resource.arn + " is " +
                   making.resource.status + "; it must be STANDBY to have this changed.");
  }
  document.Set(key::maintenanceType, preferred != nullptr ? "PREFERRED_DAY_TIME" : "DEFAULT");
}

void Schedule(Call& call, json::Value& document) {
  const std::int64_t begin = NextWindow(call, document);
  json::Value window = json::Value::Object();
  window.Set(key::start, FormatTimestamp(begin));
  window.Set(key::end, FormatTimestamp(begin + kWindow));
  window.Set(key::scheduledTime, FormatTimestamp(begin));
  json::Value schedule = json::Value::Object();
  schedule.Set(key::window, std::move(window));
  document.Set(key::maintenanceScheduleType, "WINDOW");
  document.Set(key::maintenanceSchedule, std::move(schedule));
}

void Unschedule(json::Value& document) {
  document.Remove(key::maintenanceScheduleType);
  document.Remove(key::maintenanceSchedule);
}

}  // namespace mediaconnect::routers
