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
                                              " WHERE a.interface_id = ? ORDER BY r.id")) {}

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

}  // namespace mediaconnect
