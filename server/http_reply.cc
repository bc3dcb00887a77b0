#include "server/http_reply.h"

namespace mediaconnect {
namespace {

std::string_view Reason(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 420:
      return "Enhance Your Calm";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    case 505:
      return "HTTP Version Not Supported";
    default:
      return "Unknown";
  }
}

}  // namespace

void SerializeReply(const Reply& reply, const std::string& date, bool keep_alive, bool is_http_1_1,
                    bool with_body, std::string& out) {
  out.clear();
  out.append("HTTP/1.1 ").append(std::to_string(reply.status)).append(" ");
  out.append(Reason(reply.status)).append("\r\nServer: mediaconnect-mock\r\nDate: ").append(date);
  for (const auto& [name, value] : reply.headers) {
    out.append("\r\n").append(name).append(": ").append(value);
  }
  if (!reply.body.empty() || reply.stream) out.append("\r\nContent-Type: ").append(reply.media);
  if (reply.stream) {
    if (is_http_1_1) out.append("\r\nTransfer-Encoding: chunked");
  } else if (reply.status != 204) {  // RFC 9110 8.6: a 204 has no Content-Length
    out.append("\r\nContent-Length: ").append(std::to_string(reply.body.size()));
  }
  if (!keep_alive) out.append("\r\nConnection: close");
  if (keep_alive && !is_http_1_1) out.append("\r\nConnection: keep-alive");
  out.append("\r\n\r\n");
  if (with_body) out.append(reply.body);
}

void SerializeChunk(std::string_view piece, std::string& out) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string size;
  for (std::size_t left = piece.size(); left > 0; left /= 16) size += kDigits[left % 16];
  out.assign(size.rbegin(), size.rend());
  if (size.empty()) out = "0";
  out.append("\r\n").append(piece).append("\r\n");
}

}  // namespace mediaconnect
