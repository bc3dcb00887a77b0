#include "api/limits/throttle.h"

#include <algorithm>
#include <array>

#include "api/contract/error.h"

namespace mediaconnect {
namespace {

// "Steady 5 requests a second; burst 30, refilled at 5 a second", for an account in a Region.
constexpr RateLimit kShared{.a_second = 5, .burst = 30};

// "30 requests a second" for each of these.
constexpr RateLimit kPolled{.a_second = 30, .burst = 30};
constexpr std::array kPolledOperations = {Op::DescribeFlow,
                                          Op::DescribeFlowSourceMetadata,
                                          Op::DescribeFlowSourceThumbnail,
                                          Op::GetRouterInput,
                                          Op::GetRouterInputSourceMetadata,
                                          Op::GetRouterInputThumbnail,
                                          Op::GetRouterOutput,
                                          Op::TakeRouterInput};

// Beyond so many buckets those that are full are forgotten; a new one is full too.
constexpr std::size_t kMostBuckets = 10'000;

constexpr std::int64_t kToken = 1000;  // thousandths

}  // namespace

const RateLimit* RateLimitOf(const Operation& operation) {
  const auto errors = ErrorsOf(operation);
  if (std::find(errors.begin(), errors.end(), ErrorCode::TooManyRequestsException) ==
      errors.end()) {
    return nullptr;
  }
  const bool polled = std::find(kPolledOperations.begin(), kPolledOperations.end(), operation.op) !=
                      kPolledOperations.end();
  return polled ? &kPolled : &kShared;
}

void Throttle::Take(const Operation& operation, const Scope& scope) {
  const RateLimit* limit = RateLimitOf(operation);
  if (limit == nullptr) return;
  const std::optional<Op> counted = limit == &kPolled ? std::optional(operation.op) : std::nullopt;
  const std::int64_t now = clock_.NowMilliseconds();
  const std::lock_guard lock(mutex_);
  if (buckets_.size() >= kMostBuckets) ForgetFullOnes(now);
  Bucket& bucket = buckets_
                       .try_emplace({scope.account, scope.region, counted},
                                    Bucket{limit, limit->burst * kToken, now})
                       .first->second;
  Fill(bucket, now);
  if (bucket.thousandths >= kToken) {
    bucket.thousandths -= kToken;
    return;
  }
  throw ApiError{ErrorCode::TooManyRequestsException,
                 "Rate exceeded: account " + scope.account + " in Region " + scope.region +
                     " can send " + std::to_string(limit->a_second) + " requests a second" +
                     (counted ? " of " + std::string(operation.name) : "") + ", and " +
                     std::to_string(limit->burst) + " at once; wait and try again."};
}

std::size_t Throttle::BucketCount() {
  const std::lock_guard lock(mutex_);
  return buckets_.size();
}

void Throttle::Fill(Bucket& bucket, std::int64_t now) const {
  const std::int64_t full = bucket.limit->burst * kToken;
  const std::int64_t elapsed = std::min(now - bucket.filled_at, full);  // a full one in any case
  bucket.thousandths = std::min(full, bucket.thousandths + elapsed * bucket.limit->a_second);
  bucket.filled_at = now;
}

void Throttle::ForgetFullOnes(std::int64_t now) {
  for (auto each = buckets_.begin(); each != buckets_.end();) {
    Fill(each->second, now);
    const bool full = each->second.thousandths == each->second.limit->burst * kToken;
    each = full ? buckets_.erase(each) : std::next(each);
  }
}

}  // namespace mediaconnect
