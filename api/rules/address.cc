#include "api/rules/address.h"

#include <arpa/inet.h>

#include <array>
#include <charconv>
#include <cstddef>

#include "api/contract/error.h"
#include "api/contract/message.h"

namespace mediaconnect {
namespace {

struct Address {
  std::array<unsigned char, 16> bytes{};
  std::size_t bits = 0;  // 32, 128, or 0: no address
};

Address ParseAddress(std::string_view text) {
  Address address;
  const std::string terminated(text);
  if (text.find('\0') != std::string_view::npos) return address;
  if (inet_pton(AF_INET, terminated.c_str(), address.bytes.data()) == 1) {
    address.bits = 32;
  } else if (inet_pton(AF_INET6, terminated.c_str(), address.bytes.data()) == 1) {
    address.bits = 128;
  }
  return address;
}

bool HasBitsFrom(const Address& address, std::size_t first) {
  for (std::size_t bit = first; bit < address.bits; ++bit) {
    if ((address.bytes[bit / 8] >> (7 - bit % 8) & 1) != 0) return true;
  }
  return false;
}

}  // namespace

bool IsIpAddress(std::string_view text) { return ParseAddress(text).bits != 0; }

bool IsIpv4Address(std::string_view text) { return ParseAddress(text).bits == 32; }

void CheckIpAddress(const std::string& path, std::string_view text) {
  if (IsIpAddress(text)) return;
  throw BadRequest(path + ": " + Quote(text) + " is not an IP address (example: 10.24.34.7)");
}

bool IsDomainName(std::string_view text) {
  constexpr std::string_view kAllowed =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
  return !text.empty() && text.size() <= 253 && text.front() != '.' && text.front() != '-' &&
         text.find("..") == std::string_view::npos &&
         text.find_first_not_of(kAllowed) == std::string_view::npos;
}

void CheckHost(const std::string& path, std::string_view text) {
  if (IsIpAddress(text) || IsDomainName(text)) return;
  throw BadRequest(path + ": " + Quote(text) + " must be an IP address or a domain name");
}

void CheckCidr(const std::string& path, std::string_view text) {
  const std::size_t slash = text.find('/');
  const Address address = ParseAddress(text.substr(0, slash));
  std::size_t prefix = 0;
  bool has_prefix = false;
  if (slash != std::string_view::npos) {
    const std::string_view number = text.substr(slash + 1);
    const auto end = number.data() + number.size();
    const auto result = std::from_chars(number.data(), end, prefix);
    has_prefix = result.ec == std::errc() && result.ptr == end && prefix <= address.bits;
  }
  if (address.bits == 0 || !has_prefix) {
    throw BadRequest(path + ": " + Quote(text) +
                     " is not a valid CIDR block (example: 10.24.34.0/23)");
  }
  if (HasBitsFrom(address, prefix)) {
    throw BadRequest(path + ": " + Quote(text) +
                     " has host bits set; use the first address of the block");
  }
}

std::string AddressOfInterface(std::string_view network_interface_id) {
  std::uint32_t number = 0;
  const std::string_view digits = network_interface_id.substr(network_interface_id.size() - 6);
  std::from_chars(digits.data(), digits.data() + digits.size(), number, 16);
  return "10." + std::to_string(number >> 16U & 255U) + "." + std::to_string(number >> 8U & 255U) +
         "." + std::to_string(1 + (number & 255U) % 254U);
}

}  // namespace mediaconnect
