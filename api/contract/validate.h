// Holds a document against its shape: types, required members, enums, ranges, lengths, patterns,
// unions. The same walk serves requests and, before a commit, responses.
//
// Pure functions; any thread.
#pragma once

#include <cstdint>
#include <string>

#include "api/contract/contract.h"
#include "api/contract/error.h"
#include "api/contract/ignored.h"
#include "api/contract/json.h"

namespace mediaconnect {

// ARNs longer than this are refused before anything else looks at them.
inline constexpr std::size_t kLongestArn = 2048;

// What becomes of members that the shape does not know, or that are null: they are taken out
// (decision 13), or refused (decision 25).
enum class UnknownMembers : std::uint8_t { kIgnored, kRefused };

// Checks a request and brings it into normal form: 1.0 becomes 1 where an integer belongs. Throws
// ApiError (BadRequestException) with the path of the first member that breaks the shape.
// `ignored`: where to note unknown members that are taken out, or nullptr.
void ValidateInput(TypeId type, json::Value& input,
                   UnknownMembers unknown = UnknownMembers::kIgnored,
                   IgnoredMembers* ignored = nullptr);

// The error for a member that the structure `type` does not have; it lists those that it has.
ApiError UnknownMember(const std::string& path, const Type& type);

// Says what in a response breaks its shape, unknown and null members included; "" if it is
// sound.
std::string CheckOutput(TypeId type, json::Value& output);

}  // namespace mediaconnect
