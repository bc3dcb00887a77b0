#include "api/rules/rule_lists.h"

#include <memory>
#include <utility>

namespace mediaconnect {
namespace {

constexpr std::size_t kLongList = 1'048'576;

class LongList : public BodyStream {
 public:
  explicit LongList(RuleListBase::Listing listing) : listing_(std::move(listing)) {}

  std::optional<std::string> Next() override { return listing_.Next(); }
  void WakeBy(std::function<void()> /*wake*/) override {}  // there is always a piece ready

 private:
  RuleListBase::Listing listing_;
};

}  // namespace

ReplyBody ListRules(Call& call, RuleListBase& list) {
  RuleListBase::Listing listing = list.List(call.account);
  if (listing.size() > kLongList) return std::make_shared<LongList>(std::move(listing));
  return json::Text{listing.All()};
}

json::Text AddRule(Call& call, RuleListBase& list) {
  return list.Add(call.account, json::Get(call.request, key::rule));
}

json::Text ReplaceRules(Call& call, RuleListBase& list) {
  return list.Replace(call.account, json::Get(call.request, list.name()));
}

json::Text RemoveRule(Call& call, RuleListBase& list) {
  list.Remove(call.account, json::GetString(call.request, key::id));
  return {};
}

json::Text RemoveRules(Call& call, RuleListBase& list) {
  list.RemoveAll(call.account);
  return {};
}

}  // namespace mediaconnect
