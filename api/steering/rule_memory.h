// Counts and bounds the memory that the rules of all lists take together. Without a bound, tests
// that never remove their rules, each in an account of its own, would use up the server's memory.
//
// Owned by Steering; any thread.
#pragma once

#include <atomic>
#include <cstddef>

namespace mediaconnect {

class RuleMemory {
 public:
  static constexpr std::size_t kMostBytes = 67'108'864;

  // Takes this many bytes. Returns false, and takes none, if fewer are left.
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
