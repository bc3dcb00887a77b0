#include "tests/support/client.h"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <boost/asio/write.hpp>
#include <cerrno>

namespace mediaconnect {

namespace asio = boost::asio;
using asio::ip::tcp;

Client::Client(std::uint16_t port, const char* address) : socket_(io_) {
  socket_.connect({asio::ip::make_address(address), port});
  const timeval patience{20, 0};
  setsockopt(socket_.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
}

void Client::Send(std::string_view text) {
  boost::system::error_code ignored;
  asio::write(socket_, asio::buffer(text.data(), text.size()), ignored);
}

// Asio itself would wait on after the socket's time.
std::string Client::Receive(std::size_t most, boost::system::error_code& error) {
  std::string text;
  std::array<char, 65'536> bytes{};
  while (text.size() < most) {
    const ssize_t size = ::recv(socket_.native_handle(), bytes.data(),
                                std::min(bytes.size(), most - text.size()), 0);
    if (size > 0) {
      text.append(bytes.data(), static_cast<std::size_t>(size));
    } else if (size == 0) {
      error = asio::error::eof;
      break;
    } else if (errno != EINTR) {
      error.assign(errno, boost::system::system_category());
      break;
    }
  }
  return text;
}

std::string Client::ReadAll() {
  boost::system::error_code error;
  std::string text = Receive(std::string::npos, error);
  EXPECT_EQ(error, asio::error::eof) << error.message() << " after: " << text;
  return text;
}

std::string Client::ReadUntilClosed() {
  boost::system::error_code error;
  std::string text = Receive(std::string::npos, error);
  EXPECT_TRUE(error == asio::error::eof || error == asio::error::connection_reset)
      << error.message() << " after: " << text;
  return text;
}

bool Client::IsReset() {
  boost::system::error_code error;
  const std::string text = Receive(std::string::npos, error);
  return text.empty() && error == asio::error::connection_reset;
}

std::string Client::Read(std::size_t size) {
  boost::system::error_code ignored;
  return Receive(size, ignored);
}

std::string Client::ReadUntil(std::string_view end) {
  std::string text;
  while (text.size() < end.size() || text.substr(text.size() - end.size()) != end) {
    const std::string next = Read(1);
    if (next.empty()) break;
    text += next;
  }
  return text;
}

void Client::CloseSendingSide() { socket_.shutdown(tcp::socket::shutdown_send); }

void Client::Reset() {
  socket_.set_option(asio::socket_base::linger(true, 0));
  socket_.close();
}

std::string Exchange(std::uint16_t port, std::string_view method, std::string_view target,
                     const Body& body, std::string_view account) {
  std::string text(method);
  text.append(" ").append(target).append(" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
  text.append("Authorization: AWS4-HMAC-SHA256 Credential=").append(account);
  text.append("/20260101/us-east-1/mediaconnect/aws4_request, SignedHeaders=host, Signature=0\r\n");
  text.append("Content-Length: ").append(std::to_string(body.Text().size())).append("\r\n\r\n");
  Client client(port);
  client.Send(text.append(body.Text()));
  return client.ReadAll();
}

std::string StatusOf(const std::string& response) { return response.substr(9, 3); }

std::string BodyOf(const std::string& response) {
  return response.substr(response.find("\r\n\r\n") + 4);
}

}  // namespace mediaconnect
