// Media streams of a flow: AddFlowMediaStreams, UpdateFlowMediaStream, RemoveFlowMediaStream, and
// what CreateFlow needs of them.
#pragma once

#include "api/call.h"

namespace mediaconnect {

json::Text AddFlowMediaStreams(Call& call);
json::Text UpdateFlowMediaStream(Call& call);
json::Text RemoveFlowMediaStream(Call& call);

// Adds the streams as a request's `mediaStreams` writes them. Returns their wire forms, a list.
json::Text AddMediaStreams(Call& call, const Flow& flow);

}  // namespace mediaconnect
