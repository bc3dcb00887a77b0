// Encryption of outputs and entitlements, decryption of sources: which members each key type has
// (M:Encryption).
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "api/contract/json.h"

namespace mediaconnect {

// Returns the encryption as the service stores it, its key type filled in. Throws
// BadRequestException for a key type that is not among `allowed`, and for members that the key type
// needs or cannot have.
json::Value MakeEncryption(const std::string& path, const json::Node& given,
                           std::span<const std::string_view> allowed);

}  // namespace mediaconnect
