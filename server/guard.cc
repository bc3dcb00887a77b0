#include "server/guard.h"

#include <openssl/crypto.h>

#include <algorithm>

#include "api/contract/contract.h"
#include "api/contract/error.h"
#include "api/contract/header.h"
#include "api/contract/message.h"
#include "api/rules/address.h"
#include "server/request_head.h"

namespace mediaconnect {
namespace {

// "localhost:4580" -> "localhost", "[::1]:4580" -> "::1".
std::string HostName(std::string_view host) {
  if (!host.empty() && host.front() == '[') {
    return std::string(host.substr(1, host.find(']') - 1));
  }
  return std::string(host.substr(0, host.rfind(':')));
}

bool EndsWith(std::string_view text, std::string_view end) {
  return text.size() >= end.size() &&
         IsSameIgnoringCase(text.substr(text.size() - end.size()), end);
}

bool IsLocalName(const std::string& name) {
  return IsSameIgnoringCase(name, "localhost") || EndsWith(name, ".localhost") || IsIpAddress(name);
}

bool IsAmong(const std::vector<std::string>& hosts, const std::string& name) {
  return std::any_of(hosts.begin(), hosts.end(),
                     [&](const std::string& host) { return IsSameIgnoringCase(host, name); });
}

bool IsOwnOrigin(std::string_view origin, std::string_view host) {
  return origin == std::string("http://").append(host) ||
         origin == std::string("https://").append(host);
}

// Browsers send at least one of the two with every request that can change something.
bool IsFromABrowser(const Request& request) {
  return !request.Find("Origin").empty() || !request.Find("Sec-Fetch-Site").empty();
}

}  // namespace

bool IsControlPath(std::string_view path) {
  const auto prefixes = ControlPrefixes();
  return std::any_of(prefixes.begin(), prefixes.end(),
                     [&](std::string_view prefix) { return IsBelow(path, prefix); });
}

std::optional<std::string> RefuseControl(const Request& request,
                                         const std::vector<std::string>& allowed_hosts) {
  const std::string_view host = HostOf(request);
  const std::string_view origin = request.Find("Origin");
  if (!origin.empty() && !IsOwnOrigin(origin, host)) {
    return "Control operations cannot be called by pages of another origin: " + Quote(origin) +
           ". Call them from a program, or from a page of this server.";
  }
  if (!request.bound_to_loopback && !IsFromABrowser(request)) return std::nullopt;
  const std::string name = HostName(host);
  if (IsLocalName(name) || IsAmong(allowed_hosts, name)) return std::nullopt;
  return "Control operations cannot be called " +
         std::string(request.bound_to_loopback ? "" : "by web pages ") + "under the host name " +
         Quote(host) +
         ". Use localhost or an IP address, or start the server with --allowed-host " + name + ".";
}

std::optional<std::string> RefuseToken(const Request& request, std::string_view token) {
  constexpr std::string_view kScheme = "Bearer ";
  std::string_view given = request.Find("Authorization");
  if (!IsSameIgnoringCase(given.substr(0, kScheme.size()), kScheme)) {
    return "Control operations ask for the token that the server was started with "
           "(--control-token): send the header Authorization: Bearer TOKEN.";
  }
  given.remove_prefix(kScheme.size());
  // In constant time, so that an answer's delay tells nothing of the token.
  if (given.size() == token.size() &&
      CRYPTO_memcmp(given.data(), token.data(), token.size()) == 0) {
    return std::nullopt;
  }
  return "The token in the Authorization header is not the one that the server was started with "
         "(--control-token).";
}

}  // namespace mediaconnect
