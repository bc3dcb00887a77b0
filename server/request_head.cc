#include "server/request_head.h"

#include <algorithm>
#include <vector>

#include "api/contract/error.h"
#include "api/contract/header.h"
#include "api/contract/message.h"

namespace mediaconnect {
namespace {

bool IsAlphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

std::vector<std::string_view> ValuesOf(const Request& head, std::string_view name) {
  std::vector<std::string_view> values;
  for (const Request::Header& header : head.headers) {
    if (IsSameIgnoringCase(header.name, name)) values.push_back(header.value);
  }
  return values;
}

// Whether a list such as "keep-alive, Upgrade" has the token.
bool HasToken(const std::vector<std::string_view>& lists, std::string_view token) {
  for (std::string_view list : lists) {
    while (!list.empty()) {
      const std::size_t comma = std::min(list.find(','), list.size());
      std::string_view element = list.substr(0, comma);
      list.remove_prefix(std::min(comma + 1, list.size()));
      const std::size_t first = element.find_first_not_of(" \t");
      if (first == std::string_view::npos) continue;
      element = element.substr(first, element.find_last_not_of(" \t") - first + 1);
      if (IsSameIgnoringCase(element, token)) return true;
    }
  }
  return false;
}

}  // namespace

Target SplitTarget(std::string_view target) {
  Target parts;
  const std::size_t scheme = target.find("://");
  if (scheme != std::string_view::npos && target.front() != '/') {
    const std::string_view rest = target.substr(scheme + 3);
    const std::size_t end = std::min(rest.find_first_of("/?"), rest.size());
    parts.authority = rest.substr(0, end);
    target = rest.substr(end);
  }
  const std::size_t question = std::min(target.find('?'), target.size());
  parts.path = target.substr(0, question);
  if (parts.path.empty()) parts.path = "/";
  if (question < target.size()) parts.query = target.substr(question + 1);
  return parts;
}

bool IsBelow(std::string_view path, std::string_view base) {
  return path.substr(0, base.size()) == base &&
         (path.size() == base.size() || path[base.size()] == '/');
}

std::string_view HostOf(const Request& request) {
  const std::string_view authority = SplitTarget(request.target).authority;
  return authority.empty() ? request.Find("Host") : authority;
}

bool IsHostAndPort(std::string_view text) {
  constexpr std::string_view kOfNames = "-._~%!$&'()*+,;=";
  std::size_t end = 0;
  if (!text.empty() && text.front() == '[') {
    end = text.find(']');
    if (end == std::string_view::npos || end == 1) return false;
    const std::string_view address = text.substr(1, end - 1);
    const bool is_address = std::all_of(address.begin(), address.end(), [](char c) {
      return IsAlphanumeric(c) || c == ':' || c == '.' || c == '%' || c == '-';
    });
    if (!is_address) return false;
    ++end;
  } else {
    while (end < text.size() &&
           (IsAlphanumeric(text[end]) || kOfNames.find(text[end]) != std::string_view::npos)) {
      ++end;
    }
  }
  const std::string_view port = text.substr(end);
  if (port.empty()) return true;
  return port.front() == ':' && port.size() <= 6 &&
         std::all_of(port.begin() + 1, port.end(), IsDigit);
}

std::optional<ApiError> CheckHead(const Request& head) {
  const auto encodings = ValuesOf(head, "transfer-encoding");
  if (encodings.size() > 1 ||
      (encodings.size() == 1 && !IsSameIgnoringCase(encodings.front(), "chunked"))) {
    return BadRequest("Transfer-Encoding must be chunked");
  }
  const auto lengths = ValuesOf(head, "content-length");
  const auto hosts = ValuesOf(head, "host");
  if (lengths.size() > 1 || hosts.size() > 1 ||
      (!lengths.empty() && lengths.front().find(',') != std::string_view::npos)) {
    return BadRequest("Content-Length and Host can each be given only once");
  }
  if (hosts.empty() && head.is_http_1_1) {
    return BadRequest("An HTTP/1.1 request must have a Host header");
  }
  if (!hosts.empty() && !IsHostAndPort(hosts.front())) {
    return BadRequest("Host must be a name or an address, and may have a port: " +
                      Quote(hosts.front()) + " (example: localhost:4580)");
  }
  const std::string_view authority = SplitTarget(head.target).authority;
  if (!IsHostAndPort(authority)) {
    return BadRequest("The request's target must have a name or an address, and may have a port: " +
                      Quote(authority) + " (example: http://localhost:4580/v1/flows)");
  }
  return std::nullopt;
}

bool KeepsAlive(const Request& head) {
  const auto wishes = ValuesOf(head, "connection");
  if (HasToken(wishes, "close")) return false;
  if (head.is_http_1_1) return true;
  // In HTTP/1.0, chunks may be a misunderstanding about where the body ends.
  return HasToken(wishes, "keep-alive") && ValuesOf(head, "transfer-encoding").empty();
}

bool HasOtherVersion(std::string_view bytes) {
  const std::string_view line = bytes.substr(0, bytes.find("\r\n"));
  const std::size_t last = line.rfind(' ');
  if (last == std::string_view::npos || std::count(line.begin(), line.end(), ' ') != 2)
    return false;
  const std::string_view version = line.substr(last + 1);
  return version.size() == 8 && version.substr(0, 5) == "HTTP/" && IsDigit(version[5]) &&
         version[6] == '.' && IsDigit(version[7]) && version != "HTTP/1.0" && version != "HTTP/1.1";
}

bool HasControlCharacter(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t') || byte == 0x7F;
  });
}

}  // namespace mediaconnect
