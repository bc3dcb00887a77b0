// Offerings and what an account buys of them: ListOfferings, DescribeOffering, PurchaseOffering,
// ListReservations, DescribeReservation (rules 8.3).
#pragma once

#include "api/call.h"

namespace mediaconnect {

json::Text ListOfferings(Call& call);
json::Text DescribeOffering(Call& call);
json::Text PurchaseOffering(Call& call);
json::Text ListReservations(Call& call);
json::Text DescribeReservation(Call& call);

}  // namespace mediaconnect
