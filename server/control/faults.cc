// /_mediaconnect/faults: which calls of the service go wrong, and how.
#include "handlers.h"

namespace mediaconnect {

json::Text ListFaults(Call& call) { return call.steering.faults.List(call.account); }

json::Text AddFault(Call& call) {
  return call.steering.faults.Add(call.account, json::Get(call.request, key::rule));
}

json::Text ReplaceFaults(Call& call) {
  return call.steering.faults.Replace(call.account, json::Get(call.request, key::faults));
}

json::Text RemoveFault(Call& call) {
  call.steering.faults.Remove(call.account, json::GetString(call.request, key::id));
  return {};
}

json::Text RemoveFaults(Call& call) {
  call.steering.faults.RemoveAll(call.account);
  return {};
}

}  // namespace mediaconnect
