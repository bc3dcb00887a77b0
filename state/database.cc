#include "state/database.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <unordered_map>

#include "state/schema.h"

namespace mediaconnect {
namespace {

// An advisory lock on FILE.lock, held for the life of the process. SQLite's own exclusive mode
// would keep backup tools out.
class FileLock {
 public:
  explicit FileLock(const std::string& data_file) {
    const std::string path = data_file + ".lock";
    descriptor_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (descriptor_ < 0) {
      throw DatabaseError("cannot write " + path + ": " + std::strerror(errno));
    }
    if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
      ::close(descriptor_);
      throw DatabaseError(data_file + " is in use by another mediaconnect-mock");
    }
  }
  ~FileLock() { ::close(descriptor_); }
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

 private:
  int descriptor_ = -1;
};

}  // namespace

struct Database::Connection {
  explicit Connection(const std::string& path)
      : lock(path.empty() ? nullptr : std::make_unique<FileLock>(path)),
        sqlite(path.empty() ? ":memory:" : path,
               SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE | SQLite::OPEN_NOMUTEX) {}

  std::unique_ptr<FileLock> lock;
  SQLite::Database sqlite;
  std::unordered_map<const char*, std::unique_ptr<SQLite::Statement>> statements;
};

namespace {

int VersionOf(SQLite::Database& sqlite) {
  return sqlite.execAndGet("PRAGMA user_version").getInt();
}

// Throws DatabaseError for a file of another program or of a newer version; it stays as it is.
void RequireOurs(SQLite::Database& sqlite, const std::string& path) {
  const int version = VersionOf(sqlite);
  const int application = sqlite.execAndGet("PRAGMA application_id").getInt();
  const bool is_new = sqlite.execAndGet("SELECT count(*) FROM sqlite_schema").getInt() == 0;
  if (!is_new && application != kApplicationId) {
    throw DatabaseError(path + " is a database of another program");
  }
  if (version > kSchemaVersion) {
    throw DatabaseError(path + " was written by a newer mediaconnect-mock (schema " +
                        std::to_string(version) + ", this one knows " +
                        std::to_string(kSchemaVersion) + ")");
  }
}

void Migrate(SQLite::Database& sqlite) {
  const int version = VersionOf(sqlite);
  if (version == kSchemaVersion) return;
  SQLite::Transaction transaction(sqlite);
  for (int step = version; step < kSchemaVersion; ++step) sqlite.exec(kMigrations[step]);
  sqlite.exec("PRAGMA application_id = " + std::to_string(kApplicationId));
  sqlite.exec("PRAGMA user_version = " + std::to_string(kSchemaVersion));
  transaction.commit();
}

}  // namespace

Database::Database(const std::string& path) {
  // SQLite's count of its memory, which nobody asks for, takes a mutex at each allocation.
  static const int uncounted = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  static_cast<void>(uncounted);
  try {
    if (std::filesystem::is_directory(path)) {
      throw DatabaseError("cannot write " + path + ": it is a folder; name a file in it");
    }
    connection_ = std::make_unique<Connection>(path);
    SQLite::Database& sqlite = connection_->sqlite;
    if (sqlite3_db_readonly(sqlite.getHandle(), "main") == 1) {
      throw DatabaseError("cannot write " + path + ": this user may only read it");
    }
    RequireOurs(sqlite, path);
    sqlite.exec("PRAGMA foreign_keys = ON");
    sqlite.exec("PRAGMA temp_store = MEMORY");  // an image from scratch has no /tmp
    if (!path.empty()) {
      // WAL with NORMAL survives a kill -9 of this process; a power loss may take the last commits.
      sqlite.exec("PRAGMA journal_mode = WAL");
      sqlite.exec("PRAGMA synchronous = NORMAL");
    }
    Migrate(sqlite);
  } catch (const SQLite::Exception& failure) {
    throw DatabaseError("cannot use " + path + " as a data file: " + failure.what());
  }
}

Database::~Database() = default;

Database::Query::~Query() {
  statement_.tryReset();
  try {
    statement_.clearBindings();
  } catch (const SQLite::Exception&) {
    // Bindings of a finished statement hold nothing but memory.
  }
}

bool Database::Query::Step() { return statement_.executeStep(); }
int Database::Query::Run() { return statement_.exec(); }

std::int64_t Database::Query::Int(int column) const {
  return statement_.getColumn(column).getInt64();
}

std::string Database::Query::Text(int column) const {
  const SQLite::Column value = statement_.getColumn(column);
  const char* text = value.getText();
  return {text, static_cast<std::size_t>(value.getBytes())};
}

std::optional<std::int64_t> Database::Query::OptionalInt(int column) const {
  if (statement_.isColumnNull(column)) return std::nullopt;
  return Int(column);
}

std::optional<std::string> Database::Query::OptionalText(int column) const {
  if (statement_.isColumnNull(column)) return std::nullopt;
  return Text(column);
}

void Database::Query::BindAt(int index, std::int64_t value) { statement_.bind(index, value); }
void Database::Query::BindAt(int index, const std::string& value) { statement_.bind(index, value); }

void Database::Query::BindAt(int index, const std::optional<std::int64_t>& value) {
  if (value) return BindAt(index, *value);
  statement_.bind(index);
}

void Database::Query::BindAt(int index, const std::optional<std::string>& value) {
  if (value) return BindAt(index, *value);
  statement_.bind(index);
}

Database::Query Database::Prepare(const char* sql) {
  auto& statement = connection_->statements[sql];
  if (statement == nullptr) {
    statement = std::make_unique<SQLite::Statement>(connection_->sqlite, sql);
  }
  return {*statement};
}

std::int64_t Database::LastInsertId() const { return connection_->sqlite.getLastInsertRowid(); }

void Database::Execute(const char* sql) { Prepare(sql).Run(); }

Database::Transaction::Transaction(Database& database, bool read_only)
    : database_(database), lock_(database.mutex_) {
  // A rollback that failed, as memory had run out, is made good here.
  const bool is_open = sqlite3_get_autocommit(database_.connection_->sqlite.getHandle()) == 0;
  if (is_open) database_.Execute("ROLLBACK");
  database_.Execute(read_only ? "BEGIN" : "BEGIN IMMEDIATE");
}

Database::Transaction::~Transaction() {
  if (!open_) return;
  try {
    database_.Execute("ROLLBACK");
  } catch (const std::exception&) {
    // SQLite has rolled back by itself, as it does after a full disk, or the next transaction will.
  }
}

void Database::Transaction::Commit() {
  try {
    database_.Execute("COMMIT");
  } catch (const SQLite::Exception& failure) {
    throw DatabaseError(std::string("the change could not be saved: ") + failure.what());
  }
  open_ = false;
}

}  // namespace mediaconnect
