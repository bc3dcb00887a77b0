// The listening server: sockets, I/O threads, signals. Each I/O thread has its own connections, so
// a session is never touched by two threads.
//
// Owned by main, which calls Start and Run from one thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "server/exchange.h"
#include "server/log.h"
#include "server/request_parser.h"

namespace mediaconnect {

struct SessionLimits {
  RequestLimits request;
  std::chrono::milliseconds idle{75'000};  // between requests
  // For one request to arrive, and for which a client may take nothing of its reply.
  std::chrono::milliseconds slow{30'000};
  std::chrono::milliseconds sweep{1'000};  // how often the two above are looked at
  std::chrono::milliseconds last{80};      // for the requests under way when the server stops
};

struct ServerOptions {
  std::vector<std::string> hosts;  // addresses or names; empty: 127.0.0.1 and ::1
  std::uint16_t port = 4580;       // 0 picks a free one
  int threads = 1;
  std::size_t max_connections = 20'000;  // further ones are answered 503
  // Where that limit comes from, for the message to clients beyond it.
  std::string connections_limited_by = "--max-connections";
  SessionLimits limits;
};

// The server cannot listen; what() is one line for the person who runs it.
class ListenError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class Server {
 public:
  Server(ServerOptions options, RequestHandler& handler, Log& log);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Binds and listens. Throws ListenError: the port is in use, the address is not this machine's.
  void Start();

  std::uint16_t port() const;
  // "http://127.0.0.1:4580", of the first address.
  std::string endpoint() const;

  // Serves until SIGTERM, SIGINT or Stop, then lets the requests under way finish, for limits.last
  // at most. Throws ListenError if the system gives no thread.
  void Run();

  // Any thread.
  void Stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mediaconnect
