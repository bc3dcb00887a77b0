// The wire form of a flow and its parts, and what shows only while it is running.
#pragma once

#include <string>

#include "api/call.h"
#include "api/protocols/protocols.h"

namespace mediaconnect {

// Whether content comes in and goes out.
bool IsRunning(const Resource& flow);

// The wire form of a source or output: what is stored, and the peer while the flow is running
// (M:Source.PeerIpAddress). Of a listener no peer is known.
json::Text RenderPart(const Resource& flow, Direction direction, const std::string& doc);

// The flow's wire form, parts included.
json::Text RenderFlow(Call& call, const Resource& flow);

}  // namespace mediaconnect
