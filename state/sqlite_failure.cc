#include "state/sqlite_failure.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include <cstring>

namespace mediaconnect {

bool IsOfTheFile(const SQLite::Exception& failure) {
  if (failure.getExtendedErrorCode() == SQLITE_IOERR_NOMEM) return false;
  switch (failure.getErrorCode()) {
    case SQLITE_BUSY:
    case SQLITE_CANTOPEN:
    case SQLITE_CORRUPT:
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_LOCKED:
    case SQLITE_NOTADB:
    case SQLITE_PERM:
    case SQLITE_PROTOCOL:
    case SQLITE_READONLY:
      return true;
    default:
      return false;
  }
}

// "disk I/O error" says too little. Other failures on a disk that happens to be full stay what they
// are.
std::string Explain(const SQLite::Exception& failure, sqlite3* connection, const DataFile* file) {
  const int code = failure.getErrorCode();
  if (file == nullptr && code == SQLITE_FULL) {
    return "the model has 2 GiB, the most that it can have in memory; use --data FILE for more";
  }
  if (file == nullptr) return failure.what();
  if (code == SQLITE_FULL) return "the disk is full";
  if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB) {
    return failure.what() + ("; restore a backup, or recover what is readable with: sqlite3 " +
                             file->path() + " .recover | sqlite3 NEWFILE");
  }
  if (code != SQLITE_IOERR && code != SQLITE_CANTOPEN) return failure.what();
  const int system_error = sqlite3_system_errno(connection);
  if (IsDiskFull(file->path(), system_error)) return "the disk is full";
  if (system_error == 0) return failure.what();
  return std::string(failure.what()) + ": " + std::strerror(system_error);
}

DatabaseError CannotUse(const std::string& path, const std::string& why) {
  return DatabaseError("cannot use " + path + " as a data file: " + why);
}

}  // namespace mediaconnect
