#include "server/listeners.h"

#include <boost/asio/ip/v6_only.hpp>
#include <cerrno>
#include <utility>

#include "server/server.h"

namespace mediaconnect {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

constexpr int kPortTries = 20;

std::vector<tcp::endpoint> Resolve(asio::io_context& io, const std::vector<std::string>& hosts,
                                   std::uint16_t port) {
  std::vector<tcp::endpoint> endpoints;
  tcp::resolver resolver(io);
  for (const std::string& host : hosts) {
    boost::system::error_code error;
    const auto found = resolver.resolve(host, std::to_string(port), tcp::resolver::passive, error);
    if (error || found.empty()) {
      throw ListenError("--host " + host + ": " + (error ? error.message() : "no address"));
    }
    for (const auto& entry : found) endpoints.push_back(entry.endpoint());
  }
  return endpoints;
}

tcp::acceptor Listen(asio::io_context& io, const tcp::endpoint& endpoint,
                     boost::system::error_code& error) {
  tcp::acceptor acceptor(io);
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error && endpoint.address().is_v6()) acceptor.set_option(asio::ip::v6_only(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (!error) acceptor.non_blocking(true, error);
  return acceptor;
}

bool MeansNoIpv6(const boost::system::error_code& error) {
  return error == asio::error::address_family_not_supported ||
         error == asio::error::operation_not_supported || error.value() == EADDRNOTAVAIL;
}

// Nothing: with port 0, the port that the first address got is taken on another; worth another try.
std::vector<tcp::acceptor> TryAll(asio::io_context& io, std::vector<tcp::endpoint> endpoints,
                                  bool by_default, Log& log) {
  std::vector<tcp::acceptor> acceptors;
  const bool any_port = endpoints.front().port() == 0;
  std::uint16_t port = endpoints.front().port();
  for (tcp::endpoint& endpoint : endpoints) {
    endpoint.port(port);
    boost::system::error_code error;
    tcp::acceptor acceptor = Listen(io, endpoint, error);
    if (!error) {
      port = acceptor.local_endpoint().port();
      acceptors.push_back(std::move(acceptor));
    } else if (by_default && endpoint.address().is_v6() && MeansNoIpv6(error)) {
      log.Info("this machine has no IPv6 loopback; listening only on IPv4");
    } else if (any_port && error == asio::error::address_in_use) {
      return {};
    } else {
      throw ListenError("cannot listen on " + EndpointText(endpoint) + ": " + error.message() +
                        (error == asio::error::address_in_use
                             ? "; another program has it: choose another with --port, or --port 0"
                             : ""));
    }
  }
  return acceptors;
}

}  // namespace

std::vector<tcp::acceptor> ListenOn(asio::io_context& io, const std::vector<std::string>& hosts,
                                    std::uint16_t port, Log& log) {
  const bool by_default = hosts.empty();
  const std::vector<std::string> loopback = {"127.0.0.1", "::1"};
  const std::vector<tcp::endpoint> endpoints = Resolve(io, by_default ? loopback : hosts, port);
  for (int tries = 0; tries < kPortTries; ++tries) {
    std::vector<tcp::acceptor> acceptors = TryAll(io, endpoints, by_default, log);
    if (!acceptors.empty()) return acceptors;
  }
  throw ListenError("found no port that is free on all addresses");
}

bool IsLoopback(const asio::ip::address& address) {
  // Asio does not count ::ffff:127.0.0.1 as loopback.
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).is_loopback();
  }
  return address.is_loopback();
}

std::string EndpointText(const tcp::endpoint& endpoint) {
  const std::string address = endpoint.address().to_string();
  const std::string host = endpoint.address().is_v6() ? "[" + address + "]" : address;
  return host + ":" + std::to_string(endpoint.port());
}

}  // namespace mediaconnect
