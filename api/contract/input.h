// Brings a request's labels, query and body together into one document, by the operation's input
// shape: labels and query parameters under their members' names, beside the body's members.
//
// Pure functions; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "api/contract/contract.h"
#include "api/contract/ignored.h"
#include "api/contract/json.h"
#include "api/contract/route.h"

namespace mediaconnect {

// Throws ApiError (BadRequestException) for an empty or badly encoded label, a bad query, a body
// that is no JSON object, and on strict routes for an unknown parameter or a member in a wrong
// place. The result is not yet validated. `ignored`: where to note unknown parameters of the query,
// or nullptr.
json::Value ReadInput(const Route& route, std::string_view raw_query, std::string_view body,
                      IgnoredMembers* ignored = nullptr);

// The account that a control operation's path is about; nullopt: the whole server. Throws ApiError
// (BadRequestException) for what is no account id.
std::optional<std::string> ReadAccount(const Route& route);

}  // namespace mediaconnect
