// Which transitions a rule is about, and what makes no sense as one.
#include "tests/api/world/transitions/fixture.h"

namespace mediaconnect {
namespace {

TEST_F(TransitionsTest, EveryKindWithStatesCanBeNamed) {
  std::vector<std::string> kinds;
  for (const std::string_view kind : ValuesOf(TypeOf(FindType("KindWithStates")))) {
    Set({Json{{"kind", std::string(kind)}, {"mode", "immediate"}}});
    kinds.emplace_back(kind);
  }
  std::vector<std::string> expected;
  for (const KindRules& rules : KindTable()) {
    const bool can_fail = !rules.failures.front().failed_state.empty();
    if (can_fail || !rules.gone_state.empty() || !rules.dated_state.empty()) {
      expected.emplace_back(rules.name);
    }
  }
  EXPECT_EQ(kinds, expected);
}

TEST_F(TransitionsTest, ARuleIsAboutWhatItNames) {
  const std::string one = world_.CreateFlow("one");
  const std::string two = world_.CreateFlow("two");
  Set({Json{{"arn", one}, {"mode", "manual"}}});
  Start(one);
  Start(two);
  EXPECT_EQ(StatusOf(one), "STARTING");
  EXPECT_EQ(StatusOf(two), "ACTIVE");
  Set({Json{{"kind", "bridge"}, {"mode", "manual"}},
       Json{{"operation", "StartFlow"}, {"mode", "manual"}}});
  Stop(two);
  EXPECT_EQ(StatusOf(two), "STANDBY");
  const Answer list = world_.Get(kOfAccount);
  EXPECT_EQ(list.Number("transitions.0.matched"), 0);
  EXPECT_EQ(list.Number("transitions.1.matched"), 0);
}

TEST_F(TransitionsTest, TheRulesOfTheAccountComeBeforeThoseOfTheServer) {
  Set({Json{{"mode", "manual"}}}, kServer);
  Set({Json{{"operation", "StartFlow"}, {"mode", "immediate"}}});
  const std::string mine = world_.CreateFlow();
  const std::string other = world_.CreateFlow("b", {}, kSubscriber);
  EXPECT_EQ(Start(mine).Text("status"), "ACTIVE");
  Stop(mine);
  EXPECT_EQ(StatusOf(mine), "STOPPING");
  EXPECT_EQ(world_.Call("POST", "/v1/flows/start/" + other, "", kSubscriber).Text("status"),
            "STARTING");
  EXPECT_EQ(world_.Call("GET", "/v1/flows/" + other, "", kSubscriber).Text("flow.status"),
            "STARTING");
  const Answer list = world_.Get(kServer);
  EXPECT_EQ(list.Number("transitions.0.matched"), 2);
  EXPECT_EQ(list.Number("transitions.0.fired"), 2);
  EXPECT_EQ(world_.Get(kOfAccount).Number("transitions.0.fired"), 1);
}

TEST_F(TransitionsTest, TheListHasItsFiveCalls) {
  const Answer added =
      world_.Post(kOfAccount, Json{{"operation", "StartFlow"}, {"mode", "manual"}});
  EXPECT_EQ(added.status, 201);
  EXPECT_EQ(added.Text("id"), "transition-1");
  EXPECT_EQ(added.Text("operation"), "StartFlow");
  EXPECT_EQ(added.Number("fired"), 0);
  EXPECT_EQ(world_.Post(kOfAccount, Json{{"mode", "immediate"}}).Text("id"), "transition-2");
  EXPECT_EQ(world_.Get(kOfAccount).Text("transitions.0.id"), "transition-2");
  EXPECT_EQ(world_.Get(kServer).Size("transitions"), 0u);
  EXPECT_EQ(world_.Delete(kOfAccount + "/transition-2").status, 204);
  ExpectError(world_.Delete(kOfAccount + "/transition-2"), 404, "NotFoundException",
              {"transition-2", kAccount});
  EXPECT_EQ(world_.Get(kOfAccount).Size("transitions"), 1u);
  EXPECT_EQ(world_.Put(kOfAccount, Json{{"transitions", List({})}}).Size("transitions"), 0u);
  world_.Post(kOfAccount, Json{{"mode", "immediate"}});
  EXPECT_EQ(world_.Delete(kOfAccount).status, 204);
  EXPECT_EQ(world_.Get(kOfAccount).Size("transitions"), 0u);
}

TEST_F(TransitionsTest, AResetForgetsTheRulesOfItsScope) {
  const auto count = [&](const std::string& list) { return world_.Get(list).Size("transitions"); };
  const auto set = [&] {
    Set({Json{{"mode", "manual"}}}, kServer);
    Set({Json{{"mode", "manual"}}});
  };
  set();
  world_.Post("/_mediaconnect/accounts/444455556666/reset");
  EXPECT_EQ(count(kOfAccount), 1u);
  world_.Post(std::string("/_mediaconnect/accounts/") + kAccount + "/reset");
  EXPECT_EQ(count(kOfAccount), 0u);
  EXPECT_EQ(count(kServer), 1u);
  set();
  world_.Delete(std::string("/_mediaconnect/accounts/") + kAccount);
  EXPECT_EQ(count(kOfAccount), 0u);
  set();
  world_.Post("/_mediaconnect/reset");
  EXPECT_EQ(count(kOfAccount) + count(kServer), 0u);
}

TEST_F(TransitionsTest, ARuleThatMakesNoSenseIsRefused) {
  const auto refuse = [&](const Json& rule, const Names& names) {
    SCOPED_TRACE(rule.Text());
    ExpectError(world_.Post(kOfAccount, rule), 400, "BadRequestException", names);
    ExpectError(
        world_.Put(kOfAccount, Json{{"transitions", List({Json{{"mode", "manual"}}, rule})}}), 400,
        "BadRequestException", "transitions[1]");
    EXPECT_EQ(world_.Get(kOfAccount).Size("transitions"), 0u);
  };
  refuse(Json{{"operation", "StartFlow"}}, {"mode"});
  refuse(Json{{"mode", "sometimes"}}, {"mode", "\"sometimes\"", "immediate", "polls"});
  refuse(Json{{"mode", "after"}}, {"delay", "required", "after"});
  refuse(Json{{"mode", "polls"}}, {"count", "required", "polls"});
  refuse(Json{{"mode", "polls"}, {"count", 0}}, {"count", "0"});
  refuse(Json{{"mode", "immediate"}, {"delay", "1s"}}, {"delay", "after or fail", "immediate"});
  refuse(Json{{"mode", "manual"}, {"count", 1}}, {"count", "polls", "manual"});
  refuse(Json{{"mode", "after"}, {"delay", "1s"}, {"message", "m"}}, {"message", "fail", "after"});
  refuse(Json{{"mode", "after"}, {"delay", "soon"}}, {"delay", "\"soon\"", "500ms"});
  refuse(Json{{"mode", "fail"}, {"message", ""}}, {"message"});
  refuse(Json{{"mode", "manual"}, {"operation", "StartFLow"}},
         {"operation", "\"StartFLow\"", "StartFlow?"});
  refuse(Json{{"mode", "manual"}, {"operation", "Begin"}},
         {"operation", "/_mediaconnect/operations"});
  refuse(Json{{"mode", "manual"}, {"operation", "DescribeFlow"}}, {"operation", "changes nothing"});
  refuse(Json{{"mode", "manual"}, {"arn", "flow"}}, {"arn", "\"flow\"", "example"});
  refuse(Json{{"mode", "manual"}, {"kind", "flows"}}, {"kind", "\"flows\"", "flow"});
  refuse(Json{{"mode", "manual"}, {"times", 1}}, {"times"});
  refuse(Json{{"mode", "manual"}, {"ttl", 5}}, {"ttl", "5"});
}

}  // namespace
}  // namespace mediaconnect
