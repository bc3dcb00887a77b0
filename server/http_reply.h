// A reply's bytes.
#pragma once

#include <string>
#include <string_view>

#include "server/exchange.h"

namespace mediaconnect {

// Writes status line, headers and body into `out`, in place of what is there, for one write.
// `is_http_1_1`: the request's version; an HTTP/1.0 client learns of keep-alive by a header.
// `with_body`: false for HEAD, whose reply tells the length of what it leaves out.
void SerializeReply(const Reply& reply, const std::string& date, bool keep_alive, bool is_http_1_1,
                    bool with_body, std::string& out);

// A piece of a chunked body (RFC 9112, 7.1), in place of what is in `out`; "" ends the body.
void SerializeChunk(std::string_view piece, std::string& out);

}  // namespace mediaconnect
