#include "server/memory_reserve.h"

#include <sys/mman.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <new>

namespace mediaconnect {
namespace {

// Its pages are never touched, so it costs addresses and no memory.
constexpr std::size_t kBytes = 8'388'608;

// operator new's handler takes no argument, so this is one for the process.
std::atomic<void*> reserve{nullptr};
std::atomic<bool> is_in_use{false};
std::atomic<std::uint64_t> times_given_up{0};

// Not from malloc, which may keep for itself what it gets back.
void* Map() {
  void* memory =
      ::mmap(nullptr, kBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return memory == MAP_FAILED ? nullptr : memory;
}

bool Unmap(void* memory) { return memory != nullptr && ::munmap(memory, kBytes) == 0; }

void GiveUp() {
  if (Unmap(reserve.exchange(nullptr))) {
    ++times_given_up;
    return;
  }
  // Another thread may have given it up since this one found no memory: worth another try.
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
  Unmap(reserve.exchange(nullptr));
}

bool MemoryReserve::IsFull() {
  if (!is_in_use || reserve.load() != nullptr) return true;
  void* memory = Map();
  if (memory == nullptr) return false;
  void* none = nullptr;
  if (!reserve.compare_exchange_strong(none, memory)) Unmap(memory);
  return true;
}

}  // namespace mediaconnect
