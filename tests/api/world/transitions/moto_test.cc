// Transition rules in moto's words.
#include "tests/api/world/transitions/fixture.h"

namespace mediaconnect {
namespace {

class MotoTest : public TransitionsTest {
 protected:
  Answer SetMoto(const std::string& model, const Json& transition) {
    return world_.Post("/moto-api/state-manager/set-transition",
                       Json{{"model_name", model}, {"transition", transition}});
  }
  std::string GetMoto(const std::string& model = "mediaconnect::flow") {
    return world_.Get("/moto-api/state-manager/get-transition?model_name=" + model).body;
  }
};

TEST_F(MotoTest, ATransitionIsSetAndUnset) {
  EXPECT_EQ(GetMoto(), R"({"progression":"time","seconds":0})");
  const std::string flow = world_.CreateFlow();
  EXPECT_EQ(SetMoto("mediaconnect::flow", Json{{"progression", "immediate"}}).status, 201);
  EXPECT_EQ(GetMoto(), R"({"progression":"immediate"})");
  EXPECT_EQ(Start(flow).Text("status"), "ACTIVE");

  EXPECT_EQ(SetMoto("mediaconnect::flow", Json{{"progression", "time"}, {"seconds", 2}}).status,
            201);
  EXPECT_EQ(GetMoto(), R"({"progression":"time","seconds":2})");
  Stop(flow);
  world_.clock.Advance(1999);
  EXPECT_EQ(StatusOf(flow), "STOPPING");
  world_.clock.Advance(1);
  EXPECT_EQ(StatusOf(flow), "STANDBY");

  EXPECT_EQ(SetMoto("mediaconnect::flow", Json{{"progression", "manual"}, {"times", 2}}).status,
            201);
  EXPECT_EQ(GetMoto(), R"({"progression":"manual","times":2})");
  EXPECT_EQ(GetMoto("mediaconnect::bridge"), R"({"progression":"time","seconds":0})");
  Start(flow);
  EXPECT_EQ(StatusOf(flow), "STARTING");
  EXPECT_EQ(StatusOf(flow), "ACTIVE");
  EXPECT_EQ(world_.Get(kServer).Size("transitions"), 1u);

  for (int i = 0; i < 2; ++i) {
    const Answer unset = world_.Post("/moto-api/state-manager/unset-transition",
                                     Json{{"model_name", "mediaconnect::flow"}});
    EXPECT_EQ(unset.status, 201);
    EXPECT_EQ(unset.body, "");
  }
  EXPECT_EQ(world_.Get(kServer).Size("transitions"), 0u);
  world_.settings.transition_delay_ms = 1500;
  EXPECT_EQ(GetMoto(), R"({"progression":"time","seconds":1.500})");
}

TEST_F(MotoTest, PartsOfASecondCount) {
  EXPECT_EQ(SetMoto("mediaconnect::flow", Json{{"progression", "time"}, {"seconds", 0.25}}).status,
            201);
  EXPECT_EQ(GetMoto(), R"({"progression":"time","seconds":0.25})");
}

TEST_F(MotoTest, WhatMakesNoSenseIsRefused) {
  ExpectError(SetMoto("dax::cluster", Json{{"progression", "immediate"}}), 400,
              "BadRequestException", {"model_name", "\"dax::cluster\"", "mediaconnect::flow"});
  ExpectError(SetMoto("mediaconnect::flow", Json{{"progression", "time"}}), 400,
              "BadRequestException", {"transition.seconds", "required"});
  ExpectError(SetMoto("mediaconnect::flow", Json{{"progression", "manual"}}), 400,
              "BadRequestException", {"transition.times", "required"});
  ExpectError(SetMoto("mediaconnect::flow", Json{{"progression", "waiter"}}), 400,
              "BadRequestException", {"transition.progression", "\"waiter\""});
  for (const double seconds : {-1.0, 1e300}) {
    ExpectError(SetMoto("mediaconnect::flow", Json{{"progression", "time"}, {"seconds", seconds}}),
                400, "BadRequestException", {"transition.seconds", "imum of "});
  }
  ExpectError(world_.Get("/moto-api/state-manager/get-transition?model_name=x"), 400,
              "BadRequestException", {"model_name", "\"x\""});
  ExpectError(world_.Get("/moto-api/state-manager/get-transition"), 400, "BadRequestException",
              "model_name");
  ExpectError(world_.Post("/moto-api/state-manager/unset-transition", Json{{"model_name", "x"}}),
              400, "BadRequestException", "model_name");
}

}  // namespace
}  // namespace mediaconnect
