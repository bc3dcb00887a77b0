#include "api/steering/rule_list.h"

#include <algorithm>

#include "api/contract/contract.h"
#include "api/contract/message.h"
#include "api/contract/quantity.h"

namespace mediaconnect {
namespace {

constexpr Key kId{"id"};
constexpr Key kMatched{"matched"};
constexpr Key kFired{"fired"};
constexpr Key kTtl{"ttl"};

constexpr std::int64_t kLongestTtl = 3'155'760'000'000;  // 100 years: more does not fit the clock

// As it was given: a rule that comes back from a list has what the server had added.
std::string WithoutAdditions(const json::Node& given) {
  json::Value rule = json::Clone(given);
  for (const Key added : {kId, kMatched, kFired}) rule.Remove(added);
  return json::Write(rule).json;
}

}  // namespace

json::Text RuleListBase::List(const Account& account) {
  const std::lock_guard lock(mutex_);
  const auto found = lists_.find(account);
  if (found == lists_.end()) return Listed(Rules());
  DropOld(found->second);
  return Listed(found->second);
}

json::Text RuleListBase::Add(const Account& account, const json::Node& given) {
  Entry entry = MakeEntry(given, "");
  const std::lock_guard lock(mutex_);
  Rules& rules = lists_[account];
  DropOld(rules);
  RequireRoom(rules.entries.size() + 1, BytesBut(nullptr) + entry.given.size());
  entry.id = NextId(rules);
  json::Text listed = Listed(entry);
  rules.entries.insert(rules.entries.begin(), std::move(entry));
  Count();
  return listed;
}

json::Text RuleListBase::Replace(const Account& account, const json::Node& given) {
  std::vector<Entry> entries;
  ForEach(given.GetArray(), name_.name, [&](const json::Node& rule, const std::string& path) {
    Entry entry = MakeEntry(rule, path);
    entry.id = json::GetString(rule, kId, "");
    const auto is_same = [&](const Entry& other) { return other.id == entry.id; };
    if (!entry.id.empty() && std::any_of(entries.begin(), entries.end(), is_same)) {
      throw BadRequest(Path(path, kId) + ": " + Quote(entry.id) + " is the id of another rule too");
    }
    entries.push_back(std::move(entry));
  });
  const std::lock_guard lock(mutex_);
  Rules& rules = lists_[account];
  SetEntries(rules, std::move(entries));
  return Listed(rules);
}

void RuleListBase::Remove(const Account& account, std::string_view id) {
  const std::lock_guard lock(mutex_);
  const auto found = lists_.find(account);
  if (found != lists_.end()) {
    DropOld(found->second);
    const auto is_it = [&](const Entry& entry) { return entry.id == id; };
    const bool is_there = std::erase_if(found->second.entries, is_it) > 0;
    Count();
    if (is_there) return;
  }
  throw NotFound("id: there is no " + std::string(noun_) + " " + Quote(id) +
                 (account ? " of account " + *account : " of the server"));
}

std::vector<json::Text> RuleListBase::ListForeign(const Account& account) {
  const std::lock_guard lock(mutex_);
  return ForeignOf(lists_[account]);
}

void RuleListBase::ReplaceForeign(const Account& account, const ChangeForeign& change) {
  const std::lock_guard lock(mutex_);
  Rules& rules = lists_[account];
  std::vector<Entry> entries;
  for (const Foreign& foreign : change(ForeignOf(rules))) {
    Entry& entry = entries.emplace_back(MakeEntry(foreign.rule, ""));
    entry.foreign = foreign.given.json;
  }
  for (const Entry& entry : rules.entries) {
    if (entry.foreign.empty()) entries.push_back(entry);
  }
  SetEntries(rules, std::move(entries));
}

std::vector<json::Text> RuleListBase::ForeignOf(const Rules& rules) {
  std::vector<json::Text> foreign;
  for (const Entry& entry : rules.entries) {
    if (!entry.foreign.empty()) foreign.push_back({entry.foreign});
  }
  return foreign;
}

void RuleListBase::RemoveAll(const Account& account) {
  const std::lock_guard lock(mutex_);
  const auto found = lists_.find(account);
  if (found != lists_.end()) found->second.entries.clear();
  Count();
}

void RuleListBase::Forget(const Account& account) {
  const std::lock_guard lock(mutex_);
  if (account) {
    lists_.erase(account);
  } else {
    lists_.clear();
  }
  Count();
}

void RuleListBase::Ask(const std::string& account, const std::function<bool(Entry&)>& ask) {
  const std::lock_guard lock(mutex_);
  for (const Account& whose : {Account(account), Account()}) {
    const auto found = lists_.find(whose);
    if (found == lists_.end()) continue;
    DropOld(found->second);
    for (Entry& entry : found->second.entries) {
      if (ask(entry)) return;
    }
  }
}

RuleListBase::Entry RuleListBase::MakeEntry(const json::Node& given,
                                            const std::string& path) const {
  Entry entry{.id = "", .given = WithoutAdditions(given), .meaning = Read(given, path)};
  if (const json::Node* ttl = json::Find(given, kTtl)) {
    const std::int64_t lasts = ParseDuration(json::StringOf(*ttl)).value();
    entry.ends = clock_() + std::chrono::milliseconds(std::min(lasts, kLongestTtl));
  }
  return entry;
}

std::string RuleListBase::NextId(Rules& rules) const {
  while (true) {
    std::string id = std::string(noun_) + "-" + std::to_string(++rules.numbered);
    const bool is_taken = std::any_of(rules.entries.begin(), rules.entries.end(),
                                      [&](const Entry& entry) { return entry.id == id; });
    if (!is_taken) return id;
  }
}

void RuleListBase::RequireRoom(std::size_t count, std::size_t bytes) const {
  if (count > kMostRules) {
    throw BadRequest(std::string(name_.name) + ": a list can have at most " +
                     std::to_string(kMostRules) + " rules; remove some first");
  }
  if (bytes > kMostBytes) {
    throw BadRequest(std::string(name_.name) +
                     ": all rules of the server together can have at most " +
                     std::to_string(kMostBytes) + " bytes; remove some first");
  }
}

void RuleListBase::SetEntries(Rules& rules, std::vector<Entry> entries) {
  std::size_t bytes = BytesBut(&rules);
  for (const Entry& entry : entries) bytes += entry.size();
  RequireRoom(entries.size(), bytes);
  rules.entries = std::move(entries);
  for (Entry& entry : rules.entries) {
    if (entry.id.empty()) entry.id = NextId(rules);
  }
  Count();
}

void RuleListBase::DropOld(Rules& rules) {
  const auto can_end = [](const Entry& entry) { return entry.ends.has_value(); };
  if (std::none_of(rules.entries.begin(), rules.entries.end(), can_end)) return;
  const Time now = clock_();
  const auto has_ended = [&](const Entry& entry) { return entry.ends && *entry.ends <= now; };
  if (std::erase_if(rules.entries, has_ended) > 0) Count();
}

void RuleListBase::Count() {
  std::size_t count = 0;
  for (const auto& [account, rules] : lists_) count += rules.entries.size();
  count_.store(count, std::memory_order_release);
}

std::size_t RuleListBase::BytesBut(const Rules* left_out) const {
  std::size_t bytes = 0;
  for (const auto& [account, rules] : lists_) {
    if (&rules == left_out) continue;
    for (const Entry& entry : rules.entries) bytes += entry.size();
  }
  return bytes;
}

json::Text RuleListBase::Listed(const Rules& rules) const {
  json::ArrayWriter listed;
  for (const Entry& entry : rules.entries) listed.Add(Listed(entry));
  return json::ObjectWriter().Add(name_, listed.Finish()).Finish();
}

json::Text RuleListBase::Listed(const Entry& entry) {
  return json::ObjectWriter()
      .Add(kId, entry.id)
      .Splice(json::TextView(entry.given))
      .Add(kMatched, static_cast<std::int64_t>(entry.matched))
      .Add(kFired, static_cast<std::int64_t>(entry.fired))
      .Finish();
}

}  // namespace mediaconnect
