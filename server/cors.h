// Cross-origin requests and OPTIONS. A page may call the AWS paths from anywhere, as it may call
// AWS; the control paths are not for pages of others (server/guard.h).
//
// Pure functions; any thread.
#pragma once

#include <string_view>

#include "server/exchange.h"

namespace mediaconnect {

// 204, with what a preflight asks for.
Reply AnswerOptions(const Request& request, std::string_view path);

// What an ordinary reply to a request with an Origin carries.
void AddCorsHeaders(const Request& request, std::string_view path, Reply& reply);

}  // namespace mediaconnect
