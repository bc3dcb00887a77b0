// The file behind the database, apart from what SQLite does with it: whether it is ours to use, a
// lock against a second server, and whether it is still there.
//
// The lock is an flock on the file itself, so that a link leads to the same lock, and it leaves
// nothing behind. The descriptor that holds it is opened before SQLite opens the file and closed
// after SQLite has closed it: closing any descriptor of a file drops SQLite's own locks on it.
//
// Owned by Database; one thread at a time.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>

namespace mediaconnect {

class DataFile {
 public:
  // Creates the file if it is absent. Throws DatabaseError (database.h) for a path that cannot
  // be written, a file that is not a database, and one that another server uses; the file stays as
  // it is then.
  explicit DataFile(const std::string& path);
  // Removes a file that it created and that Keep was not called for.
  ~DataFile();
  DataFile(const DataFile&) = delete;
  DataFile& operator=(const DataFile&) = delete;

  // Where links lead to; SQLite puts its own files beside that.
  const std::string& path() const { return path_; }
  // The file existed before this was opened.
  bool existed() const { return existed_; }
  // The file has no content yet.
  bool is_empty() const { return is_new_ || was_empty_; }

  // The files that SQLite has beside this one: its WAL and the WAL's index.
  struct SideFiles {
    bool has_wal = false;
    std::optional<std::string> index;  // its bytes
  };
  SideFiles ReadSideFiles() const;
  // Undoes what opening and closing the database without a change has done to the side files: those
  // that were absent are removed, and the index gets its bytes back. Does nothing if another
  // program has the database open by now. This process must not have it open.
  void RestoreSideFiles(const SideFiles& before) const;

  // The database is in it now: from here on the file stays, and its WAL is looked at too.
  void Keep();

  // Why what is written now would be lost: the file or its WAL was removed or replaced. "" if it
  // would not.
  std::string WhyLost() const;

 private:
  // A file, whatever its name.
  struct Identity {
    dev_t device;
    ino_t inode;
    bool operator==(const Identity&) const = default;
  };

  static std::optional<Identity> IdentityOf(const std::string& path);
  void Open(const std::string& path);
  void RequireDatabase() const;
  void Lock() const;

  std::string path_;
  int descriptor_ = -1;
  bool is_new_ = false;
  bool existed_ = false;
  bool was_empty_ = false;  // created empty for this server, or truncated
  Identity file_{};
  std::optional<Identity> wal_;
};

// Whether the disk of the file is full, after a write to it failed with this errno.
bool IsDiskFull(const std::string& path, int system_error);

}  // namespace mediaconnect
