#include "state/database.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include <exception>
#include <new>
#include <utility>

#include "state/data_file.h"
#include "state/inspection.h"
#include "state/migrations.h"
#include "state/schema.h"
#include "state/sqlite_failure.h"

namespace mediaconnect {
namespace {

// How long another program's lock on the data file is waited for: a backup, or a person with
// sqlite3.
constexpr int kBusyMilliseconds = 5000;

// A file that SQLite keeps in memory (its VFS "memdb"), with a page cache of the usual size. In
// ":memory:" all pages are in the cache, and a commit that follows a split page goes through all of
// them: a CreateFlow among 20,000 flows took twice as long.
constexpr const char* kInMemory = "file:model?vfs=memdb";

// How large that file may become, in bytes: less than 2 GiB, the most that SQLite allocates at
// once.
constexpr sqlite3_int64 kMostInMemory = 0x7ffff000;

// Makes the tables, or brings those of an earlier version up to date. Whether there were none.
bool SetUpTables(SQLite::Database& sqlite) {
  const int version = SchemaVersionOf(sqlite);
  if (version == kSchemaVersion) return false;
  SQLite::Transaction transaction(sqlite);
  if (version == 0) {
    sqlite.exec(kServerTables);
    sqlite.exec(kResourceTables);
    sqlite.exec(kTriggers);
  }
  for (int step = version; step > 0 && step < kSchemaVersion; ++step) sqlite.exec(Migration(step));
  sqlite.exec("PRAGMA user_version = " + std::to_string(kSchemaVersion));
  transaction.commit();
  return version == 0;
}

}  // namespace

struct Database::Connection {
  Connection(Database& database, const std::string& path)
      : file(path.empty() ? nullptr : std::make_unique<DataFile>(path)),
        begin_reading(database, "BEGIN"),
        begin_writing(database, "BEGIN IMMEDIATE"),
        commit(database, "COMMIT"),
        rollback(database, "ROLLBACK") {
    if (file != nullptr) InspectFile(*file, kBusyMilliseconds);
    const int how = SQLite::OPEN_READWRITE | SQLite::OPEN_NOMUTEX;
    if (file == nullptr) {
      sqlite.emplace(kInMemory, how | SQLite::OPEN_CREATE | SQLite::OPEN_URI);
    } else {
      sqlite.emplace(file->path(), how, kBusyMilliseconds);
    }
  }

  // SQLite checkpoints when the last connection closes. This checkpoints even if another program
  // has the file open.
  ~Connection() {
    if (file != nullptr && sqlite && file->WhyLost().empty()) Checkpoint();
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  void SetUp() {
    sqlite->exec("PRAGMA foreign_keys = ON");
    sqlite->exec("PRAGMA temp_store = MEMORY");  // an image from scratch has no /tmp
    // Before there is a WAL, so that the file itself says whose it is.
    if (IsEmpty(*sqlite)) {
      sqlite->exec("PRAGMA application_id = " + std::to_string(kApplicationId));
    }
    if (file == nullptr) {
      sqlite->exec("PRAGMA journal_mode = MEMORY");
      sqlite->exec("PRAGMA locking_mode = EXCLUSIVE");
    } else {
      // WAL with NORMAL survives a kill -9 of this process; a power loss may take the last commits.
      sqlite->exec("PRAGMA journal_mode = WAL");
      sqlite->exec("PRAGMA synchronous = NORMAL");
    }
    is_new = SetUpTables(*sqlite);
    if (file == nullptr) return;
    sqlite->exec(ViewsOfKinds());  // nobody else looks into memory
    file->Keep();
    wal_is_ahead = true;  // by what was set up just now, or by what a killed server left
  }

  // Copies the WAL into the file, up to where readers in other programs allow. Returns whether that
  // was all of it.
  bool Checkpoint() {
    int in_wal = 0;
    int copied = 0;
    const int result = sqlite3_wal_checkpoint_v2(sqlite->getHandle(), nullptr,
                                                 SQLITE_CHECKPOINT_PASSIVE, &in_wal, &copied);
    return result == SQLITE_OK && copied == in_wal;
  }

  void NoteChange() {
    problem.clear();
    wal_is_ahead = file != nullptr;
    quiet_calls = 0;
  }

  // Throws DatabaseError if what is written now would be lost.
  void RequireFile() {
    if (file == nullptr) return;
    std::string lost = file->WhyLost();
    if (lost.empty()) return;
    problem = std::move(lost);
    throw DatabaseError(problem);
  }

  // Calls what uses SQLiteCpp, and turns its failure into a DatabaseError.
  template <class Function>
  auto Try(Function function) {
    try {
      return function();
    } catch (const SQLite::Exception& failure) {
      Fail(failure);
    }
  }

  // SQLite has answered with `code`.
  [[noreturn]] void Fail(int code) { Fail(SQLite::Exception(sqlite->getHandle(), code)); }

  [[noreturn]] void Fail(const SQLite::Exception& failure) {
    const std::string what = Explain(failure, sqlite->getHandle(), file.get());
    if (IsOfTheFile(failure)) problem = what;
    throw DatabaseError(what);
  }

  std::unique_ptr<DataFile> file;  // nothing if all is in memory
  std::optional<SQLite::Database> sqlite;
  Statement begin_reading;
  Statement begin_writing;
  Statement commit;
  Statement rollback;
  bool is_new = false;
  std::string problem;        // of the file, the last time; "" since a write has succeeded
  bool wal_is_ahead = false;  // the WAL may hold changes that the file doesn't have yet
  int quiet_calls = 0;        // of CheckpointWhenQuiet, since the last change
};

Database::Database(const std::string& path) {
  // SQLite's count of its memory, which nobody asks for, takes a mutex at each allocation.
  static const int configured = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0) |
                                sqlite3_config(SQLITE_CONFIG_MEMDB_MAXSIZE, kMostInMemory);
  static_cast<void>(configured);
  try {
    connection_ = std::make_unique<Connection>(*this, path);
    connection_->SetUp();
  } catch (const SQLite::Exception& failure) {
    if (connection_ == nullptr) throw CannotUse(path, failure.what());
    throw CannotUse(path,
                    Explain(failure, connection_->sqlite->getHandle(), connection_->file.get()));
  }
}

bool Database::is_file() const { return connection_->file != nullptr; }

bool Database::was_empty() const { return is_new() && is_file() && connection_->file->existed(); }

bool Database::is_new() const { return connection_->is_new; }

std::string Database::WhyNotWritable() {
  try {
    {
      const std::lock_guard lock(mutex_);
      connection_->RequireFile();
      if (connection_->problem.empty()) return "";
    }
    // Nobody may write for a while: try it, with more than most changes need.
    for (const char* sql :
         {"INSERT OR REPLACE INTO settings (name, value) VALUES ('probe', printf('%065536d', 0))",
          "DELETE FROM settings WHERE name = 'probe'"}) {
      Transaction transaction(*this, false);
      Execute(sql);
      transaction.Commit();
    }
    return "";
  } catch (const DatabaseError& failure) {
    return failure.what();
  }
}

void Database::CheckpointWhenQuiet() {
  const std::unique_lock lock(mutex_, std::try_to_lock);
  if (!lock) return;  // a transaction is open
  Connection& connection = *connection_;
  if (!connection.wal_is_ahead || ++connection.quiet_calls < kQuietCalls) return;
  connection.quiet_calls = 0;
  if (!connection.file->WhyLost().empty()) return;
  connection.wal_is_ahead = !connection.Checkpoint();
}

Database::~Database() = default;

Database::Query::~Query() {
  sqlite3_reset(statement_);  // repeats the failure of the step, which has been told
  sqlite3_clear_bindings(statement_);
}

bool Database::Query::Step() {
  const int result = sqlite3_step(statement_);
  if (result == SQLITE_ROW) return true;
  if (result != SQLITE_DONE) database_.connection_->Fail(result);
  return false;
}

int Database::Query::Run() {
  while (Step()) {
  }
  return sqlite3_changes(sqlite3_db_handle(statement_));
}

std::int64_t Database::Query::Int(int column) const {
  return sqlite3_column_int64(statement_, column);
}

// A value that is not protected may be looked at here: its connection is used by one thread at a
// time.
std::string_view Database::Query::View(int column) const {
  sqlite3_value* const value = sqlite3_column_value(statement_, column);
  const unsigned char* text = sqlite3_value_text(value);
  if (text != nullptr) {
    return {reinterpret_cast<const char*>(text),
            static_cast<std::size_t>(sqlite3_value_bytes(value))};
  }
  if (!IsNull(column)) throw std::bad_alloc();
  return "";
}

std::string Database::Query::Document(int column) const {
  const std::string_view text = View(column);
  if (text.size() >= 2 && text.front() == '{' && text.back() == '}') return std::string(text);
  throw DatabaseError("the data file is damaged: a stored document is not an object");
}

bool Database::Query::IsNull(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

std::optional<std::int64_t> Database::Query::OptionalInt(int column) const {
  if (IsNull(column)) return std::nullopt;
  return Int(column);
}

std::optional<std::string> Database::Query::OptionalText(int column) const {
  if (IsNull(column)) return std::nullopt;
  return Text(column);
}

Database::Statement::Statement(Database& database, std::string sql)
    : database_(database), sql_(std::move(sql)) {}

Database::Statement::~Statement() { sqlite3_finalize(statement_); }

void Database::Statement::Prepare() {
  if (statement_ != nullptr) return;
  Require(sqlite3_prepare_v3(database_.connection_->sqlite->getHandle(), sql_.c_str(),
                             static_cast<int>(sql_.size() + 1), SQLITE_PREPARE_PERSISTENT,
                             &statement_, nullptr));
}

void Database::Statement::Require(int result) {
  if (result != SQLITE_OK) database_.connection_->Fail(result);
}

void Database::Statement::BindAt(int index, std::int64_t value) {
  Require(sqlite3_bind_int64(statement_, index, value));
}

void Database::Statement::BindAt(int index, std::string_view value) {
  Require(sqlite3_bind_text64(statement_, index, value.data() == nullptr ? "" : value.data(),
                              value.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
}

void Database::Statement::BindAt(int index, std::nullopt_t) {
  Require(sqlite3_bind_null(statement_, index));
}

std::int64_t Database::LastInsertId() const { return connection_->sqlite->getLastInsertRowid(); }

void Database::Execute(const char* sql) {
  connection_->Try([&] { connection_->sqlite->exec(sql); });
}

std::int64_t Database::Arguments::Int(int index) const {
  return sqlite3_value_int64(values_[index]);
}

std::string Database::Arguments::Text(int index) const {
  sqlite3_value* const value = values_[index];
  const unsigned char* text = sqlite3_value_text(value);
  if (text == nullptr) return "";
  return {reinterpret_cast<const char*>(text),
          static_cast<std::size_t>(sqlite3_value_bytes(value))};
}

std::optional<std::int64_t> Database::Arguments::OptionalInt(int index) const {
  if (sqlite3_value_type(values_[index]) == SQLITE_NULL) {
    return std::nullopt;
  }
  return Int(index);
}

void Database::Define(const char* name, std::function<void(const Arguments&)> function) {
  using Function = std::function<void(const Arguments&)>;
  auto owned = std::make_unique<Function>(std::move(function));
  const auto call = [](sqlite3_context* context, int, sqlite3_value** values) {
    try {
      (*static_cast<Function*>(sqlite3_user_data(context)))(Arguments(values));
    } catch (const std::exception& failure) {  // SQLite is no code that one can throw through
      sqlite3_result_error(context, failure.what(), -1);
    }
  };
  connection_->Try([&] {
    connection_->sqlite->createFunction(name, -1, false, owned.release(), call, nullptr, nullptr,
                                        [](void* one) { delete static_cast<Function*>(one); });
  });
}

Database::Transaction::Transaction(Database& database, bool read_only)
    : database_(database), read_only_(read_only), lock_(database.mutex_) {
  Connection& connection = *database_.connection_;
  if (!read_only) connection.RequireFile();
  // A rollback that failed, as memory had run out, is made good here.
  const bool is_open = sqlite3_get_autocommit(connection.sqlite->getHandle()) == 0;
  if (is_open) connection.rollback().Run();
  (read_only ? connection.begin_reading : connection.begin_writing)().Run();
}

Database::Transaction::~Transaction() {
  if (!open_) return;
  try {
    database_.connection_->rollback().Run();
  } catch (const std::exception&) {
    // SQLite has rolled back by itself, as it does after a full disk, or the next transaction will.
  }
}

void Database::Transaction::Commit() {
  try {
    database_.connection_->commit().Run();
  } catch (const DatabaseError& failure) {
    throw DatabaseError(std::string("the change could not be saved: ") + failure.what());
  }
  open_ = false;
  if (!read_only_) database_.connection_->NoteChange();
}

}  // namespace mediaconnect
