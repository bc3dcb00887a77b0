// Resources: everything that has a name or an ARN, as rows of one table. What only one kind has is
// in a side table with a store of its own (state/entitlements.h).
//
// Call within a transaction; writing calls within a write transaction.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "state/database.h"
#include "state/kinds.h"
#include "state/scope.h"

namespace mediaconnect {

struct Resource {
  std::int64_t id = 0;  // grows with creation: the order of lists, and the position of pages
  ResourceKind kind;
  std::optional<std::int64_t> parent_id = std::nullopt;  // what it is a part of, and goes with
  Scope scope;
  std::string arn = {};
  std::string name = {};
  std::string status = {};  // as the wire has it; kinds without states leave it empty
  // Since when it is ACTIVE, in milliseconds since 1970; none while it is not. Kept by Lifecycle.
  std::optional<std::int64_t> active_since = std::nullopt;
  // What a list shows of it, but for the status; without it, its doc. For List alone: here it is
  // written, and not read.
  std::optional<std::string> listed = std::nullopt;
  std::string doc = {};  // the wire form, but for what is a column and what depends on other rows

  template <class State>
  bool Is(State state) const {
    return status == TextOf(state);
  }
};

// A resource as a list shows it.
struct ListedResource {
  std::int64_t id;
  std::string status;
  std::string form;  // what is shown, but for the status
};

class ResourceStore {
 public:
  explicit ResourceStore(Database& database);

  // Returns the new id. A part is in its parent's account and Region.
  std::int64_t Insert(const Resource& resource);

  // Of any kind.
  std::optional<Resource> Find(const Scope& scope, std::string_view arn);
  std::optional<Resource> Find(std::int64_t id);
  // Of this kind: what has the ARN and is of another is not found.
  std::optional<Resource> Find(ResourceKind kind, const Scope& scope, std::string_view arn);

  // A resource with all its parts, by one query: gives `take` itself first, then its parts by kind
  // and name; nothing if it is not there. `take` must not use the store.
  using Take = std::function<void(Resource&&)>;
  void FindWhole(const Scope& scope, std::string_view arn, const Take& take);
  void FindWhole(std::int64_t id, const Take& take);

  // What is not a part: those with an id after `after_id`, in order of creation, at most `limit`.
  std::vector<ListedResource> List(ResourceKind kind, const Scope& scope, std::int64_t after_id,
                                   std::int64_t limit);
  // The same, whole, of several Regions. `regions`: a list of JSON.
  std::vector<Resource> ListIn(ResourceKind kind, std::string_view account,
                               std::string_view regions, std::int64_t after_id, std::int64_t limit);
  std::int64_t CountIn(ResourceKind kind, const Scope& scope);
  bool HasName(ResourceKind kind, const Scope& scope, std::string_view name);

  // Stores the resource's `doc`, and its `listed` if that is there.
  void SetForms(const Resource& resource);
  void Rename(std::int64_t id, std::string_view name);
  // With its parts, its tags, and what elsewhere depends on it.
  void Remove(std::int64_t id);

  // Everything of an account, or of all if none is given. Returns how many of each kind there were
  // that is not a part.
  std::map<ResourceKind, std::int64_t> RemoveAll(const std::optional<std::string>& account);

 private:
  Database& database_;
  Database::Statement insert_;
  Database::Statement find_by_arn_;
  Database::Statement find_by_id_;
  Database::Statement find_whole_;
  Database::Statement list_;
  Database::Statement list_in_;
  Database::Statement count_in_;
  Database::Statement has_name_;
  Database::Statement set_forms_;
  Database::Statement rename_;
  Database::Statement remove_;
  Database::Statement count_all_;
  Database::Statement remove_all_;
};

// For stores over side tables that find resources: "SELECT" with the columns that the reader wants,
// of the table or alias `r`; `from` is the rest of the query.
std::string SelectResource(std::string_view from);
std::vector<Resource> ReadResources(Database::Query query);
std::string SelectListed(std::string_view from);
std::vector<ListedResource> ReadListed(Database::Query query);

}  // namespace mediaconnect
