// Encryption of outputs and entitlements, decryption of sources: which members each key type has,
// and whose role and secret they may name (M:Encryption, rules 2.3).
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "api/contract/json.h"
#include "state/scope.h"

namespace mediaconnect {

// Returns the encryption as the service stores it, its key type filled in. Throws
// BadRequestException for a key type that is not among `allowed`, for members that the key type
// needs or cannot have, for a role that is no ARN of one, and for a secret of another account than
// `owner`'s.
json::Value MakeEncryption(const Scope& owner, const std::string& path, const json::Node& given,
                           std::span<const std::string_view> allowed);

// Encryption in transit, to the router, within it and from it (M:RouterInputTransitEncryption,
// M:FlowTransitEncryption), with its type filled in; AUTOMATIC if none is given. Throws
// BadRequestException if the type is not that of its configuration.
json::Value MakeTransitEncryption(const std::string& path, const json::Node* given);
// The type alone: AUTOMATIC or SECRETS_MANAGER.
std::string_view TransitKeyType(const json::Node* encryption);

}  // namespace mediaconnect
