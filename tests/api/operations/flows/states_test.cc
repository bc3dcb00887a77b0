// Which operation may be called while a flow is in which state (rules 3.1, decision 4).
#include <algorithm>
#include <functional>
#include <set>

#include "tests/support/media_flows.h"
#include "tests/support/world.h"

namespace mediaconnect {
namespace {

using States = std::set<std::string>;

const States kAll = {"STANDBY", "ACTIVE", "STARTING", "STOPPING", "UPDATING", "ERROR", "DELETING"};
const States kAllButDeleting = {"STANDBY", "ACTIVE", "STARTING", "STOPPING", "UPDATING", "ERROR"};

const Json kSecondSource{{"protocol", "rtp"}, {"whitelistCidr", "10.1.0.0/24"}};

// A flow with a part of each kind, in a state of the test's choice.
struct FlowInState {
  FlowInState(World& its_world, const std::string& state, bool with_second_source = false)
      : world(its_world),
        arn(world.CreateFlow(
            "f", Json{{"sourceFailoverConfig", {{"state", "ENABLED"}}},
                      {"outputs", List({Json{{"name", "o"},
                                             {"protocol", "rtp"},
                                             {"destination", "192.0.2.1"},
                                             {"port", 5000}}})},
                      {"entitlements",
                       List({Json{{"name", "e"}, {"subscribers", List({"444455556666"})}}})},
                      {"mediaStreams", List({Json{{"mediaStreamId", 1},
                                                  {"mediaStreamName", "m"},
                                                  {"mediaStreamType", "video"}}})}} +
                     kEna)) {
    const Answer flow = world.Get(Target());
    output = flow.Text("flow.outputs.0.outputArn");
    entitlement = flow.Text("flow.entitlements.0.entitlementArn");
    source = flow.Text("flow.source.sourceArn");
    if (with_second_source) second_source = AddSource();
    Database::Statement set(world.state.database,
                            "UPDATE resources SET status = ?, active_since = ? WHERE arn = ?");
    set(state, world.clock.NowMilliseconds(), arn).Run();
  }

  // The flow's second source, which is added before the state is what the test wants.
  std::string AddSource() {
    return world.Post(Target("/source"), Json{{"sources", List({kSecondSource})}})
        .Text("sources.0.sourceArn");
  }

  Answer Call(std::string_view method, const std::string& target, const Body& body = "") {
    return world.Call(method, target, body);
  }
  std::string Target(const std::string& after_arn = "") const {
    return "/v1/flows/" + arn + after_arn;
  }

  World& world;
  std::string arn;
  std::string output;
  std::string entitlement;
  std::string source;
  std::string second_source;
};

struct Rule {
  const char* operation;
  int status;
  States allowed;
  std::function<Answer(FlowInState&)> call;
  bool with_second_source = false;
};

const std::vector<Rule>& Rules() {
  using F = FlowInState&;
  static const std::vector<Rule> kRules = {
      {"CreateFlow", 201, kAll,
       [](F f) {
         return f.Call("POST", "/v1/flows", Json{{"name", "f"}} + kRtpSource);
       }},
      {"DescribeFlow", 200, kAll, [](F f) { return f.Call("GET", f.Target()); }},
      {"ListFlows", 200, kAll, [](F f) { return f.Call("GET", "/v1/flows"); }},
      {"ListEntitlements", 200, kAll, [](F f) { return f.Call("GET", "/v1/entitlements"); }},
      {"ListTagsForResource", 200, kAll, [](F f) { return f.Call("GET", "/tags/" + f.arn); }},
      {"StartFlow",
       202,
       {"STANDBY"},
       [](F f) { return f.Call("POST", "/v1/flows/start/" + f.arn); }},
      {"StopFlow",
       202,
       {"ACTIVE", "UPDATING", "ERROR"},
       [](F f) { return f.Call("POST", "/v1/flows/stop/" + f.arn); }},
      {"DeleteFlow", 202, {"STANDBY", "ERROR"}, [](F f) { return f.Call("DELETE", f.Target()); }},
      {"AddFlowOutputs", 201, kAllButDeleting,
       [](F f) {
         return f.Call("POST", f.Target("/outputs"),
                       Json{{"outputs", List({Json{{"protocol", "rtp"},
                                                   {"destination", "192.0.2.2"},
                                                   {"port", 5000}}})}});
       }},
      {"UpdateFlowOutput", 202, kAllButDeleting,
       [](F f) {
         return f.Call("PUT", f.Target("/outputs/" + f.output), Json{{"port", 6000}});
       }},
      {"RemoveFlowOutput", 202, kAllButDeleting,
       [](F f) { return f.Call("DELETE", f.Target("/outputs/" + f.output)); }},
      {"UpdateFlowSource", 202, kAllButDeleting,
       [](F f) {
         return f.Call("PUT", f.Target("/source/" + f.source), Json{{"description", "d"}});
       }},
      {"AddFlowSources", 201, kAllButDeleting,
       [](F f) {
         return f.Call("POST", f.Target("/source"), Json{{"sources", List({kSecondSource})}});
       }},
      {"RemoveFlowSource", 202, kAllButDeleting,
       [](F f) { return f.Call("DELETE", f.Target("/source/" + f.second_source)); }, true},
      {"UpdateFlow", 202, kAllButDeleting,
       [](F f) {
         return f.Call("PUT", f.Target(), Json{{"flowSize", "LARGE"}});
       }},
      {"AddFlowVpcInterfaces", 201, kAllButDeleting,
       [](F f) {
         return f.Call("POST", f.Target("/vpcInterfaces"),
                       Json{{"vpcInterfaces", List({VpcInterface("second")})}});
       }},
      {"RemoveFlowVpcInterface",
       200,
       {"STANDBY"},
       [](F f) { return f.Call("DELETE", f.Target("/vpcInterfaces/eni")); }},
      {"AddFlowMediaStreams", 201, kAllButDeleting,
       [](F f) {
         return f.Call("POST", f.Target("/mediaStreams"),
                       Json{{"mediaStreams", List({Json{{"mediaStreamId", 2},
                                                        {"mediaStreamName", "n"},
                                                        {"mediaStreamType", "audio"}}})}});
       }},
      {"UpdateFlowMediaStream", 202, kAllButDeleting,
       [](F f) {
         return f.Call("PUT", f.Target("/mediaStreams/m"), Json{{"description", "d"}});
       }},
      {"RemoveFlowMediaStream",
       200,
       {"STANDBY", "ERROR"},
       [](F f) { return f.Call("DELETE", f.Target("/mediaStreams/m")); }},
      {"DescribeFlowSourceMetadata", 200, kAll,
       [](F f) { return f.Call("GET", f.Target("/source-metadata")); }},
      {"DescribeFlowSourceThumbnail", 200, kAll,
       [](F f) { return f.Call("GET", f.Target("/source-thumbnail")); }},
      {"GrantFlowEntitlements", 200, kAllButDeleting,
       [](F f) {
         return f.Call(
             "POST", f.Target("/entitlements"),
             Json{{"entitlements", List({Json{{"subscribers", List({"444455556666"})}}})}});
       }},
      {"UpdateFlowEntitlement", 202, kAllButDeleting,
       [](F f) {
         return f.Call("PUT", f.Target("/entitlements/" + f.entitlement),
                       Json{{"description", "d"}});
       }},
      {"RevokeFlowEntitlement", 202, kAllButDeleting,
       [](F f) { return f.Call("DELETE", f.Target("/entitlements/" + f.entitlement)); }},
      {"TagResource", 204, kAllButDeleting,
       [](F f) {
         return f.Call("POST", "/tags/" + f.output, Json{{"tags", {{"a", "b"}}}});
       }},
      {"UntagResource", 204, kAllButDeleting,
       [](F f) { return f.Call("DELETE", "/tags/" + f.output + "?tagKeys=a"); }},
      {"RequireFlowMaintenance", 200, kAll,
       [](F f) {
         return f.Call("POST", "/_mediaconnect/flow-maintenance",
                       Json{{"flowArn", f.arn}, {"maintenanceDeadline", "2030-01-30T08:30:00Z"}});
       }},
  };
  return kRules;
}

// Whether a request of the operation names a flow, or anything that may be a part of one.
bool NamesAFlow(const Operation& operation) {
  if (operation.uri.rfind("/tags/global/", 0) == 0) return false;
  const auto members = MembersOf(TypeOf(operation.input));
  return std::any_of(members.begin(), members.end(), [](const Member& member) {
    return member.key.name == key::FlowArn.name || member.key.name == key::flowArn.name ||
           member.key.name == key::ResourceArn.name;
  });
}

TEST(States, ThereIsARuleForEachOperationOnAFlow) {
  std::set<std::string> ruled;
  for (const Rule& rule : Rules()) {
    EXPECT_TRUE(ruled.insert(rule.operation).second) << rule.operation << " is there twice";
  }
  int checked = 0;
  for (const Operation& operation : Operations()) {
    if (operation.later || !NamesAFlow(operation)) continue;
    EXPECT_EQ(ruled.count(std::string(operation.name)), 1u) << operation.name;
    ++checked;
  }
  EXPECT_GT(checked, 20);
}

TEST(States, EachOperationIsAllowedInItsStatesAndRefusedInTheOthers) {
  World world;
  for (const Rule& rule : Rules()) {
    for (const std::string& state : kAll) {
      SCOPED_TRACE(std::string(rule.operation) + " while " + state);
      FlowInState flow(world, state, rule.with_second_source);
      const std::string before = world.Get(flow.Target()).body;
      const Answer answer = rule.call(flow);
      if (rule.allowed.count(state) != 0) {
        EXPECT_EQ(answer.status, rule.status) << answer.body;
      } else {
        ExpectError(answer, 400, "BadRequestException", "is " + state);
        EXPECT_EQ(world.Get(flow.Target()).body, before);
      }
    }
  }
}

TEST(States, ASubscriberCannotUseAnEntitlementOfAFlowThatIsBeingDeleted) {
  World world;
  const FlowInState flow(world, "DELETING");
  ExpectError(world.Call("POST", "/v1/flows",
                         Json{{"name", "s"}, {"source", {{"entitlementArn", flow.entitlement}}}},
                         kSubscriber),
              403, "ForbiddenException", flow.entitlement);
}

}  // namespace
}  // namespace mediaconnect
