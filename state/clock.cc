#include "state/clock.h"

#include <chrono>

namespace mediaconnect {

std::int64_t SystemClock::NowMilliseconds() {
  const std::int64_t now = read_();
  std::int64_t greatest = greatest_.load(std::memory_order_relaxed);
  while (now > greatest && !greatest_.compare_exchange_weak(greatest, now)) {
  }
  return now > greatest ? now : greatest;
}

std::int64_t SystemClock::MachineMilliseconds() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

}  // namespace mediaconnect
