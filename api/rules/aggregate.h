// A resource with its parts, as one request looks at and changes them: read by one query, each
// document parsed when it is first looked at, what has changed written by Save. Rules take the
// whole, so that none of them asks the database for what another has read.
//
// Lives as long as its Call.
#pragma once

#include <cstdint>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "api/call.h"
#include "api/rules/transition.h"

namespace mediaconnect {

// A row with its document.
class Record {
 public:
  // As it is stored.
  explicit Record(Resource row) : row_(std::move(row)) {}
  // New. `row` lacks its doc.
  Record(Resource row, json::Value document) : row_(std::move(row)) { Set(std::move(document)); }

  const Resource& row() const { return row_; }
  Resource& row() { return row_; }
  std::int64_t id() const { return row_.id; }
  const std::string& arn() const { return row_.arn; }
  const std::string& name() const { return row_.name; }

  const json::Node& document() const;
  // The same as text, valid until it is set.
  json::TextView text() const { return json::TextView(row_.doc); }

  void Set(json::Value document);
  // What a list shows of it.
  void SetListed(const json::Text& listed);

 private:
  friend class Aggregate;

  Resource row_;
  mutable std::optional<json::Value> document_;
  bool is_changed_ = false;  // since it was read or written
};

class Aggregate {
 public:
  using Records = std::list<Record>;

  // As it is stored, without its parts.
  Aggregate(Call& call, Resource&& row) : call_(call), own_(std::move(row)) {}
  // A new one without parts, which is stored at once. `row` lacks its doc.
  Aggregate(Call& call, Resource row, json::Value document);

  // One that is stored, with its parts, by its id or by scope and ARN. `Whole` derives from this
  // class. None if it is not there, or of another kind.
  template <class Whole, class... Which>
  static std::optional<Whole> Find(Call& call, ResourceKind kind, const Which&... which) {
    std::optional<Whole> whole;
    bool is_first = true;
    call.state.resources.FindWhole(which..., [&](Resource&& row) {
      if (!std::exchange(is_first, false)) {
        if (whole) whole->AddStored(std::move(row));
      } else if (row.kind == kind) {
        whole.emplace(call, std::move(row));
      }
    });
    if (whole) whole->SortParts();
    return whole;
  }

  Call& call() const { return call_; }
  const Resource& row() const { return own_.row(); }
  std::int64_t id() const { return row().id; }
  const std::string& arn() const { return row().arn; }
  const std::string& name() const { return row().name; }
  template <class State>
  bool Is(State state) const {
    return row().Is(state);
  }

  // What it has of its own, without its parts.
  const json::Node& document() const { return own_.document(); }
  json::TextView text() const { return own_.text(); }
  void SetDocument(json::Value document) { own_.Set(std::move(document)); }
  void SetListed(const json::Text& listed) { own_.SetListed(listed); }

  // In order of creation.
  const Records& PartsOf(ResourceKind kind) const;
  Records& PartsOf(ResourceKind kind) { return parts_[kind]; }
  // nullptr if there is none.
  Record* FindPart(ResourceKind kind, std::string_view name);
  const Record* FindPart(ResourceKind kind, std::string_view name) const;
  Record* FindPartByArn(ResourceKind kind, std::string_view arn);
  bool HasPart(ResourceKind kind, std::string_view name) const;
  // "output-1", "output-2", ...: the first name that no part of the kind has (decision 6).
  std::string FreeName(ResourceKind kind, std::string_view stem) const;

  // The name, with a number if a part of the kind has it already.
  std::string NameLike(ResourceKind kind, const std::string& name) const {
    return HasPart(kind, name) ? FreeName(kind, name) : name;
  }

  // Stores a new part at once.
  Record& AddPart(ResourceKind kind, const std::string& arn, const std::string& name,
                  json::Value document, std::optional<std::string> listed = std::nullopt);
  void RemovePart(const Record& part);

  void Begin(const Transition& transition) { BeginTransition(call_, own_.row(), transition); }
  // What an update does to it while it is `active`: it passes through `updating` if that takes
  // time.
  template <class State>
  void PassThrough(State updating, State active) {
    if (Is(active)) BeginIfItTakesTime(call_, own_.row(), {updating, active});
  }

 protected:
  bool IsChanged() const { return own_.is_changed_; }
  bool IsChanged(ResourceKind kind) const;
  // Writes what has changed.
  void Save();

 private:
  // Names of one kind, for lists that grow long.
  struct Names {
    std::unordered_set<std::string_view> taken;
    std::map<std::string, int, std::less<>> next;  // by stem: all numbers below it are taken
  };
  Names& NamesOf(ResourceKind kind) const;
  void AddStored(Resource&& part);
  void SortParts();

  Call& call_;
  Record own_;
  std::map<ResourceKind, Records> parts_;
  std::unordered_set<ResourceKind> changed_kinds_;
  mutable std::map<ResourceKind, Names> names_;
};

// The texts of parts, as a list.
json::Text ListOf(const Aggregate::Records& parts);

}  // namespace mediaconnect
