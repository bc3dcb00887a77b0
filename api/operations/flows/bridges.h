// Flows and bridges: an ingress bridge feeds a source of a flow, a flow feeds a source of an egress
// bridge (rules 3.2).
#pragma once

#include <string>
#include <string_view>

#include "api/operations/flows/flow.h"

namespace mediaconnect {

// The ARN of the bridge that a source's document names; "" if it names none.
std::string_view BridgeArnOf(const json::Node& source);

// The bridge that the source names feeds it from now on. Throws BadRequestException unless that is
// an ingress bridge of the caller's. `path`: of the source.
void FeedByBridge(Call& call, const std::string& path, const Record& source);

// The flow has started, or runs and has a new source: the bridges that feed its sources get the
// outputs that they lack. Throws BadRequestException if one has as many as it may have.
void AddOutputsToBridges(Flow& flow);

}  // namespace mediaconnect
