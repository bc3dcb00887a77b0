// One HTTP exchange as plain data. The session (the only code that knows Beast) fills a Request and
// writes a Reply; everything behind it sees neither sockets nor HTTP libraries.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/body_stream.h"
#include "api/contract/error.h"

namespace mediaconnect {

// A request as it came off the wire. All views point into the session's buffers and live until the
// handler returns.
struct Request {
  struct Header {
    std::string_view name;
    std::string_view value;
  };

  std::string_view method;  // "GET"
  std::string_view target;  // raw, percent-encoded: "/v1/flows/arn%3A...?maxResults=1"
  bool is_http_1_1 = true;  // else HTTP/1.0
  std::vector<Header> headers;
  std::string_view body;
  std::string_view peer;          // the client's address, for the log
  bool bound_to_loopback = true;  // the server listens for it on a loopback address or unix socket

  // The value of the first header with this name (in any case), or "".
  std::string_view Find(std::string_view name) const;
};

// Of letters of ASCII.
bool IsSameIgnoringCase(std::string_view a, std::string_view b);

// What goes back. Content-Length, Connection, Date and Server are the session's business.
struct Reply {
  int status = 200;
  std::string body;
  std::string_view media = "application/json";  // of a body that is not empty; a constant
  std::vector<std::pair<std::string_view, std::string>> headers;
  std::shared_ptr<BodyStream> stream = nullptr;  // the body, in place of `body`
};

// Answers one request. Called on an I/O thread; may be called from several threads at once.
class RequestHandler {
 public:
  virtual ~RequestHandler() = default;

  // Never throws: every failure is a Reply.
  virtual Reply Handle(const Request& request) = 0;

  // How large the body may be that follows this head, if that is not what the server takes of any.
  virtual std::optional<std::uint64_t> LargestBody(const Request& head) = 0;

  // The reply to what is not an acceptable HTTP request, in the service's error form.
  virtual Reply Refuse(const ApiError& refusal) = 0;
};

}  // namespace mediaconnect
