// Ids, injected: nothing else in the program asks for randomness.
//
// What is drawn is a hash of the seed, the account, the Region, the kind and a counter kept in the
// database. So it repeats under a given seed however the calls of other accounts interleave, is
// unique over restarts, and is rolled back with its transaction, which reads and writes a counter
// once however often it draws.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "state/database.h"
#include "state/scope.h"

struct evp_md_ctx_st;
struct evp_md_st;

namespace mediaconnect {

// What one draw gives: bits that several parts of a resource are made of.
class Draw {
 public:
  explicit Draw(const std::array<unsigned char, 32>& bits) : bits_(bits) {}

  // "1-WVZVV1IMAQhXBVEI-c67d3528bbe6", in the form seen in real ARNs.
  std::string ResourceId() const;
  // "a1b2c3d4e5f6", of the router's ARNs (M:RouterInputArn).
  std::string RouterId() const;
  // "198.18.7.201": of the range for network tests (RFC 2544), which is routed nowhere.
  std::string PublicAddress() const;
  // "eni-0123456789abcdef0".
  std::string NetworkInterfaceId() const;
  // "mi-0123456789abcdef0": a machine that Systems Manager manages, as gateway instances are.
  std::string ManagedInstanceId() const;
  // "473920175518": an account of 12 digits, the first of which is not 0.
  std::string AccountId() const;
  // As long as AWS's: 40 hexadecimal digits.
  std::string SecretKey() const;
  // One of 0 .. count-1.
  std::size_t Pick(std::size_t count) const;

 private:
  std::array<unsigned char, 32> bits_;
};

// SHA-256. To look the algorithm up takes OpenSSL longer than to hash a short text, so it is kept;
// and longest the first time, so that is not at the start of the server.
class Sha256 {
 public:
  Sha256() = default;
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  std::array<unsigned char, 32> operator()(std::string_view text);

 private:
  evp_md_st* algorithm_ = nullptr;
  evp_md_ctx_st* context_ = nullptr;
};

class Ids {
 public:
  // Without a seed, the one saved in the database is used, or a random one drawn
  // and saved.
  Ids(Database& database, std::optional<std::uint64_t> seed);

  // The next draw of this kind. Call within a write transaction.
  Draw Next(const Scope& scope, std::string_view kind);

  // The draw of this name: always the same one, under the same seed. Call within a transaction.
  Draw Fixed(std::string_view name);

  // Before a commit: stores how far the counters are. A transaction that is rolled back calls
  // Forget.
  void Save();
  void Forget() { counters_.clear(); }

  // A UUID for a request. Any thread.
  std::string NextRequestId();

  // Starts from the first id again, so that a test run after a reset repeats under a seed; without
  // a given seed a new one is drawn, so that no id ever comes twice. No account means all.
  // Call within a write transaction.
  void Reset(const std::optional<std::string>& account);

 private:
  struct Counter {
    Scope scope;
    std::string kind;
    std::int64_t drawn;
  };

  void ReadSeed();
  void SaveSeed();
  Counter& CounterOf(const Scope& scope, std::string_view kind);

  Database& database_;
  Database::Statement read_counter_;
  Database::Statement save_counter_;
  Database::Statement forget_counters_;
  Sha256 hash_;
  std::vector<Counter> counters_;  // that the open transaction draws from
  bool repeatable_;
  std::uint64_t seed_ = 0;
  std::uint64_t request_seed_;  // without a given seed another one in each process
  std::atomic<std::uint64_t> requests_{0};
};

}  // namespace mediaconnect
