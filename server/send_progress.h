// Distinguishes a client that reads slowly from one that has stopped reading.
//
// Owned by a session; used on its I/O thread only.
#pragma once

#include <cstddef>
#include <cstdint>

namespace mediaconnect {

class SendProgress {
 public:
  // This many more bytes were handed to the socket.
  void Add(std::size_t bytes) { handed_over_ += bytes; }

  // Returns whether the client has taken a byte since the last call. The bytes that the socket
  // still holds don't count as taken (TIOCOUTQ, which man 7 tcp calls SIOCOUTQ); it can hold
  // megabytes.
  bool HasMoved(int socket);

 private:
  std::uint64_t handed_over_ = 0;
  std::uint64_t taken_ = 0;
};

}  // namespace mediaconnect
