// The tables, and how a file of an earlier version becomes one of this version.
#pragma once

#include <string>

namespace mediaconnect {

// PRAGMA user_version of a file that this program writes. Raise it with every change of the tables,
// and add the step to kMigrations.
inline constexpr int kSchemaVersion = 3;

// PRAGMA application_id: "MCmk". Tells our files from those of other programs.
inline constexpr int kApplicationId = 0x4D436D6B;

// kMigrations[n] brings a file from version n to n + 1.
extern const char* const kMigrations[kSchemaVersion];

// What a person who opens the file looks into: "flows", "flow_outputs" and so on, a view for each
// kind of resource. The program itself does not read them.
std::string ViewsOfKinds();

}  // namespace mediaconnect
