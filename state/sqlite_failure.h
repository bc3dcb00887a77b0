// What to tell a person about a failure of SQLite.
//
// Pure functions; any thread.
#pragma once

#include <string>

#include "state/data_file.h"
#include "state/database.h"

struct sqlite3;
namespace SQLite {
class Exception;
}

namespace mediaconnect {

// Whether it is a failure of the data file and what lies below it, and not of a statement or of
// memory.
bool IsOfTheFile(const SQLite::Exception& failure);

// Says in one line what went wrong and, if something can be done about it, what. `connection` is
// where it happened; `file` is null for a database in memory.
std::string Explain(const SQLite::Exception& failure, sqlite3* connection, const DataFile* file);

// The file at `path` is refused.
DatabaseError CannotUse(const std::string& path, const std::string& why);

}  // namespace mediaconnect
