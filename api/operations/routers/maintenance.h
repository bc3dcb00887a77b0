// Maintenance of router inputs and outputs: every 60 to 66 days while they run, in a window of two
// hours, on the day and at the time that they prefer, or of the service's choice
// (UGnow:how-maintenance-works). They go through MIGRATING then, by the clock.
#pragma once

#include <cstdint>

#include "api/operations/routers/family.h"

namespace mediaconnect::routers {

// Part of Family::complete: the configuration, the default one if none is given, and its type.
// Throws ConflictException if it changes while the resource is not STANDBY.
void CompleteMaintenance(const Making& making, json::Value& document);

// The document has a schedule: the next window after `time`.
void Schedule(State& state, json::Value& document, std::int64_t time);
// It has none: what does not run needs no maintenance.
void Unschedule(json::Value& document);

}  // namespace mediaconnect::routers
