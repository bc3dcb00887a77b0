#include "server/io_thread.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <string>
#include <thread>

#include "server/session.h"

namespace mediaconnect {

namespace asio = boost::asio;
using asio::ip::tcp;
using Clock = std::chrono::steady_clock;

namespace {

using TcpSession = Session<tcp::socket>;

constexpr std::chrono::milliseconds kDrainStep{2};     // how often a stop looks for requests
constexpr std::chrono::milliseconds kMemoryPause{10};  // after running out of memory

}  // namespace

IoThread::IoThread(RequestHandler& handler, const SessionLimits& limits, Log& log,
                   Complaint& memory)
    : handler_(handler),
      limits_(limits),
      log_(log),
      memory_(memory),
      sweep_timer_(io_),
      drain_timer_(io_) {}

IoThread::~IoThread() = default;

void IoThread::Adopt(tcp::socket socket, Counted counted, bool bound_to_loopback) {
  boost::system::error_code error;
  socket.set_option(tcp::no_delay(true), error);
  const auto remote = socket.remote_endpoint(error);
  if (error) return;  // gone already
  auto session = std::make_shared<TcpSession>(
      std::move(socket), std::move(counted), handler_, limits_, date_, log_,
      remote.address().to_string() + ":" + std::to_string(remote.port()), bound_to_loopback);
  sessions_.emplace_back(session);
  asio::co_spawn(io_, TcpSession::Run(std::move(session)), asio::detached);
}

void IoThread::Run(Duties duties) {
  duties_ = std::move(duties);
  while (true) {
    try {
      duties_.start();
      StartAll();
      io_.run();
      return;
    } catch (const std::exception& failure) {
      memory_.Tell("a connection was closed, as memory has run out: ", failure.what());
      std::this_thread::sleep_for(kMemoryPause);
    }
  }
}

void IoThread::StartAll() {
  if (sweeping_ == 0) SweepLater();
  if (stop_asked_ && draining_ == 0) {
    StopSessions();
    DrainLater(Clock::now() + limits_.last);
  }
}

void IoThread::Stop() {
  stop_asked_ = true;
  asio::post(io_, [this] { StartAll(); });
}

template <class Function>
void IoThread::ForEachSession(Function function) {
  for (const auto& weak : sessions_) {
    if (const auto session = weak.lock()) function(*session);
  }
}

void IoThread::SweepLater() {
  sweep_timer_.expires_after(limits_.sweep);
  sweep_timer_.async_wait(
      [this, sweeping = Counted(sweeping_)](const boost::system::error_code& error) {
        if (error) return;
        Sweep();
        SweepLater();
      });
}

void IoThread::Sweep() {
  const auto now = Clock::now();
  sessions_.remove_if([](const auto& weak) { return weak.expired(); });
  ForEachSession([now](SessionControl& session) { session.Sweep(now); });
  duties_.tick();
}

void IoThread::StopSessions() {
  ForEachSession([](SessionControl& session) { session.Stop(); });
}

void IoThread::DrainLater(Time last) {
  drain_timer_.expires_after(kDrainStep);
  drain_timer_.async_wait(
      [this, last, draining = Counted(draining_)](const boost::system::error_code& error) {
        if (error) return;
        if (count_ > 0 && Clock::now() < last) return DrainLater(last);
        ForEachSession([](SessionControl& session) { session.Close(); });
        io_.stop();
      });
}

}  // namespace mediaconnect
