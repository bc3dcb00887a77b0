// What the router's inputs and outputs are connected to outside of it: an output or a source of a
// flow, a channel or an input of MediaLive (rules 3.4).
#pragma once

#include <string>

#include "api/operations/routers/family.h"

namespace mediaconnect::routers {

// Completes a configuration that connects to a flow or to MediaLive; returns false for one of
// another variant. What it connects to is named as a whole or not at all, and its encryption does
// not change while it is connected; connected to a flow it takes the flow's zone, and the flow
// shows it. Throws BadRequestException or ConflictException. `path`, `members`: of the variant.
bool CompleteConnection(const Making& making, json::Value& document, const std::string& path,
                        std::string_view variant, json::Value& members);

// Called before a deletion. Throws ConflictException while the resource is connected. A resource in
// ERROR can't be updated, so it can be deleted anyway; it stays connected until it is gone (rules
// 3.4).
void RequireDisconnected(const Resource& end);

}  // namespace mediaconnect::routers
