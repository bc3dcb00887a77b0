// All that the server remembers, behind one door: the stores over one database, the lifecycle, the
// clock and the ids. Owned by main; shared by the I/O threads, which take turns by transactions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "state/accounts.h"
#include "state/changes.h"
#include "state/client_tokens.h"
#include "state/clock.h"
#include "state/clocks.h"
#include "state/database.h"
#include "state/entitlements.h"
#include "state/feeds.h"
#include "state/ids.h"
#include "state/lifecycle.h"
#include "state/placements.h"
#include "state/resources.h"
#include "state/routers.h"
#include "state/tags.h"

namespace mediaconnect {

class State {
 public:
  // An empty path keeps everything in memory. Throws DatabaseError.
  State(const std::string& path, std::optional<std::uint64_t> seed, Clock& state_clock);

  // One request's transaction. Ends in Commit, or is rolled back.
  class Transaction {
   public:
    Transaction(State& state, bool read_only);

    // Makes the changes last, and then known to the lifecycle and to who listens to changes. Throws
    // DatabaseError.
    void Commit();

   private:
    State& state_;
    bool read_only_;
    Database::Transaction transaction_;
  };

  // Carries out the transitions that are due, in a transaction of their own; free when none is.
  void Settle();
  // Somebody looks at a resource: carries out its transition if it has waited for that, in a
  // transaction of its own. Free as long as none has waited for polls.
  void Poll(const Scope& scope, std::string_view arn);

  Clock& machine_clock;
  Database database;
  Clocks clocks;
  ResourceStore resources;
  EntitlementStore entitlements;
  FeedStore feeds;
  PlacementStore placements;
  RouterStore routers;
  TagStore tags;
  ClientTokenStore client_tokens;
  Ids ids;
  AccountStore accounts;
  Lifecycle lifecycle;
  Changes changes;
};

}  // namespace mediaconnect
