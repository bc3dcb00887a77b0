// A request that comes twice with the same clientToken makes one resource (decision 18).
#pragma once

#include <optional>

#include "api/call.h"

namespace mediaconnect {

// What an earlier request with the token has made, as it is now. None if the request has no token,
// or a new one. Throws ConflictException if that request was another one.
std::optional<Resource> FindMadeByToken(Call& call);

// The request's token, if it has one, has made this.
void KeepToken(Call& call, const Resource& made);

}  // namespace mediaconnect
