// Members that rules of several lists have: which operation, which resource.
//
// Pure functions; any thread. `path`: of the rule, such as "faults[1]", or empty.
#pragma once

#include <optional>
#include <string>

#include "api/contract/contract.h"
#include "api/contract/json.h"

namespace mediaconnect {

// The operation that the rule is about; nullopt: any. Throws BadRequestException for a name that no
// operation has.
std::optional<Op> ReadOperation(const json::Node& rule, const std::string& path);

// The ARN that the rule is about; "": any. Throws BadRequestException for what is no ARN of the
// service.
std::string ReadArn(const json::Node& rule, const std::string& path);

}  // namespace mediaconnect
