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
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/version.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "server/counted.h"
#include "server/exchange.h"
#include "server/http_date.h"
#include "server/http_reply.h"
#include "server/memory_reserve.h"
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
class Session : public SessionControl {
 public:
  Session(Stream stream, Counted counted, RequestHandler& handler, const SessionLimits& limits,
          HttpDate& date, std::string peer, bool on_loopback)
      : counted_(std::move(counted)),
        stream_(std::move(stream)),
        handler_(handler),
        limits_(limits),
        date_(date),
        peer_(std::move(peer)),
        on_loopback_(on_loopback) {}

  // The coroutine owns the session. By value: it outlives the caller's pointer.
  static boost::asio::awaitable<void> Run(std::shared_ptr<Session> self) {
    // GCC 12 miscompiles a co_await inside a condition: each stands in a statement of its own.
    bool open = true;
    while (open) {
      open = co_await self->ServeOne();
    }
    self->Close();
  }

  void Sweep(Time now) override {
    if (now < deadline_) return;
    timed_out_ = true;
    if (phase_ != Phase::kRequest) return Close();
    boost::system::error_code ignored;
    stream_.cancel(ignored);  // wakes the coroutine, which answers
  }

  void Stop() override {
    stopping_ = true;
    if (phase_ == Phase::kIdle) Close();
  }

  void Close() override {
    boost::system::error_code ignored;
    stream_.close(ignored);
  }

 private:
  enum class Phase : std::uint8_t { kIdle, kRequest, kReply };
  using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;
  using ParseError = boost::beast::http::error;

  // What to answer to bytes that are no acceptable request.
  struct Refusal {
    int status;
    std::string message;
  };

  static constexpr std::size_t kReadBytes = 16'384;
  static constexpr std::size_t kDrainBytes = 67'108'864;  // and limits_.slow, in time

  static auto Token() { return boost::asio::as_tuple(boost::asio::use_awaitable); }

  void Enter(Phase phase, std::chrono::milliseconds limit) {
    phase_ = phase;
    deadline_ = std::chrono::steady_clock::now() + limit;
  }

  // Reads more bytes into the buffer; false at the end of the connection.
  boost::asio::awaitable<bool> ReadMore() {
    const auto [error, size] =
        co_await stream_.async_read_some(buffer_.prepare(kReadBytes), Token());
    buffer_.commit(size);
    co_return !error && size > 0;
  }

  // Serves one request. False: the connection is to be closed.
  boost::asio::awaitable<bool> ServeOne() {
    if (stopping_) co_return false;
    if (buffer_.size() == 0) {
      Enter(Phase::kIdle, limits_.idle);
      const bool more = co_await ReadMore();
      if (!more) co_return false;
    }
    Enter(Phase::kRequest, limits_.slow);
    Parser parser;
    parser.header_limit(limits_.header_bytes);
    parser.body_limit(limits_.body_bytes);
    std::optional<Refusal> refusal;
    const bool received = co_await ReadRequest(parser, refusal);
    if (!received) co_return false;
    if (refusal) {
      co_await Refuse(std::move(*refusal));
      co_return false;
    }
    const bool keep_alive = parser.keep_alive() && !stopping_;
    Answer(parser, keep_alive);
    const bool written = co_await WriteOut();
    co_return (written && keep_alive);
  }

  // Hands what is in the buffer to the parser.
  boost::system::error_code Parse(Parser& parser, std::size_t& header_size) {
    const bool in_header = !parser.is_header_done();
    boost::system::error_code error;
    const std::size_t size = parser.put(buffer_.data(), error);
    buffer_.consume(size);
    if (in_header) header_size += size;
    if (error && error != ParseError::need_more) return error;
    // Beast holds its limit against one piece of a header at a time, and a chunk's header, which
    // stays in the buffer until it is whole, against none.
    const std::size_t waiting = error ? buffer_.size() : 0;
    if (std::max(header_size, waiting) > limits_.header_bytes) error = ParseError::header_limit;
    return error;
  }

  // Reads a whole request. False: the client is gone. `refusal` is set where the request is
  // refused.
  boost::asio::awaitable<bool> ReadRequest(Parser& parser, std::optional<Refusal>& refusal) {
    bool header_seen = false;
    std::size_t header_size = 0;
    while (!parser.is_done()) {
      if (!MemoryReserve::IsFull()) {
        refusal = Refusal{503, "Memory has run out: send fewer or smaller requests at once"};
        co_return true;
      }
      const boost::system::error_code error = Parse(parser, header_size);
      if (error && error != ParseError::need_more) {
        refusal = RefusalOf(error);
        co_return true;
      }
      if (parser.is_header_done() && !header_seen) {
        header_seen = true;
        refusal = CheckHeader(parser);
        if (refusal) co_return true;
        if (ExpectsContinue(parser)) {
          const bool written = co_await WriteContinue();
          if (!written) co_return false;
        }
      }
      if (parser.is_done() || (!error && buffer_.size() > 0)) continue;
      const bool more = co_await ReadMore();
      if (more) continue;
      if (!timed_out_) co_return false;
      refusal = Refusal{408, "The request did not come in within " +
                                 std::to_string(limits_.slow.count()) + " ms"};
      co_return true;
    }
    co_return true;
  }

  Refusal RefusalOf(const boost::system::error_code& error) const {
    if (error == ParseError::header_limit || error == ParseError::buffer_overflow) {
      return {431, "The request's header is larger than " + std::to_string(limits_.header_bytes) +
                       " bytes"};
    }
    if (error == ParseError::body_limit) return TooLarge();
    return {400, "The request is no valid HTTP/1.1: " + error.message()};
  }

  Refusal TooLarge() const {
    return {413, "The request's body is larger than " + std::to_string(limits_.body_bytes) +
                     " bytes (--max-body-bytes)"};
  }

  // What Beast lets pass and a proxy in front might read in another way (request smuggling), and
  // what RFC 9112 (3.2 Host, 6.1 and 6.3 message body length) has a server refuse.
  std::optional<Refusal> CheckHeader(const Parser& parser) const {
    namespace http = boost::beast::http;
    const auto& request = parser.get();
    const auto length = parser.content_length();
    if (length && *length > limits_.body_bytes) return TooLarge();
    const std::size_t lengths = request.count(http::field::content_length);
    const std::size_t hosts = request.count(http::field::host);
    if (request.count(http::field::transfer_encoding) > 0 &&
        !boost::beast::iequals(request[http::field::transfer_encoding], "chunked")) {
      return Refusal{400, "Transfer-Encoding must be chunked"};
    }
    if (lengths > 1 || hosts > 1 ||
        request[http::field::content_length].find(',') != boost::string_view::npos) {
      return Refusal{400, "Content-Length and Host can each be given only once"};
    }
    if (hosts == 0 && request.version() >= 11) {
      return Refusal{400, "An HTTP/1.1 request must have a Host header"};
    }
    return std::nullopt;
  }

  static bool ExpectsContinue(const Parser& parser) {
    return boost::beast::iequals(parser.get()[boost::beast::http::field::expect], "100-continue") &&
           !parser.is_done();
  }

  boost::asio::awaitable<bool> WriteContinue() {
    static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
    const auto [error, size] = co_await boost::asio::async_write(
        stream_, boost::asio::buffer(kContinue.data(), kContinue.size()), Token());
    co_return !error && size == kContinue.size();
  }

  // Hands the request to the handler; the reply's bytes are in `out_` then.
  void Answer(Parser& parser, bool keep_alive) {
    const auto& message = parser.get();
    Request request;
    request.method = {message.method_string().data(), message.method_string().size()};
    request.target = {message.target().data(), message.target().size()};
    for (const auto& field : message) {
      request.headers.push_back({{field.name_string().data(), field.name_string().size()},
                                 {field.value().data(), field.value().size()}});
    }
    request.body = message.body();
    request.peer = peer_;
    request.on_loopback = on_loopback_;
    const Reply reply = handler_.Handle(request);
    SerializeReply(reply, date_.Now(), keep_alive, message.version() >= 11,
                   message.method() != boost::beast::http::verb::head, out_);
  }

  boost::asio::awaitable<bool> WriteOut() {
    Enter(Phase::kReply, limits_.slow);
    const auto [error, size] =
        co_await boost::asio::async_write(stream_, boost::asio::buffer(out_), Token());
    co_return !error && size == out_.size();
  }

  // Answers, and then reads on for a while: closing with unread bytes would reset the connection
  // and take the answer from the client.
  boost::asio::awaitable<void> Refuse(Refusal refusal) {
    SerializeReply(handler_.Refuse(refusal.status, refusal.message), date_.Now(), false, true, true,
                   out_);
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
  const std::string peer_;
  const bool on_loopback_;
  boost::beast::flat_buffer buffer_;
  std::string out_;
  Phase phase_ = Phase::kIdle;
  Time deadline_ = Time::max();
  bool timed_out_ = false;
  bool stopping_ = false;
};

}  // namespace mediaconnect
