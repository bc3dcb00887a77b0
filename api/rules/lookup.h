// Finding the resource that a request names.
#pragma once

#include <string_view>

#include "api/call.h"

namespace mediaconnect {

// The caller's resource of this kind whose ARN the member has. `what`: "Gateway", for the message.
// Throws NotFoundException if there is none.
Resource RequireResource(Call& call, ResourceKind kind, std::string_view what, Key arn_key);

}  // namespace mediaconnect
