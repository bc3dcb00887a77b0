// Changes of a flow and its parts: laid over what is stored, kept, and seen in the flow's state.
#pragma once

#include "api/call.h"

namespace mediaconnect {

// Takes an update of the flow or a part to heart: an ACTIVE flow passes through UPDATING where
// transitions take time (decision 5).
void NoteUpdate(Call& call, const Flow& flow);

// Lays what the request's body names over the spec of what it updates; the rest stays.
void PutBodyMembers(const Call& call, json::Value& spec);

// Stores what the flow has of its own, and keeps `flow` as it is stored.
void StoreDocument(Call& call, const json::Node& document, Flow& flow);

}  // namespace mediaconnect
