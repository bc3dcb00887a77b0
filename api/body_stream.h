// A reply's body that comes piece by piece for as long as it takes, such as server-sent events.
//
// Made by a handler and then owned by the session, which asks it on its I/O thread.
#pragma once

#include <functional>
#include <optional>
#include <string>

namespace mediaconnect {

class BodyStream {
 public:
  // Ends the calls of `wake`.
  virtual ~BodyStream() = default;

  // What there is to send: "" if nothing is there yet, nullopt after the last piece. A reader can
  // be slow, so whoever fills the stream bounds what waits in it.
  virtual std::optional<std::string> Next() = 0;

  // Called once, before Next: `wake` is to be called, by any thread, when Next has more.
  virtual void WakeBy(std::function<void()> wake) = 0;
};

}  // namespace mediaconnect
