#include "state/accounts.h"

#include "state/stored_number.h"

namespace mediaconnect {

AccountStore::AccountStore(Database& database, Ids& ids)
    : ids_(ids),
      given_(database, "SELECT value FROM settings WHERE name = 'accounts given'"),
      is_used_(database,
               "SELECT 1 FROM settings WHERE name IN ('account ' || ?1, 'clock ' || ?1)"
               " UNION ALL SELECT 1 FROM counters WHERE account = ?1"
               " UNION ALL SELECT 1 FROM entitlement_grants WHERE account = ?1"
               " UNION ALL SELECT 1 FROM resources WHERE account = ?1 LIMIT 1"),
      give_(database,
            "INSERT OR REPLACE INTO settings (name, value)"
            " VALUES ('accounts given', ?1), ('account ' || ?2, ?1)"),
      count_(database, "SELECT account, kind, count(*) FROM resources GROUP BY account, kind") {}

GivenAccount AccountStore::Give() {
  const std::string number = std::to_string(CountGiven() + 1);
  for (std::int64_t draws = 1;; ++draws) {
    const Draw draw = ids_.Fixed("account/" + number + "/" + std::to_string(draws));
    std::string account = draw.AccountId();
    if (IsUsed(account)) continue;
    give_(number, account).Run();
    return {std::move(account), draw.SecretKey()};
  }
}

std::int64_t AccountStore::CountGiven() {
  auto query = given_();
  return query.Step() ? StoredNumber<std::int64_t>(query.View(0), "count of accounts") : 0;
}

bool AccountStore::IsUsed(const std::string& account) { return is_used_(account).Step(); }

std::map<std::string, std::map<std::string, std::int64_t>> AccountStore::CountResources() {
  std::map<std::string, std::map<std::string, std::int64_t>> counts;
  auto query = count_();
  while (query.Step()) counts[query.Text(0)][query.Text(1)] = query.Int(2);
  return counts;
}

}  // namespace mediaconnect
