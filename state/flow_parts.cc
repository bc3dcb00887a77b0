#include "state/flow_parts.h"

#include <algorithm>

#include "state/database.h"

namespace mediaconnect {
namespace {

constexpr const char* kColumns = "id, flow_id, account, region, arn, name, doc";

FlowPart ReadPart(const Database::Query& query) {
  return {query.Int(0),  query.Int(1),  {query.Text(2), query.Text(3)},
          query.Text(4), query.Text(5), query.Document(6)};
}

}  // namespace

FlowPartStore::FlowPartStore(Database& database, const std::string& table)
    : database_(database),
      insert_("INSERT INTO " + table +
              " (flow_id, account, region, arn, name, doc) VALUES (?, ?, ?, ?, ?, ?)"),
      find_(std::string("SELECT ") + kColumns + " FROM " + table +
            " WHERE account = ? AND region = ? AND arn = ?"),
      find_by_name_(std::string("SELECT ") + kColumns + " FROM " + table +
                    " WHERE flow_id = ? AND name = ?"),
      list_(std::string("SELECT ") + kColumns + " FROM " + table + " WHERE flow_id = ?"),
      count_("SELECT count(*) FROM " + table + " WHERE flow_id = ?"),
      has_name_("SELECT 1 FROM " + table + " WHERE flow_id = ? AND name = ?"),
      set_doc_("UPDATE " + table + " SET doc = ? WHERE id = ?"),
      remove_("DELETE FROM " + table + " WHERE id = ?") {}

std::int64_t FlowPartStore::Insert(const FlowPart& part) {
  database_.Prepare(insert_.c_str())
      .Bind(part.flow_id, part.scope.account, part.scope.region, part.arn, part.name, part.doc)
      .Run();
  return database_.LastInsertId();
}

std::optional<FlowPart> FlowPartStore::Find(const Scope& scope, std::string_view arn) {
  auto query = database_.Prepare(find_.c_str());
  if (!query.Bind(scope.account, scope.region, arn).Step()) return std::nullopt;
  return ReadPart(query);
}

std::optional<FlowPart> FlowPartStore::FindByName(std::int64_t flow_id, std::string_view name) {
  auto query = database_.Prepare(find_by_name_.c_str());
  if (!query.Bind(flow_id, name).Step()) return std::nullopt;
  return ReadPart(query);
}

std::vector<FlowPart> FlowPartStore::ListOf(std::int64_t flow_id) {
  auto query = database_.Prepare(list_.c_str());
  query.Bind(flow_id);
  std::vector<FlowPart> parts;
  while (query.Step()) parts.push_back(ReadPart(query));
  // Here and not by SQLite: setting up its sorter costs more than reading the few rows of a flow.
  std::sort(parts.begin(), parts.end(),
            [](const FlowPart& a, const FlowPart& b) { return a.id < b.id; });
  return parts;
}

std::int64_t FlowPartStore::CountOf(std::int64_t flow_id) {
  auto query = database_.Prepare(count_.c_str());
  query.Bind(flow_id).Step();
  return query.Int(0);
}

bool FlowPartStore::HasName(std::int64_t flow_id, std::string_view name) {
  auto query = database_.Prepare(has_name_.c_str());
  return query.Bind(flow_id, name).Step();
}

void FlowPartStore::SetDoc(std::int64_t id, const std::string& doc) {
  database_.Prepare(set_doc_.c_str()).Bind(doc, id).Run();
}

void FlowPartStore::Remove(std::int64_t id) { database_.Prepare(remove_.c_str()).Bind(id).Run(); }

void FlowOutputStore::LinkToEntitlement(std::int64_t output_id, std::int64_t entitlement_id,
                                        std::int64_t subscriber_source_id) {
  database_
      .Prepare("UPDATE flow_outputs SET entitlement_id = ?, subscriber_source_id = ? WHERE id = ?")
      .Bind(entitlement_id, subscriber_source_id, output_id)
      .Run();
}

std::optional<FlowOutputStore::Use> FlowOutputStore::UseOf(std::int64_t entitlement_id) {
  auto query = database_.Prepare(
      "SELECT o.id, s.id, s.account, s.region FROM flow_outputs o"
      " JOIN flow_sources s ON s.id = o.subscriber_source_id WHERE o.entitlement_id = ?");
  if (!query.Bind(entitlement_id).Step()) return std::nullopt;
  return Use{query.Int(0), query.Int(1), {query.Text(2), query.Text(3)}};
}

void FlowOutputStore::RemoveMadeBySource(std::int64_t subscriber_source_id) {
  database_.Prepare("DELETE FROM flow_outputs WHERE subscriber_source_id = ?")
      .Bind(subscriber_source_id)
      .Run();
}

}  // namespace mediaconnect
