// A list of rules by which a test steers the server: what is to become of a transition, which call
// fails. The server has one list, and each account has one of its own; each rule has an id and
// counts how often it matched and how often it fired.
//
// Rules live in memory. An account's rules are asked before the server's, in the order of their
// list; the first that fires acts alone. A rule with a `ttl` is gone when that has passed, in real
// time; one that is used up stays, for its counts.
//
// Any thread.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/contract/error.h"
#include "api/contract/json.h"
#include "api/steering/rule_memory.h"

namespace mediaconnect {

// How often a rule was used.
struct RuleUse {
  std::string id;
  std::uint64_t matched = 0;  // this time included
  std::uint64_t fired = 0;    // this time not included
};

// What all lists have in common, whatever their rules are.
class RuleListBase {
 public:
  // Whose list: an account's, or, without one, the server's.
  using Account = std::optional<std::string>;
  using Time = std::chrono::steady_clock::time_point;

  virtual ~RuleListBase() = default;

  // How many rules one list can have. RuleMemory bounds those of all lists.
  static constexpr std::size_t kMostRules = 1000;
  // For how many accounts without rules the list remembers which ids it gave out.
  static constexpr std::size_t kMostEmptyLists = 1000;

  // "faults"
  Key name() const { return name_; }

  // A snapshot of a list, as the text {"faults":[...]}: the rules in the order in which they are
  // asked, with their ids and counts. It can be tens of megabytes long, so it comes in pieces. Any
  // thread, one at a time.
  class Listing {
   public:
    // An upper bound of the length of the text.
    std::size_t size() const;
    // The next piece, of a few hundred kilobytes unless one rule is longer; nullopt after the last.
    std::optional<std::string> Next();
    std::string All();

   private:
    friend class RuleListBase;
    struct Rule {
      std::string id;
      std::shared_ptr<const std::string> given;
      std::uint64_t matched;
      std::uint64_t fired;
    };

    std::string begin_;
    std::vector<Rule> rules_;
    std::size_t next_ = 0;
    bool has_ended_ = false;
  };
  Listing List(const Account& account);
  // Puts a rule in front, and answers it. Throws BadRequestException if it makes no sense.
  json::Text Add(const Account& account, const json::Node& given);
  // Puts these rules in place of all, and answers them as List does. `given`: the member of the
  // list's name. A rule can keep an id that it brings; no rule keeps its counts. Throws
  // BadRequestException, and changes nothing, if one of them makes no sense.
  json::Text Replace(const Account& account, const json::Node& given);
  // Throws NotFoundException if the list has no such rule.
  void Remove(const Account& account, std::string_view id);
  void RemoveAll(const Account& account);

  // A rule that was given in the words of another tool, with what it means here.
  struct Foreign {
    json::Text given;
    json::Value rule;
  };
  // Those of the list, as they were given.
  std::vector<json::Text> ListForeign(const Account& account);
  // Puts what `change` makes of them in their place, in front of the list. `change` must not use
  // the list. Throws BadRequestException, as it does, and changes nothing then.
  using ChangeForeign = std::function<std::vector<Foreign>(const std::vector<json::Text>&)>;
  void ReplaceForeign(const Account& account, const ChangeForeign& change);

  // For a reset: an account's list as it was at the start, or those of all.
  void Forget(const Account& account);

  // Whether no list has a rule.
  bool IsEmpty() const { return count_.load(std::memory_order_acquire) == 0; }

 protected:
  using Clock = std::function<Time()>;

  // `name`: of the list, such as key::faults. `noun`: of one of its rules, "fault". `memory`
  // outlives the list.
  RuleListBase(Key name, std::string_view noun, RuleMemory& memory, Clock clock)
      : name_(name), noun_(noun), memory_(memory), clock_(std::move(clock)) {}
  RuleListBase(const RuleListBase&) = delete;
  RuleListBase& operator=(const RuleListBase&) = delete;

  // A rule in the form in which it is applied, and how much memory that form takes.
  struct Meaning {
    std::shared_ptr<const void> rule;
    std::size_t bytes;
  };
  // Reads a rule whose shape is valid; `path` is that of the rule, such as "faults[1]", or empty.
  virtual Meaning Read(const json::Node& given, const std::string& path) const = 0;

  struct Entry {
    std::string id;
    std::shared_ptr<const std::string> given;  // without what the server adds
    std::string foreign = {};  // as it was given in the words of another tool, or empty
    Meaning meaning;
    std::optional<Time> ends;
    std::uint64_t matched = 0;
    std::uint64_t fired = 0;

    // How much of the RuleMemory the rule takes.
    std::size_t bytes() const;
  };
  // Calls `ask` with each rule of the account and then of the server, until it returns true.
  void Ask(const std::string& account, const std::function<bool(Entry&)>& ask);

 private:
  struct Rules {
    std::vector<Entry> entries;
    std::uint64_t numbered = 0;  // how many ids were given out
  };
  using Lists = std::map<Account, Rules>;

  Entry MakeEntry(const json::Node& given, const std::string& path) const;
  std::string NextId(Rules& rules) const;
  // Throws BadRequestException if `count` is more rules than a list can have.
  void RequireCount(std::size_t count) const;
  // Takes memory for new rules that replace all rules of the account `replaced`, or none if that is
  // null. Throws BadRequestException if not enough memory is left.
  void TakeMemory(std::size_t bytes, const Account* replaced);
  // Puts these in place of all, and gives ids to those that have none.
  void SetEntries(const Account& account, std::vector<Entry> entries);
  static std::size_t BytesOf(const std::vector<Entry>& entries);
  // The account's list, which is about to get rules.
  Rules& Fill(const Account& account);
  // Called when the account's list has become empty. Forgets the list that has been empty for
  // longest if there are more than kMostEmptyLists.
  void NoteEmpty(const Account& account);
  // Removes the rules for which `is_to_go` returns true, and returns how many there were.
  template <class IsToGo>
  std::size_t Drop(Lists::iterator list, IsToGo is_to_go);
  // Removes the rules whose time has passed.
  void DropOld(Lists::iterator list);
  static std::vector<json::Text> ForeignOf(const Rules& rules);

  const Key name_;
  const std::string_view noun_;
  RuleMemory& memory_;
  const Clock clock_;
  std::mutex mutex_;
  Lists lists_;                        // a list without rules is the server's, or is in emptied_
  std::deque<Account> emptied_;        // in the order in which their lists became empty
  std::atomic<std::size_t> count_{0};  // of all rules
};

// A list of rules that are applied as a `Rule`. Rule::HeapBytes() returns the memory that one has
// on the heap.
template <class Rule>
class RuleList : public RuleListBase {
 public:
  using Reader = Rule (*)(const json::Node& given, const std::string& path);

  RuleList(Key name, std::string_view noun, Reader reader, RuleMemory& memory,
           Clock clock = std::chrono::steady_clock::now)
      : RuleListBase(name, noun, memory, std::move(clock)), reader_(reader) {}

  // A rule that acts, and how often it was used.
  struct Found {
    std::shared_ptr<const Rule> rule;  // nullptr: none acts
    RuleUse use;

    explicit operator bool() const { return rule != nullptr; }
  };

  // The rule that acts on what the account does. `matches(rule)`: whether the rule is about it;
  // `fires(rule, use)`: whether a rule that matches acts.
  template <class Matches, class Fires>
  Found Find(const std::string& account, Matches matches, Fires fires) {
    Found found;
    if (IsEmpty()) return found;
    Ask(account, [&](Entry& entry) {
      auto rule = std::static_pointer_cast<const Rule>(entry.meaning.rule);
      if (!matches(*rule)) return false;
      RuleUse use{entry.id, ++entry.matched, entry.fired};
      if (!fires(*rule, use)) return false;
      ++entry.fired;
      found = {std::move(rule), std::move(use)};
      return true;
    });
    return found;
  }

 private:
  Meaning Read(const json::Node& given, const std::string& path) const override {
    auto rule = std::make_shared<const Rule>(reader_(given, path));
    const std::size_t bytes = sizeof(Rule) + rule->HeapBytes();
    return {std::move(rule), bytes};
  }

  const Reader reader_;
};

}  // namespace mediaconnect
