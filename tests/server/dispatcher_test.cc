// The dispatcher's own promises: what a handler gets wrong never reaches the client as a success,
// and never leaves half a change.
#include "server/dispatcher.h"

#include "tests/support/world.h"

namespace mediaconnect {
namespace {

// Each writes something first, so that the tests can see that it did not stay.
Resource InsertSomething(Call& call) {
  Resource flow{.kind = ResourceKind::kFlow,
                .scope = call.scope,
                .arn = "arn",
                .name = "left",
                .status = "STANDBY",
                .doc = "{}"};
  flow.id = call.state.resources.Insert(flow);
  return flow;
}

ReplyBody RepliesWithoutARequiredMember(Call& call) {
  InsertSomething(call);
  return json::ObjectWriter().Add(key::flow, json::ObjectWriter().Finish()).Finish();
}
ReplyBody RepliesWithAnUnknownMember(Call& call) {
  InsertSomething(call);
  return json::ObjectWriter().Add(key::flowArn, "arn").Add(key::port, 1).Finish();
}
ReplyBody RepliesWithNull(Call& call) {
  InsertSomething(call);
  return json::Text{R"({"flow":null})"};
}
ReplyBody ThrowsAnUndeclaredError(Call& call) {
  InsertSomething(call);
  throw ApiError{ErrorCode::ConflictException, "flow operations declare no conflict"};
}
ReplyBody ThrowsADeclaredError(Call& call) {
  InsertSomething(call);
  throw NotFound("not here");
}
ReplyBody ThrowsSomethingElse(Call& call) {
  InsertSomething(call);
  throw std::runtime_error("secret detail");
}

template <Handler handler>
Handler Always(Op) {
  return handler;
}

class DispatcherTest : public WorldTest {
 protected:
  // CreateFlow as `handler_of` does it.
  Answer CreateFlowBy(Handler (*handler_of)(Op), bool check_responses = true) {
    Dispatcher dispatcher(world_.state, world_.settings, world_.steering,
                          {.check_responses = check_responses, .handler_of = handler_of},
                          world_.log);
    Request request;
    request.method = "POST";
    request.target = "/v1/flows";
    request.body = R"({"name":"a"})";
    return World::Parse(dispatcher.Handle(request));
  }
  ~DispatcherTest() override {
    EXPECT_EQ(world_.Call("GET", "/v1/flows", "", "000000000000").body, R"({"flows":[]})");
  }
};

void ExpectInternalError(const Answer& answer) {
  ExpectError(answer, 500, "InternalServerErrorException", answer.Header("x-amzn-RequestId"));
  EXPECT_EQ(answer.message.find("secret"), std::string::npos);
}

TEST_F(DispatcherTest, AReplyThatBreaksItsShapeIsA500AndNothingIsKept) {
  ExpectInternalError(CreateFlowBy(Always<RepliesWithoutARequiredMember>));
  ExpectInternalError(CreateFlowBy(Always<RepliesWithAnUnknownMember>));
  ExpectInternalError(CreateFlowBy(Always<RepliesWithNull>));
}

TEST_F(DispatcherTest, AnErrorThatTheOperationDoesNotDeclareIsA500) {
  ExpectInternalError(CreateFlowBy(Always<ThrowsAnUndeclaredError>));
}

TEST_F(DispatcherTest, WithoutTheCheckAnUndeclaredErrorIsStillAnError) {
  ExpectError(CreateFlowBy(Always<ThrowsAnUndeclaredError>, false), 409, "ConflictException",
              "declare no conflict");
}

TEST_F(DispatcherTest, AnythingElseThatIsThrownIsA500ThatTellsNothing) {
  ExpectInternalError(CreateFlowBy(Always<ThrowsSomethingElse>));
}

TEST(Dispatcher, BytesAreRepliedAsTheyAre) {
  World world;
  const auto bytes = [](Op) -> Handler {
    return [](Call&) -> ReplyBody { return Bytes{"\xFF{"}; };
  };
  Dispatcher dispatcher(world.state, world.settings, world.steering,
                        {.check_responses = true, .handler_of = bytes}, world.log);
  Request request;
  request.method = "GET";
  request.target = "/v1/flows";
  EXPECT_EQ(dispatcher.Handle(request).body, "\xFF{");
}

TEST(Dispatcher, AStreamIsForTheSession) {
  class Silent : public BodyStream {
    std::optional<std::string> Next() override { return std::nullopt; }
    void WakeBy(std::function<void()>) override {}
  };
  World world;
  const auto stream = [](Op) -> Handler {
    return [](Call&) -> ReplyBody { return std::make_shared<Silent>(); };
  };
  Dispatcher dispatcher(world.state, world.settings, world.steering,
                        {.check_responses = true, .handler_of = stream}, world.log);
  Request request;
  request.method = "GET";
  request.target = "/v1/flows";
  const Reply reply = dispatcher.Handle(request);
  ASSERT_NE(reply.stream, nullptr);
  EXPECT_EQ(reply.stream->Next(), std::nullopt);
  EXPECT_EQ(World::Parse(reply).Header("Cache-Control"), "no-store");
}

TEST_F(DispatcherTest, AnOperationThatIsNotBuiltYetIs501) {
  ExpectError(CreateFlowBy([](Op) -> Handler { return nullptr; }), 501, "NotImplementedException",
              "CreateFlow is not implemented yet");
}

TEST(Dispatcher, ARefusalOfAHandlerRollsBack) {
  World world;
  Dispatcher dispatcher(world.state, world.settings, world.steering,
                        {.handler_of = Always<ThrowsADeclaredError>}, world.log);
  Request request;
  request.method = "DELETE";
  request.target = "/v1/flows/arn:aws:mediaconnect:us-east-1:000000000000:flow:1-a:b";
  ExpectError(World::Parse(dispatcher.Handle(request)), 404, "NotFoundException", "not here");
  EXPECT_EQ(world.Call("GET", "/v1/flows", "", "000000000000").body, R"({"flows":[]})");
}

}  // namespace
}  // namespace mediaconnect
