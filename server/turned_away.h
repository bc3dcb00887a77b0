// The clients that there is no room for. Each gets its reply, and its connection stays open until
// its request has come, because closing before that would reset the connection and could take the
// reply with it. A few file descriptors are kept in reserve for them.
//
// Owned by the Server; the main I/O thread.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cstdint>
#include <list>
#include <string>
#include <vector>

namespace mediaconnect {

class TurnedAway {
 public:
  explicit TurnedAway(boost::asio::io_context& io);
  ~TurnedAway();
  TurnedAway(const TurnedAway&) = delete;
  TurnedAway& operator=(const TurnedAway&) = delete;

  // Sends the reply's bytes to a client that has connected, without waiting for its request. Throws
  // what Asio throws; the connection is closed then.
  void Tell(boost::asio::ip::tcp::socket socket, const std::string& reply);

  // Frees a file descriptor, of the reserve or of the client that was told first. False: there is
  // none to free.
  bool FreeDescriptor();
  // Takes back what of the reserve can be had.
  void FillReserve();

 private:
  struct Client {
    std::uint64_t number;
    boost::asio::ip::tcp::socket socket;
  };

  void End(std::uint64_t number);

  boost::asio::io_context& io_;
  std::vector<int> reserve_;
  std::list<Client> clients_;  // the one that was told first comes first
  std::uint64_t told_ = 0;
};

}  // namespace mediaconnect
