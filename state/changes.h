// What changes: each resource that is added, changed or removed, cascades included. Triggers of
// this connection collect it inside the transaction, and it is handed out after the commit, in the
// order in which it happened. A handler never reports a change.
//
// While nobody listens nothing is collected.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "state/database.h"
#include "state/kinds.h"
#include "state/scope.h"

namespace mediaconnect {

struct Change {
  enum class What : std::uint8_t { kAdded, kChanged, kRemoved };

  What what;
  std::int64_t id;
  ResourceKind kind;
  std::optional<std::int64_t> parent_id;
  Scope scope;
  std::string arn;
  std::string name;
  // As the wire has them; "" before it was there, after it has gone, and of kinds without states.
  std::string old_status;
  std::string status;
};

class Changes {
 public:
  // Called after each commit that changed something. Other requests wait meanwhile: it must
  // neither use the state nor wait.
  using Listener = std::function<void(const std::vector<Change>&)>;

  explicit Changes(Database& database) : database_(database) {}

  // Begins to collect. Call it once, before there are requests.
  void Listen(Listener listener);

  // After a commit, and after a transaction that was rolled back.
  void HandOut();
  void Forget() { collected_.clear(); }

 private:
  void Note(const Database::Arguments& row);

  Database& database_;
  Listener listener_;
  std::vector<Change> collected_;
};

}  // namespace mediaconnect
