// Watches a session's client while the session waits, for a time or for more of a stream. It reads
// on, because a client that closes is only seen by reading, and keeps what the client sends for the
// session's next request.
//
// A client that has closed its sending side may still read, or may have closed both: that cannot be
// told apart. One that has reset the connection is gone.
//
// Used on the session's I/O thread only.
#pragma once

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/socket_base.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <utility>

namespace mediaconnect {

template <class Stream>
class ClientWatch {
 public:
  using Time = std::chrono::steady_clock::time_point;

  explicit ClientWatch(Stream& stream) : stream_(stream), timer_(stream.get_executor()) {}

  // Waits until then, or until Wake is called, or the client sends something, closes its sending
  // side, or resets the connection. `session`, the owner of the stream and of this, lives on while
  // a read is under way.
  boost::asio::awaitable<void> Wait(Time until, std::shared_ptr<void> session) {
    Read(std::move(session));
    if (!is_woken_ && !is_gone_) co_await Pause(until);
    is_woken_ = false;
  }

  // Ends the wait, or the next one if there is none.
  void Wake() {
    is_woken_ = true;
    timer_.cancel();
  }

  // The client will send nothing more.
  bool HasEnded() const { return has_ended_ || is_gone_; }
  // The connection is broken, so the client can't be answered either.
  bool IsGone() const { return is_gone_; }

  // Moves what the client has sent meanwhile into `buffer`, once a read under way has ended. False:
  // it has sent nothing.
  boost::asio::awaitable<bool> TakeAhead(boost::beast::flat_buffer& buffer) {
    while (ahead_.empty() && is_reading_) co_await Pause(Time::max());
    if (ahead_.empty()) co_return false;
    const boost::asio::const_buffer ahead = boost::asio::buffer(ahead_);
    buffer.commit(boost::asio::buffer_copy(buffer.prepare(ahead.size()), ahead));
    ahead_.clear();
    co_return true;
  }

 private:
  static constexpr std::size_t kMostAhead = 16'384;

  void Read(std::shared_ptr<void> session) {
    if (is_reading_ || HasEnded() || ahead_.size() >= kMostAhead) return;
    is_reading_ = true;
    stream_.async_read_some(boost::asio::buffer(bytes_),
                            [this, session = std::move(session)](
                                const boost::system::error_code& error, std::size_t size) {
                              is_reading_ = false;
                              ahead_.append(bytes_.data(), size);
                              timer_.cancel();
                              if (error == boost::asio::error::eof) {
                                has_ended_ = true;
                                AwaitReset(session);
                              } else {
                                is_gone_ = error || size == 0;
                              }
                            });
  }

  // After the end there is nothing to read, but the connection can still be reset.
  void AwaitReset(std::shared_ptr<void> session) {
    stream_.lowest_layer().async_wait(
        boost::asio::socket_base::wait_error,
        [this, session = std::move(session)](const boost::system::error_code& error) {
          if (error) return;
          is_gone_ = true;
          timer_.cancel();
        });
  }

  boost::asio::awaitable<void> Pause(Time until) {
    timer_.expires_at(until);
    co_await timer_.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
  }

  Stream& stream_;
  boost::asio::steady_timer timer_;
  std::array<char, 1024> bytes_{};
  std::string ahead_;  // what came while the session waited
  bool is_reading_ = false;
  bool has_ended_ = false;
  bool is_gone_ = false;
  bool is_woken_ = false;
};

}  // namespace mediaconnect
