#include "state/feeds.h"

namespace mediaconnect {

FeedStore::FeedStore(Database& database)
    : set_(database, "INSERT INTO feeds (source_id, feeder_id) VALUES (?, ?)"),
      set_output_(database, "UPDATE feeds SET output_id = ? WHERE source_id = ?"),
      remove_(database, "DELETE FROM feeds WHERE source_id = ?"),
      find_without_output_(database,
                           "SELECT f.source_id, f.feeder_id FROM resources s"
                           " JOIN feeds f ON f.source_id = s.id"
                           " WHERE s.parent_id = ? AND f.output_id IS NULL ORDER BY s.id"),
      users_of_(database, SelectResource("FROM resources r WHERE r.id IN ("
                                         " SELECT s.parent_id FROM feeds f"
                                         " JOIN resources s ON s.id = f.source_id"
                                         " WHERE f.feeder_id = ?) ORDER BY r.id")) {}

void FeedStore::Set(std::int64_t source_id, std::int64_t feeder_id) {
  Remove(source_id);
  set_(source_id, feeder_id).Run();
}

void FeedStore::SetOutput(std::int64_t source_id, std::int64_t output_id) {
  set_output_(output_id, source_id).Run();
}

void FeedStore::Remove(std::int64_t source_id) { remove_(source_id).Run(); }

std::vector<FeedStore::Feed> FeedStore::FindWithoutOutput(std::int64_t resource_id) {
  std::vector<Feed> feeds;
  auto query = find_without_output_(resource_id);
  while (query.Step()) feeds.push_back({query.Int(0), query.Int(1)});
  return feeds;
}

std::vector<Resource> FeedStore::UsersOf(std::int64_t feeder_id) {
  return ReadResources(users_of_(feeder_id));
}

}  // namespace mediaconnect
