#include "state/resources.h"

#include <algorithm>

namespace mediaconnect {

std::string SelectResources(std::string_view from) {
  return "SELECT r.id, r.kind, r.parent_id, r.account, r.region, r.arn, r.name, r.status,"
         " r.active_since, r.doc " +
         std::string(from);
}

Resource ReadResource(const Database::Query& query) {
  return {.id = query.Int(0),
          .kind = KindNamed(query.Text(1)),
          .parent_id = query.OptionalInt(2),
          .scope = {query.Text(3), query.Text(4)},
          .arn = query.Text(5),
          .name = query.Text(6),
          .status = query.Text(7),
          .active_since = query.OptionalInt(8),
          .doc = query.Document(9)};
}

namespace {

std::optional<Resource> ReadFirst(Database::Query query) {
  if (!query.Step()) return std::nullopt;
  return ReadResource(query);
}

std::vector<Resource> ReadAll(Database::Query query) {
  std::vector<Resource> resources;
  while (query.Step()) resources.push_back(ReadResource(query));
  return resources;
}

std::int64_t ReadCount(Database::Query query) {
  query.Step();
  return query.Int(0);
}

// What a kind does without is NULL.
std::optional<std::string> TextOrNull(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

}  // namespace

ResourceStore::ResourceStore(Database& database)
    : database_(database),
      insert_(database,
              "INSERT INTO resources (kind, parent_id, account, region, arn, name, status, doc)"
              " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"),
      find_by_arn_(database, SelectResources("FROM resources r"
                                             " WHERE account = ? AND region = ? AND arn = ?")),
      find_by_id_(database, SelectResources("FROM resources r WHERE id = ?")),
      parts_(database, SelectResources("FROM resources r WHERE parent_id = ? AND kind = ?")),
      part_by_name_(database, SelectResources("FROM resources r"
                                              " WHERE parent_id = ? AND kind = ? AND name = ?")),
      count_parts_(database, "SELECT count(*) FROM resources WHERE parent_id = ? AND kind = ?"),
      has_part_(database, "SELECT 1 FROM resources WHERE parent_id = ? AND kind = ? AND name = ?"),
      list_(database, SelectResources("FROM resources r"
                                      " WHERE account = ? AND region = ? AND kind = ? AND id > ?"
                                      " AND parent_id IS NULL ORDER BY id LIMIT ?")),
      count_in_(database,
                "SELECT count(*) FROM resources"
                " WHERE account = ? AND region = ? AND kind = ? AND parent_id IS NULL"),
      has_name_(database,
                "SELECT 1 FROM resources"
                " WHERE account = ? AND region = ? AND kind = ? AND parent_id IS NULL"
                " AND name = ? LIMIT 1"),
      set_doc_(database, "UPDATE resources SET doc = ? WHERE id = ?"),
      remove_(database, "DELETE FROM resources WHERE id = ?"),
      count_all_(database,
                 "SELECT kind, count(*) FROM resources"
                 " WHERE (?1 IS NULL OR account = ?1) AND parent_id IS NULL GROUP BY kind"),
      remove_all_(database, "DELETE FROM resources WHERE ?1 IS NULL OR account = ?1") {}

std::int64_t ResourceStore::Insert(const Resource& resource) {
  insert_(RulesOf(resource.kind).name, resource.parent_id, resource.scope.account,
          resource.scope.region, TextOrNull(resource.arn), resource.name,
          TextOrNull(resource.status), resource.doc)
      .Run();
  return database_.LastInsertId();
}

std::optional<Resource> ResourceStore::Find(const Scope& scope, std::string_view arn) {
  return ReadFirst(find_by_arn_(scope.account, scope.region, arn));
}

std::optional<Resource> ResourceStore::Find(std::int64_t id) { return ReadFirst(find_by_id_(id)); }

std::optional<Resource> ResourceStore::Find(ResourceKind kind, const Scope& scope,
                                            std::string_view arn) {
  auto found = Find(scope, arn);
  if (found && found->kind == kind) return found;
  return std::nullopt;
}

std::vector<Resource> ResourceStore::PartsOf(std::int64_t parent_id, ResourceKind kind) {
  std::vector<Resource> parts = ReadAll(parts_(parent_id, RulesOf(kind).name));
  // Here and not by SQLite: setting up its sorter costs more than reading the few rows of a flow.
  std::sort(parts.begin(), parts.end(),
            [](const Resource& a, const Resource& b) { return a.id < b.id; });
  return parts;
}

std::optional<Resource> ResourceStore::FindPart(std::int64_t parent_id, ResourceKind kind,
                                                std::string_view name) {
  return ReadFirst(part_by_name_(parent_id, RulesOf(kind).name, name));
}

bool ResourceStore::HasPart(std::int64_t parent_id, ResourceKind kind, std::string_view name) {
  return has_part_(parent_id, RulesOf(kind).name, name).Step();
}

std::int64_t ResourceStore::CountParts(std::int64_t parent_id, ResourceKind kind) {
  return ReadCount(count_parts_(parent_id, RulesOf(kind).name));
}

std::vector<Resource> ResourceStore::List(ResourceKind kind, const Scope& scope,
                                          std::int64_t after_id, std::int64_t limit) {
  return ReadAll(list_(scope.account, scope.region, RulesOf(kind).name, after_id, limit));
}

std::int64_t ResourceStore::CountIn(ResourceKind kind, const Scope& scope) {
  return ReadCount(count_in_(scope.account, scope.region, RulesOf(kind).name));
}

bool ResourceStore::HasName(ResourceKind kind, const Scope& scope, std::string_view name) {
  return has_name_(scope.account, scope.region, RulesOf(kind).name, name).Step();
}

void ResourceStore::SetDoc(std::int64_t id, const std::string& doc) { set_doc_(doc, id).Run(); }

void ResourceStore::Remove(std::int64_t id) { remove_(id).Run(); }

std::map<ResourceKind, std::int64_t> ResourceStore::RemoveAll(
    const std::optional<std::string>& account) {
  std::map<ResourceKind, std::int64_t> counts;
  {
    auto query = count_all_(account);
    while (query.Step()) counts[KindNamed(query.Text(0))] = query.Int(1);
  }
  remove_all_(account).Run();
  return counts;
}

}  // namespace mediaconnect
