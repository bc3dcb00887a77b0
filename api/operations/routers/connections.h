// What the router's inputs and outputs are connected to outside of it: an output or a source of a
// flow, a channel or an input of MediaLive (rules 3.4).
#pragma once

#include <string>

#include "api/operations/routers/family.h"

namespace mediaconnect::routers {

// A configuration that connects to a flow or to MediaLive: what it is connected to is named as a
// whole or not at all, and what it enciphers or deciphers with, which is filled in, does not change
// while it is. What is connected to a flow takes its zone, and the flow shows it. `path`,
// `members`: of the configuration's variant.
void CompleteConnection(const Making& making, json::Value& document, const std::string& path,
                        std::string_view variant, json::Value& members);

// Part of Family::release: throws ConflictException while the resource is connected. One in ERROR,
// which cannot be updated, is disconnected.
void ReleaseConnection(Call& call, const Resource& end);

}  // namespace mediaconnect::routers
