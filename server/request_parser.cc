#include "server/request_parser.h"

#include <algorithm>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/version.hpp>
#include <string>
#include <utility>

#include "api/contract/header.h"

namespace mediaconnect {

namespace http = boost::beast::http;
using boost::system::error_code;

namespace {

// The shortest end of a body in chunks.
constexpr std::string_view kLastChunk = "0\r\n\r\n";

std::string_view View(const RequestParser::Buffer& buffer) {
  return {static_cast<const char*>(buffer.data().data()), buffer.size()};
}

template <class Text>
std::string_view View(const Text& text) {
  return {text.data(), text.size()};
}

// Beast 1.81 leaves the header of the last chunk in the buffer until the trailers have ended, and
// ends the process by an assertion if it is given less than kLastChunk meanwhile. (Later ones
// take the header, and what is left may be as short as CRLF; trailers that begin with 0 are
// longer.)
bool BeginsLastChunk(std::string_view bytes) {
  return bytes.size() < kLastChunk.size() && bytes.substr(0, 1) == "0";
}

// A handshake record of TLS 1.x (RFC 8446, 5.1).
bool IsTlsHello(std::string_view bytes) { return bytes.substr(0, 2) == "\x16\x03"; }

constexpr const char* kNoTls =
    "This is a TLS connection, but the server speaks plain HTTP: use http:// instead of https:// "
    "in "
    "the endpoint";

// Beast ends a chunk's header at CRLF, and takes anything before that for an extension.
struct ChunkCheck {
  template <class Text>
  void operator()(std::uint64_t, const Text& extensions, error_code& error) const {
    if (HasControlCharacter(View(extensions))) error = http::error::bad_chunk_extension;
  }
};

}  // namespace

struct RequestParser::Beast {
  http::request_parser<http::string_body> parser;
  ChunkCheck chunk_check;
};

RequestParser::RequestParser(const RequestLimits& limits)
    : limits_(limits),
      largest_body_(limits.body_bytes),
      largest_body_option_("--max-body-bytes"),
      beast_(std::make_unique<Beast>()) {
  beast_->parser.header_limit(limits.header_bytes);
  beast_->parser.body_limit(boost::none);  // until the head is there
  beast_->parser.on_chunk_header(beast_->chunk_check);
}

RequestParser::~RequestParser() = default;

bool RequestParser::SkipEmptyLines(Buffer& buffer) {
  while (View(buffer).substr(0, 2) == "\r\n") buffer.consume(2);
  return !View(buffer).empty() && View(buffer) != "\r";
}

RequestParser::Step RequestParser::Feed(Buffer& buffer) {
  auto& parser = beast_->parser;
  while (true) {
    if (in_chunk_header_ && BeginsLastChunk(View(buffer))) return Step::kNeedsMore;
    // Beast makes room for the whole body at once.
    if (!BodyFits()) return Refuse(TooLarge());
    const bool in_head = !parser.is_header_done();
    if (head_size_ == 0) is_head_ = View(buffer).substr(0, 5) == "HEAD ";
    error_code error;
    const std::size_t size = parser.put(buffer.data(), error);
    if (error == http::error::body_limit) return Refuse(TooLarge());
    if (error == http::error::header_limit) return Refuse(RefusalOfHeader());
    if (error == http::error::bad_version && HasOtherVersion(View(buffer))) {
      return Refuse({ErrorCode::HTTPVersionNotSupportedException,
                     "The server supports only HTTP/1.1 and HTTP/1.0"});
    }
    if (error && error != http::error::need_more) {
      if (head_size_ == 0 && IsTlsHello(View(buffer))) return Refuse(BadRequest(kNoTls));
      return Refuse(BadRequest("The request is not valid HTTP/1.1: " + error.message()));
    }
    if (in_head) head_size_ += size;
    // Beast holds its limit against one piece of a header at a time, and a chunk's header, which
    // stays in the buffer until it is whole, against none.
    const std::size_t waiting = error ? buffer.size() - size : 0;
    if (std::max(head_size_, waiting) > limits_.header_bytes) {
      return Refuse(RefusalOfHeader());
    }
    buffer.consume(size);
    in_chunk_header_ = error && !in_head;
    if (in_head && parser.is_header_done()) {
      const Step step = TakeHead();
      if (step != Step::kNeedsMore) return step;
    }
    if (parser.is_done()) {
      request_.body = parser.get().body();
      return Step::kDone;
    }
    if (error || buffer.size() == 0) return Step::kNeedsMore;
  }
}

// Before the body, behind which trailers come: Beast puts those among the headers, where a trailer
// Authorization would choose the account (RFC 9110, 6.5.1).
RequestParser::Step RequestParser::TakeHead() {
  const auto& message = beast_->parser.get();
  request_.method = View(message.method_string());
  request_.target = View(message.target());
  request_.is_http_1_1 = message.version() >= 11;
  for (const auto& field : message) {
    request_.headers.push_back({View(field.name_string()), View(field.value())});
  }
  if (auto refusal = CheckHead(request_)) return Refuse(std::move(*refusal));
  beast_->parser.body_limit(largest_body_);
  return beast_->parser.is_done() ? Step::kNeedsMore : Step::kHead;
}

bool RequestParser::LimitBody(std::optional<std::uint64_t> bytes) {
  if (bytes) {
    largest_body_ = *bytes;
    largest_body_option_ = "the most that this operation takes";
    beast_->parser.body_limit(largest_body_);
  }
  if (BodyFits()) return true;
  Refuse(TooLarge());
  return false;
}

bool RequestParser::BodyFits() const {
  if (!beast_->parser.is_header_done()) return true;
  const auto length = beast_->parser.content_length();
  return !length || *length <= largest_body_;
}

bool RequestParser::ExpectsContinue() const {
  return request_.is_http_1_1 && IsSameIgnoringCase(request_.Find("Expect"), "100-continue");
}

RequestParser::Step RequestParser::Refuse(ApiError refusal) {
  refusal_ = std::move(refusal);
  return Step::kRefused;
}

ApiError RequestParser::RefusalOfHeader() const {
  const std::string limit =
      " is larger than " + std::to_string(limits_.header_bytes) + " bytes (--max-header-bytes)";
  const std::size_t target_size = beast_->parser.get().target().size();
  if (target_size == 0 || target_size > limits_.header_bytes) {  // 0: it has not ended yet
    return {ErrorCode::RequestURITooLongException, "The request's target" + limit};
  }
  return {ErrorCode::RequestHeaderFieldsTooLargeException, "The request's header" + limit};
}

ApiError RequestParser::TooLarge() const {
  return {ErrorCode::RequestEntityTooLargeException, "The request's body is larger than " +
                                                         std::to_string(largest_body_) +
                                                         " bytes (" + largest_body_option_ + ")"};
}

}  // namespace mediaconnect
