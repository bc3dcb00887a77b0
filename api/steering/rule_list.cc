#include "api/steering/rule_list.h"

#include <algorithm>
#include <set>

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

// The memory that a rule takes beside its entry, its texts and its meaning: malloc's overhead for
// each of them, and the rule's share of the account's list.
constexpr std::size_t kRuleOverhead = 256;
constexpr std::size_t kShortId = 32;

// The most bytes that a listing adds to a rule besides its id.
constexpr std::size_t kAddedBytes = 100;

// A piece of a listing ends once it has this many bytes.
constexpr std::size_t kPieceBytes = 262'144;

// A rule as it is listed: `given`, with the id before it and the counts after it.
void AppendRule(std::string& text, const std::string& id, const std::string& given,
                std::uint64_t matched, std::uint64_t fired) {
  const std::string begin = json::ObjectWriter().Add(kId, id).Finish().json;
  const std::string end = json::ObjectWriter()
                              .Add(kMatched, static_cast<std::int64_t>(matched))
                              .Add(kFired, static_cast<std::int64_t>(fired))
                              .Finish()
                              .json;
  const auto members = [](std::string_view object) { return object.substr(1, object.size() - 2); };
  text.append("{").append(members(begin));
  if (given.size() > 2) text.append(",").append(members(given));
  text.append(",").append(members(end)).append("}");
}

// As it was given: a rule that comes back from a list has what the server had added.
std::string WithoutAdditions(const json::Node& given) {
  json::Value rule = json::Clone(given);
  for (const Key added : {kId, kMatched, kFired}) rule.Remove(added);
  return json::Write(rule).json;
}

}  // namespace

// A list may have capacity for twice as many entries as it holds. Ids that the server gives are
// short and don't count, so the size is known before the rule has one.
std::size_t RuleListBase::Entry::bytes() const {
  const std::size_t long_id = id.size() > kShortId ? id.size() : 0;
  return kRuleOverhead + 2 * sizeof(Entry) + long_id + given->size() + foreign.size() +
         meaning.bytes;
}

template <class IsToGo>
std::size_t RuleListBase::Drop(Lists::iterator list, IsToGo is_to_go) {
  std::vector<Entry>& entries = list->second.entries;
  std::size_t bytes = 0;
  const std::size_t dropped = std::erase_if(entries, [&](const Entry& entry) {
    const bool goes = is_to_go(entry);
    if (goes) bytes += entry.bytes();
    return goes;
  });
  memory_.GiveBack(bytes);
  count_ -= dropped;
  if (dropped > 0 && entries.empty()) {
    entries.shrink_to_fit();
    NoteEmpty(list->first);
  }
  return dropped;
}

RuleListBase::Listing RuleListBase::List(const Account& account) {
  Listing listing;
  listing.begin_ = "{\"" + std::string(name_.name) + "\":[";
  const std::lock_guard lock(mutex_);
  const auto list = lists_.find(account);
  if (list == lists_.end()) return listing;
  DropOld(list);
  for (const Entry& entry : list->second.entries) {
    listing.rules_.push_back({entry.id, entry.given, entry.matched, entry.fired});
  }
  return listing;
}

json::Text RuleListBase::Add(const Account& account, const json::Node& given) {
  Entry entry = MakeEntry(given, "");
  const std::lock_guard lock(mutex_);
  const auto list = lists_.find(account);
  if (list != lists_.end()) DropOld(list);
  RequireCount((list == lists_.end() ? 0 : list->second.entries.size()) + 1);
  TakeMemory(entry.bytes(), nullptr);
  Rules& rules = Fill(account);
  entry.id = NextId(rules);
  json::Text listed;
  AppendRule(listed.json, entry.id, *entry.given, 0, 0);
  rules.entries.insert(rules.entries.begin(), std::move(entry));
  ++count_;
  return listed;
}

json::Text RuleListBase::Replace(const Account& account, const json::Node& given) {
  std::vector<Entry> entries;
  std::set<std::string> ids;
  ForEach(given.GetArray(), name_.name, [&](const json::Node& rule, const std::string& path) {
    Entry entry = MakeEntry(rule, path);
    entry.id = json::GetString(rule, kId, "");
    if (!entry.id.empty() && !ids.insert(entry.id).second) {
      throw BadRequest(Path(path, kId) + ": " + Quote(entry.id) + " is the id of another rule too");
    }
    entries.push_back(std::move(entry));
  });
  {
    const std::lock_guard lock(mutex_);
    SetEntries(account, std::move(entries));
  }
  return {List(account).All()};
}

void RuleListBase::Remove(const Account& account, std::string_view id) {
  const std::lock_guard lock(mutex_);
  const auto list = lists_.find(account);
  if (list != lists_.end()) {
    DropOld(list);
    if (Drop(list, [&](const Entry& entry) { return entry.id == id; }) > 0) return;
  }
  throw NotFound("id: there is no " + std::string(noun_) + " " + Quote(id) +
                 (account ? " of account " + *account : " of the server"));
}

std::vector<json::Text> RuleListBase::ListForeign(const Account& account) {
  const std::lock_guard lock(mutex_);
  const auto list = lists_.find(account);
  return list == lists_.end() ? std::vector<json::Text>() : ForeignOf(list->second);
}

void RuleListBase::ReplaceForeign(const Account& account, const ChangeForeign& change) {
  const std::lock_guard lock(mutex_);
  const auto list = lists_.find(account);
  const Rules rules = list == lists_.end() ? Rules() : list->second;
  std::vector<Entry> entries;
  for (const Foreign& foreign : change(ForeignOf(rules))) {
    Entry& entry = entries.emplace_back(MakeEntry(foreign.rule, ""));
    entry.foreign = foreign.given.json;
  }
  for (const Entry& entry : rules.entries) {
    if (entry.foreign.empty()) entries.push_back(entry);
  }
  SetEntries(account, std::move(entries));
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
  const auto list = lists_.find(account);
  if (list != lists_.end()) Drop(list, [](const Entry&) { return true; });
}

void RuleListBase::Forget(const Account& account) {
  const std::lock_guard lock(mutex_);
  for (auto list = lists_.begin(); list != lists_.end();) {
    const auto next = std::next(list);
    if (!account || list->first == account) {
      Drop(list, [](const Entry&) { return true; });
      std::erase(emptied_, list->first);
      lists_.erase(list);
    }
    list = next;
  }
}

void RuleListBase::Ask(const std::string& account, const std::function<bool(Entry&)>& ask) {
  const std::lock_guard lock(mutex_);
  for (const Account& whose : {Account(account), Account()}) {
    const auto list = lists_.find(whose);
    if (list == lists_.end()) continue;
    DropOld(list);
    for (Entry& entry : list->second.entries) {
      if (ask(entry)) return;
    }
  }
}

RuleListBase::Entry RuleListBase::MakeEntry(const json::Node& given,
                                            const std::string& path) const {
  Entry entry{.id = "",
              .given = std::make_shared<const std::string>(WithoutAdditions(given)),
              .meaning = Read(given, path)};
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

void RuleListBase::RequireCount(std::size_t count) const {
  if (count <= kMostRules) return;
  throw BadRequest(std::string(name_.name) + ": a list can have at most " +
                   std::to_string(kMostRules) + " rules; remove some first");
}

void RuleListBase::TakeMemory(std::size_t bytes, const Account* replaced) {
  const auto returned = [&] {
    const auto list = replaced == nullptr ? lists_.end() : lists_.find(*replaced);
    return list == lists_.end() ? 0 : BytesOf(list->second.entries);
  };
  for (const bool is_first_try : {true, false}) {
    const std::size_t back = returned();
    if (bytes <= back) return memory_.GiveBack(back - bytes);
    if (memory_.Take(bytes - back)) return;
    if (!is_first_try) break;
    for (auto list = lists_.begin(); list != lists_.end(); ++list) DropOld(list);
  }
  throw BadRequest(std::string(name_.name) + ": the rules of all accounts together can take " +
                   std::to_string(RuleMemory::kMostBytes) +
                   " bytes of memory; remove some first, or reset accounts that are done");
}

void RuleListBase::SetEntries(const Account& account, std::vector<Entry> entries) {
  RequireCount(entries.size());
  TakeMemory(BytesOf(entries), &account);
  Rules& rules = Fill(account);
  count_ += entries.size();
  count_ -= rules.entries.size();
  rules.entries = std::move(entries);
  for (Entry& entry : rules.entries) {
    if (entry.id.empty()) entry.id = NextId(rules);
  }
  if (rules.entries.empty()) NoteEmpty(account);
}

std::size_t RuleListBase::BytesOf(const std::vector<Entry>& entries) {
  std::size_t bytes = 0;
  for (const Entry& entry : entries) bytes += entry.bytes();
  return bytes;
}

RuleListBase::Rules& RuleListBase::Fill(const Account& account) {
  std::erase(emptied_, account);
  return lists_[account];
}

void RuleListBase::NoteEmpty(const Account& account) {
  if (!account) return;
  emptied_.push_back(account);
  if (emptied_.size() <= kMostEmptyLists) return;
  lists_.erase(emptied_.front());
  emptied_.pop_front();
}

void RuleListBase::DropOld(Lists::iterator list) {
  const auto can_end = [](const Entry& entry) { return entry.ends.has_value(); };
  const std::vector<Entry>& entries = list->second.entries;
  if (std::none_of(entries.begin(), entries.end(), can_end)) return;
  const Time now = clock_();
  Drop(list, [&](const Entry& entry) { return entry.ends && *entry.ends <= now; });
}

std::size_t RuleListBase::Listing::size() const {
  std::size_t size = begin_.size() + 2;
  for (const Rule& rule : rules_) size += rule.id.size() + rule.given->size() + kAddedBytes;
  return size;
}

std::optional<std::string> RuleListBase::Listing::Next() {
  if (has_ended_) return std::nullopt;
  std::string piece = next_ == 0 ? begin_ : "";
  for (; next_ < rules_.size() && piece.size() < kPieceBytes; ++next_) {
    const Rule& rule = rules_[next_];
    if (next_ > 0) piece += ',';
    AppendRule(piece, rule.id, *rule.given, rule.matched, rule.fired);
  }
  has_ended_ = next_ == rules_.size();
  if (has_ended_) piece += "]}";
  return piece;
}

std::string RuleListBase::Listing::All() {
  std::string text;
  text.reserve(size());
  while (const auto piece = Next()) text += *piece;
  return text;
}

}  // namespace mediaconnect
