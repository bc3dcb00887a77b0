// One HTTP exchange as plain data. The session (the only code that knows Beast) fills a Request and
// writes a Reply; everything behind it sees neither sockets nor HTTP libraries.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
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
// handler returns, or, if its reply is to be resumed, until it was.
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

struct Disturbance;

// What goes back. Content-Length, Connection, Date and Server are the session's business.
struct Reply {
  int status = 200;
  std::string body;
  std::string_view media = "application/json";  // of a body that is not empty; a constant
  std::vector<std::pair<std::string_view, std::string>> headers;
  std::shared_ptr<BodyStream> stream = nullptr;              // the body, in place of `body`
  std::shared_ptr<const Disturbance> disturbance = nullptr;  // if a test wants one
};

// Adds a header unless the reply has one of this name, because a fault's response has set it.
void AddHeaderIfAbsent(Reply& reply, std::string_view name, std::string value);

// What a test wants to happen to a reply on its way.
struct Disturbance {
  enum class Connection : std::uint8_t {
    kNone,      // the reply goes its way
    kReset,     // broken off, without the reply
    kClose,     // closed, without the reply
    kHang,      // left open, without the reply, until the client goes
    kTruncate,  // closed after half of the reply
    kDribble,   // the reply comes little by little
  };

  std::chrono::milliseconds delay{0};  // before anything else happens; of kDribble, meanwhile
  std::function<Reply()> resume =
      nullptr;  // makes the reply, after the delay, in place of this one
  Connection connection = Connection::kNone;
  // What it must not outlive: what the reply points into, the room that it takes while it waits.
  std::vector<std::shared_ptr<const void>> holds = {};
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

  // Does work that belongs to no request. One I/O thread calls it at each of its sweeps, about once
  // a second. It never throws, and never waits for a request.
  virtual void Tick() = 0;
};

}  // namespace mediaconnect
