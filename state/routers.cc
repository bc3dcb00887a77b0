#include "state/routers.h"

#include <utility>

namespace mediaconnect {
namespace {

std::optional<Resource> FirstOf(std::vector<Resource>&& found) {
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

}  // namespace

RouterStore::RouterStore(Database& database)
    : attach_(database, "INSERT INTO router_attachments (resource_id, interface_id) VALUES (?, ?)"),
      count_attached_(database,
                      "SELECT count(*) FROM router_attachments a"
                      " JOIN resources r ON r.id = a.resource_id"
                      " WHERE a.interface_id = ? AND r.kind = ?"),
      find_attached_(database, SelectResource("FROM router_attachments a"
                                              " JOIN resources r ON r.id = a.resource_id"
                                              " WHERE a.interface_id = ? ORDER BY r.id")),
      take_(database, "INSERT OR REPLACE INTO router_takes (route_id, input_id) VALUES (?, ?)"),
      find_taken_(database, SelectResource("FROM router_takes t"
                                           " JOIN resources r ON r.id = t.input_id"
                                           " WHERE t.route_id = ?")),
      find_route_(database, SelectResource("FROM resources r"
                                           " WHERE r.parent_id = ? AND r.kind = 'router_route'")),
      find_takers_(database, SelectResource("FROM router_takes t"
                                            " JOIN resources p ON p.id = t.route_id"
                                            " JOIN resources r ON r.id = p.parent_id"
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

void RouterStore::Take(std::int64_t route_id, std::int64_t input_id) {
  take_(route_id, input_id).Run();
}

std::optional<Resource> RouterStore::FindTaken(std::int64_t route_id) {
  return FirstOf(ReadResources(find_taken_(route_id)));
}

std::optional<Resource> RouterStore::FindRoute(std::int64_t output_id) {
  return FirstOf(ReadResources(find_route_(output_id)));
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
