#include "server/memory_reserve.h"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <mutex>
#include <new>
#include <utility>

namespace mediaconnect {
namespace {

// The size of the reserve. It is allocated by malloc, because malloc returns hardly any freed
// memory to the system: after a crowd of connections, the system would have none to give.
constexpr std::size_t kBytes = 8'388'608;

// The sizes of its pieces, in the order in which they are tried. Large ones cost less, because only
// their first page is touched. After a crowd of connections, malloc may have only small ones.
constexpr std::array<std::size_t, 3> kPieceBytes{122'880, 16'384, 2'048};

struct Piece {
  Piece* next;
};

// operator new's handler takes no argument, so this is one for the process.
constinit std::mutex mutex;
constinit Piece* pieces = nullptr;  // guarded by the mutex, like the next one
constinit std::size_t held_bytes = 0;
constinit std::atomic<bool> is_in_use{false};
constinit std::atomic<bool> is_full{false};
constinit std::atomic<std::uint64_t> times_given_up{0};

bool FreePieces() {
  const std::lock_guard lock(mutex);
  const bool had_some = pieces != nullptr;
  while (pieces != nullptr) std::free(std::exchange(pieces, pieces->next));
  held_bytes = 0;
  is_full = false;
  return had_some;
}

void GiveUp() {
  if (FreePieces()) {
    ++times_given_up;
    return;
  }
  // Another thread may have given up the reserve since this one ran out of memory; if so, try
  // again.
  thread_local std::uint64_t seen = 0;
  if (seen == times_given_up) throw std::bad_alloc();
  seen = times_given_up;
}

}  // namespace

MemoryReserve::MemoryReserve() {
  is_in_use = true;
  IsFull();
  std::set_new_handler(GiveUp);
}

MemoryReserve::~MemoryReserve() {
  std::set_new_handler(nullptr);
  is_in_use = false;
  FreePieces();
}

bool MemoryReserve::IsFull() {
  if (is_full || !is_in_use) return true;
  const std::lock_guard lock(mutex);
  for (const std::size_t size : kPieceBytes) {
    while (held_bytes < kBytes) {
      auto* piece = static_cast<Piece*>(std::malloc(size));
      if (piece == nullptr) break;
      piece->next = std::exchange(pieces, piece);
      held_bytes += size;
    }
  }
  is_full = held_bytes >= kBytes;
  return is_full;
}

}  // namespace mediaconnect
