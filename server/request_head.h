// What RFC 9112 (HTTP/1.1) and RFC 9110 (HTTP) ask of a request's head, where Beast leaves it to
// its user. A head that a proxy in front might read in another way is refused (request smuggling).
//
// Pure functions; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "server/exchange.h"

namespace mediaconnect {

struct Target {
  std::string_view authority;  // "host:4580", if the target is absolute
  std::string_view path;
  std::string_view query;
};

// Splits "/v1/flows?x=1", and "http://host/v1/flows?x=1" as proxies write it (RFC 9112, 3.2.2).
Target SplitTarget(std::string_view target);

// Whether the path is `base` ("/prefix") or below it.
bool IsBelow(std::string_view path, std::string_view base);

// Where the request wants to go: the authority of an absolute target, else its Host header.
std::string_view HostOf(const Request& request);

// "localhost", "localhost:4580", "[::1]:4580"; "" too (RFC 9110, 7.2; RFC 3986, 3.2.2).
bool IsHostAndPort(std::string_view text);

// Checks a head that is complete: its Host, and how long it says its body is. Returns what it is
// refused with, if it is.
std::optional<ApiError> CheckHead(const Request& head);

// Whether the client wants the connection kept, and it can be (RFC 9112, 9.3 and 6.1).
bool KeepsAlive(const Request& head);

// Where the first line ends in a version of HTTP that is not 1.0 or 1.1, such as HTTP/2.0.
bool HasOtherVersion(std::string_view bytes);

// Whether a chunk's extensions have a byte that ends a line for some (RFC 9112, 7.1.1).
bool HasControlCharacter(std::string_view text);

}  // namespace mediaconnect
