#include "state/resources.h"

namespace mediaconnect {
namespace {

constexpr std::string_view kColumns =
    "SELECT r.id, r.kind, r.arn, r.name, r.status, r.active_since, r.listed, r.doc";

std::string Select(std::string_view where) {
  return std::string(kColumns) + ", r.account, r.region, r.parent_id FROM resources r WHERE " +
         std::string(where);
}

// The resource that `which` finds, a condition on the table `r`, and its parts.
std::string SelectWhole(std::string_view which) {
  return Select(which) + " UNION ALL " + std::string(kColumns) +
         ", NULL, NULL, NULL FROM resources r"
         " WHERE r.parent_id = (SELECT id FROM resources r WHERE " +
         std::string(which) + ")";
}

Resource ReadPart(const Database::Query& query) {
  return {.id = query.Int(0),
          .kind = KindNamed(query.View(1)),
          .scope = {},
          .arn = query.Text(2),
          .name = query.Text(3),
          .status = query.Text(4),
          .active_since = query.OptionalInt(5),
          .listed = query.OptionalText(6),
          .doc = query.Document(7)};
}

Resource Read(const Database::Query& query) {
  Resource resource = ReadPart(query);
  resource.scope = {query.Text(8), query.Text(9)};
  resource.parent_id = query.OptionalInt(10);
  return resource;
}

std::optional<Resource> ReadFirst(Database::Query query) {
  if (!query.Step()) return std::nullopt;
  return Read(query);
}

std::vector<Resource> ReadWhole(Database::Query query) {
  std::vector<Resource> whole;
  if (!query.Step()) return whole;
  whole.reserve(8);
  whole.push_back(Read(query));
  while (query.Step()) {
    Resource& part = whole.emplace_back(ReadPart(query));
    part.scope = whole.front().scope;
    part.parent_id = whole.front().id;
  }
  return whole;
}

// What a kind does without is NULL.
std::optional<std::string> TextOrNull(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

}  // namespace

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
      whole_by_arn_(database, SelectWhole("r.account = ?1 AND r.region = ?2 AND r.arn = ?3")),
      whole_by_id_(database, SelectWhole("r.id = ?1")),
      list_(database, SelectListed("FROM resources r"
                                   " WHERE account = ? AND region = ? AND kind = ? AND id > ?"
                                   " AND parent_id IS NULL ORDER BY id LIMIT ?")),
      count_in_(database,
                "SELECT count(*) FROM resources"
                " WHERE account = ? AND region = ? AND kind = ? AND parent_id IS NULL"),
      has_name_(database,
                "SELECT 1 FROM resources"
                " WHERE account = ? AND region = ? AND kind = ? AND parent_id IS NULL"
                " AND name = ? LIMIT 1"),
      set_forms_(database, "UPDATE resources SET listed = ?, doc = ? WHERE id = ?"),
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

std::vector<Resource> ResourceStore::FindWhole(const Scope& scope, std::string_view arn) {
  return ReadWhole(whole_by_arn_(scope.account, scope.region, arn));
}

std::vector<Resource> ResourceStore::FindWhole(std::int64_t id) {
  return ReadWhole(whole_by_id_(id));
}

std::vector<ListedResource> ResourceStore::List(ResourceKind kind, const Scope& scope,
                                                std::int64_t after_id, std::int64_t limit) {
  return ReadListed(list_(scope.account, scope.region, RulesOf(kind).name, after_id, limit));
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
