#include "state/inspection.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include <string>

#include "state/database.h"
#include "state/schema.h"
#include "state/sqlite_failure.h"

namespace mediaconnect {
namespace {

// "file:/tmp/model.db?PARAMETERS" (sqlite.org/uri.html).
std::string UriOf(const std::string& path, const std::string& parameters) {
  std::string uri = "file:";
  for (const char c : path) {
    if (c == '%' || c == '?' || c == '#') {
      uri += c == '%' ? "%25" : c == '?' ? "%3f" : "%23";
    } else {
      uri += c;
    }
  }
  return uri + "?" + parameters;
}

void RequireOurs(SQLite::Database& sqlite, const std::string& path) {
  const int application = sqlite.execAndGet("PRAGMA application_id").getInt();
  if (application != kApplicationId && !IsEmpty(sqlite)) {
    throw DatabaseError(path + " is a database of another program");
  }
  const int version = SchemaVersionOf(sqlite);
  if (version > kSchemaVersion) {
    throw DatabaseError(path + " was written by a newer mediaconnect-mock (schema " +
                        std::to_string(version) + ", this one knows " +
                        std::to_string(kSchemaVersion) + ")");
  }
}

// Opens a connection that only reads. It can't take the lock that a checkpoint needs, so closing it
// changes neither the file nor its WAL.
SQLite::Database Open(const std::string& path, const std::string& parameters, int busy_ms) {
  return {UriOf(path, parameters), SQLite::OPEN_READONLY | SQLite::OPEN_URI, busy_ms};
}

// Restores the WAL and its index after a look at the database. Even a connection that only reads
// creates them if they are absent, and rebuilds an index that a crash has left. (SQLite's
// readonly_shm=1 would prevent it, but in some states that a kill leaves it fails with
// SQLITE_PROTOCOL, after ten seconds.)
class SideFileRestorer {
 public:
  explicit SideFileRestorer(const DataFile& file) : file_(file), before_(file.ReadSideFiles()) {}
  ~SideFileRestorer() { file_.RestoreSideFiles(before_); }
  SideFileRestorer(const SideFileRestorer&) = delete;
  SideFileRestorer& operator=(const SideFileRestorer&) = delete;

 private:
  const DataFile& file_;
  const DataFile::SideFiles before_;
};

}  // namespace

void InspectFile(const DataFile& file, int busy_ms) {
  if (file.is_empty()) return;
  {
    const SideFileRestorer restorer(file);
    SQLite::Database sqlite = Open(file.path(), "mode=ro", busy_ms);
    try {
      return RequireOurs(sqlite, file.path());
    } catch (const SQLite::Exception& failure) {
      if (failure.getExtendedErrorCode() != SQLITE_READONLY_ROLLBACK) {
        throw CannotUse(file.path(), Explain(failure, sqlite.getHandle(), &file));
      }
    }
  }
  // A crash in rollback mode left this file: for example, a kill at the very first start, before
  // there is a WAL. Only a connection that writes can roll back, so the file is judged alone.
  SQLite::Database sqlite = Open(file.path(), "immutable=1", busy_ms);
  RequireOurs(sqlite, file.path());
}

int SchemaVersionOf(SQLite::Database& sqlite) {
  return sqlite.execAndGet("PRAGMA user_version").getInt();
}

bool IsEmpty(SQLite::Database& sqlite) {
  return sqlite.execAndGet("SELECT count(*) FROM sqlite_schema").getInt() == 0;
}

}  // namespace mediaconnect
