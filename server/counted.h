// Counts something while it lives: a connection, or a handler that waits to be called, which an
// exception in Asio may destroy without a word.
#pragma once

#include <atomic>
#include <cstddef>
#include <utility>

namespace mediaconnect {

using Count = std::atomic<std::size_t>;

class Counted {
 public:
  explicit Counted(Count& count) : count_(&count) { ++count; }
  ~Counted() {
    if (count_ != nullptr) --*count_;
  }
  Counted(Counted&& other) noexcept : count_(std::exchange(other.count_, nullptr)) {}
  Counted& operator=(Counted&&) = delete;
  Counted(const Counted&) = delete;
  Counted& operator=(const Counted&) = delete;

 private:
  Count* count_;
};

}  // namespace mediaconnect
