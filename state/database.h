// The SQLite database that holds the model: in memory, or in a file. One connection, one mutex.
// Only database.cc, inspection.cc and sqlite_failure.cc include SQLite and SQLiteCpp. SQLiteCpp
// opens and sets up; what a request runs calls SQLite itself, as SQLiteCpp copies each text twice
// and a shared pointer for each column.
//
// A Transaction holds the mutex for its life, so its owner may use Query freely; nothing may wait
// for anything else while it is open.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

struct sqlite3_stmt;
struct sqlite3_value;

namespace mediaconnect {

// The database cannot be opened or used; what() is one line for the person who runs the server.
class DatabaseError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class Database {
 public:
  // Opens and migrates. An empty path keeps everything in memory. A file is locked against a second
  // server; other programs may read and write it, and are waited for a while. Throws DatabaseError:
  // unwritable path, a file of another program, a newer version's file, a file in use.
  explicit Database(const std::string& path);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  bool is_file() const;
  // The file existed, but was empty or had no tables, as a copy without its WAL does.
  bool was_empty() const;
  // The database was empty, so there is nothing to read at the start.
  bool is_new() const;
  // Why changes cannot be kept now: the disk is full, the file was removed. "" if they can. Any
  // thread, without a transaction.
  std::string WhyNotWritable();
  // Call this about once a second, from any thread without a transaction. After kQuietCalls calls
  // without a change in between, it copies the WAL into the data file, so that a copy of the file
  // alone is complete. Never waits for a transaction or another program, and does nothing if the
  // file was replaced.
  void CheckpointWhenQuiet();
  static constexpr int kQuietCalls = 3;

  // The rows of one run of a statement; the statement is reset when this goes.
  class Query {
   public:
    Query(Database& database, sqlite3_stmt* statement)
        : database_(database), statement_(statement) {}
    ~Query();
    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;

    // Moves to the next row; false after the last one. Throws DatabaseError, as Run.
    bool Step();
    // Runs a statement that has no rows. Returns how many rows it changed.
    int Run();

    std::int64_t Int(int column) const;
    // "" for NULL. Valid until the next step.
    std::string_view View(int column) const;
    std::string Text(int column) const { return std::string(View(column)); }
    // A stored object of JSON. Throws DatabaseError if it can be seen at once that it is none;
    // the dispatcher looks at the whole of it, once it is part of a reply.
    std::string Document(int column) const;
    std::optional<std::int64_t> OptionalInt(int column) const;
    std::optional<std::string> OptionalText(int column) const;

   private:
    bool IsNull(int column) const;

    Database& database_;
    sqlite3_stmt* const statement_;
  };

  // A statement that its owner keeps: prepared when it is first run. It goes before the database
  // does. One Query of a statement at a time.
  class Statement {
   public:
    Statement(Database& database, std::string sql);
    ~Statement();
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    // Binds the values in their order; the statement has as many parameters. Throws DatabaseError.
    template <class... Values>
    Query operator()(const Values&... values) {
      Prepare();
      int index = 0;
      (BindAt(++index, values), ...);
      return {database_, statement_};
    }

   private:
    void Prepare();
    void Require(int result);
    // Values are copied.
    void BindAt(int index, std::int64_t value);
    void BindAt(int index, std::string_view value);
    void BindAt(int index, std::nullopt_t);
    template <class Value>
    void BindAt(int index, const std::optional<Value>& value) {
      if (value) return BindAt(index, *value);
      BindAt(index, std::nullopt);
    }

    Database& database_;
    const std::string sql_;
    sqlite3_stmt* statement_ = nullptr;
  };

  std::int64_t LastInsertId() const;

  // The arguments of a call of an SQL function.
  class Arguments {
   public:
    explicit Arguments(sqlite3_value** values) : values_(values) {}

    std::int64_t Int(int index) const;
    std::string Text(int index) const;  // "" for NULL
    std::optional<std::int64_t> OptionalInt(int index) const;

   private:
    sqlite3_value** values_;
  };
  // Makes `name` a function of SQL that calls `function` and is NULL. For triggers of this
  // connection: such a call is made while a statement runs, so `function` must not use the
  // database.
  void Define(const char* name, std::function<void(const Arguments&)> function);

  // Runs SQL that has neither parameters nor rows, one or several statements. Throws DatabaseError.
  void Execute(const char* sql);

  // Rolls back if it is destroyed without Commit.
  class Transaction {
   public:
    // Throws DatabaseError if changes could not be kept.
    Transaction(Database& database, bool read_only);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    // Throws DatabaseError if the disk is full and the like; nothing is kept then.
    void Commit();

   private:
    Database& database_;
    const bool read_only_;
    std::unique_lock<std::mutex> lock_;
    bool open_ = true;
  };

 private:
  struct Connection;

  std::mutex mutex_;
  std::unique_ptr<Connection> connection_;
};

}  // namespace mediaconnect
