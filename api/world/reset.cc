#include "api/world/reset.h"

namespace mediaconnect {

json::Text Reset(Call& call) {
  const std::string account(json::GetString(call.request, key::account, ""));
  call.state.flows.RemoveAll(account);
  call.state.reservations.RemoveAll(account);
  call.state.ids.Reset(account);
  return json::ObjectWriter().Finish();
}

}  // namespace mediaconnect
