#include "state/changes.h"

#include <algorithm>
#include <array>
#include <utility>

#include "tests/support/state.h"

namespace mediaconnect {
namespace {

class ChangesTest : public StateTest {
 protected:
  ChangesTest() {
    state_.changes.Listen([this](const std::vector<Change>& changes) {
      heard_.insert(heard_.end(), changes.begin(), changes.end());
    });
  }

  // "changed flow a: STANDBY -> STARTING".
  static std::string ToText(const Change& change) {
    constexpr std::array<const char*, 3> kWhat = {"added ", "changed ", "removed "};
    std::string text = kWhat.at(static_cast<std::size_t>(change.what));
    text.append(RulesOf(change.kind).name).append(" ").append(change.name);
    if (change.old_status.empty() && change.status.empty()) return text;
    return text + ": " + change.old_status + " -> " + change.status;
  }
  // What was heard since the last time.
  Names Heard() {
    Names texts;
    for (const Change& change : std::exchange(heard_, {})) texts.push_back(ToText(change));
    return texts;
  }

  template <class Function>
  void Commit(Function change) {
    State::Transaction transaction(state_, false);
    change();
    transaction.Commit();
  }

  std::vector<Change> heard_;
};

TEST_F(ChangesTest, AreHandedOutAfterTheCommitInTheirOrder) {
  {
    State::Transaction transaction(state_, false);
    const std::int64_t flow = AddFlow("a");
    AddPart(ResourceKind::kFlowSource, flow, "in");
    Resource row = *state_.resources.Find(flow);
    row.doc = R"({"x":1})";
    state_.resources.SetForms(row);
    EXPECT_EQ(Heard(), Names{});
    transaction.Commit();
  }
  EXPECT_EQ(Heard(), (Names{"added flow a:  -> STANDBY", "added flow_source in",
                            "changed flow a: STANDBY -> STANDBY"}));
}

TEST_F(ChangesTest, TellWhichResourceItIs) {
  std::int64_t flow = 0;
  std::int64_t source = 0;
  Commit([&] {
    flow = AddFlow("a", kOtherRegion);
    source = AddPart(ResourceKind::kFlowSource, flow, "in", kOtherRegion);
  });
  ASSERT_EQ(heard_.size(), 2u);
  EXPECT_EQ(heard_[0].id, flow);
  EXPECT_EQ(heard_[0].parent_id, std::nullopt);
  EXPECT_EQ(heard_[1].id, source);
  EXPECT_EQ(heard_[1].parent_id, flow);
  EXPECT_EQ(heard_[1].scope, kOtherRegion);
  EXPECT_EQ(heard_[1].arn, "in-arn");
}

TEST_F(ChangesTest, HaveTheOldAndTheNewStatus) {
  std::int64_t flow = 0;
  Commit([&] { flow = AddFlow("a"); });
  Heard();
  Commit([&] {
    state_.lifecycle.Begin(
        *state_.resources.Find(flow),
        {FlowStatus::kStarting, {FlowStatus::kActive, clock_.NowMilliseconds() + 100}});
  });
  EXPECT_EQ(Heard(), Names{"changed flow a: STANDBY -> STARTING"});
  clock_.Advance(100);
  state_.Settle();
  EXPECT_EQ(Heard(), Names{"changed flow a: STARTING -> ACTIVE"});
}

TEST_F(ChangesTest, ComeInTheOrderInWhichTheyFellDue) {
  const auto start = [&](const char* name, std::int64_t in) {
    const Resource flow = *state_.resources.Find(AddFlow(name));
    state_.lifecycle.Begin(
        flow, {FlowStatus::kStarting, {FlowStatus::kActive, clock_.NowMilliseconds() + in}});
  };
  Commit([&] {
    start("third", 300);
    start("second", 200);
    start("first", 100);
  });
  Heard();
  clock_.Advance(1000);
  state_.Settle();
  EXPECT_EQ(Heard(), (Names{"changed flow first: STARTING -> ACTIVE",
                            "changed flow second: STARTING -> ACTIVE",
                            "changed flow third: STARTING -> ACTIVE"}));
}

TEST_F(ChangesTest, CascadesAreAmongThem) {
  std::int64_t entitlement = 0;
  Commit([&] {
    const std::int64_t flow = AddFlow("originator");
    entitlement = AddPart(ResourceKind::kFlowEntitlement, flow, "grant");
    const std::int64_t output = AddPart(ResourceKind::kFlowOutput, flow, "out");
    const std::int64_t subscriber = AddFlow("subscriber", kOtherAccount);
    state_.entitlements.SetUse(entitlement, output,
                               AddPart(ResourceKind::kFlowSource, subscriber, "in", kOtherAccount));
  });
  Heard();
  Commit([&] { state_.resources.RemoveAll(kOtherAccount.account); });
  Names removed = Heard();
  std::sort(removed.begin(), removed.end());
  EXPECT_EQ(removed, (Names{"removed flow subscriber: STANDBY -> ", "removed flow_output out",
                            "removed flow_source in"}));
  Commit([&] { state_.resources.Remove(entitlement); });
  EXPECT_EQ(Heard(), Names{"removed flow_entitlement grant"});
}

TEST_F(ChangesTest, WhatIsRolledBackIsNotAmongThem) {
  {
    const State::Transaction transaction(state_, false);
    AddFlow("a");
  }
  Commit([&] { AddFlow("b"); });
  EXPECT_EQ(Heard(), Names{"added flow b:  -> STANDBY"});
}

TEST_F(ChangesTest, WhatStaysTheSameIsNotAmongThem) {
  std::int64_t flow = 0;
  Commit([&] { flow = AddFlow("a"); });
  Heard();
  Commit([&] { state_.resources.SetForms(*state_.resources.Find(flow)); });
  EXPECT_EQ(Heard(), Names{});
}

}  // namespace
}  // namespace mediaconnect
