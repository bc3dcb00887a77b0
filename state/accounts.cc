#include "state/accounts.h"

namespace mediaconnect {

AccountStore::AccountStore(Database& database, Ids& ids)
    : ids_(ids),
      given_out_(database, "SELECT coalesce(max(number), 0) FROM given_accounts"),
      is_used_(database,
               "SELECT 1 FROM given_accounts WHERE account = ?1"
               " UNION ALL SELECT 1 FROM clocks WHERE account = ?1"
               " UNION ALL SELECT 1 FROM counters WHERE account = ?1"
               " UNION ALL SELECT 1 FROM entitlement_grants WHERE account = ?1"
               " UNION ALL SELECT 1 FROM resources WHERE account = ?1 LIMIT 1"),
      give_(database, "INSERT INTO given_accounts (number, account) VALUES (?, ?)"),
      count_(database, "SELECT account, kind, count(*) FROM resources GROUP BY account, kind") {}

GivenAccount AccountStore::Give() {
  std::int64_t number = 0;
  {
    auto query = given_out_();
    query.Step();
    number = query.Int(0) + 1;
  }
  for (std::int64_t draws = 1;; ++draws) {
    const Draw draw = ids_.Fixed("account/" + std::to_string(number) + "/" + std::to_string(draws));
    std::string account = draw.AccountId();
    if (IsUsed(account)) continue;
    give_(number, account).Run();
    return {std::move(account), draw.SecretKey()};
  }
}

bool AccountStore::IsUsed(const std::string& account) { return is_used_(account).Step(); }

std::map<std::string, std::map<std::string, std::int64_t>> AccountStore::CountResources() {
  std::map<std::string, std::map<std::string, std::int64_t>> counts;
  auto query = count_();
  while (query.Step()) counts[query.Text(0)][query.Text(1)] = query.Int(2);
  return counts;
}

}  // namespace mediaconnect
