// POST /_mediaconnect/reset: the model as it was at the start, for all accounts or for one.
#include <optional>
#include <string>

#include "handlers.h"

namespace mediaconnect {

json::Text Reset(Call& call) {
  std::optional<std::string> account;
  if (const json::Node* given = json::Find(call.request, key::account)) {
    account = json::StringOf(*given);
  }
  std::string counts;
  for (const auto& [kind, count] : call.state.resources.RemoveAll(account)) {
    counts.append(counts.empty() ? "" : ", ").append(RulesOf(kind).name);
    counts.append("s: ").append(std::to_string(count));
  }
  call.state.ids.Reset(account);
  call.note = "reset " + (account ? "account " + *account : "all accounts") + " (" +
              (counts.empty() ? "nothing was there" : counts) + ")";
  return json::ObjectWriter().Finish();
}

}  // namespace mediaconnect
