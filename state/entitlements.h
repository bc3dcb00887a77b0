// Entitlements: who may use one, and who does. They alone cross accounts.
//
// Call within a transaction; writing calls within a write transaction.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "state/resources.h"

namespace mediaconnect {

class EntitlementStore {
 public:
  explicit EntitlementStore(Database& database);

  // Replaces the accounts that an entitlement is granted to; each sees it in the entitlement's
  // Region.
  void SetSubscribers(const Resource& entitlement, const std::vector<std::string>& accounts);
  bool IsGrantedTo(std::int64_t entitlement_id, std::string_view account);

  // Those granted to `subscriber`, in order of creation, after `after_id`, at most `limit`.
  std::vector<ListedResource> ListGrantedTo(const Scope& subscriber, std::int64_t after_id,
                                            std::int64_t limit);

  // The output, on the originator's flow, and the subscriber's source that it feeds.
  struct Use {
    std::int64_t output_id;
    std::int64_t source_id;
    Scope subscriber;
  };
  // Who uses the entitlement; nullopt while nobody does.
  std::optional<Use> UseOf(std::int64_t entitlement_id);

  // From now on the output is removed with the entitlement, and with the source.
  void SetUse(std::int64_t entitlement_id, std::int64_t output_id, std::int64_t source_id);

  // Removes the output that feeds this source, if there is one. For what a foreign key cannot see:
  // a source that takes another entitlement.
  void RemoveOutputTo(std::int64_t source_id);

  // Whether content of flow `feeder_id` reaches flow `flow_id`: the two are the same, or
  // entitlements that are in use lead from one to the other, over however many flows.
  bool IsFedBy(std::int64_t flow_id, std::int64_t feeder_id);

 private:
  Database::Statement forget_subscribers_;
  Database::Statement grant_;
  Database::Statement is_granted_;
  Database::Statement granted_;
  Database::Statement use_;
  Database::Statement set_use_;
  Database::Statement remove_use_;
  Database::Statement is_fed_by_;
};

}  // namespace mediaconnect
