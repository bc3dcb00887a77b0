#include "server/server.h"

#include <atomic>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <csignal>
#include <deque>
#include <system_error>
#include <thread>
#include <utility>

#include "server/http_reply.h"
#include "server/io_thread.h"
#include "server/listeners.h"
#include "server/memory_reserve.h"
#include "server/turned_away.h"

namespace mediaconnect {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

constexpr std::chrono::milliseconds kAcceptPause{100};  // after an accept that failed for good

// A listening socket, and whether a handler waits for what comes in.
struct Listener {
  tcp::acceptor acceptor;
  bool bound_to_loopback;
  asio::steady_timer pause;
  Count& accepting;
};

}  // namespace

struct Server::Impl {
  Impl(ServerOptions given, RequestHandler& request_handler, Log& server_log)
      : options(std::move(given)),
        handler(request_handler),
        log(server_log),
        out_of_memory(log),
        out_of_room(log),
        out_of_descriptors(log) {
    for (int i = 0; i < options.threads; ++i) {
      threads.push_back(std::make_unique<IoThread>(handler, options.limits, log, out_of_memory));
    }
    signals = std::make_unique<asio::signal_set>(main_io());
    turned_away = std::make_unique<TurnedAway>(main_io());
  }

  asio::io_context& main_io() { return threads.front()->io(); }

  void AcceptOnAll() {
    for (Listener& listener : listeners) {
      if (listener.accepting == 0) AcceptLater(listener);
    }
  }

  void AcceptLater(Listener& listener) {
    IoThread& thread = *threads[next_thread++ % threads.size()];
    listener.acceptor.async_accept(
        thread.io(), [this, &listener, &thread, pending = Counted(listener.accepting)](
                         const boost::system::error_code& error, tcp::socket socket) {
          if (!listener.acceptor.is_open()) return;
          if (!error) {
            HandOver(std::move(socket), thread, listener.bound_to_loopback);
          } else if (error != asio::error::no_descriptors || !TurnNextAway(listener.acceptor)) {
            out_of_descriptors.Tell("a connection could not be accepted: ", error.message());
            return AcceptAfterAPause(listener);
          }
          AcceptLater(listener);
        });
  }

  void AcceptAfterAPause(Listener& listener) {
    listener.pause.expires_after(kAcceptPause);
    listener.pause.async_wait(
        [this, &listener, pending = Counted(listener.accepting)](const boost::system::error_code&) {
          if (listener.acceptor.is_open()) AcceptLater(listener);
        });
  }

  void HandOver(tcp::socket socket, IoThread& thread, bool bound_to_loopback) {
    std::size_t connections = 0;
    for (const auto& each : threads) connections += each->connections();
    if (connections >= options.max_connections) {
      const std::string all = "All " + std::to_string(options.max_connections) + " connections (" +
                              options.connections_limited_by + ") are in use";
      out_of_room.Tell(all + "; further ones are answered 503");
      return TurnAway(std::move(socket), all + ": close some, or raise the limit");
    }
    if (!MemoryReserve::IsFull()) {
      out_of_memory.Tell("Memory has run out; further connections are answered 503");
      return TurnAway(std::move(socket), "Memory has run out: open fewer connections at once");
    }
    asio::post(thread.io(), [&thread, counted = thread.Expect(), taken = std::move(socket),
                             bound_to_loopback]() mutable {
      thread.Adopt(std::move(taken), std::move(counted), bound_to_loopback);
    });
  }

  // There is no file descriptor for a connection that waits: accepts it with one from the reserve,
  // to tell the client. False: there is no reserve either.
  bool TurnNextAway(tcp::acceptor& acceptor) {
    if (!turned_away->FreeDescriptor()) return false;
    boost::system::error_code error;
    tcp::socket socket(main_io());
    acceptor.accept(socket, error);  // doesn't block if the client is gone
    if (error) {
      turned_away->FillReserve();
      return error == asio::error::would_block;
    }
    const std::string all = "All file descriptors (ulimit -n) are in use";
    out_of_descriptors.Tell(all + "; further connections are answered 503");
    TurnAway(std::move(socket), all + ": close some connections, or raise the limit");
    return true;
  }

  void TurnAway(tcp::socket socket, const std::string& why) {
    std::string reply;
    SerializeReply(handler.Refuse({ErrorCode::ServiceUnavailableException, why}), date.Now(), false,
                   true, true, reply);
    turned_away->Tell(std::move(socket), reply);
  }

  void StopAll() {
    stopped = true;
    asio::post(main_io(), [this] {
      boost::system::error_code ignored;
      for (Listener& listener : listeners) listener.acceptor.close(ignored);
      signals->cancel(ignored);
    });
    for (const auto& thread : threads) thread->Stop();
  }

  // What the main thread does beside its connections.
  void StartMain() {
    if (stopped) return StopAll();
    AcceptOnAll();
  }

  ServerOptions options;
  RequestHandler& handler;
  Log& log;
  Complaint out_of_memory;
  Complaint out_of_room;
  Complaint out_of_descriptors;
  HttpDate date;  // the main thread's, as the one that follows
  std::size_t next_thread = 0;
  std::deque<Count> accepting;  // of each listener; outlives the threads' handlers
  std::vector<std::unique_ptr<IoThread>> threads;
  std::deque<Listener> listeners;
  std::unique_ptr<TurnedAway> turned_away;
  std::unique_ptr<asio::signal_set> signals;
  std::atomic<bool> stopped{false};
};

Server::Server(ServerOptions options, RequestHandler& handler, Log& log)
    : impl_(std::make_unique<Impl>(std::move(options), handler, log)) {}

Server::~Server() = default;

void Server::Start() {
  for (tcp::acceptor& acceptor :
       ListenOn(impl_->main_io(), impl_->options.hosts, impl_->options.port, impl_->log)) {
    const bool loopback = IsLoopback(acceptor.local_endpoint().address());
    impl_->listeners.push_back({std::move(acceptor), loopback, asio::steady_timer(impl_->main_io()),
                                impl_->accepting.emplace_back(0)});
  }
  // From here on the signals wait for Run.
  impl_->signals->add(SIGTERM);
  impl_->signals->add(SIGINT);
}

std::uint16_t Server::port() const {
  return impl_->listeners.front().acceptor.local_endpoint().port();
}

std::string Server::endpoint() const {
  tcp::endpoint endpoint = impl_->listeners.front().acceptor.local_endpoint();
  // What a client on this machine connects to if the server listens on every address.
  if (endpoint.address().is_unspecified()) {
    endpoint.address(endpoint.address().is_v6()
                         ? asio::ip::address(asio::ip::address_v6::loopback())
                         : asio::ip::address(asio::ip::address_v4::loopback()));
  }
  return "http://" + EndpointText(endpoint);
}

void Server::Run() {
  impl_->signals->async_wait([this](const boost::system::error_code& error, int) {
    if (!error) Stop();
  });
  std::vector<std::thread> others;
  try {
    for (const auto& thread : impl_->threads) {
      if (thread == impl_->threads.front()) continue;
      others.emplace_back([&thread] { thread->Run({[] {}, [] {}}); });
    }
  } catch (const std::system_error& failure) {
    Stop();
    for (std::thread& other : others) other.join();
    throw ListenError("cannot start " + std::to_string(impl_->threads.size()) +
                      " I/O threads (--threads): " + failure.what());
  }
  impl_->threads.front()->Run({[this] { impl_->StartMain(); }, [this] { impl_->handler.Tick(); }});
  for (std::thread& other : others) other.join();
}

void Server::Stop() { impl_->StopAll(); }

}  // namespace mediaconnect
