// Tells a reader that is slow from one that has stopped: whether it has taken anything of what was
// sent to it since the last look.
//
// Owned by a session; used on its I/O thread only.
#pragma once

#include <cstddef>
#include <cstdint>

namespace mediaconnect {

class SendProgress {
 public:
  // So many more bytes were handed to the socket.
  void Add(std::size_t bytes) { handed_over_ += bytes; }

  // Whether the reader has taken a byte since the last call. The system keeps what it has not taken
  // yet (TIOCOUTQ, which man 7 tcp calls SIOCOUTQ), so that the socket is no measure of it:
  // megabytes may fit in there.
  bool HasMoved(int socket);

 private:
  std::uint64_t handed_over_ = 0;
  std::uint64_t taken_ = 0;
};

}  // namespace mediaconnect
