#include "state/placements.h"

namespace mediaconnect {

PlacementStore::PlacementStore(Database& database)
    : place_(database, "INSERT INTO placements (resource_id, gateway_id) VALUES (?, ?)"),
      count_(database,
             "SELECT count(*) FROM placements p JOIN resources r ON r.id = p.resource_id"
             " WHERE p.gateway_id = ? AND r.kind = ?"),
      list_(database, SelectListed("FROM placements p JOIN resources r ON r.id = p.resource_id"
                                   " WHERE p.gateway_id = ? AND r.kind = ? AND r.id > ?"
                                   " ORDER BY r.id LIMIT ?")) {}

void PlacementStore::Place(std::int64_t resource_id, std::int64_t gateway_id) {
  place_(resource_id, gateway_id).Run();
}

std::int64_t PlacementStore::CountOn(std::int64_t gateway_id, ResourceKind kind) {
  auto query = count_(gateway_id, RulesOf(kind).name);
  query.Step();
  return query.Int(0);
}

std::vector<ListedResource> PlacementStore::ListOn(std::int64_t gateway_id, ResourceKind kind,
                                                   std::int64_t after_id, std::int64_t limit) {
  return ReadListed(list_(gateway_id, RulesOf(kind).name, after_id, limit));
}

}  // namespace mediaconnect
