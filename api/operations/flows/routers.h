// Flows and the router: a router input takes what an output of a flow sends, a router output feeds
// a source of a flow (rules 3.4, UGnow:integrate-flow-with-router). The router's side connects and
// disconnects (flows.h); until it has disconnected, the flow keeps what is connected.
#pragma once

#include <string>

#include "api/operations/flows/flow.h"

namespace mediaconnect {

// Before a removal: throws BadRequestException while the part is connected, or any of the flow's.
// UGnow:integrate-flow-with-router: "You can't delete connected resources."
void RequireDisconnected(const Record& part);
void RequireDisconnected(const Flow& flow);

// Throws BadRequestException if the type of the part's key is not that of its configuration, or if
// an update takes from a part that is connected what it is connected by. `stored`: the part before
// the update; nullptr for a new one.
void CheckRouterIntegration(const std::string& path, const json::Node& part,
                            const json::Node* stored = nullptr);

}  // namespace mediaconnect
