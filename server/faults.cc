#include "server/faults.h"

#include <chrono>

namespace mediaconnect {
namespace {

// How long an answer dribbles if the fault does not say.
constexpr std::chrono::seconds kDribbleTime{5};

Disturbance::Connection ConnectionOf(const Fault& fault) {
  if (!fault.connection) return Disturbance::Connection::kNone;
  switch (*fault.connection) {
    case Fault::Connection::kReset:
      return Disturbance::Connection::kReset;
    case Fault::Connection::kClose:
      return Disturbance::Connection::kClose;
    case Fault::Connection::kHang:
      return Disturbance::Connection::kHang;
    case Fault::Connection::kTruncate:
      return Disturbance::Connection::kTruncate;
    case Fault::Connection::kDribble:
      return Disturbance::Connection::kDribble;
  }
  return Disturbance::Connection::kNone;
}

std::string EffectOf(const Fault& fault) {
  if (fault.error) return std::string(ErrorOf(fault.error->code).name);
  if (fault.response) return "response " + std::to_string(fault.response->status);
  if (!fault.connection) return "latency";
  const auto names = ValuesOf(TypeOf(FindType("FaultConnection")));
  return "connection " + std::string(names[static_cast<std::size_t>(*fault.connection)]);
}

}  // namespace

Disturbance DisturbanceOf(const FoundFault& fault, std::uint64_t seed) {
  Disturbance disturbance{.delay = fault.rule->DrawLatency(fault.use, seed),
                          .connection = ConnectionOf(*fault.rule),
                          .holds = {fault.rule}};
  const bool dribbles = disturbance.connection == Disturbance::Connection::kDribble;
  if (dribbles && !fault.rule->latency) disturbance.delay = kDribbleTime;
  return disturbance;
}

bool Waits(const Disturbance& disturbance) {
  return disturbance.delay.count() > 0 || disturbance.connection == Disturbance::Connection::kHang;
}

Reply ReplyOf(const Fault::Response& response) {
  Reply reply{.status = response.status, .body = response.body, .media = response.media};
  for (const auto& [name, value] : response.headers) reply.headers.emplace_back(name, value);
  return reply;
}

std::string NoteOf(const FoundFault& fault) {
  return fault.use.id + " has struck: " + EffectOf(*fault.rule);
}

}  // namespace mediaconnect
