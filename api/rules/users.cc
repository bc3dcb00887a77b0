#include "api/rules/users.h"

#include <string>

namespace mediaconnect {

void RequireNoUsers(Call& call, ErrorCode code, std::string_view what, const Resource& feeder) {
  for (const Resource& user : call.state.feeds.UsersOf(feeder.id)) {
    // The user's deletion can still fail, and then the user keeps its source.
    const bool is_going = user.Is(FlowStatus::kDeleting) || user.Is(BridgeState::kDeleting);
    throw ApiError{code, std::string(what) + " " + feeder.arn + " is the source of " + user.arn +
                             (is_going ? ", which is DELETING; wait until it is gone."
                                       : "; delete that first, or remove or update its source.")};
  }
}

}  // namespace mediaconnect
