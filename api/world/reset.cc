// POST /_mediaconnect/reset: the model as it was at the start, for all accounts or for one.
#include "api/world/reset.h"

#include <optional>
#include <string>

#include "handlers.h"

namespace mediaconnect {
namespace {

// Given by the path, or by the member `account`.
std::optional<std::string> AccountOf(const Call& call) {
  const json::Node* const given = json::Find(call.request, key::account);
  if (given == nullptr) return call.account;
  const std::string_view account = json::StringOf(*given);
  if (!call.account || *call.account == account) return std::string(account);
  throw BadRequest("account: " + Quote(account) + " is not the account of the path, " +
                   *call.account);
}

}  // namespace

std::string Forget(Call& call, const std::optional<std::string>& account) {
  std::string counts;
  for (const auto& [kind, count] : call.state.resources.RemoveAll(account)) {
    counts.append(counts.empty() ? "" : ", ").append(RulesOf(kind).name);
    counts.append("s: ").append(std::to_string(count));
  }
  call.state.ids.Reset(account);
  call.state.clocks.Reset(account);
  call.after_commit = [&steering = call.steering, account] { steering.Forget(account); };
  return counts.empty() ? "nothing was there" : counts;
}

json::Text Reset(Call& call) {
  const std::optional<std::string> account = AccountOf(call);
  call.note = "reset " + (account ? "account " + *account : "all accounts") + " (" +
              Forget(call, account) + ")";
  return json::ObjectWriter().Finish();
}

}  // namespace mediaconnect
