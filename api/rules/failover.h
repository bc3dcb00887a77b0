// Source failover: how a resource with two sources, a flow or a bridge, goes from one to the other
// (M:FailoverConfig, UG21:source-failover).
#pragma once

#include <string_view>

#include "api/rules/aggregate.h"

namespace mediaconnect {

// The stored sourceFailoverConfig (null: none) with what the request gives over it. What belongs to
// one mode goes when the other is chosen. Throws BadRequestException.
json::Value UpdateFailoverConfig(const json::Node& given, json::Value stored);
// Fills in the defaults. `default_mode`: of a config that is ENABLED without a mode. Throws
// BadRequestException for what the mode doesn't have.
json::Value CompleteFailoverConfig(json::Value config, std::string_view default_mode);

// Whether a flow's or bridge's document has failover ENABLED.
bool HasFailover(const json::Node& document);
// Whether it has failover ENABLED in mode MERGE.
bool Merges(const json::Node& document);

// Throws BadRequestException for a second source without failover, and for a primary source that is
// not one of the sources. `sources`: the kind that they are of.
void CheckFailover(const Aggregate& whole, ResourceKind sources);

// A source that is removed is no longer the primary one.
void DropPriorityOf(Aggregate& whole, std::string_view source_name);

}  // namespace mediaconnect
