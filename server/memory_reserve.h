// Memory that is kept for the day on which there is no other. When operator new finds none, the
// reserve is given up, which lets what is under way finish; until there is memory again to put
// back, the server takes no new connections and reads no further into requests. Asio needs this:
// it allocates in destructors, and ends the process if that fails.
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

  // Puts back what was given up, if there is memory for it again. False: there is not.
  static bool IsFull();
};

}  // namespace mediaconnect
