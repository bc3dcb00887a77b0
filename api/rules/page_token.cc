#include "api/rules/page_token.h"

#include <openssl/evp.h>
#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace mediaconnect {
namespace {

constexpr unsigned char kVersion = 1;

// Version, position (8 bytes, the least significant first), checksum (9 bytes): 18 bytes, which
// base64 writes without padding.
using Bytes = std::array<unsigned char, 18>;

Bytes MakeBytes(std::string_view list, std::int64_t position) {
  Bytes bytes{};
  bytes[0] = kVersion;
  for (std::size_t i = 0; i < 8; ++i) {
    bytes[1 + i] = static_cast<unsigned char>(static_cast<std::uint64_t>(position) >> (8 * i));
  }
  std::string text(reinterpret_cast<const char*>(bytes.data()), 9);
  text.append(list);
  std::array<unsigned char, SHA256_DIGEST_LENGTH> hash{};
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), hash.data());
  std::copy_n(hash.begin(), 9, bytes.begin() + 9);
  return bytes;
}

}  // namespace

std::string MakePageToken(std::string_view list, std::int64_t position) {
  const Bytes bytes = MakeBytes(list, position);
  std::array<unsigned char, 25> text{};
  EVP_EncodeBlock(text.data(), bytes.data(), static_cast<int>(bytes.size()));
  std::string token(reinterpret_cast<const char*>(text.data()), 24);
  std::replace(token.begin(), token.end(), '+', '-');
  std::replace(token.begin(), token.end(), '/', '_');
  return token;
}

std::optional<std::int64_t> ReadPageToken(std::string_view list, std::string_view token) {
  if (token.size() != 24) return std::nullopt;
  std::string text(token);
  std::replace(text.begin(), text.end(), '-', '+');
  std::replace(text.begin(), text.end(), '_', '/');
  std::array<unsigned char, 18> bytes{};
  if (EVP_DecodeBlock(bytes.data(), reinterpret_cast<const unsigned char*>(text.data()),
                      static_cast<int>(text.size())) != static_cast<int>(bytes.size())) {
    return std::nullopt;
  }
  std::uint64_t position = 0;
  for (std::size_t i = 0; i < 8; ++i) position |= std::uint64_t{bytes[1 + i]} << (8 * i);
  const auto signed_position = static_cast<std::int64_t>(position);
  // Compared as text too: base64 has several spellings of the same bytes.
  if (MakeBytes(list, signed_position) != bytes || MakePageToken(list, signed_position) != token) {
    return std::nullopt;
  }
  return signed_position;
}

}  // namespace mediaconnect
