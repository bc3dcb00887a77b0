// The real binary as a process of its own, on a port that it picks.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace mediaconnect {

class ServerProcess {
 public:
  // Where its stderr goes: into a file that Errors reads, into a pipe that nobody reads until
  // CloseErrors, or nowhere, as it starts with a closed one.
  enum class Stderr { kFile, kPipe, kClosed };

  // Starts the binary with `arguments`, and `--port 0` if they name no port, and reads its ready
  // line. If it ends before it is ready, ready_line() is empty and Wait tells how.
  explicit ServerProcess(std::vector<std::string> arguments = {}, Stderr errors = Stderr::kFile);
  // Ends the process if it is still running.
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  const std::string& ready_line() const { return ready_line_; }
  // Of the ready line's endpoint.
  std::uint16_t port() const;

  void Signal(int signal);
  // The reader of its stderr goes.
  void CloseErrors();
  // From now on no file that it writes can grow beyond this: a full disk.
  void LimitFileSize(std::uint64_t bytes);
  // From now on it can have so many files and sockets open.
  void LimitOpenFiles(std::uint64_t count);
  // Waits for the end; kills the process if that takes over 20 seconds. Returns the exit status,
  // or 128 + the signal that ended it.
  int Wait();
  // What it wrote to stderr. Call after Wait.
  std::string Errors() const;

 private:
  void Limit(int resource, std::uint64_t value);

  pid_t pid_ = -1;
  std::string ready_line_;
  std::string error_file_;
  int error_pipe_ = -1;
};

}  // namespace mediaconnect
