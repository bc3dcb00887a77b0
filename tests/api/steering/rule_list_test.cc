// What every list of rules does, whatever its rules are.
#include "api/steering/rule_list.h"

#include <gtest/gtest.h>

#include <thread>

#include "tests/support/json.h"
#include "tests/support/names.h"

namespace mediaconnect {
namespace {

using namespace std::chrono_literals;

constexpr Key kHints{"hints"};
constexpr Key kText{"text"};
const RuleListBase::Account kServer;
const RuleListBase::Account kMine = "111122223333";
const RuleListBase::Account kOther = "444455556666";

// A rule that matches the call that is named like its text; "bad" makes no sense.
struct Hint {
  std::string text;
  std::size_t HeapBytes() const { return text.size(); }
};

Hint ReadHint(const json::Node& given, const std::string& path) {
  Hint hint{std::string(json::GetString(given, kText))};
  if (hint.text == "bad") throw BadRequest(path + (path.empty() ? "" : ".") + "text: is bad");
  return hint;
}

Json Rule(const std::string& text, const Json& more = {}) { return Json{{"text", text}} + more; }

class RuleListTest : public testing::Test {
 protected:
  // The rules as "id text matched/fired", in their order.
  std::vector<std::string> Listed(const RuleListBase::Account& account) {
    return Listed(json::Text{hints_.List(account).All()});
  }
  static std::vector<std::string> Listed(const json::Text& list) {
    const json::Value parsed = json::Parse(list.json);
    std::vector<std::string> rules;
    for (const json::Node& rule : json::Items(parsed, kHints)) {
      rules.push_back(std::string(json::GetString(rule, Key{"id"})) + " " +
                      std::string(json::GetString(rule, kText)) + " " +
                      std::to_string(json::GetInt(rule, Key{"matched"})) + "/" +
                      std::to_string(json::GetInt(rule, Key{"fired"})));
    }
    return rules;
  }
  std::string Add(const RuleListBase::Account& account, const Json& rule) {
    return hints_.Add(account, json::Parse(rule.Text())).json;
  }
  std::vector<std::string> Replace(const RuleListBase::Account& account,
                                   const std::vector<Json>& rules) {
    return Listed(hints_.Replace(account, json::Parse(List(rules).Text())));
  }
  // The text of the rule that acts on a call of the account, or "".
  std::string Fired(const std::string& call, const std::string& account = *kMine) {
    const auto found = hints_.Find(
        account, [&](const Hint& hint) { return hint.text.rfind(call, 0) == 0; },
        [](const Hint& hint, const RuleUse&) {
          return hint.text.find("lets pass") == std::string::npos;
        });
    return found ? found.rule->text : "";
  }

  RuleListBase::Time now_{};
  RuleMemory memory_;
  RuleList<Hint> hints_{kHints, "hint", ReadHint, memory_, [this] { return now_; }};
};

using Strings = std::vector<std::string>;

template <class Function>
void ExpectRefused(ErrorCode code, const Names& names, Function function) {
  try {
    function();
    ADD_FAILURE() << "was not refused";
  } catch (const ApiError& refusal) {
    EXPECT_EQ(refusal.code, code);
    ExpectNames(refusal.message, names);
  }
}

TEST_F(RuleListTest, ARuleIsAnsweredWithItsIdAndItsCounts) {
  EXPECT_EQ(Add(kMine, Rule("a", {{"ttl", "2s"}})),
            R"({"id":"hint-1","text":"a","ttl":"2s","matched":0,"fired":0})");
}

TEST_F(RuleListTest, ANewRuleIsAskedBeforeOlderOnes) {
  Add(kMine, Rule("call, older"));
  Add(kMine, Rule("call, newer"));
  EXPECT_EQ(Listed(kMine), (Strings{"hint-2 call, newer 0/0", "hint-1 call, older 0/0"}));
  EXPECT_EQ(Fired("call"), "call, newer");
  EXPECT_EQ(Listed(kMine), (Strings{"hint-2 call, newer 1/1", "hint-1 call, older 0/0"}));
}

TEST_F(RuleListTest, TheFirstThatFiresActsAlone) {
  Replace(kMine, {Rule("other"), Rule("call lets pass"), Rule("call 1"), Rule("call 2")});
  EXPECT_EQ(Fired("call"), "call 1");
  EXPECT_EQ(Listed(kMine), (Strings{"hint-1 other 0/0", "hint-2 call lets pass 1/0",
                                    "hint-3 call 1 1/1", "hint-4 call 2 0/0"}));
}

TEST_F(RuleListTest, CountsIncludeTheCallThatIsAsked) {
  Add(kMine, Rule("call"));
  std::vector<std::uint64_t> seen;
  for (int i = 0; i < 3; ++i) {
    hints_.Find(
        *kMine, [](const Hint&) { return true; },
        [&](const Hint&, const RuleUse& use) {
          EXPECT_EQ(use.id, "hint-1");
          seen.push_back(use.matched);
          seen.push_back(use.fired);
          return use.matched == 2;
        });
  }
  EXPECT_EQ(seen, (std::vector<std::uint64_t>{1, 0, 2, 0, 3, 1}));
}

TEST_F(RuleListTest, AnAccountsRulesComeBeforeTheServers) {
  Add(kServer, Rule("call, server"));
  EXPECT_EQ(Fired("call"), "call, server");
  Add(kMine, Rule("call, mine"));
  EXPECT_EQ(Fired("call"), "call, mine");
  EXPECT_EQ(Fired("call", *kOther), "call, server");
}

TEST_F(RuleListTest, EachListHasItsOwnRulesAndIds) {
  Add(kServer, Rule("s"));
  Add(kMine, Rule("m"));
  EXPECT_EQ(Listed(kServer), (Strings{"hint-1 s 0/0"}));
  EXPECT_EQ(Listed(kMine), (Strings{"hint-1 m 0/0"}));
  EXPECT_EQ(Listed(kOther), Strings{});
  hints_.RemoveAll(kServer);
  EXPECT_EQ(Listed(kServer), Strings{});
  EXPECT_EQ(Listed(kMine), (Strings{"hint-1 m 0/0"}));
}

TEST_F(RuleListTest, ReplacingKeepsTheOrderThatIsGiven) {
  Add(kMine, Rule("old"));
  EXPECT_EQ(Replace(kMine, {Rule("a"), Rule("b")}), (Strings{"hint-2 a 0/0", "hint-3 b 0/0"}));
  EXPECT_EQ(Listed(kMine), (Strings{"hint-2 a 0/0", "hint-3 b 0/0"}));
  EXPECT_EQ(Replace(kMine, {}), Strings{});
}

TEST_F(RuleListTest, AListCanBePutBackAsItWasAnswered) {
  Add(kMine, Rule("call"));
  Fired("call");
  const json::Value answered = json::Parse(hints_.List(kMine).All());
  hints_.RemoveAll(kMine);
  const json::Text list = hints_.Replace(kMine, json::Get(answered, kHints));
  EXPECT_EQ(list.json, R"({"hints":[{"id":"hint-1","text":"call","matched":0,"fired":0}]})");
  Add(kMine, Rule("new"));
  EXPECT_EQ(Listed(kMine), (Strings{"hint-2 new 0/0", "hint-1 call 0/0"}));
}

TEST_F(RuleListTest, AnIdIsNotTakenTwice) {
  ExpectRefused(ErrorCode::BadRequestException, {"hints[1].id", "\"x\""}, [&] {
    Replace(kMine, {Rule("a", {{"id", "x"}}), Rule("b", {{"id", "x"}})});
  });
  Replace(kMine, {Rule("a", {{"id", "hint-1"}}), Rule("b")});
  EXPECT_EQ(Listed(kMine), (Strings{"hint-1 a 0/0", "hint-2 b 0/0"}));
}

TEST_F(RuleListTest, ARuleThatMakesNoSenseChangesNothing) {
  Add(kMine, Rule("a"));
  ExpectRefused(ErrorCode::BadRequestException, "text: is bad", [&] { Add(kMine, Rule("bad")); });
  ExpectRefused(ErrorCode::BadRequestException, "hints[1].text: is bad", [&] {
    Replace(kMine, {Rule("b"), Rule("bad")});
  });
  EXPECT_EQ(Listed(kMine), (Strings{"hint-1 a 0/0"}));
}

TEST_F(RuleListTest, OneRuleIsRemovedByItsId) {
  Add(kMine, Rule("a"));
  Add(kMine, Rule("b"));
  hints_.Remove(kMine, "hint-1");
  EXPECT_EQ(Listed(kMine), (Strings{"hint-2 b 0/0"}));
  ExpectRefused(ErrorCode::NotFoundException, {"\"hint-1\"", *kMine},
                [&] { hints_.Remove(kMine, "hint-1"); });
  ExpectRefused(ErrorCode::NotFoundException, {"\"hint-2\"", "server"},
                [&] { hints_.Remove(kServer, "hint-2"); });
  ExpectRefused(ErrorCode::NotFoundException, {"\"hint-2\"", *kOther},
                [&] { hints_.Remove(kOther, "hint-2"); });
  EXPECT_EQ(Listed(kMine), (Strings{"hint-2 b 0/0"}));
}

TEST_F(RuleListTest, AnIdIsNotGivenOutAgainUntilAReset) {
  Add(kMine, Rule("a"));
  hints_.Remove(kMine, "hint-1");
  Add(kMine, Rule("b"));
  hints_.RemoveAll(kMine);
  Add(kMine, Rule("c"));
  EXPECT_EQ(Listed(kMine), (Strings{"hint-3 c 0/0"}));
  hints_.Forget(kMine);
  Add(kMine, Rule("d"));
  EXPECT_EQ(Listed(kMine), (Strings{"hint-1 d 0/0"}));
}

TEST_F(RuleListTest, AResetForgetsOneAccountOrAll) {
  Add(kServer, Rule("s"));
  Add(kMine, Rule("m"));
  Add(kOther, Rule("o"));
  hints_.Forget(kMine);
  EXPECT_EQ(Listed(kMine), Strings{});
  EXPECT_EQ(Listed(kServer).size(), 1u);
  EXPECT_EQ(Listed(kOther).size(), 1u);
  EXPECT_FALSE(hints_.IsEmpty());
  hints_.Forget(kServer);
  EXPECT_EQ(Listed(kServer), Strings{});
  EXPECT_EQ(Listed(kOther), Strings{});
  EXPECT_TRUE(hints_.IsEmpty());
}

TEST_F(RuleListTest, ARuleIsGoneWhenItsTimeHasPassed) {
  Add(kMine, Rule("call", {{"ttl", "2s"}}));
  Add(kServer, Rule("call", {{"ttl", "1m"}}));
  now_ += 1999ms;
  EXPECT_EQ(Fired("call"), "call");
  EXPECT_EQ(Listed(kMine).size(), 1u);
  now_ += 1ms;
  EXPECT_EQ(Listed(kMine), Strings{});
  EXPECT_EQ(Fired("call"), "call");
  EXPECT_EQ(Listed(kServer), (Strings{"hint-1 call 1/1"}));
  now_ += 1min;
  EXPECT_EQ(Fired("call"), "");
  ExpectRefused(ErrorCode::NotFoundException, "hint-1", [&] { hints_.Remove(kServer, "hint-1"); });
  EXPECT_TRUE(hints_.IsEmpty());
}

TEST_F(RuleListTest, TheLongestTimeDoesNotRunOver) {
  now_ = std::chrono::steady_clock::now();
  Add(kMine, Rule("call", {{"ttl", "2147483647d"}}));
  EXPECT_EQ(Fired("call"), "call");
}

TEST_F(RuleListTest, AListHasAMostOfRules) {
  const std::vector<Json> most(RuleListBase::kMostRules, Rule("a"));
  Replace(kMine, most);
  ExpectRefused(ErrorCode::BadRequestException, {"hints", "1000"}, [&] { Add(kMine, Rule("b")); });
  std::vector<Json> more = most;
  more.push_back(Rule("b"));
  ExpectRefused(ErrorCode::BadRequestException, {"hints", "1000"}, [&] { Replace(kMine, more); });
  EXPECT_EQ(Listed(kMine).size(), RuleListBase::kMostRules);
  Add(kOther, Rule("b"));
}

class RuleMemoryTest : public RuleListTest {
 protected:
  // Eight of these fit: each is there as it was given, and as it was read.
  const Json large_ = Rule(std::string(4'000'000, 'x'));

  void Fill() {
    for (int i = 0; i < 8; ++i) Add(std::to_string(i), large_);
  }
};

TEST_F(RuleMemoryTest, AllListsTogetherHaveAMostOfBytes) {
  Fill();
  const Names names{"hints", "67108864", "reset accounts"};
  ExpectRefused(ErrorCode::BadRequestException, names, [&] { Add(kMine, large_); });
  ExpectRefused(ErrorCode::BadRequestException, names, [&] { Replace(kMine, {large_}); });
  EXPECT_EQ(Listed(kMine), Strings{});
  Replace("0", {large_});  // in place of one that goes
  ExpectRefused(ErrorCode::BadRequestException, names, [&] { Replace("0", {large_, large_}); });
  EXPECT_EQ(Listed("0").size(), 1u);
  hints_.RemoveAll("0");
  Add(kMine, large_);
}

TEST_F(RuleMemoryTest, ListsOfOtherRulesShareIt) {
  Fill();
  RuleList<Hint> others(kHints, "other", ReadHint, memory_);
  ExpectRefused(ErrorCode::BadRequestException, "67108864",
                [&] { others.Add(kMine, json::Parse(large_.Text())); });
  hints_.Forget(kServer);
  others.Add(kMine, json::Parse(large_.Text()));
}

TEST_F(RuleMemoryTest, RulesWhoseTimeHasPassedMakeRoom) {
  for (int i = 0; i < 8; ++i) Add(std::to_string(i), large_ + Json{{"ttl", "1s"}});
  now_ += 1s;
  Add(kMine, large_);
}

TEST_F(RuleMemoryTest, SmallRulesCountAsWhatTheyTakeToo) {
  const std::vector<Json> small(RuleListBase::kMostRules, Rule("a"));
  int lists = 0;
  try {
    for (; lists < 1000; ++lists) Replace(std::to_string(lists), small);
  } catch (const ApiError& refusal) {
    EXPECT_EQ(refusal.code, ErrorCode::BadRequestException);
  }
  EXPECT_GT(lists, 50);
  EXPECT_LT(lists, 250);
}

TEST_F(RuleMemoryTest, IsGivenBackHoweverARuleGoes) {
  const std::string long_id(100, 'i');
  Replace(kMine, {Rule("a", {{"id", long_id}}), Rule("b"), Rule("c", {{"ttl", "1s"}}), Rule("d")});
  EXPECT_GT(memory_.used(), 0u);
  hints_.Remove(kMine, long_id);
  now_ += 1s;
  Fired("call");
  EXPECT_EQ(Listed(kMine).size(), 2u);
  Replace(kMine, {Rule("e")});
  const std::size_t of_one = memory_.used();
  Add(kMine, Rule("f"));
  EXPECT_EQ(memory_.used(), 2 * of_one);
  hints_.RemoveAll(kMine);
  EXPECT_EQ(memory_.used(), 0u);
  Add(kOther, Rule("g"));
  Add(kServer, Rule("h"));
  EXPECT_EQ(memory_.used(), 2 * of_one);
  hints_.Forget(kOther);
  EXPECT_EQ(memory_.used(), of_one);
  Replace(kServer, {});
  EXPECT_EQ(memory_.used(), 0u);
  EXPECT_TRUE(hints_.IsEmpty());
}

TEST_F(RuleMemoryTest, ListsThatAreEmptyAreForgottenOnceTheyAreMany) {
  const auto empty_others = [&](std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      Add(std::to_string(i), Rule("a"));
      hints_.RemoveAll(std::to_string(i));
    }
  };
  Add(kMine, Rule("a"));
  hints_.RemoveAll(kMine);
  empty_others(RuleListBase::kMostEmptyLists - 1);
  Add(kMine, Rule("b"));
  EXPECT_EQ(Listed(kMine), (Strings{"hint-2 b 0/0"}));
  hints_.RemoveAll(kMine);
  empty_others(RuleListBase::kMostEmptyLists);
  Add(kMine, Rule("c"));
  EXPECT_EQ(Listed(kMine), (Strings{"hint-1 c 0/0"}));
}

TEST_F(RuleListTest, ALongListComesInPieces) {
  const std::string text(300'000, 'x');
  Replace(kMine, {Rule("a"), Rule(text), Rule("b"), Rule(text), Rule("c")});
  auto listing = hints_.List(kMine);
  Add(kMine, Rule("what comes later"));
  std::vector<std::string> pieces;
  while (const auto piece = listing.Next()) pieces.push_back(*piece);
  EXPECT_EQ(pieces.size(), 3u);
  std::string all;
  for (const std::string& piece : pieces) {
    EXPECT_LT(piece.size(), 300'200u);
    all += piece;
  }
  EXPECT_LE(all.size(), listing.size());
  EXPECT_EQ(Listed(json::Text{all}),
            (Strings{"hint-1 a 0/0", "hint-2 " + text + " 0/0", "hint-3 b 0/0",
                     "hint-4 " + text + " 0/0", "hint-5 c 0/0"}));
  EXPECT_EQ(hints_.List(kOther).All(), R"({"hints":[]})");
}

TEST_F(RuleListTest, CountsAreExactWhenManyCallAtOnce) {
  Add(kMine, Rule("call"));
  std::atomic<int> fired = 0;
  std::vector<std::thread> threads;
  threads.reserve(8);
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      for (int j = 0; j < 500; ++j) {
        const auto found = hints_.Find(
            *kMine, [](const Hint&) { return true; },
            [](const Hint&, const RuleUse& use) { return use.matched % 3 == 0; });
        if (found) ++fired;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(Listed(kMine), (Strings{"hint-1 call 4000/1333"}));
  EXPECT_EQ(fired, 1333);
}

}  // namespace
}  // namespace mediaconnect
