// Names of resources, given and made up.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mediaconnect {

// Throws BadRequestException unless the name has 1 to `longest` of [A-Za-z0-9_-] (decision 7).
void CheckName(const std::string& path, std::string_view name, std::size_t longest);
// The same for names without '_': those of gateways and bridges (CDK:gateway, CDK:bridge).
void CheckNameWithoutUnderscore(const std::string& path, std::string_view name,
                                std::size_t longest);

}  // namespace mediaconnect
