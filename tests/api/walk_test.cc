// A walk over all operations of the contract, with requests made from it: each is routed, each of
// its constraints is held, and each answers in the service's form, with a handler or without.
#include <algorithm>
#include <iostream>
#include <set>

#include "server/control/registry.h"
#include "tests/support/breaches.h"
#include "tests/support/requests.h"
#include "tests/support/world.h"

namespace mediaconnect {
namespace {

bool HasBody(const Operation& operation) {
  const auto members = MembersOf(TypeOf(operation.input));
  return std::any_of(members.begin(), members.end(),
                     [](const Member& member) { return member.location == Location::kBody; });
}

std::string FirstLabel(const Operation& operation) {
  const std::size_t open = operation.uri.find('{');
  if (open == std::string_view::npos) return "";
  return std::string(operation.uri.substr(open + 1, operation.uri.find('}') - open - 1));
}

class WalkTest : public WorldTest {
 protected:
  static std::span<const Operation> ServiceOperations() {
    return Operations().first(kServiceOperationCount);
  }

  Answer Send(const WireRequest& wire) {
    ++requests_;
    return world_.Call(wire.method, wire.target, wire.body);
  }

  // A valid request reaches its handler. If nothing has a handler, all of them answer 501; with
  // the handlers there are, rules of meaning may refuse it, but nothing fails.
  void ExpectValid(const Operation& operation, const WireRequest& wire) {
    SCOPED_TRACE(wire.method + " " + wire.target + " " + wire.body);
    world_.Use(without_handlers_);
    ExpectError(Send(wire), 501, "NotImplementedException", std::string(operation.name));
    world_.Use(world_.dispatcher);
    if (operation.later) return;
    const Answer answer = Send(wire);
    EXPECT_LT(answer.status, 500) << answer.body;
    if (answer.error.empty()) {
      EXPECT_EQ(answer.status, operation.status);
    }
  }

  void ExpectRefused(const WireRequest& wire, const std::string& begins, const Names& names = {}) {
    SCOPED_TRACE(wire.method + " " + wire.target + " " + wire.body.substr(0, 1000));
    const Answer answer = Send(wire);
    EXPECT_EQ(answer.status, 400) << answer.body;
    EXPECT_EQ(answer.error, "BadRequestException") << answer.body;
    EXPECT_EQ(answer.message.substr(0, begins.size()), begins);
    ExpectNames(answer.message, names);
  }

  Dispatcher without_handlers_{
      world_.state,
      world_.settings,
      world_.steering,
      {.check_responses = true, .handler_of = [](Op) -> Handler { return nullptr; }},
      world_.log};
  std::size_t requests_ = 0;
};

TEST_F(WalkTest, MinimalRequestsAreValid) {
  for (const Operation& operation : ServiceOperations()) {
    ExpectValid(operation, ToWire(operation, MinimalValue(TypeOf(operation.input))));
  }
}

TEST_F(WalkTest, MaximalRequestsAreValid) {
  for (const Operation& operation : ServiceOperations()) {
    ExpectValid(operation, ToWire(operation, MaximalValue(TypeOf(operation.input))));
  }
}

TEST_F(WalkTest, LabelsMayBeEncodedOrNot) {
  for (const Operation& operation : ServiceOperations()) {
    ExpectValid(operation, ToWire(operation, MinimalValue(TypeOf(operation.input)), false));
  }
}

// Each member at every depth, in every union's every member: every value that its constraint just
// allows, and every single breach of it.
TEST_F(WalkTest, EveryBreachOfAConstraintIsRefusedByItsPath) {
  std::size_t allowed = 0;
  std::size_t breaches = 0;
  for (const Operation& operation : ServiceOperations()) {
    ForEachVariant(
        operation,
        [&](const json::Node& input) {
          ++allowed;
          ExpectValid(operation, ToWire(operation, input));
        },
        [&](const Breach& breach) {
          ++breaches;
          ExpectRefused(ToWire(operation, breach.input), breach.path + ": ", breach.value);
        });
  }
  std::cout << "The walk over " << ServiceOperations().size() << " operations sent " << requests_
            << " requests: " << breaches << " with one breach each and " << allowed
            << " valid ones, these to the engine alone and to the handlers there are\n";
  EXPECT_GT(allowed, 1800u);
  EXPECT_GT(breaches, 6700u);
}

TEST_F(WalkTest, AnEmptyLabelIsRefusedByItsName) {
  int labels = 0;
  for (const Operation& operation : ServiceOperations()) {
    const std::string label = FirstLabel(operation);
    if (label.empty()) continue;
    ++labels;
    json::Value input = MinimalValue(TypeOf(operation.input));
    input.SetNamed(label, json::Value::String(""));
    ExpectRefused(ToWire(operation, input), label + ": ");
  }
  EXPECT_EQ(labels, 63);
}

TEST_F(WalkTest, BrokenJsonIsRefusedWhereABodyIsRead) {
  for (const Operation& operation : ServiceOperations()) {
    WireRequest wire = ToWire(operation, MinimalValue(TypeOf(operation.input)));
    wire.body = "{\"a\":";
    if (HasBody(operation)) {
      ExpectRefused(wire, "The request body is not valid JSON");
    } else {
      ExpectValid(operation, wire);
    }
  }
}

TEST_F(WalkTest, ABodyThatIsNoObjectIsRefusedWhereABodyIsRead) {
  for (const Operation& operation : ServiceOperations()) {
    if (!HasBody(operation)) continue;
    WireRequest wire = ToWire(operation, MinimalValue(TypeOf(operation.input)));
    for (const char* body : {"[]", "null", "7", "\"text\""}) {
      wire.body = body;
      ExpectRefused(wire, "The request body must be a JSON object");
    }
  }
}

// Decision 14: what a path names must be there, whoever handles it. Where the contract has no
// pattern for the ARN, the rules want one of the right kind first.
TEST_F(WalkTest, WhatAPathNamesAndIsNotThereIsNotFound) {
  std::set<std::string_view> by_kind;
  int not_found = 0;
  for (const Operation& operation : ServiceOperations()) {
    if (operation.later || !Declares(operation, ErrorCode::NotFoundException)) continue;
    SCOPED_TRACE(operation.name);
    const Answer answer = Send(ToWire(operation, MinimalValue(TypeOf(operation.input))));
    if (answer.status == 400) {
      ExpectNames(answer.message, "is not the ARN of a");
      by_kind.insert(operation.name);
    } else {
      EXPECT_EQ(answer.status, 404) << answer.body;
      EXPECT_EQ(answer.error, "NotFoundException") << answer.body;
      ++not_found;
    }
  }
  EXPECT_EQ(by_kind, (std::set<std::string_view>{
                         "DescribeOffering", "DescribeReservation", "ListTagsForGlobalResource",
                         "ListTagsForResource", "PurchaseOffering", "TagGlobalResource",
                         "TagResource", "UntagGlobalResource", "UntagResource"}));
  EXPECT_EQ(not_found, 53);
}

// Decision 12. A path may have another operation under another method; only those answer.
TEST_F(WalkTest, OtherMethodsHaveNoOperation) {
  const Router router;
  for (const Operation& operation : ServiceOperations()) {
    WireRequest wire = ToWire(operation, MinimalValue(TypeOf(operation.input)));
    const std::string path = wire.target.substr(0, wire.target.find('?'));
    for (const char* method : {"GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "BREW", "get"}) {
      if (router.Match(method, path).operation != nullptr) continue;
      wire.method = method;
      ExpectError(Send(wire), 403, "MissingAuthenticationTokenException", method);
    }
    wire.method = "OPTIONS";
    EXPECT_EQ(Send(wire).status, 204) << path;
  }
}

// Decision 12: "/v1/flows/" is not ListFlows, and "/v1/flows/{FlowArn}/" is not DescribeFlow.
TEST_F(WalkTest, ATrailingSlashIsAnotherPath) {
  for (const Operation& operation : ServiceOperations()) {
    if (operation.uri.rfind("/tags/", 0) == 0) continue;  // there an ARN runs to the end
    WireRequest wire = ToWire(operation, MinimalValue(TypeOf(operation.input)));
    wire.target.insert(std::min(wire.target.find('?'), wire.target.size()), "/");
    const Answer answer = Send(wire);
    EXPECT_TRUE(answer.error == "MissingAuthenticationTokenException" ||
                (answer.error == "BadRequestException" &&
                 answer.message.find(": is required") != std::string::npos))
        << wire.method << " " << wire.target << " " << answer.body;
  }
}

// An operation that somebody calls has a handler on one floor, or is for later.
TEST(Registry, EachOperationHasItsHandlerOrIsForLater) {
  for (const Operation& operation : Operations()) {
    const auto index = static_cast<std::size_t>(operation.op);
    EXPECT_EQ(kApiHandlers.at(index) != nullptr, !operation.later && !operation.server_floor)
        << operation.name;
    EXPECT_EQ(kServerHandlers.at(index) != nullptr, operation.server_floor) << operation.name;
    EXPECT_EQ(HandlerOf(operation.op) == nullptr, operation.later) << operation.name;
  }
}

}  // namespace
}  // namespace mediaconnect
