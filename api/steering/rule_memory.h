// The memory that the rules of all lists take together. It is bounded, since a test that forgets to
// remove its rules, in an account of its own each time, would fill the server.
//
// Owned by Steering; any thread.
#pragma once

#include <atomic>
#include <cstddef>

namespace mediaconnect {

class RuleMemory {
 public:
  static constexpr std::size_t kMostBytes = 67'108'864;

  // Takes so many bytes; false if there are not so many left.
  bool Take(std::size_t bytes) {
    if (used_.fetch_add(bytes) + bytes <= kMostBytes) return true;
    used_.fetch_sub(bytes);
    return false;
  }
  void GiveBack(std::size_t bytes) { used_.fetch_sub(bytes); }

  std::size_t used() const { return used_; }

 private:
  std::atomic<std::size_t> used_{0};
};

}  // namespace mediaconnect
