// Which state a resource must be in.
#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/call.h"

namespace mediaconnect {

// Throws the error `code` unless the resource is in one of the states. `what`: "Flow"; `purpose`:
// "be deleted; stop it first". Which error it is depends on the family (decision 3).
template <class State>
void RequireState(ErrorCode code, std::string_view what, const Resource& resource,
                  std::span<const State> states, std::string_view purpose) {
  std::vector<std::string_view> allowed;
  for (const State state : states) {
    if (resource.Is(state)) return;
    allowed.push_back(TextOf(state));
  }
  throw ApiError{code, std::string(what) + " " + resource.arn + " is " + resource.status +
                           "; it must be " + JoinWithOr(allowed) + " to " + std::string(purpose) +
                           "."};
}
template <class State>
void RequireState(ErrorCode code, std::string_view what, const Resource& resource,
                  std::initializer_list<State> states, std::string_view purpose) {
  RequireState(code, what, resource, std::span(states.begin(), states.size()), purpose);
}

}  // namespace mediaconnect
