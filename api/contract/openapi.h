// The control operations as an OpenAPI 3.1 document, from the same tables that requests are routed
// and checked by.
//
// Pure functions; any thread.
#pragma once

#include <string_view>

#include "api/contract/json.h"

namespace mediaconnect {

// `endpoint`: where the server is ("http://localhost:4580/base"), for whoever reads the document.
json::Text OpenApiDocument(std::string_view version, std::string_view endpoint);

}  // namespace mediaconnect
