// What is on a gateway, its instances and bridges, and which instance runs which bridge: a side
// table of resources.
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

class PlacementStore {
 public:
  explicit PlacementStore(Database& database);

  // The resource is on the gateway, which cannot be removed before it.
  void Place(std::int64_t resource_id, std::int64_t gateway_id);
  // The resource must be placed.
  std::int64_t GatewayOf(std::int64_t resource_id);

  // How many of the kind are on the gateway, without those in the state `but_in`.
  std::int64_t CountOn(std::int64_t gateway_id, ResourceKind kind, std::string_view but_in = "");
  // Those of the kind, in order of creation.
  std::vector<Resource> FindOn(std::int64_t gateway_id, ResourceKind kind);
  // Of these, those with an id after `after_id`, at most `limit`.
  std::vector<ListedResource> ListOn(std::int64_t gateway_id, ResourceKind kind,
                                     std::int64_t after_id, std::int64_t limit);

  // The instance runs the bridge until the bridge is STANDBY, or none does.
  void SetInstance(std::int64_t bridge_id, std::optional<std::int64_t> instance_id);
  // The name of the instance that runs the bridge: "mi-0123456789abcdef0".
  std::optional<std::string> InstanceOf(std::int64_t bridge_id);
  std::int64_t CountRunBy(std::int64_t instance_id);
  // The bridges that it runs, in order of creation.
  std::vector<Resource> FindRunBy(std::int64_t instance_id);
  // Of these, those with an id after `after_id`, at most `limit`.
  std::vector<ListedResource> ListRunBy(std::int64_t instance_id, std::int64_t after_id,
                                        std::int64_t limit);

 private:
  Database::Statement place_;
  Database::Statement gateway_of_;
  Database::Statement count_on_;
  Database::Statement find_on_;
  Database::Statement list_on_;
  Database::Statement set_instance_;
  Database::Statement instance_of_;
  Database::Statement count_run_by_;
  Database::Statement find_run_by_;
  Database::Statement list_run_by_;
};

}  // namespace mediaconnect
