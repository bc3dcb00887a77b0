// Which operation may be called while a gateway or an instance is in which state (rules 3.3,
// decision 3).
#include <functional>
#include <set>

#include "tests/support/gateways.h"

namespace mediaconnect {
namespace {

using States = std::set<std::string>;

const States kOfGateways = {"CREATING", "ACTIVE", "ERROR", "DELETING"};
const States kOfInstances = {"REGISTERING", "ACTIVE", "DEREGISTERING", "REGISTRATION_ERROR",
                             "DEREGISTRATION_ERROR"};

class GatewayStatesTest : public GatewayTest {
 protected:
  // Calls the operation in each of the states, on a resource of its own.
  void Expect(int status, const std::string& refusal, const States& all, const States& allowed,
              const std::function<std::string()>& make,
              const std::function<Answer(const std::string&)>& call) {
    for (const std::string& state : all) {
      SCOPED_TRACE(state);
      const std::string arn = make();
      SetStatus(arn, state);
      const Answer answer = call(arn);
      if (allowed.contains(state)) {
        EXPECT_EQ(answer.status, status) << answer.body;
      } else {
        ExpectError(answer, refusal == "ConflictException" ? 409 : 400, refusal, {arn, state});
      }
    }
  }
  void ExpectOfGateways(int status, const States& allowed,
                        const std::function<Answer(const std::string&)>& call,
                        const std::string& refusal = "ConflictException") {
    Expect(
        status, refusal, kOfGateways, allowed, [&] { return CreateGateway(); }, call);
  }
  void ExpectOfInstances(int status, const States& allowed,
                         const std::function<Answer(const std::string&)>& call) {
    const std::string gateway = CreateGateway();
    int count = 0;
    Expect(
        status, "ConflictException", kOfInstances, allowed,
        [&] { return RegisterOne(gateway, "mi-" + std::to_string(++count)); }, call);
  }
};

TEST_F(GatewayStatesTest, OfGateways) {
  const auto path = [](const std::string& arn) { return "/v1/gateways/" + arn; };
  ExpectOfGateways(200, kOfGateways, [&](const auto& arn) { return world_.Get(path(arn)); });
  ExpectOfGateways(200, {"ACTIVE", "ERROR"},
                   [&](const auto& arn) { return world_.Delete(path(arn)); });
  ExpectOfGateways(
      201, {"ACTIVE"}, [&](const auto& arn) { return Register(arn, "mi-1"); },
      "BadRequestException");
}

TEST_F(GatewayStatesTest, OfInstances) {
  const auto path = [](const std::string& arn) { return "/v1/gateway-instances/" + arn; };
  ExpectOfInstances(200, kOfInstances, [&](const auto& arn) { return world_.Get(path(arn)); });
  ExpectOfInstances(200, {"REGISTERING", "ACTIVE"}, [&](const auto& arn) {
    return world_.Put(path(arn), Json{{"bridgePlacement", "LOCKED"}});
  });
  ExpectOfInstances(202, {"REGISTERING", "ACTIVE", "REGISTRATION_ERROR", "DEREGISTRATION_ERROR"},
                    [&](const auto& arn) { return world_.Delete(path(arn)); });
}

}  // namespace
}  // namespace mediaconnect
