// The time, injected: nothing else in the program asks for it.
#pragma once

#include <atomic>
#include <cstdint>

namespace mediaconnect {

// The end of the year 9999, in milliseconds since 1970: the last time that a timestamp on the wire
// can express. No clock shows a later time, and whatever is due later happens then.
inline constexpr std::int64_t kLatestTime = 253'402'300'799'999;

// Any thread.
class Clock {
 public:
  virtual ~Clock() = default;

  // Milliseconds since 1970. Never less than an earlier answer.
  virtual std::int64_t NowMilliseconds() = 0;
};

// The machine's time. If that jumps backwards, the clock stands still until it has caught up.
class SystemClock : public Clock {
 public:
  // `read`: the time as it is, in milliseconds since 1970.
  explicit SystemClock(std::int64_t (*read)() = MachineMilliseconds) : read_(read) {}

  std::int64_t NowMilliseconds() override;

 private:
  static std::int64_t MachineMilliseconds();

  std::int64_t (*read_)();
  std::atomic<std::int64_t> greatest_{0};
};

// A clock that a test moves by hand.
class FakeClock : public Clock {
 public:
  std::int64_t NowMilliseconds() override { return now_; }
  void Advance(std::int64_t milliseconds) { now_ += milliseconds; }

 private:
  std::atomic<std::int64_t> now_{1'750'000'000'000};
};

}  // namespace mediaconnect
