#include "state/entitlements.h"

#include "state/database.h"

namespace mediaconnect {

void EntitlementStore::SetSubscribers(const FlowPart& entitlement,
                                      const std::vector<std::string>& accounts) {
  database_.Prepare("DELETE FROM entitlement_subscribers WHERE entitlement_id = ?")
      .Bind(entitlement.id)
      .Run();
  for (const std::string& account : accounts) {
    database_
        .Prepare(
            "INSERT INTO entitlement_subscribers (account, region, entitlement_id)"
            " VALUES (?, ?, ?)")
        .Bind(account, entitlement.scope.region, entitlement.id)
        .Run();
  }
}

bool EntitlementStore::IsGrantedTo(std::int64_t entitlement_id, std::string_view account) {
  auto query = database_.Prepare(
      "SELECT 1 FROM entitlement_subscribers WHERE entitlement_id = ? AND account = ?");
  return query.Bind(entitlement_id, account).Step();
}

std::vector<FlowPart> EntitlementStore::ListGrantedTo(const Scope& subscriber,
                                                      std::int64_t after_id, std::int64_t limit) {
  auto query = database_.Prepare(
      "SELECT e.id, e.flow_id, e.account, e.region, e.arn, e.name, e.doc"
      " FROM entitlement_subscribers s JOIN flow_entitlements e ON e.id = s.entitlement_id"
      " WHERE s.account = ? AND s.region = ? AND s.entitlement_id > ?"
      " ORDER BY s.entitlement_id LIMIT ?");
  query.Bind(subscriber.account, subscriber.region, after_id, limit);
  std::vector<FlowPart> entitlements;
  while (query.Step()) {
    entitlements.push_back({query.Int(0),
                            query.Int(1),
                            {query.Text(2), query.Text(3)},
                            query.Text(4),
                            query.Text(5),
                            query.Document(6)});
  }
  return entitlements;
}

bool EntitlementStore::IsFedBy(std::int64_t flow_id, std::int64_t feeder_id) {
  auto query = database_.Prepare(
      "WITH RECURSIVE feeders (flow_id) AS ("
      " SELECT ?1 UNION"
      " SELECT e.flow_id FROM feeders f JOIN flow_sources s ON s.flow_id = f.flow_id"
      " JOIN flow_outputs o ON o.subscriber_source_id = s.id"
      " JOIN flow_entitlements e ON e.id = o.entitlement_id)"
      " SELECT 1 FROM feeders WHERE flow_id = ?2");
  return query.Bind(flow_id, feeder_id).Step();
}

}  // namespace mediaconnect
