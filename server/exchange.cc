#include "server/exchange.h"

#include "api/contract/header.h"

namespace mediaconnect {
std::string_view Request::Find(std::string_view name) const {
  for (const Header& header : headers) {
    if (IsSameIgnoringCase(header.name, name)) return header.value;
  }
  return {};
}

}  // namespace mediaconnect
