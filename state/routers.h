// What ties the router's resources to each other: which input or output uses which network
// interface, which output takes which input. Side tables of resources.
//
// Call within a transaction; writing calls within a write transaction.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "state/resources.h"

namespace mediaconnect {

class RouterStore {
 public:
  explicit RouterStore(Database& database);

  // The input or output uses the network interface from now on, which cannot be removed before it.
  void Attach(std::int64_t resource_id, std::int64_t interface_id);
  // How many of the kind use the network interface.
  std::int64_t CountAttached(std::int64_t interface_id, ResourceKind kind);
  // All that use it, in order of creation.
  std::vector<Resource> FindAttached(std::int64_t interface_id);

  // The route leads the input to the output that it is a part of from now on, and no other input.
  void Take(std::int64_t route_id, std::int64_t input_id);
  // The input that a route leads, and the route that an output has.
  std::optional<Resource> FindTaken(std::int64_t route_id);
  std::optional<Resource> FindRoute(std::int64_t output_id);
  // The outputs that an input is led to, in order of creation.
  std::vector<Resource> FindTakers(std::int64_t input_id);
  std::int64_t CountTakers(std::int64_t input_id);

 private:
  Database::Statement attach_;
  Database::Statement count_attached_;
  Database::Statement find_attached_;
  Database::Statement take_;
  Database::Statement find_taken_;
  Database::Statement find_route_;
  Database::Statement find_takers_;
  Database::Statement count_takers_;
};

}  // namespace mediaconnect
