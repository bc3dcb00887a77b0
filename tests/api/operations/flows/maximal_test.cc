// Nothing is dropped: flows that together carry every member of CreateFlow's input are created, and
// each member is found again where Flow's output can carry it. The members come from the contract,
// so one that it gains is asked for here by itself.
#include <fstream>
#include <iterator>
#include <set>

#include "tests/support/gateways.h"
#include "tests/support/paths.h"
#include "tests/support/world.h"

namespace mediaconnect {
namespace {

using json::Node;

// A service's keys of SPEKE are for entitlements only (M:Encryption), so no output has these.
const std::set<std::string> kNeverValid = {
    "outputs[].encryption.constantInitializationVector",
    "outputs[].encryption.deviceId",
    "outputs[].encryption.region",
    "outputs[].encryption.resourceId",
    "outputs[].encryption.url",
};

bool HasMembers(const Type& type) {
  return type.kind == Kind::kStructure || type.kind == Kind::kUnion;
}

// "outputs[].encryption.keyType" and so on: all leaves below a shape, lists without an index.
void CollectLeaves(const Type& type, const std::string& path, std::set<std::string>& leaves) {
  if (type.kind == Kind::kList) return CollectLeaves(TypeOf(type.element), path + "[]", leaves);
  if (!HasMembers(type)) {
    leaves.insert(path);
    return;
  }
  for (const Member& member : MembersOf(type)) {
    CollectLeaves(TypeOf(member.type), Path(path, member.key), leaves);
  }
}

const Node& Flows() {
  static const json::Value kFlows = [] {
    std::ifstream file(std::string(kTestFolder) + "/contract/maximal_flows.json");
    return json::Parse(std::string(std::istreambuf_iterator<char>(file), {}));
  }();
  return kFlows;
}

class MaximalFlowTest : public WorldTest {
 protected:
  // Expects each leaf of `sent` at its place below `answer`, and notes its path.
  void ExpectGivenBack(const Type& sent_shape, const Node& sent, const Node* answer,
                       const std::string& path) {
    if (sent_shape.kind == Kind::kList) {
      ASSERT_NE(answer, nullptr) << path;
      ASSERT_EQ(answer->Size(), sent.Size()) << path;
      for (unsigned i = 0; i < sent.Size(); ++i) {
        ExpectGivenBack(TypeOf(sent_shape.element), sent[i], &(*answer)[i], path + "[]");
      }
    } else if (HasMembers(sent_shape)) {
      ASSERT_NE(answer, nullptr) << path << " is not given back";
      for (const Member& member : MembersOf(sent_shape)) {
        const Node* value = json::Find(sent, member.key);
        if (value == nullptr) continue;
        ExpectMemberGivenBack(member, *value, *answer, Path(path, member.key));
      }
    } else {
      ASSERT_NE(answer, nullptr) << path << " is not given back";
      EXPECT_EQ(*answer, sent) << path;
      given_back_.insert(path);
    }
  }

  // A member stands beside its siblings, in `transport`, or under the resource's tags.
  void ExpectMemberGivenBack(const Member& member, const Node& sent, const Node& answer,
                             const std::string& path) {
    const Type& type = TypeOf(member.type);
    const bool is_tags = member.key.name.size() > 4 && member.key.name.ends_with("Tags");
    if (is_tags) return ExpectTags(sent, answer, path);
    const Node* transport = answer.IsObject() && json::Has(answer, key::transport)
                                ? &json::Get(answer, key::transport)
                                : nullptr;
    static const Type& transport_shape = TypeOf(FindType("Transport"));
    const bool in_transport =
        transport != nullptr && FindMember(transport_shape, member.key.name) != nullptr;
    if (in_transport) ExpectGivenBack(type, sent, json::Find(*transport, member.key), path);
    const Node* beside = json::Find(answer, member.key);
    if (beside != nullptr || !in_transport) ExpectGivenBack(type, sent, beside, path);
  }

  void ExpectTags(const Node& sent, const Node& answer, const std::string& path) {
    std::string arn;
    if (const Node* name = json::Find(answer, key::mediaStreamName)) {
      arn = flow_arn_ + "%2FmediaStream%2F" + std::string(json::StringOf(*name));
    } else if (json::Has(answer, key::subnetId)) {
      arn = flow_arn_ + "%2FvpcInterface%2F" + std::string(json::GetString(answer, key::name));
    }
    for (const Key key : {key::flowArn, key::sourceArn, key::outputArn, key::entitlementArn}) {
      if (arn.empty() && json::Has(answer, key)) arn = json::GetString(answer, key);
    }
    EXPECT_EQ(world_.Get("/tags/" + arn).At("tags"), sent) << path;
    given_back_.insert(path);
  }

  // An ARN in the place of a word: of an entitlement that is granted to the caller, of a bridge.
  std::string Resolve(std::string text) {
    if (text.find("$ENTITLEMENT") != std::string::npos) {
      const std::string flow = world_.CreateFlow(
          "origin", Json{{"entitlements", List({Json{{"subscribers", List({"111122223333"})}}})}},
          kSubscriber);
      const Answer granted = world_.Call("GET", "/v1/flows/" + flow, "", kSubscriber);
      text.replace(text.find("$ENTITLEMENT"), 12,
                   granted.Text("flow.entitlements.0.entitlementArn"));
    }
    if (text.find("$BRIDGE") != std::string::npos) {
      text.replace(text.find("$BRIDGE"), 7, CreateIngressBridge(world_));
    }
    return text;
  }

  void CreateAndCompare(const std::string& request) {
    const std::string resolved = Resolve(request);
    const Answer created = world_.Post("/v1/flows", resolved);
    ASSERT_EQ(created.status, 201) << created.body;
    flow_arn_ = created.Text("flow.flowArn");
    const Answer described = world_.Get("/v1/flows/" + flow_arn_);
    EXPECT_EQ(described.body, created.body);
    ExpectGivenBack(TypeOf(OperationOf(Op::CreateFlow).input), json::Parse(resolved),
                    &described.At("flow"), "");
  }

  std::string flow_arn_;
  std::set<std::string> given_back_;
};

// The same flow with its one source in `sources`, and the other way round.
json::Value WithSourceMoved(const Node& flow) {
  json::Value moved = json::Clone(flow);
  json::Value one = moved.Take(key::source);
  if (one.node().IsNull()) {
    json::Value several = moved.Take(key::sources);
    moved.Set(key::source, json::Clone(several.node()[0]));
    moved.Remove(key::sourceFailoverConfig);
  } else {
    json::Value several = json::Value::Array();
    several.Append(std::move(one));
    moved.Set(key::sources, std::move(several));
  }
  return moved;
}

TEST_F(MaximalFlowTest, EveryMemberOfCreateFlowIsStoredAndGivenBack) {
  for (const auto& flow : Flows().GetObject()) {
    SCOPED_TRACE(std::string(json::StringOf(flow.name)));
    CreateAndCompare(json::Write(flow.value).json);
    CreateAndCompare(json::Write(WithSourceMoved(flow.value)).json);
  }
  std::set<std::string> leaves;
  CollectLeaves(TypeOf(OperationOf(Op::CreateFlow).input), "", leaves);
  for (const std::string& leaf : leaves) {
    EXPECT_EQ(given_back_.count(leaf), 1 - kNeverValid.count(leaf)) << leaf;
  }
  EXPECT_EQ(given_back_.size(), leaves.size() - kNeverValid.size());
}

}  // namespace
}  // namespace mediaconnect
