#include "server/server.h"

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <csignal>
#include <list>
#include <thread>
#include <utility>

#include "server/session.h"

namespace mediaconnect {

namespace asio = boost::asio;
using asio::ip::tcp;
using Clock = std::chrono::steady_clock;

namespace {

using TcpSession = Session<tcp::socket>;

constexpr std::chrono::milliseconds kDrainStep{2};      // how often a stop looks for requests
constexpr std::chrono::milliseconds kAcceptPause{100};  // after a failed accept, such as EMFILE
constexpr int kPortTries = 20;

auto Token() { return asio::as_tuple(asio::use_awaitable); }

// One thread with its connections. Everything but Post is called on the thread itself.
class IoThread {
 public:
  IoThread(RequestHandler& handler, const SessionLimits& limits)
      : io(1), handler_(handler), limits_(limits), sweep_timer_(io) {}

  // Connections that it has, or will have as soon as it adopts them. Any thread.
  std::size_t Count() const { return count_; }
  // Announces a connection to adopt. Any thread.
  void Expect() { ++count_; }

  // Takes over a connection that was accepted for this thread's io_context and announced.
  void Adopt(tcp::socket socket) {
    boost::system::error_code error;
    socket.set_option(tcp::no_delay(true), error);
    const auto remote = socket.remote_endpoint(error);
    const auto local = error ? tcp::endpoint() : socket.local_endpoint(error);
    if (error) {  // gone already
      --count_;
      return;
    }
    auto session = std::make_shared<TcpSession>(
        std::move(socket), handler_, limits_, date_,
        remote.address().to_string() + ":" + std::to_string(remote.port()),
        IsLoopback(local.address()));
    sessions_.emplace_back(session);
    asio::co_spawn(io, TcpSession::Run(std::move(session)),
                   [this](const std::exception_ptr&) { --count_; });
  }

  void StartSweeping() { asio::co_spawn(io, SweepForever(), asio::detached); }

  asio::awaitable<void> Stop() {
    stopping_ = true;
    sweep_timer_.cancel();
    ForEachSession([](SessionControl& session) { session.Stop(); });
    asio::steady_timer pause(io);
    const auto last = Clock::now() + limits_.last;
    while (count_ > 0 && Clock::now() < last) {
      pause.expires_after(kDrainStep);
      co_await pause.async_wait(Token());
    }
    ForEachSession([](SessionControl& session) { session.Close(); });
    io.stop();
  }

  asio::io_context io;

 private:
  // ::ffff:127.0.0.1 is loopback too, on a socket that takes both families.
  static bool IsLoopback(const asio::ip::address& address) {
    if (address.is_v6() && address.to_v6().is_v4_mapped()) {
      return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).is_loopback();
    }
    return address.is_loopback();
  }

  template <class Function>
  void ForEachSession(Function function) {
    for (const auto& weak : sessions_) {
      if (const auto session = weak.lock()) function(*session);
    }
  }

  asio::awaitable<void> SweepForever() {
    while (!stopping_) {
      sweep_timer_.expires_after(limits_.sweep);
      co_await sweep_timer_.async_wait(Token());
      const auto now = Clock::now();
      sessions_.remove_if([](const auto& weak) { return weak.expired(); });
      ForEachSession([now](SessionControl& session) { session.Sweep(now); });
    }
  }

  RequestHandler& handler_;
  const SessionLimits& limits_;
  HttpDate date_;
  std::list<std::weak_ptr<SessionControl>> sessions_;
  std::atomic<std::size_t> count_{0};
  asio::steady_timer sweep_timer_;
  bool stopping_ = false;
};

}  // namespace

struct Server::Impl {
  Impl(ServerOptions given, RequestHandler& request_handler, Log& server_log)
      : options(std::move(given)), handler(request_handler), log(server_log) {
    for (int i = 0; i < options.threads; ++i) {
      threads.push_back(std::make_unique<IoThread>(handler, options.limits));
    }
    signals = std::make_unique<asio::signal_set>(threads.front()->io);
  }

  asio::io_context& main_io() { return threads.front()->io; }

  std::vector<tcp::endpoint> Resolve() {
    const bool by_default = options.hosts.empty();
    const std::vector<std::string> hosts =
        by_default ? std::vector<std::string>{"127.0.0.1", "::1"} : options.hosts;
    std::vector<tcp::endpoint> endpoints;
    tcp::resolver resolver(main_io());
    for (const std::string& host : hosts) {
      boost::system::error_code error;
      const auto found =
          resolver.resolve(host, std::to_string(options.port), tcp::resolver::passive, error);
      if (error || found.empty()) {
        throw ListenError("--host " + host + ": " + (error ? error.message() : "no address"));
      }
      for (const auto& entry : found) endpoints.push_back(entry.endpoint());
    }
    return endpoints;
  }

  // Opens one listening socket.
  tcp::acceptor Listen(const tcp::endpoint& endpoint, boost::system::error_code& error) {
    tcp::acceptor acceptor(main_io());
    acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error && endpoint.address().is_v6()) {
      acceptor.set_option(asio::ip::v6_only(true), error);
    }
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    return acceptor;
  }

  // Listens on all addresses with one port. False: with port 0, the port that the first address got
  // is taken on another; worth another try.
  bool ListenOnAll(std::vector<tcp::endpoint> endpoints) {
    acceptors.clear();
    std::uint16_t port = options.port;
    for (tcp::endpoint& endpoint : endpoints) {
      endpoint.port(port);
      boost::system::error_code error;
      tcp::acceptor acceptor = Listen(endpoint, error);
      if (!error) {
        port = acceptor.local_endpoint().port();
        acceptors.push_back(std::move(acceptor));
        continue;
      }
      const bool no_ipv6 = error == asio::error::address_family_not_supported ||
                           error == asio::error::operation_not_supported ||
                           error.value() == EADDRNOTAVAIL;
      if (options.hosts.empty() && endpoint.address().is_v6() && no_ipv6) {
        log.Info("this machine has no IPv6 loopback; listening on IPv4 alone");
        continue;
      }
      if (options.port == 0 && error == asio::error::address_in_use) return false;
      throw ListenError("cannot listen on " + Text(endpoint) + ": " + error.message() +
                        (error == asio::error::address_in_use
                             ? "; another program has it: choose another with --port, or --port 0"
                             : ""));
    }
    return true;
  }

  static std::string Text(const tcp::endpoint& endpoint) {
    const std::string address = endpoint.address().to_string();
    const std::string host = endpoint.address().is_v6() ? "[" + address + "]" : address;
    return host + ":" + std::to_string(endpoint.port());
  }

  asio::awaitable<void> AcceptForever(tcp::acceptor& acceptor) {
    std::size_t next = 0;
    asio::steady_timer pause(main_io());
    while (acceptor.is_open()) {
      IoThread& thread = *threads[next++ % threads.size()];
      auto [error, socket] = co_await acceptor.async_accept(thread.io, Token());
      if (!acceptor.is_open()) co_return;
      if (error) {
        // Out of file descriptors, most likely: what is open goes on being served meanwhile.
        log.Error("a connection could not be accepted: " + error.message());
        pause.expires_after(kAcceptPause);
        co_await pause.async_wait(Token());
        continue;
      }
      if (!HasRoom()) {
        TurnAway(std::move(socket));
        continue;
      }
      thread.Expect();
      asio::post(thread.io, [&thread, taken = std::move(socket)]() mutable {
        thread.Adopt(std::move(taken));
      });
    }
  }

  bool HasRoom() {
    std::size_t connections = 0;
    for (const auto& thread : threads) connections += thread->Count();
    const bool was_full = std::exchange(full, connections >= options.max_connections);
    if (full && !was_full) {
      log.Warn("all " + std::to_string(options.max_connections) +
               " connections (--max-connections) are in use; further ones are answered 503");
    }
    return !full;
  }

  // Tells a client why there is no room for it, without waiting for its request.
  void TurnAway(tcp::socket socket) {
    const Reply reply = handler.Refuse(
        503, "All " + std::to_string(options.max_connections) +
                 " connections (--max-connections) are in use: close some, or raise the limit");
    std::string out;
    SerializeReply(reply, date.Now(), false, true, true, out);
    boost::system::error_code ignored;
    socket.non_blocking(true, ignored);
    socket.write_some(asio::buffer(out), ignored);
    socket.shutdown(tcp::socket::shutdown_send, ignored);
  }

  void StopAll() {
    if (stopped.exchange(true)) return;
    asio::post(main_io(), [this] {
      boost::system::error_code ignored;
      for (tcp::acceptor& acceptor : acceptors) acceptor.close(ignored);
      signals->cancel(ignored);
    });
    for (const auto& thread : threads) {
      asio::co_spawn(thread->io, thread->Stop(), asio::detached);
    }
  }

  ServerOptions options;
  RequestHandler& handler;
  Log& log;
  HttpDate date;      // main_io's thread only, as `full`
  bool full = false;  // no room for another connection
  std::vector<std::unique_ptr<IoThread>> threads;
  std::vector<tcp::acceptor> acceptors;
  std::unique_ptr<asio::signal_set> signals;
  std::atomic<bool> stopped{false};
};

Server::Server(ServerOptions options, RequestHandler& handler, Log& log)
    : impl_(std::make_unique<Impl>(std::move(options), handler, log)) {}

Server::~Server() = default;

void Server::Start() {
  const std::vector<tcp::endpoint> endpoints = impl_->Resolve();
  for (int tries = 0; !impl_->ListenOnAll(endpoints); ++tries) {
    if (tries == kPortTries) throw ListenError("found no port that is free on all addresses");
  }
  if (impl_->acceptors.empty()) throw ListenError("there is no address to listen on");
  // From here on the signals wait for Run.
  impl_->signals->add(SIGTERM);
  impl_->signals->add(SIGINT);
}

std::uint16_t Server::port() const { return impl_->acceptors.front().local_endpoint().port(); }

std::string Server::endpoint() const {
  tcp::endpoint endpoint = impl_->acceptors.front().local_endpoint();
  // What a client on this machine connects to where the server listens on every address.
  if (endpoint.address().is_unspecified()) {
    endpoint.address(endpoint.address().is_v6()
                         ? asio::ip::address(asio::ip::address_v6::loopback())
                         : asio::ip::address(asio::ip::address_v4::loopback()));
  }
  return "http://" + Impl::Text(endpoint);
}

void Server::Run() {
  impl_->signals->async_wait([this](const boost::system::error_code& error, int) {
    if (!error) Stop();
  });
  for (tcp::acceptor& acceptor : impl_->acceptors) {
    asio::co_spawn(impl_->main_io(), impl_->AcceptForever(acceptor), asio::detached);
  }
  std::vector<std::thread> others;
  for (const auto& thread : impl_->threads) {
    thread->StartSweeping();
    if (thread != impl_->threads.front()) {
      others.emplace_back([&io = thread->io] { io.run(); });
    }
  }
  impl_->main_io().run();
  for (std::thread& other : others) other.join();
}

void Server::Stop() { impl_->StopAll(); }

}  // namespace mediaconnect
