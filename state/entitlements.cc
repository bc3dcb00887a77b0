#include "state/entitlements.h"

namespace mediaconnect {

EntitlementStore::EntitlementStore(Database& database)
    : forget_subscribers_(database, "DELETE FROM entitlement_grants WHERE entitlement_id = ?"),
      grant_(database,
             "INSERT INTO entitlement_grants (account, region, entitlement_id) VALUES (?, ?, ?)"),
      is_granted_(database,
                  "SELECT 1 FROM entitlement_grants WHERE entitlement_id = ? AND account = ?"),
      granted_(database,
               SelectListed("FROM entitlement_grants g JOIN resources r ON r.id = entitlement_id"
                            " WHERE g.account = ? AND g.region = ? AND entitlement_id > ?"
                            " ORDER BY entitlement_id LIMIT ?")),
      use_(database,
           "SELECT u.output_id, s.id, s.account, s.region FROM entitlement_uses u"
           " JOIN resources s ON s.id = u.source_id WHERE u.entitlement_id = ?"),
      set_use_(database,
               "INSERT INTO entitlement_uses (entitlement_id, output_id, source_id)"
               " VALUES (?, ?, ?)"),
      remove_use_(database, "DELETE FROM entitlement_uses WHERE source_id = ?"),
      is_fed_by_(database,
                 "WITH RECURSIVE feeders (flow_id) AS ("
                 " SELECT ?1 UNION"
                 " SELECT e.parent_id FROM feeders f"
                 " JOIN resources s ON s.parent_id = f.flow_id AND s.kind = 'flow_source'"
                 " JOIN entitlement_uses u ON u.source_id = s.id"
                 " JOIN resources e ON e.id = u.entitlement_id)"
                 " SELECT 1 FROM feeders WHERE flow_id = ?2") {}

void EntitlementStore::SetSubscribers(const Resource& entitlement,
                                      const std::vector<std::string>& accounts) {
  forget_subscribers_(entitlement.id).Run();
  for (const std::string& account : accounts) {
    grant_(account, entitlement.scope.region, entitlement.id).Run();
  }
}

bool EntitlementStore::IsGrantedTo(std::int64_t entitlement_id, std::string_view account) {
  return is_granted_(entitlement_id, account).Step();
}

std::vector<ListedResource> EntitlementStore::ListGrantedTo(const Scope& subscriber,
                                                            std::int64_t after_id,
                                                            std::int64_t limit) {
  return ReadListed(granted_(subscriber.account, subscriber.region, after_id, limit));
}

std::optional<EntitlementStore::Use> EntitlementStore::UseOf(std::int64_t entitlement_id) {
  auto query = use_(entitlement_id);
  if (!query.Step()) return std::nullopt;
  return Use{query.Int(0), query.Int(1), {query.Text(2), query.Text(3)}};
}

void EntitlementStore::SetUse(std::int64_t entitlement_id, std::int64_t output_id,
                              std::int64_t source_id) {
  set_use_(entitlement_id, output_id, source_id).Run();
}

void EntitlementStore::RemoveOutputTo(std::int64_t source_id) { remove_use_(source_id).Run(); }

bool EntitlementStore::IsFedBy(std::int64_t flow_id, std::int64_t feeder_id) {
  return is_fed_by_(flow_id, feeder_id).Step();
}

}  // namespace mediaconnect
