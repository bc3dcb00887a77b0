// What a handler gets: the request, who calls, and the open transaction's state. A handler is one
// function an operation; it returns the reply's body, or throws ApiError and leaves no trace.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

#include "api/contract/arn.h"
#include "api/contract/contract.h"
#include "api/contract/error.h"
#include "api/contract/json.h"
#include "api/quota.h"
#include "state/state.h"

namespace mediaconnect {

// How the model behaves where the person who runs the server has a choice. Constant while it runs.
struct Settings {
  Quotas quotas;
  std::int64_t transition_delay_ms = 0;
};

// Lives as long as its transaction. The request is valid by the contract.
struct Call {
  Op op;
  Scope scope;  // the caller's account and Region
  json::Value request;
  State& state;
  const Settings& settings;
  std::string note = {};  // shown in the log: what the call did, if its path does not tell

  // When a transition that begins now is due.
  std::int64_t DueAt() const {
    return state.clock.NowMilliseconds() + settings.transition_delay_ms;
  }
};

using Handler = json::Text (*)(Call&);

// The path of a member for a message: Path("outputs[2]", key::port) is "outputs[2].port".
std::string Path(std::string_view prefix, Key key);
// Path("outputs", 2) is "outputs[2]".
std::string Path(Key list, std::size_t index);

// "ACTIVE, UPDATING or ERROR", for a message: what is allowed.
template <class Range>
std::string JoinWithOr(const Range& allowed) {
  std::string text;
  std::size_t left = std::size(allowed);
  for (const auto& one : allowed) {
    text.append(text.empty() ? "" : left == 1 ? " or " : ", ");
    --left;
    if constexpr (std::is_arithmetic_v<std::decay_t<decltype(one)>>) {
      text.append(std::to_string(one));
    } else {
      text.append(one);
    }
  }
  return text;
}

// Throws BadRequestException unless the name has 1 to `longest` of [A-Za-z0-9_-] (decision 7).
void CheckName(const std::string& path, std::string_view name, std::size_t longest);

// "output-1", "output-2", ...: the first that is free (decision 6).
template <class IsTaken>
std::string FirstFreeName(std::string_view stem, IsTaken is_taken) {
  for (int number = 1;; ++number) {
    std::string name = std::string(stem) + "-" + std::to_string(number);
    if (!is_taken(name)) return name;
  }
}

// The message for an ARN that names nothing that the caller has. Where the caller has it in another
// Region, `exists_in` says so (decision 14).
template <class ExistsIn>
ApiError NoSuchResource(const Call& call, std::string_view what, std::string_view arn,
                        ExistsIn exists_in) {
  std::string message = std::string(what) + " " + Quote(arn) + " does not exist in account " +
                        call.scope.account + ", Region " + call.scope.region + ".";
  const auto parts = ParseArn(arn);
  if (parts && parts->account == call.scope.account && parts->region != call.scope.region) {
    const std::string region(parts->region);
    if (exists_in(Scope{call.scope.account, region})) {
      message += " It is in Region " + region + ": send the request there.";
    }
  }
  return NotFound(message);
}

}  // namespace mediaconnect
