// The Date header. It is the machine's real time whatever clock the model runs on, because SDKs
// learn their clock skew from it.
#pragma once

#include <ctime>
#include <string>

namespace mediaconnect {

// One a thread: formats a second's text once.
class HttpDate {
 public:
  // "Tue, 24 Nov 2026 08:27:27 GMT"
  const std::string& Now();

 private:
  std::time_t second_ = -1;
  std::string text_;
};

}  // namespace mediaconnect
