#include "state/flows.h"

#include "state/database.h"

namespace mediaconnect {
namespace {

Flow ReadFlow(const Database::Query& query) {
  return {query.Int(0),        {query.Text(1), query.Text(2)},
          query.Text(3),       query.Text(4),
          query.Text(5),       query.Document(6),
          query.OptionalInt(7)};
}

}  // namespace

std::int64_t FlowStore::Insert(const Flow& flow) {
  database_
      .Prepare(
          "INSERT INTO flows (account, region, arn, name, status, doc) VALUES (?, ?, ?, ?, ?, ?)")
      .Bind(flow.scope.account, flow.scope.region, flow.arn, flow.name, flow.status, flow.doc)
      .Run();
  return database_.LastInsertId();
}

std::optional<Flow> FlowStore::Find(const Scope& scope, std::string_view arn) {
  auto query = database_.Prepare(
      "SELECT id, account, region, arn, name, status, doc, active_since FROM flows"
      " WHERE account = ? AND region = ? AND arn = ?");
  if (!query.Bind(scope.account, scope.region, arn).Step()) return std::nullopt;
  return ReadFlow(query);
}

std::optional<Flow> FlowStore::Find(std::int64_t id) {
  auto query = database_.Prepare(
      "SELECT id, account, region, arn, name, status, doc, active_since FROM flows WHERE id = ?");
  if (!query.Bind(id).Step()) return std::nullopt;
  return ReadFlow(query);
}

std::vector<ListedFlow> FlowStore::List(const Scope& scope, std::int64_t after_id,
                                        std::int64_t limit) {
  auto query = database_.Prepare(
      "SELECT id, account, region, arn, name, status, doc, active_since,"
      "  (SELECT doc FROM flow_sources WHERE id ="
      "    (SELECT min(s.id) FROM flow_sources s WHERE s.flow_id = f.id))"
      " FROM flows f WHERE account = ? AND region = ? AND id > ? ORDER BY id LIMIT ?");
  query.Bind(scope.account, scope.region, after_id, limit);
  std::vector<ListedFlow> flows;
  while (query.Step()) {
    flows.push_back({ReadFlow(query), query.OptionalText(8).value_or("{}")});
  }
  return flows;
}

std::int64_t FlowStore::CountIn(const Scope& scope) {
  auto query = database_.Prepare("SELECT count(*) FROM flows WHERE account = ? AND region = ?");
  query.Bind(scope.account, scope.region).Step();
  return query.Int(0);
}

void FlowStore::SetDoc(std::int64_t id, const std::string& doc) {
  database_.Prepare("UPDATE flows SET doc = ? WHERE id = ?").Bind(doc, id).Run();
}

int FlowStore::RemoveAll(const std::optional<std::string>& account) {
  return database_.Prepare("DELETE FROM flows WHERE ?1 IS NULL OR account = ?1")
      .Bind(account)
      .Run();
}

}  // namespace mediaconnect
