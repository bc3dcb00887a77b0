// Media streams of a flow: AddFlowMediaStreams, UpdateFlowMediaStream, RemoveFlowMediaStream, and
// what CreateFlow needs of them.
#pragma once

#include "api/operations/flows/flow.h"

namespace mediaconnect {

// Adds the streams as a request's `mediaStreams` writes them. Returns their wire forms, a list.
json::Text AddMediaStreams(Flow& flow);

}  // namespace mediaconnect
