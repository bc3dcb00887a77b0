// One client connection: reads requests, hands them to the RequestHandler, writes the replies, in
// order, until either side closes. A template over its stream, so that TLS and unix sockets need
// nothing new here.
//
// A session lives on one I/O thread and is owned by its coroutine; that thread's list of sessions
// holds weak references, to sweep what has passed its deadline and to stop.
#pragma once

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "server/client_watch.h"
#include "server/counted.h"
#include "server/exchange.h"
#include "server/http_date.h"
#include "server/http_reply.h"
#include "server/log.h"
#include "server/memory_reserve.h"
#include "server/request_head.h"
#include "server/request_parser.h"
#include "server/send_progress.h"
#include "server/server.h"

namespace mediaconnect {

// What an I/O thread sees of a session.
class SessionControl {
 public:
  virtual ~SessionControl() = default;

  using Time = std::chrono::steady_clock::time_point;
  // Ends an idle session that has passed its deadline, and answers a slow one with 408.
  virtual void Sweep(Time now) = 0;
  // The server stops: ends the session once the request under way is answered.
  virtual void Stop() = 0;
  // Ends the session at once.
  virtual void Close() = 0;
};

template <class Stream>
class Session : public SessionControl, public std::enable_shared_from_this<Session<Stream>> {
 public:
  Session(Stream stream, Counted counted, RequestHandler& handler, const SessionLimits& limits,
          HttpDate& date, Log& log, std::string peer, bool bound_to_loopback)
      : counted_(std::move(counted)),
        stream_(std::move(stream)),
        handler_(handler),
        limits_(limits),
        date_(date),
        log_(log),
        peer_(std::move(peer)),
        bound_to_loopback_(bound_to_loopback) {}

  // The coroutine owns the session. By value: it outlives the caller's pointer.
  static boost::asio::awaitable<void> Run(std::shared_ptr<Session> self) {
    // GCC 12 miscompiles a co_await inside a condition: each is a statement of its own.
    bool open = true;
    while (open) {
      open = co_await self->ServeOne();
    }
    self->Close();
    self->TellEnd();
  }

  void Sweep(Time now) override {
    const bool sends = phase_ == Phase::kReply;
    if (sends && progress_.HasMoved(stream_.lowest_layer().native_handle())) {
      return Enter(Phase::kReply, limits_.slow);
    }
    if (now < deadline_) return;
    timed_out_ = true;
    end_ = phase_ == Phase::kIdle ? "idle for too long (--idle-timeout)"
                                  : "too slow (--request-timeout)";
    if (phase_ != Phase::kRequest) return Close();
    boost::system::error_code ignored;
    stream_.cancel(ignored);  // wakes the coroutine, which answers
  }

  void Stop() override {
    stopping_ = true;
    end_ = "the server stops";
    if (phase_ == Phase::kIdle) Close();
    if (phase_ == Phase::kWait) Wake();
  }

  void Close() override {
    boost::system::error_code ignored;
    stream_.close(ignored);
  }

 private:
  enum class Phase : std::uint8_t { kIdle, kRequest, kReply, kWait };
  static constexpr std::size_t kReadBytes = 16'384;
  static constexpr std::size_t kWriteBytes = 65'536;
  static constexpr std::size_t kDribbledPieces = 50;
  static constexpr std::size_t kDrainBytes = 67'108'864;  // and limits_.slow, in time

  static auto Token() { return boost::asio::as_tuple(boost::asio::use_awaitable); }

  void Enter(Phase phase, std::chrono::milliseconds limit) {
    phase_ = phase;
    deadline_ = std::chrono::steady_clock::now() + limit;
  }

  void TellEnd() const {
    if (!log_.ShowsDebug()) return;
    log_.Debug("connection " + peer_ + " ended after " + std::to_string(requests_) +
               (requests_ == 1 ? " request: " : " requests: ") + std::string(end_));
  }

  // Reads more bytes into the buffer; false at the end of the connection.
  boost::asio::awaitable<bool> ReadMore() {
    if (watch_) {
      const bool taken = co_await watch_->TakeAhead(buffer_);
      if (taken || watch_->HasEnded()) co_return taken;
    }
    const auto [error, size] =
        co_await stream_.async_read_some(buffer_.prepare(kReadBytes), Token());
    buffer_.commit(size);
    co_return !error && size > 0;
  }

  // Serves one request. False: the connection is to be closed.
  boost::asio::awaitable<bool> ServeOne() {
    if (stopping_) co_return false;
    Enter(Phase::kIdle, limits_.idle);
    while (!RequestParser::SkipEmptyLines(buffer_)) {
      const bool more = co_await ReadMore();
      if (!more) co_return false;
    }
    Enter(Phase::kRequest, limits_.slow);
    RequestParser parser(limits_.request);
    std::optional<ApiError> refusal;
    const bool received = co_await ReadRequest(parser, refusal);
    if (!received) co_return false;
    ++requests_;
    if (refusal) {
      if (!timed_out_) end_ = "a request was refused";
      co_await Refuse(std::move(*refusal), parser.IsHead());
      co_return false;
    }
    AddConnection(parser.request());
    Reply reply = handler_.Handle(parser.request());
    if (reply.disturbance) {
      const bool is_sent = co_await Disturb(reply);
      if (!is_sent) co_return false;
    }
    const bool keep_alive = KeepsAlive(parser.request()) && !stopping_;
    if (!keep_alive && !stopping_) end_ = "the client asked for it (Connection: close)";
    Serialize(reply, parser.request(), keep_alive);
    bool written = false;
    if (reply.disturbance) {
      written = co_await WriteDisturbed(reply);
    } else {
      written = co_await WriteOut();
    }
    if (written && reply.stream) {
      written = co_await WriteStream(*reply.stream, parser.request().is_http_1_1);
    }
    co_return (written && keep_alive && (!reply.stream || parser.request().is_http_1_1));
  }

  // Reads a whole request. False: the client is gone. `refusal` is set if the request is
  // refused.
  boost::asio::awaitable<bool> ReadRequest(RequestParser& parser,
                                           std::optional<ApiError>& refusal) {
    while (true) {
      if (!MemoryReserve::IsFull()) {
        refusal = ApiError{ErrorCode::ServiceUnavailableException,
                           "Memory has run out: send fewer or smaller requests at once"};
        co_return true;
      }
      const RequestParser::Step step = parser.Feed(buffer_);
      if (step == RequestParser::Step::kDone) co_return true;
      if (step == RequestParser::Step::kRefused) {
        refusal = parser.refusal();
        co_return true;
      }
      if (step == RequestParser::Step::kHead) {
        AddConnection(parser.request());
        if (!parser.LimitBody(handler_.LargestBody(parser.request()))) {
          refusal = parser.refusal();
          co_return true;
        }
        if (!parser.ExpectsContinue()) continue;
        const bool written = co_await WriteContinue();
        if (!written) co_return false;
        continue;
      }
      const bool more = co_await ReadMore();
      if (more) continue;
      if (!timed_out_) co_return false;
      refusal = ApiError{
          ErrorCode::RequestTimeoutException,
          "The request did not come in within " + std::to_string(limits_.slow.count()) + " ms"};
      co_return true;
    }
  }

  boost::asio::awaitable<bool> WriteContinue() {
    const bool written = co_await Write("HTTP/1.1 100 Continue\r\n\r\n");
    co_return written;
  }

  // What a request's bytes don't tell.
  void AddConnection(Request& request) const {
    request.peer = peer_;
    request.bound_to_loopback = bound_to_loopback_;
  }

  // Writes the reply into `out_`, but for what its stream still brings.
  void Serialize(Reply& reply, const Request& request, bool keep_alive) {
    const bool with_body = request.method != "HEAD";
    // Of a stream that an HTTP/1.0 client reads, the connection's end is the end.
    const bool ends_by_closing = reply.stream && with_body && !request.is_http_1_1;
    SerializeReply(reply, date_.Now(), keep_alive && !ends_by_closing, request.is_http_1_1,
                   with_body, out_);
    if (!with_body) reply.stream = nullptr;
  }

  // What happens to the reply before it is sent, and what it becomes by that. False: it is not sent
  // at all, and the connection is to be closed.
  boost::asio::awaitable<bool> Disturb(Reply& reply) {
    const std::shared_ptr<const Disturbance> disturbance = reply.disturbance;
    const auto connection = disturbance->connection;
    if (connection == Disturbance::Connection::kHang) {
      co_await WaitForEnd();
      co_return false;
    }
    if (connection != Disturbance::Connection::kDribble) {
      const bool goes_on = co_await Sleep(std::chrono::steady_clock::now() + disturbance->delay);
      if (!goes_on) co_return false;
    }
    if (connection == Disturbance::Connection::kReset ||
        connection == Disturbance::Connection::kClose) {
      end_ = "a fault ended it";
      boost::system::error_code ignored;
      if (connection == Disturbance::Connection::kReset) {
        stream_.set_option(boost::asio::socket_base::linger(true, 0), ignored);
      }
      co_return false;
    }
    if (disturbance->resume) reply = disturbance->resume();
    co_return true;
  }

  // The same as WriteOut, of a reply that may be cut, or come little by little.
  boost::asio::awaitable<bool> WriteDisturbed(const Reply& reply) {
    const auto connection = reply.disturbance->connection;
    if (connection == Disturbance::Connection::kDribble) {
      const bool dribbled = co_await Dribble(reply.disturbance->delay);
      co_return dribbled;
    }
    const bool is_cut = connection == Disturbance::Connection::kTruncate;
    if (is_cut) {
      end_ = "a fault cut the answer";
      out_.resize(reply.body.empty() ? out_.size() / 2 : out_.size() - (reply.body.size() + 1) / 2);
    }
    const bool written = co_await WriteOut();
    co_return (written && !is_cut);
  }

  // Sends what is in `out_` in pieces, the last of them after this time. False: the connection is
  // to be closed.
  boost::asio::awaitable<bool> Dribble(std::chrono::milliseconds time) {
    const std::string all = std::exchange(out_, {});
    const std::size_t size = (all.size() + kDribbledPieces - 1) / kDribbledPieces;
    const auto begin = std::chrono::steady_clock::now();
    for (std::size_t at = 0; at < all.size(); at += size) {
      const bool goes_on = co_await Sleep(begin + time * at / all.size());
      if (!goes_on) co_return false;
      out_ = all.substr(at, size);
      const bool written = co_await WriteOut();
      if (!written) co_return false;
    }
    co_return true;
  }

  // Waits until then, even if the client has closed its sending side, because it may still read.
  // False: the client is gone, or the server stops.
  boost::asio::awaitable<bool> Sleep(Time until) {
    while (std::chrono::steady_clock::now() < until) {
      co_await Wait(until);
      if (stopping_ || Watch().IsGone()) co_return false;
    }
    co_return true;
  }

  // Waits until the client closes its sending side or is gone, or the server stops.
  boost::asio::awaitable<void> WaitForEnd() {
    while (!HasEnded()) co_await Wait(Time::max());
  }

  // False: the connection is to be closed, and a stream that has not ended with it.
  boost::asio::awaitable<bool> WriteStream(BodyStream& stream, bool in_chunks) {
    stream.WakeBy([weak = this->weak_from_this(), executor = stream_.get_executor()] {
      boost::asio::post(executor, [weak] {
        if (const auto self = weak.lock()) self->Wake();
      });
    });
    while (true) {
      std::optional<std::string> piece = stream.Next();
      if (piece && piece->empty()) {
        co_await Wait(Time::max());
        if (HasEnded()) co_return false;
        continue;
      }
      if (in_chunks) {
        SerializeChunk(piece.value_or(""), out_);
      } else {
        out_ = piece.value_or("");
      }
      const bool written = co_await WriteOut();
      if (!written || !piece) co_return written;
    }
  }

  // Waits until then, or until the session is woken, its client sends more or closes its sending
  // side, or the server stops.
  boost::asio::awaitable<void> Wait(Time until) {
    phase_ = Phase::kWait;
    deadline_ = Time::max();
    if (!stopping_) co_await Watch().Wait(until, this->shared_from_this());
  }

  bool HasEnded() { return stopping_ || Watch().HasEnded(); }

  void Wake() { Watch().Wake(); }

  ClientWatch<Stream>& Watch() {
    if (!watch_) watch_ = std::make_unique<ClientWatch<Stream>>(stream_);
    return *watch_;
  }

  // Sends `out_`. Sweep ends the session if the client stops taking it.
  boost::asio::awaitable<bool> WriteOut() {
    Enter(Phase::kReply, limits_.slow);
    const bool written = co_await Write(out_);
    co_return written;
  }

  boost::asio::awaitable<bool> Write(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto [error, size] = co_await stream_.async_write_some(
          boost::asio::buffer(bytes.data(), std::min(bytes.size(), kWriteBytes)), Token());
      if (error) co_return false;
      progress_.Add(size);
      bytes.remove_prefix(size);
    }
    co_return true;
  }

  // Answers, and then reads on for a while: closing with unread bytes would reset the connection
  // and take the answer from the client.
  boost::asio::awaitable<void> Refuse(ApiError refusal, bool is_head) {
    SerializeReply(handler_.Refuse(refusal), date_.Now(), false, true, !is_head, out_);
    const bool written = co_await WriteOut();
    if (!written) co_return;
    boost::system::error_code ignored;
    stream_.shutdown(boost::asio::socket_base::shutdown_send, ignored);
    for (std::size_t drained = 0; drained < kDrainBytes;) {
      buffer_.consume(buffer_.size());
      const bool more = co_await ReadMore();
      if (!more) co_return;
      drained += buffer_.size();
    }
  }

  const Counted counted_;
  Stream stream_;
  RequestHandler& handler_;
  const SessionLimits& limits_;
  HttpDate& date_;
  Log& log_;
  const std::string peer_;
  const bool bound_to_loopback_;
  boost::beast::flat_buffer buffer_;
  std::string out_;
  Phase phase_ = Phase::kIdle;
  Time deadline_ = Time::max();
  std::unique_ptr<ClientWatch<Stream>> watch_;  // of a session that waits, or has waited
  SendProgress progress_;
  bool timed_out_ = false;
  bool stopping_ = false;
  std::uint64_t requests_ = 0;
  std::string_view end_ = "closed by the client";  // why the session ends, for the log
};

}  // namespace mediaconnect
