// Fuzzes the reading of requests. Whatever the bytes are, in whatever pieces they come the same
// request is accepted, or none is, and what is accepted keeps what CheckHead asks for.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "server/request_parser.h"

namespace mediaconnect {
namespace {

constexpr RequestLimits kLimits{1024, 1024};

void Require(bool holds) {
  if (!holds) std::abort();
}

// The request that the bytes are, with all that is in it, or "": they are refused, or, where Beast
// looks for the end of the head before it looks at the rest, more are waited for.
std::string RequestOf(std::string_view bytes, std::size_t piece) {
  RequestParser parser(kLimits);
  RequestParser::Buffer buffer;
  RequestParser::Step step = RequestParser::Step::kNeedsMore;
  bool begun = false;
  while (step == RequestParser::Step::kNeedsMore && !bytes.empty()) {
    const std::string_view next = bytes.substr(0, piece);
    bytes.remove_prefix(next.size());
    const auto space = buffer.prepare(next.size());
    std::copy(next.begin(), next.end(), static_cast<char*>(space.data()));
    buffer.commit(next.size());
    if (!begun) begun = RequestParser::SkipEmptyLines(buffer);
    if (!begun) continue;
    do {
      step = parser.Feed(buffer);
    } while (step == RequestParser::Step::kHead);
  }
  if (step != RequestParser::Step::kDone) return "";
  const Request& request = parser.request();
  Require(!CheckHead(request));
  Require(request.body.size() <= kLimits.body_bytes);
  std::string text(request.method);
  text.append(" ").append(request.target).append(KeepsAlive(request) ? " kept\n" : " closed\n");
  for (const auto& [name, value] : request.headers) text.append(name).append(value) += '\n';
  return text.append(request.body);
}

}  // namespace
}  // namespace mediaconnect

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (size > 900) return 0;  // below every limit, which pieces reach sooner or later
  const std::string whole = mediaconnect::RequestOf(bytes, size == 0 ? 1 : size);
  mediaconnect::Require(mediaconnect::RequestOf(bytes, 1) == whole);
  mediaconnect::Require(mediaconnect::RequestOf(bytes, 7) == whole);
  return 0;
}
