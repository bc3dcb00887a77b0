// Laying what an update's request names over what is stored; the rest stays.
#pragma once

#include "api/call.h"
#include "api/protocols/protocols.h"

namespace mediaconnect {

// Copies the members of the request's body over the spec of what it updates.
void PutBodyMembers(const Call& call, json::Value& spec);

// The same of a source or an output: if the protocol changes, what only the old one has goes.
void PutUpdate(const Call& call, Direction direction, json::Value& spec);

}  // namespace mediaconnect
