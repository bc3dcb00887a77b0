#include "state/tags.h"

namespace mediaconnect {

TagStore::TagStore(Database& database)
    : list_(database, "SELECT key, value FROM tags WHERE resource_id = ? ORDER BY key"),
      count_(database, "SELECT count(*) FROM tags WHERE resource_id = ?"),
      // REPLACE would delete and insert, which takes twice as long.
      set_(database,
           "INSERT INTO tags (resource_id, key, value) VALUES (?, ?, ?)"
           " ON CONFLICT (resource_id, key)"
           " DO UPDATE SET value = excluded.value WHERE value <> excluded.value"),
      remove_(database, "DELETE FROM tags WHERE resource_id = ? AND key = ?") {}

std::vector<std::pair<std::string, std::string>> TagStore::ListOf(std::int64_t resource_id) {
  auto query = list_(resource_id);
  std::vector<std::pair<std::string, std::string>> tags;
  while (query.Step()) tags.emplace_back(query.Text(0), query.Text(1));
  return tags;
}

std::int64_t TagStore::CountOf(std::int64_t resource_id) {
  auto query = count_(resource_id);
  query.Step();
  return query.Int(0);
}

void TagStore::Set(std::int64_t resource_id, std::string_view key, std::string_view value) {
  set_(resource_id, key, value).Run();
}

void TagStore::Remove(std::int64_t resource_id, std::string_view key) {
  remove_(resource_id, key).Run();
}

}  // namespace mediaconnect
