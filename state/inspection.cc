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

// A connection that reads. It cannot lock the file as writing back the WAL would need, so closing
// it leaves both as they are.
SQLite::Database Open(const std::string& path, const std::string& parameters, int busy_ms) {
  return {UriOf(path, parameters), SQLite::OPEN_READONLY | SQLite::OPEN_URI, busy_ms};
}

// Even a connection that only reads creates the WAL and its index if they are absent, and rebuilds
// an index that a crash has left. This undoes it. (SQLite's readonly_shm=1 would prevent it, but in
// some states that a kill leaves it fails with SQLITE_PROTOCOL, after ten seconds.)
class SideFilesStayAsTheyAre {
 public:
  explicit SideFilesStayAsTheyAre(const DataFile& file)
      : file_(file), before_(file.ReadSideFiles()) {}
  ~SideFilesStayAsTheyAre() { file_.RestoreSideFiles(before_); }
  SideFilesStayAsTheyAre(const SideFilesStayAsTheyAre&) = delete;
  SideFilesStayAsTheyAre& operator=(const SideFilesStayAsTheyAre&) = delete;

 private:
  const DataFile& file_;
  const DataFile::SideFiles before_;
};

}  // namespace

void InspectFile(const DataFile& file, int busy_ms) {
  if (file.is_empty()) return;
  {
    const SideFilesStayAsTheyAre side_files(file);
    SQLite::Database sqlite = Open(file.path(), "mode=ro", busy_ms);
    try {
      return RequireOurs(sqlite, file.path());
    } catch (const SQLite::Exception& failure) {
      if (failure.getExtendedErrorCode() != SQLITE_READONLY_ROLLBACK) {
        throw CannotUse(file.path(), Explain(failure, sqlite.getHandle(), &file));
      }
    }
  }
  // A crash in rollback mode, such as a kill at the very first start, before there is a WAL. The
  // rollback needs a connection that writes, so until then only the file by itself can be judged.
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
