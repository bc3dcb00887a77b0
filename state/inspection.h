// Judges a data file before the server uses it, and leaves everything as it is.
//
// Pure functions; called while the database is opened.
#pragma once

#include "state/data_file.h"

namespace SQLite {
class Database;
}

namespace mediaconnect {

// Judges the file together with its WAL, as SQLite does: a kill during a checkpoint leaves a file
// that is malformed without its WAL. Neither the file nor its folder changes. Waits up to `busy_ms`
// for another program's lock. Throws DatabaseError (database.h) for a database of
// another program or of a newer version, and for one that SQLite cannot read.
void InspectFile(const DataFile& file, int busy_ms);

// PRAGMA user_version: kSchemaVersion (schema.h) or less in a database that this program can use, 0
// in an empty one.
int SchemaVersionOf(SQLite::Database& sqlite);
// Whether there are no tables.
bool IsEmpty(SQLite::Database& sqlite);

}  // namespace mediaconnect
