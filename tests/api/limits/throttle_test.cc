// --throttle: request rates by account and Region (rules 1.3).
#include "api/limits/throttle.h"

#include "tests/support/world.h"

namespace mediaconnect {
namespace {

class ThrottleTest : public WorldTest {
 protected:
  ThrottleTest() { world_.Use(throttled_); }

  // How many of these requests are served before one is refused, `most` at the most.
  int Served(const std::string& method, const std::string& target, int most = 100) {
    for (int served = 0; served < most; ++served) {
      const Answer answer = world_.Call(method, target);
      if (answer.status != 429) continue;
      EXPECT_EQ(answer.error, "TooManyRequestsException");
      last_message_ = answer.message;
      return served;
    }
    return most;
  }

  Throttle throttle_{world_.clock};
  Dispatcher throttled_{world_.state,
                        world_.settings,
                        world_.steering,
                        {.check_responses = true, .throttle = &throttle_},
                        world_.log};
  std::string last_message_;
};

TEST_F(ThrottleTest, AnAccountHas30AtOnceAndThen5ASecond) {
  EXPECT_EQ(Served("GET", "/v1/flows"), 30);
  EXPECT_EQ(last_message_,
            "Rate exceeded: account 111122223333 in Region us-east-1 can send 5 requests a second, "
            "and 30 at once; wait and try again.");
  world_.clock.Advance(199);
  EXPECT_EQ(Served("GET", "/v1/flows"), 0);
  world_.clock.Advance(1);
  EXPECT_EQ(Served("GET", "/v1/flows"), 1);
  world_.clock.Advance(1000);
  EXPECT_EQ(Served("GET", "/v1/flows"), 5);
  world_.clock.Advance(1'000'000);
  EXPECT_EQ(Served("GET", "/v1/flows"), 30);
}

TEST_F(ThrottleTest, OperationsShareABucket) {
  EXPECT_EQ(Served("GET", "/v1/flows", 20), 20);
  EXPECT_EQ(Served("GET", "/v1/entitlements"), 10);
  // A request that is refused for another reason counts too.
  EXPECT_EQ(world_.Post("/v1/flows", "no JSON").status, 429);
}

TEST_F(ThrottleTest, WhatIsPolledHas30ASecondOfItsOwn) {
  Served("GET", "/v1/flows");
  const std::string flow = "/v1/flows/arn:aws:mediaconnect:us-east-1:111122223333:flow:1-a:b";
  EXPECT_EQ(Served("GET", flow), 30);
  EXPECT_NE(last_message_.find("30 requests a second of DescribeFlow, and 30 at once"),
            std::string::npos);
  EXPECT_EQ(Served("GET", flow + "/source-metadata"), 30);
  EXPECT_EQ(Served("GET", flow + "/source-thumbnail"), 30);
  world_.clock.Advance(1000);
  EXPECT_EQ(Served("GET", flow), 30);
}

TEST_F(ThrottleTest, AccountsAndRegionsHaveTheirOwn) {
  Served("GET", "/v1/flows");
  EXPECT_EQ(world_.Call("GET", "/v1/flows", "", kSubscriber).status, 200);
  EXPECT_EQ(world_.Call("GET", "/v1/flows", "", kAccount, "eu-west-1").status, 200);
}

TEST_F(ThrottleTest, TagAndControlOperationsAreNotLimited) {
  EXPECT_EQ(Served("GET", "/tags/arn:aws:mediaconnect:us-east-1:111122223333:flow:1-a:b"), 100);
  EXPECT_EQ(Served("GET", "/_mediaconnect/ready"), 100);
  EXPECT_EQ(Served("GET", "/v1/unknown"), 100);
}

TEST_F(ThrottleTest, ManyAccountsAreForgottenAgain) {
  for (int account = 0; account < 30'000; ++account) {
    const std::string id = std::to_string(100'000'000'000 + account);
    throttle_.Take(OperationOf(Op::ListFlows), {id, kRegion});
    world_.clock.Advance(1);
  }
  EXPECT_LE(throttle_.BucketCount(), 10'000u);
}

TEST(RateLimits, CoverWhatDeclaresTooManyRequests) {
  int shared = 0;
  int polled = 0;
  int free = 0;
  for (const Operation& operation : Operations()) {
    const RateLimit* limit = RateLimitOf(operation);
    ++(limit == nullptr ? free : limit->a_second == 5 ? shared : polled);
  }
  EXPECT_EQ(polled, 8);
  EXPECT_EQ(shared, 82 - 8 - 6);
  EXPECT_EQ(free, static_cast<int>(kOperationCount) - 82 + 6);
}

}  // namespace
}  // namespace mediaconnect
