#include "api/rules/aggregate.h"

#include "tests/support/state.h"

namespace mediaconnect {
namespace {

// A flow "a" with a source "in" and outputs "z" and "m", which were added in this order.
class AggregateTest : public StateTest {
 protected:
  // With Save, which is for families.
  class Whole : public Aggregate {
   public:
    using Aggregate::Aggregate;
    using Aggregate::IsChanged;
    using Aggregate::Save;
  };

  static constexpr ResourceKind kOutput = ResourceKind::kFlowOutput;

  AggregateTest() {
    AddPart(ResourceKind::kFlowSource, flow_, "in");
    AddPart(kOutput, flow_, "z");
    AddPart(kOutput, flow_, "m");
  }

  Whole Read() { return Whole::Find<Whole>(call_, ResourceKind::kFlow, flow_).value(); }
  std::string ListedOf(std::int64_t id) {
    Database::Statement statement(state_.database, "SELECT listed FROM resources WHERE id = ?");
    auto query = statement(id);
    query.Step();
    return query.Text(0);
  }
  static Names Outputs(const Whole& whole) {
    Names names;
    for (const Record& output : whole.PartsOf(kOutput)) names.push_back(output.name());
    return names;
  }
  static json::Value Document(const char* name) {
    json::Value document = json::Value::Object();
    document.Set(key::name, name);
    return document;
  }

  const std::int64_t flow_ = AddFlow("a");
  Settings settings_;
  Steering steering_;
  Call call_{Op::DescribeFlow, kOwn, json::Value::Object(), state_, settings_, steering_};
};

TEST_F(AggregateTest, HasTheResourceAndItsPartsInOrderOfCreation) {
  const Whole whole = Read();
  EXPECT_EQ(whole.id(), flow_);
  EXPECT_EQ(whole.arn(), "a");
  EXPECT_TRUE(whole.Is(FlowStatus::kStandby));
  EXPECT_EQ(Outputs(whole), (Names{"z", "m"}));
  EXPECT_EQ(whole.PartsOf(ResourceKind::kFlowSource).size(), 1u);
  EXPECT_TRUE(whole.PartsOf(ResourceKind::kFlowEntitlement).empty());
}

TEST_F(AggregateTest, OneOfAnotherKindIsNotFound) {
  EXPECT_FALSE(Whole::Find<Whole>(call_, ResourceKind::kReservation, flow_).has_value());
  EXPECT_FALSE(Whole::Find<Whole>(call_, ResourceKind::kFlowOutput, kOwn, "a").has_value());
  EXPECT_FALSE(Whole::Find<Whole>(call_, ResourceKind::kFlow, kOtherRegion, "a").has_value());
}

TEST_F(AggregateTest, FindsAPartOfAKindByItsNameOrArn) {
  Whole whole = Read();
  EXPECT_EQ(whole.FindPart(kOutput, "z")->arn(), "z-arn");
  EXPECT_EQ(whole.FindPart(kOutput, "in"), nullptr);
  EXPECT_EQ(whole.FindPartByArn(kOutput, "m-arn")->name(), "m");
  EXPECT_EQ(whole.FindPartByArn(kOutput, "in-arn"), nullptr);
  EXPECT_TRUE(whole.HasPart(kOutput, "z"));
  EXPECT_FALSE(whole.HasPart(kOutput, "in"));
}

TEST_F(AggregateTest, MakesUpTheFirstFreeName) {
  Whole whole = Read();
  EXPECT_EQ(whole.FreeName(kOutput, "output"), "output-1");
  EXPECT_EQ(whole.FreeName(kOutput, "output"), "output-1");
  for (const char* name : {"output-1", "output-2", "output-4"}) {
    whole.AddPart(kOutput, name, name, Document(name));
  }
  EXPECT_EQ(whole.FreeName(kOutput, "output"), "output-3");
  EXPECT_EQ(whole.FreeName(kOutput, "another"), "another-1");
  EXPECT_EQ(whole.FreeName(ResourceKind::kFlowSource, "output"), "output-1");
  whole.RemovePart(*whole.FindPart(kOutput, "output-2"));
  EXPECT_EQ(whole.FreeName(kOutput, "output"), "output-2");
}

TEST_F(AggregateTest, APartIsStoredAndRemovedAtOnce) {
  Whole whole = Read();
  const Record& added = whole.AddPart(kOutput, "b-arn", "b", Document("b"), R"({"listed":1})");
  EXPECT_EQ(Outputs(whole), (Names{"z", "m", "b"}));
  const auto stored = state_.resources.Find(added.id());
  ASSERT_TRUE(stored.has_value());
  EXPECT_EQ(stored->arn, "b-arn");
  EXPECT_EQ(stored->parent_id, flow_);
  EXPECT_EQ(ListedOf(added.id()), R"({"listed":1})");
  EXPECT_EQ(stored->doc, R"({"name":"b"})");
  whole.RemovePart(*whole.FindPart(kOutput, "z"));
  EXPECT_EQ(Outputs(whole), (Names{"m", "b"}));
  EXPECT_EQ(Outputs(Read()), (Names{"m", "b"}));
}

TEST_F(AggregateTest, WhatIsSetIsSeenAtOnceAndStoredBySave) {
  Whole whole = Read();
  whole.SetDocument(Document("new"));
  whole.SetListed({R"({"listed":1})"});
  whole.FindPart(kOutput, "z")->Set(Document("also new"));
  EXPECT_EQ(whole.text().json, R"({"name":"new"})");
  EXPECT_EQ(json::GetString(whole.document(), key::name), "new");
  EXPECT_EQ(Read().text().json, "{}");
  whole.Save();
  EXPECT_EQ(Read().text().json, R"({"name":"new"})");
  EXPECT_EQ(ListedOf(flow_), R"({"listed":1})");
  EXPECT_EQ(Read().FindPart(kOutput, "z")->text().json, R"({"name":"also new"})");
  EXPECT_EQ(Read().FindPart(kOutput, "m")->text().json, "{}");
}

TEST_F(AggregateTest, KnowsWhatHasChangedUntilItIsSaved) {
  Whole whole = Read();
  EXPECT_FALSE(whole.IsChanged());
  EXPECT_FALSE(whole.IsChanged(kOutput));
  whole.SetListed({"{}"});
  EXPECT_TRUE(whole.IsChanged());
  whole.FindPart(kOutput, "z")->Set(Document("new"));
  EXPECT_TRUE(whole.IsChanged(kOutput));
  EXPECT_FALSE(whole.IsChanged(ResourceKind::kFlowSource));
  whole.Save();
  EXPECT_FALSE(whole.IsChanged());
  EXPECT_FALSE(whole.IsChanged(kOutput));
  whole.SetListed({"{}"});
  EXPECT_FALSE(whole.IsChanged());
  whole.RemovePart(*whole.FindPart(ResourceKind::kFlowSource, "in"));
  EXPECT_TRUE(whole.IsChanged(ResourceKind::kFlowSource));
}

TEST_F(AggregateTest, ANewOneIsStoredAtOnce) {
  Whole whole(call_, {.kind = ResourceKind::kFlow, .scope = kOwn, .arn = "n", .name = "n"},
              Document("n"));
  EXPECT_EQ(state_.resources.Find(whole.id())->doc, R"({"name":"n"})");
  EXPECT_FALSE(whole.IsChanged());
}

TEST_F(AggregateTest, ItsStateIsTheOneThatItBeganLast) {
  Whole whole = Read();
  whole.Begin({FlowStatus::kStarting, FlowStatus::kActive});
  EXPECT_TRUE(whole.Is(FlowStatus::kStarting));
  EXPECT_TRUE(Read().Is(FlowStatus::kStarting));
}

}  // namespace
}  // namespace mediaconnect
