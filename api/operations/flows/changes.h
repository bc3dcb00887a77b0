// Updating a flow and its parts: merging a request into what is stored, storing it, and the state
// UPDATING.
#pragma once

#include "api/call.h"
#include "api/protocols/protocols.h"

namespace mediaconnect {

// Call after an update of the flow or a part: an ACTIVE flow passes through UPDATING if transitions
// take time (decision 5).
void NoteUpdate(Call& call, const Resource& flow);

// Copies the members of the request's body over the spec of what it updates; the rest stays.
void PutBodyMembers(const Call& call, json::Value& spec);

// The same of a source or an output: if the protocol changes, what only the old one has goes.
void PutUpdate(const Call& call, Direction direction, json::Value& spec);

// Stores what the flow has of its own, and keeps `flow` as it is stored.
void StoreDocument(Call& call, const json::Node& document, Resource& flow);

}  // namespace mediaconnect
