// A client's connection to a server on this machine, for tests that care about the bytes. Reads
// give up after a while rather than hang.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cstdint>
#include <string>
#include <string_view>

#include "tests/support/json.h"

namespace mediaconnect {

class Client {
 public:
  explicit Client(std::uint16_t port, const char* address = "127.0.0.1");

  void Send(std::string_view text);
  // Everything until the server closes; a reset fails the test.
  std::string ReadAll();
  // The same, if the server may reset as well: it does so when it closes with unread bytes.
  std::string ReadUntilClosed();
  // Waits for the end. Whether the server has reset the connection.
  bool IsReset();
  std::string Read(std::size_t size);
  // Up to this text, and nothing of what follows it.
  std::string ReadUntil(std::string_view end);
  // Whether something can be read already.
  bool HasReply() { return socket_.available() > 0; }
  void CloseSendingSide();
  // Closes with a reset.
  void Reset();

 private:
  // Up to so many bytes, until the end, an error, or the time is over.
  std::string Receive(std::size_t most, boost::system::error_code& error);

  boost::asio::io_context io_;
  boost::asio::ip::tcp::socket socket_;
};

// Sends one request on a connection of its own, as `account` to us-east-1. Returns the whole
// response, head and body. Any thread.
std::string Exchange(std::uint16_t port, std::string_view method, std::string_view target,
                     const Body& body = "", std::string_view account = "111122223333");

// Of a whole response: "201", and what follows its head.
std::string StatusOf(const std::string& response);
std::string BodyOf(const std::string& response);

}  // namespace mediaconnect
