// What a fault does to a reply.
//
// Pure functions; any thread.
#pragma once

#include <cstdint>
#include <string>

#include "api/steering/steering.h"
#include "server/exchange.h"

namespace mediaconnect {

using FoundFault = RuleList<Fault>::Found;

// It keeps the fault, into which replies point, but nothing of the call.
Disturbance DisturbanceOf(const FoundFault& fault, std::uint64_t seed);
// Whether the session waits because of it.
bool Waits(const Disturbance& disturbance);

// Points into the response.
Reply ReplyOf(const Fault::Response& response);

// For the log: "fault-1 has struck: connection reset".
std::string NoteOf(const FoundFault& fault);

}  // namespace mediaconnect
