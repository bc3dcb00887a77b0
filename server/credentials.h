// Who calls, by a request's SigV4 credential scope: in the Authorization header, or in a presigned
// URL's query. The signature itself is not looked at.
//
// Pure functions; any thread.
#pragma once

#include <string_view>

#include "state/scope.h"

namespace mediaconnect {

// The access key id is the account if it has 12 digits; the scope names the Region. What is
// missing or unreadable comes from `fallback`.
Scope ReadScope(std::string_view authorization, std::string_view raw_query, const Scope& fallback);

}  // namespace mediaconnect
