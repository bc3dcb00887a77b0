// Holds a document against its shape: types, required members, enums, ranges, lengths, patterns,
// unions. The same walk serves requests and, before a commit, responses.
//
// Pure functions; any thread.
#pragma once

#include <string>

#include "api/contract/contract.h"
#include "api/contract/json.h"

namespace mediaconnect {

// ARNs longer than this are refused before anything else looks at them.
inline constexpr std::size_t kLongestArn = 2048;

// Checks a request and brings it into normal form: members that the shape does not know and members
// that are null are taken out (decision 13), 1.0 becomes 1 where an integer belongs. Throws
// ApiError (BadRequestException) with the path of the first member that breaks the shape.
void ValidateInput(TypeId type, json::Value& input);

// Says what in a response breaks its shape, unknown and null members included; "" where it is
// sound.
std::string CheckOutput(TypeId type, json::Value& output);

}  // namespace mediaconnect
