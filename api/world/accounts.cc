// /_mediaconnect/accounts: an account for each test, so that tests share a server and never meet.
#include "api/world/reset.h"
#include "handlers.h"

namespace mediaconnect {

json::Text CreateAccount(Call& call) {
  const GivenAccount given = call.state.accounts.Give();
  call.note = "gave out account " + given.account;
  return json::ObjectWriter()
      .Add(key::accountId, given.account)
      .Add(key::accessKeyId, given.account)
      .Add(key::secretAccessKey, given.secret_key)
      .Add(key::endpoint, call.Endpoint())
      .Finish();
}

json::Text ListAccounts(Call& call) {
  json::ArrayWriter accounts;
  for (const auto& [account, kinds] : call.state.accounts.CountResources()) {
    json::ObjectWriter counts;
    for (const auto& [kind, count] : kinds) counts.Add(Key{kind}, count);
    accounts.Add(json::ObjectWriter()
                     .Add(key::accountId, account)
                     .Add(key::counts, counts.Finish())
                     .Finish());
  }
  return json::ObjectWriter().Add(key::accounts, accounts.Finish()).Finish();
}

json::Text DeleteAccount(Call& call) {
  const std::string account(json::GetString(call.request, key::accountId));
  call.note = "reset account " + account + " (" + Forget(call, account) + ")";
  return {};
}

}  // namespace mediaconnect
