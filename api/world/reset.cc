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
  const int flows = call.state.flows.RemoveAll(account);
  const int reservations = call.state.reservations.RemoveAll(account);
  call.state.ids.Reset(account);
  call.note = "reset " + (account ? "account " + *account : "all accounts") +
              " (flows: " + std::to_string(flows) +
              ", reservations: " + std::to_string(reservations) + ")";
  return json::ObjectWriter().Finish();
}

}  // namespace mediaconnect
