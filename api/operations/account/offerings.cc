#include "api/operations/account/offerings.h"

#include <chrono>

#include "api/contract/arn.h"
#include "api/contract/contract.h"

namespace mediaconnect {
namespace {

struct Row {
  std::string_view id;
  int reserved_bitrate;
  int months;
  std::string_view price;
};

constexpr Row kCatalogue[] = {
    {"0f3f2b1c-5a3e-4d0a-9a4e-2f6f1d8f0a01", 20, 12, "0.40"},
    {"0f3f2b1c-5a3e-4d0a-9a4e-2f6f1d8f0a02", 50, 12, "0.90"},
    {"0f3f2b1c-5a3e-4d0a-9a4e-2f6f1d8f0a03", 100, 12, "1.60"},
    {"0f3f2b1c-5a3e-4d0a-9a4e-2f6f1d8f0a04", 500, 12, "7.00"},
    {"0f3f2b1c-5a3e-4d0a-9a4e-2f6f1d8f0a05", 100, 6, "1.80"},
};

}  // namespace

std::vector<Offering> OfferingsOf(std::string_view region) {
  std::vector<Offering> offerings;
  offerings.reserve(std::size(kCatalogue));
  for (const Row& row : kCatalogue) {
    // Rules 5: an offering belongs to no account.
    offerings.push_back({MakeArn({"", std::string(region)}, "offering", row.id, ""),
                         row.reserved_bitrate, row.months, row.price});
  }
  return offerings;
}

json::Value RenderOffering(const Offering& offering) {
  json::Value specification = json::Value::Object();
  specification.Set(key::reservedBitrate, offering.reserved_bitrate);
  specification.Set(key::resourceType, "Mbps_Outbound_Bandwidth");
  json::Value document = json::Value::Object();
  document.Set(key::currencyCode, "USD");
  document.Set(key::duration, offering.months);
  document.Set(key::durationUnits, "MONTHS");
  document.Set(key::offeringArn, offering.arn);
  document.Set(key::offeringDescription, std::to_string(offering.reserved_bitrate) +
                                             " Mbps of outbound bandwidth for " +
                                             std::to_string(offering.months) + " months");
  document.Set(key::pricePerUnit, offering.price);
  document.Set(key::priceUnits, "HOURLY");
  document.Set(key::resourceSpecification, std::move(specification));
  return document;
}

std::int64_t AddMonths(std::int64_t milliseconds, int months) {
  const std::chrono::sys_time<std::chrono::milliseconds> time{
      std::chrono::milliseconds(milliseconds)};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  std::chrono::year_month_day date = std::chrono::year_month_day(day) + std::chrono::months(months);
  if (!date.ok()) date = date.year() / date.month() / std::chrono::last;
  return (std::chrono::sys_days(date) + (time - day)).time_since_epoch().count();
}

}  // namespace mediaconnect
