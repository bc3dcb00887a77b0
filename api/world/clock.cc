// /_mediaconnect/clock: what time it is for the server, or for one account.
#include <algorithm>

#include "api/contract/quantity.h"
#include "api/contract/timestamp.h"
#include "handlers.h"

namespace mediaconnect {
namespace {

std::string_view ModeOf(const Call& call) {
  return call.state.clocks.IsFrozen(call.account) ? "frozen" : "real";
}

json::ObjectWriter RenderClock(const Call& call) {
  json::ObjectWriter clock;
  clock.Add(key::now, FormatInstant(call.state.clocks.Now(call.account)));
  clock.Add(key::mode, ModeOf(call));
  return clock;
}

// The time that a member gives. Throws BadRequestException if it is not one, or before now.
std::int64_t RequireTime(const Call& call, Key member, std::string_view text) {
  const auto time = ParseInstant(text);
  if (!time) {
    throw BadRequest(std::string(member.name) + ": " + Quote(text) +
                     " is not a time of the calendar (example: 2030-01-30T08:30:00.000Z)");
  }
  const std::int64_t now = call.state.clocks.Now(call.account);
  if (*time >= now) return *time;
  throw BadRequest(std::string(member.name) + ": " + Quote(text) + " is before " +
                   FormatInstant(now) + ", and a clock cannot be set back");
}

// Where `by` or `to` leads.
std::int64_t RequireTarget(const Call& call) {
  const json::Node& target = json::Get(call.request, key::target);
  if (const json::Node* to = json::Find(target, key::to)) {
    return RequireTime(call, key::to, json::StringOf(*to));
  }
  const std::string_view by = json::GetString(target, key::by);
  const std::int64_t time = call.state.clocks.Now(call.account) + ParseDuration(by).value();
  if (time <= kLatestTime) return time;
  throw BadRequest("by: " + Quote(by) + " leads beyond the year 9999");
}

// Whether the account goes by the clock that the call is about.
bool GoesBy(const Call& call, const std::string& account) {
  return call.account ? account == *call.account : !call.state.clocks.HasOwn(account);
}

json::Text RenderSettled(const Call& call, const std::vector<Lifecycle::Settled>& settled) {
  json::ArrayWriter transitions;
  for (const Lifecycle::Settled& one : settled) {
    if (!GoesBy(call, one.account)) continue;
    transitions.Add(json::ObjectWriter()
                        .Add(key::arn, one.arn)
                        .Add(key::from, one.from)
                        .Add(key::to, one.to)
                        .Add(key::at, FormatInstant(one.at))
                        .Finish());
  }
  return transitions.Finish();
}

}  // namespace

json::Text GetClock(Call& call) { return RenderClock(call).Finish(); }

json::Text SetClock(Call& call) {
  const json::Node* now = json::Find(call.request, key::now);
  if (json::GetString(call.request, key::mode) == "real") {
    if (now != nullptr) throw BadRequest("now: can only be given with mode frozen");
    call.state.clocks.Run(call.account);
  } else {
    call.state.clocks.Freeze(call.account, now != nullptr
                                               ? RequireTime(call, key::now, json::StringOf(*now))
                                               : call.state.clocks.Now(call.account));
  }
  return RenderClock(call).Finish();
}

json::Text AdvanceClock(Call& call) {
  call.state.clocks.MoveTo(call.account, RequireTarget(call));
  std::vector<Lifecycle::Settled> settled;
  call.state.lifecycle.SettleDue(&settled);
  return RenderClock(call).Add(key::transitions, RenderSettled(call, settled)).Finish();
}

json::Text DeleteClock(Call& call) {
  const std::int64_t set_back = call.state.clocks.Follow(call.account);
  if (set_back > 0) call.state.lifecycle.SetBack(call.account, set_back);
  return {};
}

}  // namespace mediaconnect
