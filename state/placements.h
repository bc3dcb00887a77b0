// What is on a gateway: a side table of resources.
//
// Call within a transaction; writing calls within a write transaction.
#pragma once

#include <cstdint>
#include <vector>

#include "state/resources.h"

namespace mediaconnect {

class PlacementStore {
 public:
  explicit PlacementStore(Database& database);

  // The resource is on the gateway, which cannot be removed before it.
  void Place(std::int64_t resource_id, std::int64_t gateway_id);

  std::int64_t CountOn(std::int64_t gateway_id, ResourceKind kind);
  // Those of the kind with an id after `after_id`, in order of creation, at most `limit`.
  std::vector<ListedResource> ListOn(std::int64_t gateway_id, ResourceKind kind,
                                     std::int64_t after_id, std::int64_t limit);

 private:
  Database::Statement place_;
  Database::Statement count_;
  Database::Statement list_;
};

}  // namespace mediaconnect
