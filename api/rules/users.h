// Who uses a resource: those that have a source which it feeds.
#pragma once

#include <string_view>

#include "api/call.h"

namespace mediaconnect {

// Throws the error `code` while another resource has a source that this one feeds, also while that
// resource is DELETING (rules 3.2). `what`: "Flow", for the message.
void RequireNoUsers(Call& call, ErrorCode code, std::string_view what, const Resource& feeder);

}  // namespace mediaconnect
