#include "server/turned_away.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <utility>

namespace mediaconnect {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

constexpr std::size_t kMost = 8;  // clients at once, and descriptors in reserve for them
constexpr std::size_t kUnreadBytes = 65'536;

}  // namespace

TurnedAway::TurnedAway(asio::io_context& io) : io_(io) {
  reserve_.reserve(kMost);
  FillReserve();
}

TurnedAway::~TurnedAway() {
  for (const int descriptor : reserve_) ::close(descriptor);
}

void TurnedAway::FillReserve() {
  while (reserve_.size() + clients_.size() < kMost) {
    const int descriptor = ::fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 0);
    if (descriptor < 0) return;
    reserve_.push_back(descriptor);
  }
}

bool TurnedAway::FreeDescriptor() {
  if (!reserve_.empty()) {
    ::close(reserve_.back());
    reserve_.pop_back();
    return true;
  }
  if (clients_.empty()) return false;
  clients_.pop_front();
  return true;
}

void TurnedAway::Tell(tcp::socket socket, const std::string& reply) {
  if (clients_.size() == kMost) clients_.pop_front();
  // The socket may have been accepted for another thread.
  const tcp protocol = socket.local_endpoint().protocol();
  const std::uint64_t number = ++told_;
  Client& client = clients_.emplace_back(Client{number, tcp::socket(io_)});
  const int descriptor = socket.release();
  try {
    client.socket.assign(protocol, descriptor);
  } catch (...) {
    ::close(descriptor);
    throw;
  }
  boost::system::error_code error;
  client.socket.non_blocking(true, error);
  client.socket.write_some(asio::buffer(reply), error);
  client.socket.shutdown(tcp::socket::shutdown_send, error);
  client.socket.async_wait(tcp::socket::wait_read,
                           [this, number](const boost::system::error_code& failure) {
                             if (!failure) End(number);
                           });
}

void TurnedAway::End(std::uint64_t number) {
  const auto client = std::find_if(clients_.begin(), clients_.end(),
                                   [number](const Client& one) { return one.number == number; });
  if (client == clients_.end()) return;
  std::string unread(kUnreadBytes, '\0');
  boost::system::error_code ignored;
  client->socket.read_some(asio::buffer(unread), ignored);
  clients_.erase(client);
  FillReserve();
}

}  // namespace mediaconnect
