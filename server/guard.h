// Keeps web pages away from the control paths: a page that a developer happens to open must not
// reset or read a server on that developer's machine.
//
// Pure functions; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/exchange.h"

namespace mediaconnect {

// Whether the path, after the base path, is one of this server's own and of the tools that it
// stands in for.
bool IsControlPath(std::string_view path);

// Why a request for a control path is refused (403), or nullopt. Two things are:
//
// - An Origin other than this server's own.
// - Against DNS rebinding, a Host that is neither localhost, *.localhost, an IP literal nor one of
//   `allowed_hosts`: by anyone if the server is bound to loopback, and by a browser (a request
//   with Origin or Sec-Fetch-Site) if it is bound to something else on purpose. A program in
//   another container may use whatever name that network has for the server.
std::optional<std::string> RefuseControl(const Request& request,
                                         const std::vector<std::string>& allowed_hosts);

// Why a request for a control path is refused (401), or nullopt, where the server was started with
// --control-token: it must have "Authorization: Bearer TOKEN" (RFC 6750, 2.1).
std::optional<std::string> RefuseToken(const Request& request, std::string_view token);

}  // namespace mediaconnect
