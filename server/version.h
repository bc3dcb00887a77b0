// The program's name and version.
#pragma once

#include <string_view>

namespace mediaconnect {

inline constexpr std::string_view kVersion = MEDIACONNECT_VERSION;  // from CMake's project()

}  // namespace mediaconnect
