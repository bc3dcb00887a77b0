#include "state/data_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string_view>

#include "state/database.h"
#include "state/sqlite_failure.h"

namespace mediaconnect {
namespace {

// What a database file begins with (sqlite.org/fileformat2.html, 1.3).
constexpr std::string_view kMagic{"SQLite format 3\0", 16};
constexpr std::size_t kHeadBytes = 100;

// The bytes that SQLite locks while it uses a database (sqlite.org/fileformat2.html, 1.6). Whoever
// has a database in WAL mode open holds a lock on one of them.
constexpr off_t kLockBytesBegin = 1'073'741'824;
constexpr off_t kLockBytes = 512;

std::uintmax_t SizeOf(const std::string& path) {
  std::error_code absent;
  const std::uintmax_t size = std::filesystem::file_size(path, absent);
  return absent ? 0 : size;
}

}  // namespace

DataFile::DataFile(const std::string& path) {
  Open(path);
  try {
    RequireDatabase();
    Lock();
  } catch (const DatabaseError&) {
    ::close(descriptor_);
    throw;
  }
}

DataFile::~DataFile() {
  if (is_new_) {
    for (const char* suffix : {"", "-wal", "-shm", "-journal"}) ::unlink((path_ + suffix).c_str());
  }
  ::close(descriptor_);
}

void DataFile::Open(const std::string& path) {
  struct stat status {};
  const bool exists = ::stat(path.c_str(), &status) == 0;
  if (exists && S_ISDIR(status.st_mode)) {
    throw DatabaseError("cannot write " + path + ": it is a folder; name a file in it");
  }
  if (exists && !S_ISREG(status.st_mode)) {
    throw CannotUse(path, "it is not a regular file");
  }
  descriptor_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (descriptor_ < 0) {
    const bool may_read = exists && ::access(path.c_str(), R_OK) == 0;
    throw DatabaseError("cannot write " + path + ": " +
                        (may_read ? "this user may only read it" : std::strerror(errno)));
  }
  existed_ = exists;
  is_new_ = !exists;
  path_ = std::filesystem::canonical(path);
  ::fstat(descriptor_, &status);
  file_ = {status.st_dev, status.st_ino};
  was_empty_ = exists && status.st_size == 0;
}

void DataFile::RequireDatabase() const {
  if (is_new_) return;
  if (was_empty_) {
    if (SizeOf(path_ + "-wal") == 0) return;
    throw CannotUse(path_, "it is empty, but " + path_ +
                               "-wal is not, so it was cut; restore it, or remove both");
  }
  std::array<char, kHeadBytes> head{};
  const ssize_t size = ::pread(descriptor_, head.data(), head.size(), 0);
  const bool is_whole = size == static_cast<ssize_t>(head.size());
  if (is_whole && std::string_view(head.data(), kMagic.size()) == kMagic) return;
  throw CannotUse(path_, "it is not a database, or it was cut");
}

void DataFile::Lock() const {
  if (::flock(descriptor_, LOCK_EX | LOCK_NB) == 0) return;
  throw DatabaseError(path_ + " is in use by another mediaconnect-mock");
}

DataFile::SideFiles DataFile::ReadSideFiles() const {
  SideFiles files{.has_wal = IdentityOf(path_ + "-wal").has_value()};
  std::ifstream index(path_ + "-shm", std::ios::binary);
  if (index)
    files.index.emplace(std::istreambuf_iterator<char>(index), std::istreambuf_iterator<char>());
  return files;
}

void DataFile::RestoreSideFiles(const SideFiles& before) const {
  struct flock lock {};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  lock.l_start = kLockBytesBegin;
  lock.l_len = kLockBytes;
  if (::fcntl(descriptor_, F_SETLK, &lock) != 0) return;
  const std::string wal = path_ + "-wal";
  const std::string index = path_ + "-shm";
  if (!before.has_wal && SizeOf(wal) == 0) ::unlink(wal.c_str());
  if (!before.index) {
    ::unlink(index.c_str());
  } else {
    std::ofstream(index, std::ios::binary | std::ios::trunc) << *before.index;
  }
  lock.l_type = F_UNLCK;
  ::fcntl(descriptor_, F_SETLK, &lock);
}

void DataFile::Keep() {
  is_new_ = false;
  wal_ = IdentityOf(path_ + "-wal");
}

std::optional<DataFile::Identity> DataFile::IdentityOf(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return std::nullopt;
  return Identity{status.st_dev, status.st_ino};
}

std::string DataFile::WhyLost() const {
  const std::string lost =
      " was removed or replaced while the server runs; put it back, or start the server again";
  if (IdentityOf(path_) != file_) return path_ + lost;
  if (wal_ && IdentityOf(path_ + "-wal") != wal_) return path_ + "-wal" + lost;
  return "";
}

bool IsDiskFull(const std::string& path, int system_error) {
  if (system_error == ENOSPC || system_error == EDQUOT) return true;
  struct statvfs disk {};
  return ::statvfs(path.c_str(), &disk) == 0 && disk.f_bavail == 0;
}

}  // namespace mediaconnect
