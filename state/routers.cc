#include "state/routers.h"

namespace mediaconnect {

RouterStore::RouterStore(Database& database)
    : attach_(database, "INSERT INTO router_attachments (resource_id, interface_id) VALUES (?, ?)"),
      count_attached_(database,
                      "SELECT count(*) FROM router_attachments a"
                      " JOIN resources r ON r.id = a.resource_id"
                      " WHERE a.interface_id = ? AND r.kind = ?"),
      find_attached_(database, SelectResource("FROM router_attachments a"
                                              " JOIN resources r ON r.id = a.resource_id"
                                              " WHERE a.interface_id = ? ORDER BY r.id")),
      take_(database, "INSERT OR REPLACE INTO router_takes (output_id, input_id) VALUES (?, ?)"),
      find_takers_(database, SelectResource("FROM router_takes t"
                                            " JOIN resources r ON r.id = t.output_id"
                                            " WHERE t.input_id = ? ORDER BY r.id")),
      count_takers_(database, "SELECT count(*) FROM router_takes WHERE input_id = ?") {}

void RouterStore::Attach(std::int64_t resource_id, std::int64_t interface_id) {
  attach_(resource_id, interface_id).Run();
}

std::int64_t RouterStore::CountAttached(std::int64_t interface_id, ResourceKind kind) {
  auto query = count_attached_(interface_id, RulesOf(kind).name);
  query.Step();
  return query.Int(0);
}

std::vector<Resource> RouterStore::FindAttached(std::int64_t interface_id) {
  return ReadResources(find_attached_(interface_id));
}

void RouterStore::Take(std::int64_t output_id, std::int64_t input_id) {
  take_(output_id, input_id).Run();
}

std::vector<Resource> RouterStore::FindTakers(std::int64_t input_id) {
  return ReadResources(find_takers_(input_id));
}

std::int64_t RouterStore::CountTakers(std::int64_t input_id) {
  auto query = count_takers_(input_id);
  query.Step();
  return query.Int(0);
}

}  // namespace mediaconnect
