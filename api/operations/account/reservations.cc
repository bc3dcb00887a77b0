// Offerings and what an account buys of them: ListOfferings, DescribeOffering, PurchaseOffering,
// ListReservations, DescribeReservation (rules 8.3).
#include "api/contract/message.h"
#include "api/contract/timestamp.h"
#include "api/contract/validate.h"
#include "api/operations/account/offerings.h"
#include "api/rules/lookup.h"
#include "api/rules/names.h"
#include "api/rules/paging.h"
#include "api/rules/transition.h"
#include "handlers.h"

namespace mediaconnect {
namespace {

constexpr std::int64_t kDefaultPage = 10;  // M:ListOfferings, M:ListReservations
constexpr std::size_t kLongestName = 128;  // not documented; part of an ARN

// The ARN that the member of the path names. Throws BadRequestException unless it is the ARN of
// such a resource; the model has no pattern for it (rules 1.8).
std::string_view RequireArn(const Call& call, Key arn_key, std::string_view kind) {
  const std::string_view arn = json::GetString(call.request, arn_key);
  const auto parts = arn.size() <= kLongestArn ? ParseArn(arn) : std::nullopt;
  if (parts && parts->kind == kind) return arn;
  throw BadRequest(std::string(arn_key.name) + ": " + Quote(arn) + " is not the ARN of " +
                   (kind == "offering" ? "an offering" : "a reservation"));
}

std::optional<Offering> FindOffering(std::string_view region, std::string_view arn) {
  for (Offering& offering : OfferingsOf(region)) {
    if (offering.arn == arn) return std::move(offering);
  }
  return std::nullopt;
}

Offering RequireOffering(const Call& call) {
  const std::string_view arn = RequireArn(call, key::OfferingArn, "offering");
  auto offering = FindOffering(call.scope.region, arn);
  if (offering) return std::move(*offering);
  const std::string region(ParseArn(arn)->region);
  throw NotFound("Offering " + Quote(arn) + " does not exist in Region " + call.scope.region + "." +
                 (FindOffering(region, arn) ? " It is in Region " + region + "." : ""));
}

// What is stored lacks the state.
json::Text RenderReservation(const Resource& reservation) {
  return json::ObjectWriter()
      .Splice(json::TextView(reservation.doc))
      .Add(key::reservationState, reservation.status)
      .Finish();
}

// M:PurchaseOffering: "between the first day of the current month and the current time".
std::int64_t RequireStart(const Call& call, std::int64_t now) {
  const std::string_view text = json::GetString(call.request, key::start);
  const std::string first = FormatTimestamp(now).substr(0, 7) + "-01T00:00:00Z";
  const auto start = ParseTimestamp(text);
  if (!start) {
    throw BadRequest("start: " + Quote(text) +
                     " is not a timestamp (example: 2026-01-30T08:30:00Z)");
  }
  if (*start >= *ParseTimestamp(first) && *start <= now) return *start;
  throw BadRequest("start: " + Quote(text) + " must be between " + first +
                   ", the beginning of this month, and " + FormatTimestamp(now) +
                   ", the current time");
}

// The form of one that has not ended.
std::optional<json::Value> FindActive(Call& call) {
  constexpr std::int64_t kAll = -1;
  for (const auto& one :
       call.state.resources.List(ResourceKind::kReservation, call.scope, 0, kAll)) {
    if (one.status != TextOf(ReservationState::kExpired)) return json::ParseTrusted(one.form);
  }
  return std::nullopt;
}

void RequireNoneActive(Call& call) {
  const auto other = FindActive(call);
  if (!other) return;
  throw BadRequest("Reservation " + std::string(json::GetString(*other, key::reservationArn)) +
                   " is active until " + std::string(json::GetString(*other, key::end)) +
                   "; an account can have one active reservation.");
}

}  // namespace

json::Text ListOfferings(Call& call) {
  const Pager pager(call, kDefaultPage);
  std::vector<std::pair<std::int64_t, Offering>> rows;
  // M:ListOfferings: with an active reservation an account "isn't eligible for other offerings".
  if (!FindActive(call)) {
    std::int64_t id = 0;
    for (Offering& offering : OfferingsOf(call.scope.region)) {
      if (++id <= pager.after()) continue;
      rows.emplace_back(id, std::move(offering));
    }
  }
  return pager.Reply(
      key::offerings, rows, [](const auto& row) { return row.first; },
      [](const auto& row) { return json::Write(RenderOffering(row.second)); });
}

json::Text DescribeOffering(Call& call) {
  return json::ObjectWriter()
      .Add(key::offering, json::Write(RenderOffering(RequireOffering(call))))
      .Finish();
}

json::Text PurchaseOffering(Call& call) {
  const Offering offering = RequireOffering(call);
  const std::int64_t now = call.Now();
  const std::int64_t start = RequireStart(call, now);
  const std::string name(json::GetString(call.request, key::reservationName));
  CheckName(std::string(key::reservationName.name), name, kLongestName);
  // UG21:offerings-purchase: a name is unique among all reservations, expired ones included.
  if (call.state.resources.HasName(ResourceKind::kReservation, call.scope, name)) {
    throw BadRequest("reservationName: the account already has reservation " + Quote(name) +
                     "; names must be unique, expired reservations included");
  }
  RequireNoneActive(call);
  const std::string id = call.state.ids.Next(call.scope, "reservation").ResourceId();
  const std::int64_t end = AddMonths(start, offering.months);
  Resource reservation{.kind = ResourceKind::kReservation,
                       .scope = call.scope,
                       .arn = MakeArn(call.scope, "reservation", id, name),
                       .name = name,
                       .status = std::string(TextOf(ReservationState::kProcessing))};
  json::Value document = RenderOffering(offering);
  document.Set(key::reservationArn, reservation.arn);
  document.Set(key::reservationName, name);
  document.Set(key::start, FormatTimestamp(start));
  document.Set(key::end, FormatTimestamp(end));
  reservation.doc = json::Write(document).json;
  reservation.id = call.state.resources.Insert(reservation);
  BeginTransition(call, reservation,
                  Transition(ReservationState::kProcessing, ReservationState::kActive)
                      .Until(end, ReservationState::kExpired));
  return json::ObjectWriter().Add(key::reservation, RenderReservation(reservation)).Finish();
}

json::Text ListReservations(Call& call) {
  return Pager(call, kDefaultPage)
      .Reply(call, ResourceKind::kReservation, key::reservations, key::reservationState);
}

json::Text DescribeReservation(Call& call) {
  RequireArn(call, key::ReservationArn, "reservation");
  const Resource reservation =
      RequireResource(call, ResourceKind::kReservation, "Reservation", key::ReservationArn);
  return json::ObjectWriter().Add(key::reservation, RenderReservation(reservation)).Finish();
}

}  // namespace mediaconnect
