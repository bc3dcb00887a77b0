#include "server/send_progress.h"

#include <sys/ioctl.h>

#include <utility>

namespace mediaconnect {

bool SendProgress::HasMoved(int socket) {
  int not_taken = 0;
  if (::ioctl(socket, TIOCOUTQ, &not_taken) != 0) not_taken = 0;
  const std::uint64_t taken = handed_over_ - static_cast<std::uint64_t>(not_taken);
  return std::exchange(taken_, taken) != taken;
}

}  // namespace mediaconnect
