// The sockets that the server listens on.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "server/log.h"

namespace mediaconnect {

// Listens on every address of `hosts` (empty: 127.0.0.1 and ::1) with one port; 0 picks one that is
// free on all of them. The sockets don't block. Throws ListenError (server.h).
std::vector<boost::asio::ip::tcp::acceptor> ListenOn(boost::asio::io_context& io,
                                                     const std::vector<std::string>& hosts,
                                                     std::uint16_t port, Log& log);

// Whether only this machine can connect to the address.
bool IsLoopback(const boost::asio::ip::address& address);

// "127.0.0.1:4580", "[::1]:4580".
std::string EndpointText(const boost::asio::ip::tcp::endpoint& endpoint);

}  // namespace mediaconnect
