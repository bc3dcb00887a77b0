// The tables, as a new data file has them.
#pragma once

#include <string>

namespace mediaconnect {

// PRAGMA user_version of a file that this program writes. With every change of the tables: raise
// it, add the step to state/migrations.cc, and leave there what the steps before it need of
// today's.
inline constexpr int kSchemaVersion = 4;

// PRAGMA application_id: "MCmk". Tells our files from those of other programs.
inline constexpr int kApplicationId = 0x4D436D6B;

// What the server keeps for itself.
extern const char* const kServerTables;
// The model.
extern const char* const kResourceTables;
// What version 4 added to it.
extern const char* const kTriggers;

// What a person who opens the file looks into: "flows", "flow_outputs" and so on, a view for each
// kind of resource. The program itself does not read them.
std::string ViewsOfKinds();

}  // namespace mediaconnect
