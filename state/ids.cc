#include "state/ids.h"

#include <openssl/evp.h>

#include <boost/uuid/uuid.hpp>
#include <boost/uuid/uuid_io.hpp>
#include <cstring>
#include <new>
#include <random>

#include "state/splitmix.h"
#include "state/stored_number.h"

namespace mediaconnect {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";
constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

std::string Hex(const unsigned char* bytes, std::size_t digits) {
  std::string text(digits, ' ');
  for (std::size_t i = 0; i < digits; ++i) {
    text[i] = kHex[i % 2 == 0 ? bytes[i / 2] >> 4 : bytes[i / 2] & 15];
  }
  return text;
}

std::uint64_t RandomSeed() {
  std::random_device device;
  return (std::uint64_t{device()} << 32) | device();
}

}  // namespace

// The bytes of a draw: 0-15 the id's first part, 16-21 its second, 22-25 addresses, 26-31 picks.
std::string Draw::ResourceId() const {
  std::string id = "1-________________-";
  for (std::size_t i = 0; i < 16; ++i) id[2 + i] = kAlphabet[bits_[i] % kAlphabet.size()];
  return id + Hex(&bits_[16], 12);
}

std::string Draw::RouterId() const {
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz0123456789";
  std::string id(12, ' ');
  for (std::size_t i = 0; i < id.size(); ++i) id[i] = kLetters[bits_[i] % kLetters.size()];
  return id;
}

std::string Draw::PublicAddress() const {
  return "198." + std::to_string(18 + bits_[22] % 2) + "." + std::to_string(bits_[23]) + "." +
         std::to_string(1 + bits_[24] % 254);
}

std::string Draw::NetworkInterfaceId() const { return "eni-" + Hex(bits_.data(), 17); }

std::string Draw::ManagedInstanceId() const { return "mi-" + Hex(bits_.data(), 17); }

std::string Draw::AccountId() const {
  std::uint64_t number = 0;
  std::memcpy(&number, bits_.data(), sizeof number);
  return std::to_string(100'000'000'000 + number % 900'000'000'000);
}

std::string Draw::SecretKey() const { return Hex(&bits_[8], 40); }

std::size_t Draw::Pick(std::size_t count) const {
  std::uint32_t number = 0;
  std::memcpy(&number, &bits_[26], sizeof number);
  return number % count;
}

Sha256::~Sha256() {
  EVP_MD_CTX_free(context_);
  EVP_MD_free(algorithm_);
}

std::array<unsigned char, 32> Sha256::operator()(std::string_view text) {
  if (algorithm_ == nullptr) algorithm_ = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  if (context_ == nullptr) context_ = EVP_MD_CTX_new();
  if (algorithm_ == nullptr || context_ == nullptr) throw std::bad_alloc();
  std::array<unsigned char, 32> bits{};
  const bool done = EVP_DigestInit_ex(context_, algorithm_, nullptr) == 1 &&
                    EVP_DigestUpdate(context_, text.data(), text.size()) == 1 &&
                    EVP_DigestFinal_ex(context_, bits.data(), nullptr) == 1;
  if (!done) throw std::bad_alloc();  // it fails for no other reason
  return bits;
}

Ids::Ids(Database& database, std::optional<std::uint64_t> seed)
    : database_(database),
      read_counter_(database,
                    "SELECT drawn FROM counters WHERE account = ? AND region = ? AND kind = ?"),
      save_counter_(database,
                    "INSERT OR REPLACE INTO counters (account, region, kind, drawn)"
                    " VALUES (?, ?, ?, ?)"),
      forget_counters_(database, "DELETE FROM counters WHERE ?1 IS NULL OR account = ?1"),
      repeatable_(seed.has_value()),
      request_seed_(seed.has_value() ? *seed : RandomSeed()) {
  if (seed) {
    seed_ = *seed;
  } else if (database.is_new()) {
    seed_ = RandomSeed();
  } else {
    ReadSeed();
  }
  SaveSeed();
}

void Ids::ReadSeed() {
  Database::Statement statement(database_, "SELECT value FROM settings WHERE name = 'seed'");
  auto query = statement();
  seed_ = query.Step() ? StoredNumber<std::uint64_t>(query.View(0), "seed") : RandomSeed();
}

void Ids::SaveSeed() {
  Database::Statement statement(database_,
                                "INSERT OR REPLACE INTO settings (name, value) VALUES ('seed', ?)");
  statement(std::to_string(seed_)).Run();
}

Draw Ids::Next(const Scope& scope, std::string_view kind) {
  const std::int64_t drawn = ++CounterOf(scope, kind).drawn;
  std::string text;
  text.reserve(96);
  text.append(std::to_string(seed_));
  text.append("/").append(scope.account).append("/").append(scope.region);
  text.append("/").append(kind).append("/").append(std::to_string(drawn));
  return Draw(hash_(text));
}

Draw Ids::Fixed(std::string_view name) {
  return Draw(hash_(std::to_string(seed_).append("/").append(name)));
}

Ids::Counter& Ids::CounterOf(const Scope& scope, std::string_view kind) {
  for (Counter& counter : counters_) {
    if (counter.kind == kind && counter.scope == scope) return counter;
  }
  auto query = read_counter_(scope.account, scope.region, kind);
  const std::int64_t drawn = query.Step() ? query.Int(0) : 0;
  return counters_.emplace_back(Counter{scope, std::string(kind), drawn});
}

void Ids::Save() {
  for (const auto& [scope, kind, drawn] : counters_) {
    save_counter_(scope.account, scope.region, kind, drawn).Run();
  }
  counters_.clear();
}

std::string Ids::NextRequestId() {
  const std::uint64_t number = requests_.fetch_add(1, std::memory_order_relaxed);
  const std::uint64_t high = SplitMix64(request_seed_ ^ SplitMix64(number));
  const std::uint64_t low = SplitMix64(high ^ number);
  boost::uuids::uuid uuid{};
  std::memcpy(&uuid.data[0], &high, sizeof high);
  std::memcpy(&uuid.data[8], &low, sizeof low);
  uuid.data[6] = static_cast<std::uint8_t>((uuid.data[6] & 0x0F) | 0x40);  // version 4
  uuid.data[8] = static_cast<std::uint8_t>((uuid.data[8] & 0x3F) | 0x80);  // RFC 4122
  return boost::uuids::to_string(uuid);
}

void Ids::Reset(const std::optional<std::string>& account) {
  if (!repeatable_ && account) return;  // go on counting: no id comes twice
  std::erase_if(counters_,
                [&](const Counter& one) { return !account || one.scope.account == *account; });
  forget_counters_(account).Run();
  if (repeatable_) return;
  seed_ = RandomSeed();
  SaveSeed();
}

}  // namespace mediaconnect
