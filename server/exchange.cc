#include "server/exchange.h"

#include "api/contract/header.h"

namespace mediaconnect {

std::string_view Request::Find(std::string_view name) const {
  for (const Header& header : headers) {
    if (IsSameIgnoringCase(header.name, name)) return header.value;
  }
  return {};
}

void AddHeaderIfAbsent(Reply& reply, std::string_view name, std::string value) {
  for (const auto& [other, text] : reply.headers) {
    if (IsSameIgnoringCase(other, name)) return;
  }
  reply.headers.emplace_back(name, std::move(value));
}

}  // namespace mediaconnect
