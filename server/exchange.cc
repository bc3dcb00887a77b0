#include "server/exchange.h"

#include <algorithm>

namespace mediaconnect {
namespace {

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

}  // namespace

std::string_view Request::Find(std::string_view name) const {
  for (const Header& header : headers) {
    const bool same = std::equal(header.name.begin(), header.name.end(), name.begin(), name.end(),
                                 [](char a, char b) { return Lower(a) == Lower(b); });
    if (same) return header.value;
  }
  return {};
}

}  // namespace mediaconnect
