// What feeds what: an ingress bridge the source of a flow, a flow the source of an egress bridge. A
// side table of resources.
//
// Call within a transaction; writing calls within a write transaction.
#pragma once

#include <cstdint>
#include <vector>

#include "state/resources.h"

namespace mediaconnect {

class FeedStore {
 public:
  explicit FeedStore(Database& database);

  // The source gets its content from the feeder, in the place of another.
  void Set(std::int64_t source_id, std::int64_t feeder_id);
  // It is the feeder's output that shows that; from now on it is removed with the source.
  void SetOutput(std::int64_t source_id, std::int64_t output_id);
  // The source has no feeder any more; the output is removed.
  void Remove(std::int64_t source_id);

  // A source without an output of its feeder.
  struct Unshown {
    std::int64_t source_id;
    std::int64_t feeder_id;
  };
  // Those among the sources of a resource, in order of creation.
  std::vector<Unshown> UnshownOf(std::int64_t resource_id);

  // The resources that have a source which this one feeds, in order of creation.
  std::vector<Resource> UsersOf(std::int64_t feeder_id);

 private:
  Database::Statement set_;
  Database::Statement set_output_;
  Database::Statement remove_;
  Database::Statement unshown_of_;
  Database::Statement users_of_;
};

}  // namespace mediaconnect
