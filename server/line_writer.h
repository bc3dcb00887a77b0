// Writes lines to a file descriptor from a thread of its own, so that nobody who has something to
// say waits for whoever reads it: a pipe that is full, a terminal that was stopped, a slow disk.
// What doesn't fit into the buffer is dropped and counted. spdlog's own asynchronous logger waits
// for the reader when it ends; this one doesn't.
//
// Any thread. The descriptor must outlive the process, as stderr does, and the process must ignore
// SIGPIPE.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

namespace mediaconnect {

class LineWriter {
 public:
  static constexpr std::size_t kBufferBytes = 1'048'576;

  explicit LineWriter(int descriptor);
  // Waits for the buffer to be written, but only while it gets shorter, and not over a second.
  ~LineWriter();
  LineWriter(const LineWriter&) = delete;
  LineWriter& operator=(const LineWriter&) = delete;

  // Never waits. `line` ends in a newline.
  void Write(std::string_view line);

  // How many lines were dropped since the last call, once there is room for another; else 0. What
  // nobody can read any more, because the reader is gone, doesn't count.
  std::size_t TakeDropped();

 private:
  struct Queue;

  const std::shared_ptr<Queue> queue_;  // shared with the thread, which may have to be left behind
};

}  // namespace mediaconnect
