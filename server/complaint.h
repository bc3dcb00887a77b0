// Says in the log what would otherwise be said again and again: at most once a minute.
//
// Owned by whoever complains; any thread.
#pragma once

#include <chrono>
#include <exception>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "server/log.h"

namespace mediaconnect {

class Complaint {
 public:
  explicit Complaint(Log& log) : log_(log) {}

  // Nothing is said if there is no memory to say it; the next call tries again.
  void Tell(std::string_view message, std::string_view detail = "") noexcept {
    try {
      const auto now = std::chrono::steady_clock::now();
      const std::lock_guard lock(mutex_);
      if (told_ && now - *told_ < kPause) return;
      log_.Error(std::string(message).append(detail));
      told_ = now;
    } catch (const std::exception&) {
    }
  }

 private:
  static constexpr std::chrono::minutes kPause{1};

  Log& log_;
  std::mutex mutex_;
  std::optional<std::chrono::steady_clock::time_point> told_;
};

}  // namespace mediaconnect
