// Entitlements: a part of the originator's flow that crosses accounts, as the only thing here does.
//
// Call within a transaction; writing calls within a write transaction.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "state/flow_parts.h"

namespace mediaconnect {

class EntitlementStore : public FlowPartStore {
 public:
  explicit EntitlementStore(Database& database) : FlowPartStore(database, "flow_entitlements") {}

  // Replaces the accounts that an entitlement is granted to.
  void SetSubscribers(const FlowPart& entitlement, const std::vector<std::string>& accounts);
  bool IsGrantedTo(std::int64_t entitlement_id, std::string_view account);

  // Those granted to `subscriber`, in order of creation, after `after_id`, at most `limit`.
  std::vector<FlowPart> ListGrantedTo(const Scope& subscriber, std::int64_t after_id,
                                      std::int64_t limit);

  // Whether content of flow `feeder_id` reaches flow `flow_id`: the two are the same, or
  // entitlements that are in use lead from one to the other, over however many flows.
  bool IsFedBy(std::int64_t flow_id, std::int64_t feeder_id);
};

}  // namespace mediaconnect
