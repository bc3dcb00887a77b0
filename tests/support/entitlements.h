// An originator's flow, for tests of its entitlements and of what subscribers do with them.
#pragma once

#include <string>
#include <string_view>

#include "tests/support/world.h"

namespace mediaconnect {

class EntitlementsTest : public WorldTest {
 protected:
  Answer Grant(const Json& entitlements) {
    return world_.Post("/v1/flows/" + arn_ + "/entitlements", Json{{"entitlements", entitlements}});
  }
  // Grants to kSubscriber and returns the entitlement's ARN.
  std::string GrantOne(const Json& members = {}) {
    const Answer answer =
        Grant(List({Json{{"name", "show"}, {"subscribers", List({"444455556666"})}} + members}));
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.Text("entitlements.0.entitlementArn");
  }
  Answer Subscribe(const std::string& entitlement, std::string_view account = kSubscriber,
                   std::string_view region = kRegion) {
    return world_.Call(
        "POST", "/v1/flows",
        Json{{"name", "sub"}, {"source", {{"name", "in"}, {"entitlementArn", entitlement}}}},
        account, region);
  }
  Answer Update(const std::string& entitlement, const Json& members) {
    return world_.Put("/v1/flows/" + arn_ + "/entitlements/" + entitlement, members);
  }
  Answer Originator() { return world_.Get("/v1/flows/" + arn_); }
  Answer AsSubscriber(std::string_view method, const std::string& target, const Body& body = "") {
    return world_.Call(method, target, body, kSubscriber);
  }

  const std::string arn_ = world_.CreateFlow("originator");
};

}  // namespace mediaconnect
