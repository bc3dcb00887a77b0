// Flows and the router: a router input takes what an output of a flow sends, a router output feeds
// a source of a flow (rules 3.4, UGnow:integrate-flow-with-router). The router's side connects and
// disconnects (flows.h); until it has disconnected, the flow keeps what is connected.
#pragma once

#include <string>

#include "api/operations/flows/flow.h"

namespace mediaconnect {

// Throws BadRequestException for a removal while the part is connected, or any of the flow's.
void RequireDisconnected(const Record& part);
void RequireDisconnected(const Flow& flow);

// What an update makes of a part: holds its encryption in transit against the contract and, while
// the part is connected, against what it was. Throws BadRequestException.
void CheckRouterIntegration(const std::string& path, const json::Node& part,
                            const json::Node* stored = nullptr);

}  // namespace mediaconnect
