// Flows as rows. A flow's parts (sources, outputs, entitlements, ...) are in state/flow_parts.h.
//
// Call within a transaction; writing calls within a write transaction.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "state/scope.h"

namespace mediaconnect {

class Database;

struct Flow {
  std::int64_t id = 0;
  Scope scope;
  std::string arn = {};
  std::string name = {};
  std::string status = {};
  std::string doc = {};  // the members of the wire form that are neither columns nor parts
  // Since when it is running, in milliseconds since 1970; none while it is not. Kept by Lifecycle.
  std::optional<std::int64_t> active_since = std::nullopt;
};

// A flow as a list shows it.
struct ListedFlow {
  Flow flow;
  std::string first_source_doc;
};

class FlowStore {
 public:
  explicit FlowStore(Database& database) : database_(database) {}

  // Returns the flow's id.
  std::int64_t Insert(const Flow& flow);
  std::optional<Flow> Find(const Scope& scope, std::string_view arn);
  std::optional<Flow> Find(std::int64_t id);
  // Those with an id after `after_id`, in order of creation, at most `limit`.
  std::vector<ListedFlow> List(const Scope& scope, std::int64_t after_id, std::int64_t limit);
  std::int64_t CountIn(const Scope& scope);
  void SetDoc(std::int64_t id, const std::string& doc);

  // Everything of an account, or of all if none is given: flows with all their parts, and the
  // outputs that its sources made on the flows of others. Returns how many flows these were.
  int RemoveAll(const std::optional<std::string>& account);

 private:
  Database& database_;
};

}  // namespace mediaconnect
