// The catalogue of what PurchaseOffering sells: the same in every Region and on every run. What AWS
// offers differs by account and is not published, so the numbers are this project's own.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/contract/json.h"

namespace mediaconnect {

struct Offering {
  std::string arn;
  int reserved_bitrate;  // megabits a second
  int months;
  std::string_view price;  // in US dollars an hour
};

// Those of a Region, always in the same order.
std::vector<Offering> OfferingsOf(std::string_view region);

// M:Offering, which Reservation repeats.
json::Value RenderOffering(const Offering& offering);

// `months` after a time, both in milliseconds since 1970, by the calendar: a day that the month
// does not have becomes its last one.
std::int64_t AddMonths(std::int64_t milliseconds, int months);

}  // namespace mediaconnect
