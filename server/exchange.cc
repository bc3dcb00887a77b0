#include "server/exchange.h"

#include <algorithm>

namespace mediaconnect {
namespace {

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

}  // namespace

bool IsSameIgnoringCase(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return Lower(x) == Lower(y); });
}

std::string_view Request::Find(std::string_view name) const {
  for (const Header& header : headers) {
    if (IsSameIgnoringCase(header.name, name)) return header.value;
  }
  return {};
}

}  // namespace mediaconnect
