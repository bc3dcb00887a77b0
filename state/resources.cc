#include "state/resources.h"

#include <utility>

#include "state/stored_number.h"

namespace mediaconnect {
namespace {

constexpr std::string_view kColumns =
    "SELECT r.id, r.kind, r.arn, r.name, r.status, r.active_since, r.doc, ";

std::string Select(const std::string& where) {
  return SelectResource("FROM resources r WHERE " + where);
}

// All but the account and Region, and of parts the parent: who looks knows those.
std::string SelectWhole() {
  const std::string found =
      "FROM resources r WHERE r.account = ?1 AND r.region = ?2 AND r.arn = ?3";
  return std::string(kColumns) + "r.parent_id " + found + " UNION ALL " + std::string(kColumns) +
         "NULL FROM resources r WHERE r.parent_id = (SELECT id " + found + ")";
}

std::optional<std::int64_t> ReadTime(std::optional<std::int64_t> time) {
  if (time) StoredTime(*time, "time of a start");
  return time;
}

Resource Read(const Database::Query& query, const Scope& scope) {
  return {.id = query.Int(0),
          .kind = KindNamed(query.View(1)),
          .parent_id = query.OptionalInt(7),
          .scope = scope,
          .arn = query.Text(2),
          .name = query.Text(3),
          .status = query.Text(4),
          .active_since = ReadTime(query.OptionalInt(5)),
          .doc = query.Document(6)};
}

Resource Read(const Database::Query& query) { return Read(query, {query.Text(8), query.Text(9)}); }

std::optional<Resource> ReadFirst(Database::Query query) {
  if (!query.Step()) return std::nullopt;
  return Read(query);
}

// What a kind does without is NULL.
std::optional<std::string> TextOrNull(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

}  // namespace

std::string SelectResource(std::string_view from) {
  return std::string(kColumns) + "r.parent_id, r.account, r.region " + std::string(from);
}

std::vector<Resource> ReadResources(Database::Query query) {
  std::vector<Resource> resources;
  while (query.Step()) resources.push_back(Read(query));
  return resources;
}

std::string SelectListed(std::string_view from) {
  return "SELECT r.id, r.status, coalesce(r.listed, r.doc) " + std::string(from);
}

std::vector<ListedResource> ReadListed(Database::Query query) {
  std::vector<ListedResource> listed;
  while (query.Step()) listed.push_back({query.Int(0), query.Text(1), query.Document(2)});
  return listed;
}

ResourceStore::ResourceStore(Database& database)
    : database_(database),
      insert_(database,
              "INSERT INTO resources (kind, parent_id, account, region, arn, name, status, listed,"
              " doc) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      find_by_arn_(database, Select("r.account = ? AND r.region = ? AND r.arn = ?")),
      find_by_id_(database, Select("r.id = ?")),
      find_whole_(database, SelectWhole()),
      list_(database, SelectListed("FROM resources r"
                                   " WHERE account = ? AND region = ? AND kind = ? AND id > ?"
                                   " AND parent_id IS NULL ORDER BY id LIMIT ?")),
      list_in_(database, Select("r.account = ? AND r.region IN (SELECT value FROM json_each(?))"
                                " AND r.kind = ? AND r.id > ? AND r.parent_id IS NULL"
                                " ORDER BY r.id LIMIT ?")),
      count_in_(database,
                "SELECT count(*) FROM resources"
                " WHERE account = ? AND region = ? AND kind = ? AND parent_id IS NULL"),
      has_name_(database,
                "SELECT 1 FROM resources"
                " WHERE account = ? AND region = ? AND kind = ? AND parent_id IS NULL"
                " AND name = ? LIMIT 1"),
      set_forms_(database,
                 "UPDATE resources SET listed = coalesce(?, listed), doc = ? WHERE id = ?"),
      rename_(database, "UPDATE resources SET name = ? WHERE id = ?"),
      remove_(database, "DELETE FROM resources WHERE id = ?"),
      count_all_(database,
                 "SELECT kind, count(*) FROM resources"
                 " WHERE (?1 IS NULL OR account = ?1) AND parent_id IS NULL GROUP BY kind"),
      remove_all_(database, "DELETE FROM resources WHERE ?1 IS NULL OR account = ?1") {}

std::int64_t ResourceStore::Insert(const Resource& resource) {
  insert_(RulesOf(resource.kind).name, resource.parent_id, resource.scope.account,
          resource.scope.region, TextOrNull(resource.arn), resource.name,
          TextOrNull(resource.status), resource.listed, resource.doc)
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

void ResourceStore::FindWhole(const Scope& scope, std::string_view arn, const Take& take) {
  auto query = find_whole_(scope.account, scope.region, arn);
  if (!query.Step()) return;
  Resource own = Read(query, scope);
  const std::int64_t id = own.id;
  take(std::move(own));
  while (query.Step()) {
    Resource part = Read(query, scope);
    part.parent_id = id;
    take(std::move(part));
  }
}

void ResourceStore::FindWhole(std::int64_t id, const Take& take) {
  const auto own = Find(id);
  if (own) FindWhole(own->scope, own->arn, take);
}

std::vector<ListedResource> ResourceStore::List(ResourceKind kind, const Scope& scope,
                                                std::int64_t after_id, std::int64_t limit) {
  return ReadListed(list_(scope.account, scope.region, RulesOf(kind).name, after_id, limit));
}

std::vector<Resource> ResourceStore::ListIn(ResourceKind kind, std::string_view account,
                                            std::string_view regions, std::int64_t after_id,
                                            std::int64_t limit) {
  return ReadResources(list_in_(account, regions, RulesOf(kind).name, after_id, limit));
}

std::int64_t ResourceStore::CountIn(ResourceKind kind, const Scope& scope) {
  auto query = count_in_(scope.account, scope.region, RulesOf(kind).name);
  query.Step();
  return query.Int(0);
}

bool ResourceStore::HasName(ResourceKind kind, const Scope& scope, std::string_view name) {
  return has_name_(scope.account, scope.region, RulesOf(kind).name, name).Step();
}

void ResourceStore::SetForms(const Resource& resource) {
  set_forms_(resource.listed, resource.doc, resource.id).Run();
}

void ResourceStore::Rename(std::int64_t id, std::string_view name) { rename_(name, id).Run(); }

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
