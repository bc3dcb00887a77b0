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

  // The source gets its content from the feeder from now on, and from no other.
  void Set(std::int64_t source_id, std::int64_t feeder_id);
  // The feeder's output for the source, which goes when the source does.
  void SetOutput(std::int64_t source_id, std::int64_t output_id);
  // The source has no feeder any more; the output goes.
  void Remove(std::int64_t source_id);

  struct Feed {
    std::int64_t source_id;
    std::int64_t feeder_id;
  };
  // Of the resource's sources, those whose feeder has no output for them yet; in order of creation.
  std::vector<Feed> FindWithoutOutput(std::int64_t resource_id);

  // The resources that have a source which this one feeds, in order of creation.
  std::vector<Resource> UsersOf(std::int64_t feeder_id);

 private:
  Database::Statement set_;
  Database::Statement set_output_;
  Database::Statement remove_;
  Database::Statement find_without_output_;
  Database::Statement users_of_;
};

}  // namespace mediaconnect
