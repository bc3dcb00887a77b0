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

// The window has begun.
void ScheduleNext(State& state, Resource& end, std::int64_t time) {
  const std::int64_t now = state.clocks.Now(end.scope.account);
  json::Value document = json::ParseTrusted(end.doc);
  Schedule(state, document, std::max(time, now - kLongestArrears));
  end.doc = json::Write(document).json;
  state.resources.SetForms(end);
}

// What has become ACTIVE stays so until its window begins; if that has passed, it is maintained at
// once.
std::optional<Lifecycle::Course> UntilWindow(const Resource& end, std::int64_t time) {
  const json::Value document = json::ParseTrusted(end.doc);
  const json::Node& window = json::Get(json::Get(document, key::maintenanceSchedule), key::window);
  const auto begin = ParseTimestamp(json::GetString(window, key::scheduledTime)).value();
  if (begin == kLastWindow) return std::nullopt;
  return Lifecycle::Course(RouterState::kActive,
                           Lifecycle::Entry(RouterState::kMigrating, std::max(time, begin)));
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

void Schedule(State& state, json::Value& document, std::int64_t time) {
  const std::int64_t begin = std::min(NextWindow(state, document, time), kLastWindow);
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

}  // namespace routers

void MaintainRouters(State& state, const Settings& settings, Steering& steering) {
  state.lifecycle.SetContinuation([&](ResourceKind kind, std::int64_t id,
                                      std::int64_t time) -> std::optional<Lifecycle::Course> {
    if (kind != ResourceKind::kRouterInput && kind != ResourceKind::kRouterOutput) return {};
    Resource end = state.resources.Find(id).value();
    if (end.Is(RouterState::kActive)) return routers::UntilWindow(end, time);
    if (!end.Is(RouterState::kMigrating)) return {};
    routers::ScheduleNext(state, end, time);
    return CourseByItself(settings, steering, end, {RouterState::kMigrating, RouterState::kActive},
                          time);
  });
}

}  // namespace mediaconnect
