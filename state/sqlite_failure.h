// Explains failures of SQLite to the user.
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

// Returns whether the data file or its disk failed, and not a statement or an allocation.
bool IsOfTheFile(const SQLite::Exception& failure);

// Says in one line what went wrong and, if possible, what to do about it. `connection` is the one
// that failed; `file` is null for a database in memory.
std::string Explain(const SQLite::Exception& failure, sqlite3* connection, const DataFile* file);

// The error for a file at `path` that the server refuses.
DatabaseError CannotUse(const std::string& path, const std::string& why);

}  // namespace mediaconnect
