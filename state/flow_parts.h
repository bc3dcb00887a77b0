// The parts of a flow that have a name and an ARN of their own: sources, outputs, entitlements,
// media streams and VPC interfaces. Each kind has a table of the same form and a store over it.
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

struct FlowPart {
  std::int64_t id = 0;
  std::int64_t flow_id = 0;
  Scope scope;
  std::string arn = {};
  std::string name = {};
  std::string doc = {};  // the wire form, complete but for what depends on other rows
};

class FlowPartStore {
 public:
  // `table`: "flow_sources" and so on.
  FlowPartStore(Database& database, const std::string& table);
  FlowPartStore(const FlowPartStore&) = delete;  // statements are cached by the SQL's address
  FlowPartStore& operator=(const FlowPartStore&) = delete;

  // Returns the part's id.
  std::int64_t Insert(const FlowPart& part);
  std::optional<FlowPart> Find(const Scope& scope, std::string_view arn);
  std::optional<FlowPart> FindByName(std::int64_t flow_id, std::string_view name);
  // A flow's parts in order of creation.
  std::vector<FlowPart> ListOf(std::int64_t flow_id);
  std::int64_t CountOf(std::int64_t flow_id);
  bool HasName(std::int64_t flow_id, std::string_view name);
  void SetDoc(std::int64_t id, const std::string& doc);
  void Remove(std::int64_t id);

 protected:
  Database& database_;

 private:
  const std::string insert_;
  const std::string find_;
  const std::string find_by_name_;
  const std::string list_;
  const std::string count_;
  const std::string has_name_;
  const std::string set_doc_;
  const std::string remove_;
};

// Outputs, and which of them an entitlement made.
class FlowOutputStore : public FlowPartStore {
 public:
  explicit FlowOutputStore(Database& database) : FlowPartStore(database, "flow_outputs") {}

  // From now on the output is removed with its entitlement, and with the subscriber's source.
  void LinkToEntitlement(std::int64_t output_id, std::int64_t entitlement_id,
                         std::int64_t subscriber_source_id);

  struct Use {
    std::int64_t output_id;
    std::int64_t source_id;  // the subscriber's
    Scope subscriber;
  };
  // Who uses the entitlement; nullopt while nobody does.
  std::optional<Use> UseOf(std::int64_t entitlement_id);

  // Removes the output that this source of a subscriber made, if there is one. For what a
  // foreign key cannot see: a source that takes another entitlement.
  void RemoveMadeBySource(std::int64_t subscriber_source_id);
};

}  // namespace mediaconnect
