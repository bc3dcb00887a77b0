// Reads one request out of the bytes of a connection: Beast's parser, with the checks of
// request_head.h and the server's limits around it. Knows no sockets.
//
// Owned by a session; its thread.
#pragma once

#include <boost/beast/core/flat_buffer.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "server/exchange.h"
#include "server/request_head.h"

namespace mediaconnect {

struct RequestLimits {
  std::uint32_t header_bytes = 16 * 1024;
  std::uint64_t body_bytes = 1'048'576;  // 1 MiB
};

class RequestParser {
 public:
  using Buffer = boost::beast::flat_buffer;

  explicit RequestParser(const RequestLimits& limits);
  ~RequestParser();
  RequestParser(const RequestParser&) = delete;
  RequestParser& operator=(const RequestParser&) = delete;

  enum class Step : std::uint8_t {
    kNeedsMore,  // more bytes
    kHead,       // the head is complete and the body is not: now is the time for a 100 Continue
    kDone,       // the request is complete
    kRefused,    // it never will be
  };
  // Takes from the buffer what belongs to this request.
  Step Feed(Buffer& buffer);

  // The head from kHead on, the body too from kDone on. Views live as long as the parser does.
  Request& request() { return request_; }
  const ApiError& refusal() const { return refusal_; }
  // At kHead: whether the body fits, as far as its head tells; if not, it is refused. `bytes`: how
  // large it may be, in place of the limit that was given.
  bool LimitBody(std::optional<std::uint64_t> bytes);
  // Whether the client waits for a 100 Continue before it sends the body.
  bool ExpectsContinue() const;
  // HEAD, even if the head is not complete: its reply has no body.
  bool IsHead() const { return is_head_; }

  // Drops empty lines in front of a request (RFC 9112, 2.2). True: something else is there.
  static bool SkipEmptyLines(Buffer& buffer);

 private:
  struct Beast;

  Step Refuse(ApiError refusal);
  Step TakeHead();
  // As far as its head tells; true as long as that is not there.
  bool BodyFits() const;
  ApiError RefusalOfHeader() const;
  ApiError TooLarge() const;

  const RequestLimits limits_;
  std::uint64_t largest_body_;
  const char* largest_body_option_;
  const std::unique_ptr<Beast> beast_;
  Request request_;
  ApiError refusal_{};
  std::size_t head_size_ = 0;
  bool is_head_ = false;
  bool in_chunk_header_ = false;  // Beast has seen a part of one
};

}  // namespace mediaconnect
