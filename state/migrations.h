// How a data file of an earlier version becomes one of this version.
#pragma once

#include <string>

namespace mediaconnect {

// The SQL that brings a file from `version` to the next one; 0 is an empty file. `version` is less
// than kSchemaVersion (state/schema.h).
std::string Migration(int version);

}  // namespace mediaconnect
