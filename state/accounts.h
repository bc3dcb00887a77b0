// Accounts: those that were given out to tests, and those that have something.
//
// Call within a transaction; Give within a write transaction.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "state/ids.h"

namespace mediaconnect {

struct GivenAccount {
  std::string account;     // 12 digits
  std::string secret_key;  // as long as AWS's; nothing checks it
};

class AccountStore {
 public:
  AccountStore(Database& database, Ids& ids);

  // An account that nobody has used, and that was never given out: not before a reset or a restart
  // either. The same one again under the same seed, on a server where as many were given out.
  GivenAccount Give();

  // By account: how many resources of each kind it has, parts too, by the kind's name.
  std::map<std::string, std::map<std::string, std::int64_t>> CountResources();

 private:
  std::int64_t CountGiven();
  bool IsUsed(const std::string& account);

  Ids& ids_;
  Database::Statement given_;
  Database::Statement is_used_;
  Database::Statement give_;
  Database::Statement count_;
};

}  // namespace mediaconnect
