#include "server/line_writer.h"

#include <limits.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

namespace mediaconnect {
namespace {

constexpr std::chrono::milliseconds kPatience{100};  // how long a reader may pause once we stop
constexpr std::chrono::seconds kLongestEnd{1};
constexpr std::size_t kFileBytes = 65'536;

// A descriptor that poll calls writable takes this much without waiting (POSIX, for pipes).
std::size_t BytesAtOnce(int descriptor) {
  struct stat status {};
  const bool is_file = ::fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
  return is_file ? kFileBytes : PIPE_BUF;
}

}  // namespace

struct LineWriter::Queue {
  explicit Queue(int given) : descriptor(given), at_once(BytesAtOnce(given)) {}

  bool HasRoomFor(std::size_t bytes) const {
    return waiting.size() + in_flight + bytes <= kBufferBytes;
  }

  // The thread's work: until it is told to stop and nothing waits, or the reader is gone.
  void Run() {
    std::unique_lock lock(mutex);
    while (!is_broken) {
      wake.wait(lock, [this] { return is_closing || !waiting.empty(); });
      if (waiting.empty()) break;
      const std::string batch = std::exchange(waiting, {});
      in_flight = batch.size();
      lock.unlock();
      bool is_gone = false;
      const std::string_view lost = WriteOut(batch, is_gone);
      lock.lock();
      in_flight = 0;
      dropped += static_cast<std::size_t>(std::count(lost.begin(), lost.end(), '\n'));
      is_broken = is_gone;
    }
    is_done = true;
    ended.notify_all();
  }

  // Returns what could not be written; sets is_gone if that is for good.
  std::string_view WriteOut(std::string_view bytes, bool& is_gone) {
    while (!bytes.empty()) {
      pollfd writable{descriptor, POLLOUT, 0};
      const int ready = ::poll(&writable, 1, static_cast<int>(kPatience.count()));
      if (ready == 0 && IsClosing()) is_gone = true;
      if (is_gone) break;
      if (ready <= 0) continue;
      const ssize_t size = ::write(descriptor, bytes.data(), std::min(bytes.size(), at_once));
      if (size >= 0) {
        bytes.remove_prefix(static_cast<std::size_t>(size));
      } else if (errno != EINTR && errno != EAGAIN) {  // EAGAIN: somebody made it non-blocking
        is_gone = errno == EPIPE || errno == EBADF;    // a full disk may have room again later
        break;
      }
    }
    return bytes;
  }

  bool IsClosing() {
    const std::lock_guard lock(mutex);
    return is_closing;
  }

  const int descriptor;
  const std::size_t at_once;
  std::mutex mutex;  // guards what follows
  std::condition_variable wake;
  std::condition_variable ended;
  std::string waiting;
  std::size_t in_flight = 0;
  std::size_t dropped = 0;
  bool is_closing = false;
  bool is_broken = false;
  bool is_done = false;
};

LineWriter::LineWriter(int descriptor) : queue_(std::make_shared<Queue>(descriptor)) {
  std::thread([queue = queue_] { queue->Run(); }).detach();
}

LineWriter::~LineWriter() {
  std::unique_lock lock(queue_->mutex);
  queue_->is_closing = true;
  queue_->wake.notify_all();
  queue_->ended.wait_for(lock, kLongestEnd, [this] { return queue_->is_done; });
}

void LineWriter::Write(std::string_view line) {
  const std::lock_guard lock(queue_->mutex);
  if (queue_->is_broken) return;
  if (!queue_->HasRoomFor(line.size())) {
    ++queue_->dropped;
    return;
  }
  queue_->waiting += line;
  queue_->wake.notify_one();
}

std::size_t LineWriter::TakeDropped() {
  const std::lock_guard lock(queue_->mutex);
  return queue_->HasRoomFor(PIPE_BUF) ? std::exchange(queue_->dropped, 0) : 0;
}

}  // namespace mediaconnect
