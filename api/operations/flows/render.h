// The wire form of a flow and its parts, and what shows only while it is running.
#pragma once

#include "api/operations/flows/flow.h"
#include "api/protocols/protocols.h"

namespace mediaconnect {

// Whether content comes in and goes out.
bool IsRunning(const Flow& flow);

// The wire form of a source or output: what is stored, and the peer while the flow is running
// (M:Source.PeerIpAddress). Of a listener no peer is known.
json::Text RenderPart(const Flow& flow, Direction direction, const Record& part);

// The flow's wire form, parts included.
json::Text RenderFlow(const Flow& flow);

}  // namespace mediaconnect
