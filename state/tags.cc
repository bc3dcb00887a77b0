#include "state/tags.h"

#include "state/database.h"

namespace mediaconnect {

std::vector<std::pair<std::string, std::string>> TagStore::ListOf(const Scope& scope,
                                                                  std::string_view arn) {
  auto query = database_.Prepare(
      "SELECT key, value FROM tags WHERE account = ? AND region = ? AND arn = ? ORDER BY key");
  query.Bind(scope.account, scope.region, arn);
  std::vector<std::pair<std::string, std::string>> tags;
  while (query.Step()) tags.emplace_back(query.Text(0), query.Text(1));
  return tags;
}

std::int64_t TagStore::CountOf(const Scope& scope, std::string_view arn) {
  auto query =
      database_.Prepare("SELECT count(*) FROM tags WHERE account = ? AND region = ? AND arn = ?");
  query.Bind(scope.account, scope.region, arn).Step();
  return query.Int(0);
}

void TagStore::Set(const Scope& scope, std::string_view arn, std::string_view key,
                   std::string_view value) {
  database_
      .Prepare(
          "INSERT OR REPLACE INTO tags (account, region, arn, key, value) VALUES (?, ?, ?, ?, ?)")
      .Bind(scope.account, scope.region, arn, key, value)
      .Run();
}

void TagStore::Remove(const Scope& scope, std::string_view arn, std::string_view key) {
  database_.Prepare("DELETE FROM tags WHERE account = ? AND region = ? AND arn = ? AND key = ?")
      .Bind(scope.account, scope.region, arn, key)
      .Run();
}

}  // namespace mediaconnect
