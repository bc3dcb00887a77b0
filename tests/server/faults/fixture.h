// A world in which calls can be struck, and what to ask of it.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "tests/support/world.h"

namespace mediaconnect {

using Rules = std::vector<Json>;

inline const std::string kServer = "/_mediaconnect/faults";
inline const std::string kOfAccount =
    std::string("/_mediaconnect/accounts/") + kAccount + "/faults";

inline Json ErrorRule(const std::string& code, const Json& more = {}) {
  return Json{{"error", {{"code", code}}}} + more;
}
inline const Json kUnavailable = ErrorRule("ServiceUnavailableException");

class FaultsTest : public WorldTest {
 protected:
  void Set(const Rules& rules, const std::string& list = kOfAccount) {
    const Answer answer = world_.Put(list, Json{{"faults", List(rules)}});
    EXPECT_EQ(answer.status, 200) << answer.body;
  }
  // The statuses of so many calls.
  std::vector<int> Statuses(int count) {
    std::vector<int> statuses;
    statuses.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) statuses.push_back(world_.Get("/v1/flows").status);
    return statuses;
  }
  // "matched/fired" of a rule.
  std::string Counts(int rule = 0, const std::string& list = kOfAccount) {
    const std::string at = "faults." + std::to_string(rule);
    const Answer answer = world_.Get(list);
    return std::to_string(answer.Number(at + ".matched")) + "/" +
           std::to_string(answer.Number(at + ".fired"));
  }
  // As the session gets it.
  Reply Handle(std::string_view method, std::string_view target, std::string_view body = "") {
    Request request;
    request.method = method;
    request.target = target;
    request.headers = {{"Host", "localhost"},
                       {"Authorization",
                        "AWS4-HMAC-SHA256 Credential=111122223333/20260101/us-east-1/mediaconnect/"
                        "aws4_request, SignedHeaders=host, Signature=0"}};
    request.body = body;
    return world_.dispatcher.Handle(request);
  }
};

}  // namespace mediaconnect
