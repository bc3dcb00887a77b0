// The error for an ARN that names nothing.
#pragma once

#include <string>
#include <string_view>

#include "api/call.h"
#include "api/contract/arn.h"
#include "api/contract/message.h"

namespace mediaconnect {

// The message for an ARN that names nothing that the caller has. If the caller has it in another
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
