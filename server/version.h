// What the program is: asked for with --version and --licenses. cmake/version.cmake writes the
// functions. Any thread may call them.
#pragma once

#include <string_view>

namespace mediaconnect {

// "0.2.0", from CMake's project().
std::string_view Version();

// The commit it was built from, by its first 12 digits; "unknown" if Git could not tell.
std::string_view Commit();

// The project's license, and the notices and licenses of all that is linked into the binary.
std::string_view Licenses();

}  // namespace mediaconnect
