#include "api/rules/users.h"

#include <string>

namespace mediaconnect {

void RequireNoUsers(Call& call, ErrorCode code, std::string_view what, const Resource& feeder) {
  for (const Resource& user : call.state.feeds.UsersOf(feeder.id)) {
    if (user.Is(FlowStatus::kDeleting) || user.Is(BridgeState::kDeleting)) continue;
    throw ApiError{code, std::string(what) + " " + feeder.arn + " is the source of " + user.arn +
                             "; delete that first, or remove or update its source."};
  }
}

}  // namespace mediaconnect
