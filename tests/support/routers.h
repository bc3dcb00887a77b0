// The router's resources, for tests.
#pragma once

#include <string>

#include "tests/support/world.h"

namespace mediaconnect {

inline Json PublicInterface(const std::string& name = "public", const Json& more = {}) {
  return Json{{"name", name},
              {"configuration",
               {{"public", {{"allowRules", List({Json{{"cidr", "10.0.0.0/8"}}})}}}}}} +
         more;
}
inline Json VpcInterface(const std::string& name = "vpc", const Json& more = {}) {
  return Json{{"name", name},
              {"configuration",
               {{"vpc", {{"securityGroupIds", List({"sg-1"})}, {"subnetId", "subnet-1"}}}}}} +
         more;
}

class RouterTest : public WorldTest {
 protected:
  using WorldTest::WorldTest;

  static std::string InterfacePath(const std::string& arn) {
    return "/v1/routerNetworkInterface/" + arn;
  }
  Answer CreateInterface(const Body& request = PublicInterface()) {
    return world_.Post("/v1/routerNetworkInterface", request);
  }
  std::string InterfaceArn(const Json& request = PublicInterface()) {
    const Answer answer = CreateInterface(request);
    EXPECT_EQ(answer.status, 201) << answer.body;
    return answer.Text("routerNetworkInterface.arn");
  }
  Answer GetInterface(const std::string& arn) { return world_.Get(InterfacePath(arn)); }
  std::string StateOfInterface(const std::string& arn) {
    return GetInterface(arn).Text("routerNetworkInterface.state");
  }

  void SetStatus(const std::string& arn, const std::string& status) {
    world_.state.Settle();  // what its creation began
    Database::Statement set(world_.state.database, "UPDATE resources SET status = ? WHERE arn = ?");
    set(status, arn).Run();
  }
};

}  // namespace mediaconnect
