// Request rates as MediaConnect limits them (UGnow:limits-api, rules 1.3): off unless --throttle.
//
// A bucket of tokens for each account and Region: a request takes one, and time puts them back.
// What a client polls has a bucket of its own for each operation.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <tuple>

#include "api/contract/contract.h"
#include "state/clock.h"
#include "state/scope.h"

namespace mediaconnect {

// How fast a bucket fills, and how much it holds.
struct RateLimit {
  std::int64_t a_second;
  std::int64_t burst;
};

// The limit of an operation; nullptr for those without: tag and control operations, which do not
// declare TooManyRequestsException.
const RateLimit* RateLimitOf(const Operation& operation);

// Any thread.
class Throttle {
 public:
  explicit Throttle(Clock& clock) : clock_(clock) {}

  // Throws TooManyRequestsException if the bucket is empty.
  void Take(const Operation& operation, const Scope& scope);

  // How many accounts, Regions and polled operations are remembered; for tests.
  std::size_t BucketCount();

 private:
  struct Bucket {
    const RateLimit* limit;
    std::int64_t thousandths;  // of tokens
    std::int64_t filled_at;    // milliseconds since 1970
  };
  // An account, a Region, and the operation, if it is counted by itself.
  using Key = std::tuple<std::string, std::string, std::optional<Op>>;

  void Fill(Bucket& bucket, std::int64_t now) const;
  void ForgetFullOnes(std::int64_t now);

  Clock& clock_;
  std::mutex mutex_;
  std::map<Key, Bucket> buckets_;
};

}  // namespace mediaconnect
