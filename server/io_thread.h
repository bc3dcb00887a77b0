// One I/O thread with its connections.
//
// Memory may run out in any of this, in Asio's own code too: the connection that it happened to is
// closed, and everything else goes on. What a failure may have ended is therefore started by Run,
// once at first and again after each failure; a count tells whether its handler still waits to be
// called. None of it is a coroutine: Asio destroys those only some time after a failure.
//
// Owned by the Server. What is not said to be for any thread is called on the thread itself.
#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstddef>
#include <functional>
#include <list>
#include <memory>
#include <utility>

#include "server/complaint.h"
#include "server/counted.h"
#include "server/exchange.h"
#include "server/http_date.h"
#include "server/log.h"
#include "server/server.h"

namespace mediaconnect {

class SessionControl;

class IoThread {
 public:
  IoThread(RequestHandler& handler, const SessionLimits& limits, Log& log, Complaint& memory);
  ~IoThread();

  boost::asio::io_context& io() { return io_; }

  // Connections that it has, or will have as soon as it adopts them. Any thread.
  std::size_t connections() const { return count_; }
  // Counts a connection that it is to adopt. Any thread.
  Counted Expect() { return Counted(count_); }
  // Takes over a connection that was accepted for this thread's io_context.
  void Adopt(boost::asio::ip::tcp::socket socket, Counted counted, bool bound_to_loopback);

  // What a thread does besides serving its connections.
  struct Duties {
    std::function<void()> start;  // called at the start, and after each failure
    std::function<void()> tick;   // called at each sweep
  };
  // Serves until the thread has stopped.
  void Run(Duties duties);
  // Lets the requests under way finish, for limits.last at most, and then ends Run. Any thread; may
  // be called again.
  void Stop();

 private:
  using Time = std::chrono::steady_clock::time_point;

  void StartAll();
  void SweepLater();
  void Sweep();
  void StopSessions();
  // Waits until the sessions are gone, or `last`, and then ends Run.
  void DrainLater(Time last);
  template <class Function>
  void ForEachSession(Function function);

  Count count_{0};  // before io_, as sessions and handlers that io_ takes down with it count down
  Count sweeping_{0};
  Count draining_{0};

  boost::asio::io_context io_{1};
  RequestHandler& handler_;
  const SessionLimits& limits_;
  Log& log_;
  Complaint& memory_;  // says that memory has run out
  HttpDate date_;
  std::list<std::weak_ptr<SessionControl>> sessions_;
  Duties duties_;
  std::atomic<bool> stop_asked_{false};
  boost::asio::steady_timer sweep_timer_;
  boost::asio::steady_timer drain_timer_;
};

}  // namespace mediaconnect
