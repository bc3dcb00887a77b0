// Memory that is kept for the moment when there is no other. When operator new finds none, the
// reserve is given up, so that requests in progress can finish. Until it can be filled again, the
// server accepts no new connections and reads no further into requests. Asio needs this: it
// allocates in destructors, and the process ends if that fails.
//
// One for the process, owned by main; any thread.
#pragma once

namespace mediaconnect {

class MemoryReserve {
 public:
  MemoryReserve();
  ~MemoryReserve();
  MemoryReserve(const MemoryReserve&) = delete;
  MemoryReserve& operator=(const MemoryReserve&) = delete;

  // Fills the reserve again if it was given up. Returns false if there is not enough memory.
  static bool IsFull();
};

}  // namespace mediaconnect
