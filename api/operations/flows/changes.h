// Changes of a flow and its parts: laid over what is stored, kept, and seen in the flow's state.
#pragma once

#include "api/call.h"
#include "api/protocols/protocols.h"

namespace mediaconnect {

// Takes an update of the flow or a part to heart: an ACTIVE flow passes through UPDATING where
// transitions take time (decision 5).
void NoteUpdate(Call& call, const Flow& flow);

// Lays what the request's body names over the spec of what it updates; the rest stays.
void PutBodyMembers(const Call& call, json::Value& spec);

// The same of a source or an output: where the protocol changes, what only the old one has goes.
void PutUpdate(const Call& call, Direction direction, json::Value& spec);

// Stores what the flow has of its own, and keeps `flow` as it is stored.
void StoreDocument(Call& call, const json::Node& document, Flow& flow);

}  // namespace mediaconnect
