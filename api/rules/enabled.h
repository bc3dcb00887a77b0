// The states ENABLED and DISABLED, which many settings have.
#pragma once

#include "api/contract/contract.h"
#include "api/contract/json.h"

namespace mediaconnect {

// Whether the member says ENABLED; one that is absent says DISABLED.
inline bool IsEnabled(const json::Node& object, Key state) {
  return json::GetString(object, state, "DISABLED") == "ENABLED";
}
// The same of an object that may be absent.
inline bool IsEnabled(const json::Node* object, Key state) {
  return object != nullptr && IsEnabled(*object, state);
}

}  // namespace mediaconnect
