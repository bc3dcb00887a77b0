#include "api/operations/routers/maintenance.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include "api/contract/timestamp.h"
#include "api/operations/routers/routers.h"
#include "api/rules/times.h"
#include "api/rules/transition.h"

namespace mediaconnect {
namespace routers {
namespace {

// UGnow:how-maintenance-works: "every 60-66 days after the I/O is started", "within that two-hour
// window".
constexpr std::int64_t kFirstDay = 60;
constexpr std::int64_t kWindow = 2 * kHour;
constexpr std::size_t kHoursOfAWeek = 168;
// A test can move a clock by thousands of years. What would have been scheduled more than a year
// ago is skipped, so that this takes no longer than a leap over a year.
constexpr std::int64_t kLongestArrears = 366 * kDay;
// Shown in place of a window that no timestamp can tell. It never begins.
constexpr std::int64_t kLastWindow = (kLatestTime - kWindow) / 1000 * 1000;

// When the next window after `time` begins, even if that is after kLastWindow.
std::int64_t NextWindow(State& state, const json::Node& document, std::int64_t time) {
  const std::int64_t first = (time / kDay + kFirstDay) * kDay;
  const json::Node* preferred =
      json::Find(json::Get(document, key::maintenanceConfiguration), key::preferredDayTime);
  if (preferred == nullptr) {
    // Any of a week's hours; the same for the same resource.
    const Draw draw =
        state.ids.Fixed(std::string("maintenance/").append(json::GetString(document, key::arn)));
    return first + static_cast<std::int64_t>(draw.Pick(kHoursOfAWeek)) * kHour;
  }
  static constexpr std::array<std::string_view, 7> kDays = {
      "SUNDAY", "MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY"};
  std::int64_t day = first;
  while (kDays.at(WeekdayOf(day)) != json::GetString(*preferred, key::day)) day += kDay;
  return day + HourOf(json::GetString(*preferred, key::time)) * kHour;
}

// UGnow:setting-router-io-maintenance: a full hour is given as "04:00" and shown as "04:00:00Z".
std::string CompleteTime(std::string_view given) {
  std::string_view hour = given;
  if (hour.ends_with(":00Z")) hour.remove_suffix(4);
  if (IsFullHour(hour)) return std::string(hour) + ":00Z";
  throw BadRequest("maintenanceConfiguration.preferredDayTime.time: " + Quote(given) +
                   " must be a full hour from 00:00 to 23:00");
}

// `given`: null if there is none, which means the default.
json::Value CompleteMaintenanceConfiguration(json::Value given) {
  if (given.node().IsNull()) {
    given = json::Value::Object();
    given.Set(key::default_, json::Value::Object());
  }
  if (!json::Has(given, key::preferredDayTime)) return given;
  json::Value preferred = given.Take(key::preferredDayTime);
  preferred.Set(key::time, CompleteTime(json::GetString(preferred, key::time)));
  given.Set(key::preferredDayTime, std::move(preferred));
  return given;
}

// UGnow:viewing-router-io-maintenance: the scheduled time lies within the window, here at any of
// its minutes. The same for the same resource and window.
std::int64_t TimeInWindow(State& state, const json::Node& document, std::int64_t begin) {
  constexpr std::int64_t kMinute = 60'000;
  if (begin == kLastWindow) return begin;
  const Draw draw =
      state.ids.Fixed("maintenance/" + std::string(json::GetString(document, key::arn)) + "/" +
                      std::to_string(begin));
  return begin + static_cast<std::int64_t>(draw.Pick(kWindow / kMinute)) * kMinute;
}

// The scheduled time has come.
void ScheduleNext(State& state, Resource& end, std::int64_t time) {
  const std::int64_t now = state.clocks.Now(end.scope.account);
  json::Value document = json::ParseTrusted(end.doc);
  Schedule(state, document, std::max(time, now - kLongestArrears));
  end.doc = json::Write(document).json;
  state.resources.SetForms(end);
}

// What has become ACTIVE stays so until its scheduled time; if that has passed, it is maintained at
// once.
std::optional<Lifecycle::Course> UntilMaintenance(const Resource& end, std::int64_t time) {
  const json::Value document = json::ParseTrusted(end.doc);
  const json::Node& window = json::Get(json::Get(document, key::maintenanceSchedule), key::window);
  const auto scheduled = ParseTimestamp(json::GetString(window, key::scheduledTime)).value();
  if (scheduled == kLastWindow) return std::nullopt;
  return Lifecycle::Course(RouterState::kActive,
                           Lifecycle::Entry(RouterState::kMigrating, std::max(time, scheduled)));
}

}  // namespace

void CompleteMaintenance(const Making& making, json::Value& document) {
  json::Value configuration =
      CompleteMaintenanceConfiguration(document.Take(key::maintenanceConfiguration));
  // UGnow:setting-router-io-maintenance
  if (!making.IsNew() && !making.resource.Is(RouterState::kStandby) &&
      configuration.node() != json::Get(*making.stored, key::maintenanceConfiguration)) {
    throw Conflict("maintenanceConfiguration: " + making.resource.arn + " is " +
                   making.resource.status + "; it must be STANDBY to have this changed.");
  }
  document.Set(key::maintenanceType,
               json::Has(configuration, key::preferredDayTime) ? "PREFERRED_DAY_TIME" : "DEFAULT");
  document.Set(key::maintenanceConfiguration, std::move(configuration));
}

void Schedule(State& state, json::Value& document, std::int64_t time) {
  const std::int64_t begin = std::min(NextWindow(state, document, time), kLastWindow);
  json::Value window = json::Value::Object();
  window.Set(key::start, FormatTimestamp(begin));
  window.Set(key::end, FormatTimestamp(begin + kWindow));
  window.Set(key::scheduledTime, FormatTimestamp(TimeInWindow(state, document, begin)));
  json::Value schedule = json::Value::Object();
  schedule.Set(key::window, std::move(window));
  document.Set(key::maintenanceScheduleType, "WINDOW");
  document.Set(key::maintenanceSchedule, std::move(schedule));
}

void Unschedule(json::Value& document) {
  document.Remove(key::maintenanceScheduleType);
  document.Remove(key::maintenanceSchedule);
}

}  // namespace routers

void MaintainRouters(State& state, const Settings& settings, Steering& steering) {
  state.lifecycle.SetContinuation([&](ResourceKind kind, std::int64_t id,
                                      std::int64_t time) -> std::optional<Lifecycle::Course> {
    if (kind != ResourceKind::kRouterInput && kind != ResourceKind::kRouterOutput) return {};
    Resource end = state.resources.Find(id).value();
    if (end.Is(RouterState::kActive)) return routers::UntilMaintenance(end, time);
    if (!end.Is(RouterState::kMigrating)) return {};
    routers::ScheduleNext(state, end, time);
    return CourseByItself(settings, steering, end, {RouterState::kMigrating, RouterState::kActive},
                          time);
  });
}

}  // namespace mediaconnect
