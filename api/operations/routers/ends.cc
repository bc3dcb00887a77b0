#include "api/operations/routers/ends.h"

#include <charconv>
#include <string>
#include <utility>

#include "api/operations/routers/connections.h"
#include "api/operations/routers/maintenance.h"
#include "api/rules/address.h"
#include "api/rules/lookup.h"
#include "api/rules/states.h"
#include "api/rules/transition.h"
#include "api/rules/zones.h"

namespace mediaconnect::routers {
namespace {

constexpr std::int64_t kLeastBitrate = 1'000'000;  // CDK:router-input

// Of tier INPUT_20 or OUTPUT_20 20 Mbit/s (CDK:router-input).
std::int64_t CeilingOf(std::string_view tier) {
  std::int64_t megabits = 0;
  const std::string_view number = tier.substr(tier.rfind('_') + 1);
  std::from_chars(number.data(), number.data() + number.size(), megabits);
  return megabits * 1'000'000;
}

void CheckBitrate(const json::Node& document) {
  const std::int64_t bitrate = json::GetInt(document, key::maximumBitrate);
  const std::string_view tier = json::GetString(document, key::tier);
  if (bitrate >= kLeastBitrate && bitrate <= CeilingOf(tier)) return;
  throw BadRequest("maximumBitrate: " + std::to_string(bitrate) + " must be from " +
                   std::to_string(kLeastBitrate) + " to " + std::to_string(CeilingOf(tier)) +
                   ", which is the most that tier " + std::string(tier) + " can have");
}

std::string PathOfInterface(const json::Node& configuration) {
  return Path(Path(key::configuration.name, Key{VariantOf(configuration).name}),
              key::networkInterfaceArn);
}

// An interface is in the Region of what uses it.
Resource RequireInterface(const Making& making, const json::Node& configuration) {
  const std::string path = PathOfInterface(configuration);
  Resource interface = RequireNamed(making.call, ResourceKind::kRouterNetworkInterface,
                                    "router network interface", path, InterfaceOf(configuration));
  if (interface.scope.region != making.resource.scope.region) {
    throw BadRequest(path + ": " + interface.arn + " is in Region " + interface.scope.region +
                     "; it must be in " + making.resource.scope.region);
  }
  if (interface.Is(RouterState::kDeleting)) {
    throw BadRequest(path + ": " + interface.arn + " is DELETING, and cannot be used any more");
  }
  return interface;
}

// A public interface gives a public address, one in a VPC a private one.
std::string AddressOn(const Resource& interface, const Draw& draw) {
  const json::Value document = json::ParseTrusted(interface.doc);
  return json::GetString(document, key::networkInterfaceType) == "PUBLIC"
             ? draw.PublicAddress()
             : AddressOfInterface(draw.NetworkInterfaceId());
}

void CompleteInterface(const Making& making, json::Value& document) {
  const json::Node& configuration = json::Get(document, key::configuration);
  const std::string_view arn = InterfaceOf(configuration);
  if (arn.empty()) return;
  if (making.IsNew()) {
    const Resource interface = RequireInterface(making, configuration);
    document.Set(key::ipAddress, AddressOn(interface, *making.draw));
    return;
  }
  const std::string_view before = InterfaceOf(json::Get(*making.stored, key::configuration));
  if (before == arn) return;
  throw BadRequest(PathOfInterface(configuration) + ": is " + std::string(before) +
                   ", which cannot be changed");
}

// Stores the document as `change` leaves it, and returns it.
template <class How>
json::Value Change(Call& call, Resource& end, How change) {
  json::Value document = json::ParseTrusted(end.doc);
  change(document);
  end.doc = json::Write(document).json;
  call.state.resources.SetForms(end);
  return document;
}

}  // namespace

void CompleteConfiguration(const Making& making, json::Value& document,
                           CompleteVariantOf complete) {
  json::Value configuration = document.Take(key::configuration);
  const std::string variant(VariantOf(configuration).name);
  json::Value members = configuration.Take(Key{variant});
  const std::string path = Path(key::configuration.name, Key{variant});
  if (!CompleteConnection(making, document, path, variant, members)) {
    complete(path, variant, members);
  }
  configuration.SetNamed(variant, std::move(members));
  document.Set(key::configuration, std::move(configuration));
}

void CompleteEnd(const Making& making, json::Value& document) {
  CheckBitrate(document);
  CompleteInterface(making, document);
  if (making.IsNew()) {
    document.Set(key::availabilityZone,
                 PickZone(making.call.request, making.resource.scope, *making.draw));
  }
  CompleteMaintenance(making, document);
}

void ShowEnd(Call& call, const Resource& end, json::Value& shown) {
  json::Value messages = json::Value::Array();
  if (end.Is(RouterState::kError)) {
    json::Value message = json::Value::Object();
    message.Set(key::code, kFailureCode);
    message.Set(key::message, FailureOf(call, end));
    messages.Append(std::move(message));
  }
  shown.Set(key::messages, std::move(messages));
}

json::Text Start(Call& call, const Family& family) {
  Resource end = Require(call, family);
  RequireState(ErrorCode::ConflictException, family.noun, end, {RouterState::kStandby},
               "be started");
  const json::Value document =
      Change(call, end, [&](json::Value& stored) { Schedule(call.state, stored, call.Now()); });
  BeginTransition(call, end, {RouterState::kStarting, RouterState::kActive});
  return WriteState(end)
      .Add(key::maintenanceScheduleType, json::GetString(document, key::maintenanceScheduleType))
      .Add(key::maintenanceSchedule, json::Write(json::Get(document, key::maintenanceSchedule)))
      .Finish();
}

// UGnow:stopping-router-io: it "cancels any maintenance restarts that were scheduled", and the
// routes remain.
json::Text Stop(Call& call, const Family& family) {
  Resource end = Require(call, family);
  RequireState(ErrorCode::ConflictException, family.noun, end, {RouterState::kActive},
               "be stopped");
  Change(call, end, Unschedule);
  BeginTransition(call, end, {RouterState::kStopping, RouterState::kStandby});
  return WriteState(end).Finish();
}

// UGnow:manual-restart-maintenance: it "resets the maintenance countdown". API:RestartRouterInput:
// it "can be used to recover from errors".
json::Text Restart(Call& call, const Family& family) {
  Resource end = Require(call, family);
  RequireState(ErrorCode::ConflictException, family.noun, end,
               {RouterState::kActive, RouterState::kError}, "be restarted");
  Change(call, end, [&](json::Value& stored) { Schedule(call.state, stored, call.Now()); });
  const RouterState halfway =
      end.Is(RouterState::kError) ? RouterState::kRecovering : RouterState::kMigrating;
  BeginTransition(call, end, {halfway, RouterState::kActive});
  return WriteState(end).Finish();
}

}  // namespace mediaconnect::routers
