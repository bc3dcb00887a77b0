#include "state/placements.h"

namespace mediaconnect {
namespace {

constexpr std::string_view kInOrder = " ORDER BY r.id";
constexpr std::string_view kPage = " AND r.id > ? ORDER BY r.id LIMIT ?";

std::string Placed(std::string_view where, std::string_view rest) {
  return std::string("FROM placements p JOIN resources r ON r.id = p.resource_id WHERE ")
      .append(where)
      .append(rest);
}
std::string On(std::string_view rest) { return Placed("p.gateway_id = ? AND r.kind = ?", rest); }
std::string RunBy(std::string_view rest) { return Placed("p.instance_id = ?", rest); }

}  // namespace

PlacementStore::PlacementStore(Database& database)
    : place_(database, "INSERT INTO placements (resource_id, gateway_id) VALUES (?, ?)"),
      gateway_of_(database, "SELECT gateway_id FROM placements WHERE resource_id = ?"),
      count_on_(database, "SELECT count(*) " + On(" AND r.status <> ?")),
      find_on_(database, SelectResource(On(kInOrder))),
      list_on_(database, SelectListed(On(kPage))),
      set_instance_(database, "UPDATE placements SET instance_id = ? WHERE resource_id = ?"),
      instance_of_(database,
                   "SELECT i.name FROM placements p JOIN resources i ON i.id = p.instance_id"
                   " WHERE p.resource_id = ?"),
      count_run_by_(database, "SELECT count(*) FROM placements WHERE instance_id = ?"),
      find_run_by_(database, SelectResource(RunBy(kInOrder))),
      list_run_by_(database, SelectListed(RunBy(kPage))) {}

void PlacementStore::Place(std::int64_t resource_id, std::int64_t gateway_id) {
  place_(resource_id, gateway_id).Run();
}

std::int64_t PlacementStore::GatewayOf(std::int64_t resource_id) {
  auto query = gateway_of_(resource_id);
  query.Step();
  return query.Int(0);
}

std::int64_t PlacementStore::CountOn(std::int64_t gateway_id, ResourceKind kind,
                                     std::string_view but_in) {
  auto query = count_on_(gateway_id, RulesOf(kind).name, but_in);
  query.Step();
  return query.Int(0);
}

std::vector<Resource> PlacementStore::FindOn(std::int64_t gateway_id, ResourceKind kind) {
  return ReadResources(find_on_(gateway_id, RulesOf(kind).name));
}

std::vector<ListedResource> PlacementStore::ListOn(std::int64_t gateway_id, ResourceKind kind,
                                                   std::int64_t after_id, std::int64_t limit) {
  return ReadListed(list_on_(gateway_id, RulesOf(kind).name, after_id, limit));
}

void PlacementStore::SetInstance(std::int64_t bridge_id, std::optional<std::int64_t> instance_id) {
  set_instance_(instance_id, bridge_id).Run();
}

std::optional<std::string> PlacementStore::InstanceOf(std::int64_t bridge_id) {
  auto query = instance_of_(bridge_id);
  if (!query.Step()) return std::nullopt;
  return query.Text(0);
}

std::int64_t PlacementStore::CountRunBy(std::int64_t instance_id) {
  auto query = count_run_by_(instance_id);
  query.Step();
  return query.Int(0);
}

std::vector<Resource> PlacementStore::FindRunBy(std::int64_t instance_id) {
  return ReadResources(find_run_by_(instance_id));
}

std::vector<ListedResource> PlacementStore::ListRunBy(std::int64_t instance_id,
                                                      std::int64_t after_id, std::int64_t limit) {
  return ReadListed(list_run_by_(instance_id, after_id, limit));
}

}  // namespace mediaconnect
