// Numbers that have a range which the contract does not say.
#pragma once

#include <cstdint>
#include <string>

#include "api/contract/json.h"

namespace mediaconnect {

// Throws BadRequestException if the member is there and not from `minimum` to `maximum`. `path`: of
// the object.
void CheckNumber(const std::string& path, const json::Node& object, Key key, std::int64_t minimum,
                 std::int64_t maximum);

}  // namespace mediaconnect
