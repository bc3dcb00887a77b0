#include "tests/support/world.h"

#include "api/operations/routers/routers.h"

namespace mediaconnect {

const json::Node* Answer::Find(std::string_view path) const {
  const json::Node* node = &document.node();
  while (!path.empty()) {
    const std::string_view step = path.substr(0, path.find('.'));
    path.remove_prefix(std::min(path.size(), step.size() + 1));
    if (node->IsArray()) {
      const auto index = static_cast<unsigned>(std::stoul(std::string(step)));
      if (index >= node->Size()) return nullptr;
      node = &(*node)[index];
    } else {
      node = node->IsObject() ? json::Find(*node, Key{step}) : nullptr;
      if (node == nullptr) return nullptr;
    }
  }
  return node;
}

const json::Node& Answer::At(std::string_view path) const {
  static const json::Node kNull;
  const json::Node* node = Find(path);
  EXPECT_NE(node, nullptr) << "no member " << path << " in " << body;
  return node == nullptr ? kNull : *node;
}

std::string Answer::Header(std::string_view name) const {
  for (const auto& [known, value] : headers) {
    if (known == name) return value;
  }
  return "";
}

World::World(Settings given, const std::string& data, std::optional<std::uint64_t> seed)
    : settings(given),
      state(data, seed, clock),
      steering(seed),
      dispatcher(state, settings, steering, {.check_responses = true}, log) {
  MaintainRouters(state, settings, steering);
}

Answer World::Call(std::string_view method, std::string_view target, const Body& body,
                   std::string_view account, std::string_view region) {
  std::string authorization = "AWS4-HMAC-SHA256 Credential=";
  authorization.append(account).append("/20260101/").append(region);
  authorization.append("/mediaconnect/aws4_request, SignedHeaders=host, Signature=0");
  Request request;
  request.method = method;
  request.target = target;
  request.headers = {{"Host", "localhost:4580"}, {"Authorization", authorization}};
  request.body = body.Text();
  return Send(request);
}

Answer World::Parse(const Reply& reply) {
  Answer answer;
  answer.status = reply.status;
  answer.body = reply.body;
  for (const auto& [name, value] : reply.headers) answer.headers.emplace_back(name, value);
  answer.error = answer.Header("x-amzn-ErrorType");
  if (!answer.body.empty() && reply.media == "application/json")
    answer.document = json::Parse(answer.body);
  if (!answer.error.empty()) answer.message = answer.Text("message");
  return answer;
}

std::string World::CreateFlow(std::string_view name, const Json& more, std::string_view account,
                              std::string_view region) {
  const Answer answer =
      Call("POST", "/v1/flows", Json{{"name", name}} + kRtpSource + more, account, region);
  EXPECT_EQ(answer.status, 201) << answer.body;
  return answer.status == 201 ? answer.Text("flow.flowArn") : "";
}

void World::Start(const std::string& flow_arn) {
  EXPECT_EQ(Post("/v1/flows/start/" + flow_arn).Text("status"), "STARTING");
  clock.Advance(settings.transition_delay_ms);
  EXPECT_EQ(Get("/v1/flows/" + flow_arn).Text("flow.status"), "ACTIVE");
}

void ExpectError(const Answer& answer, int status, std::string_view code, const Names& names) {
  EXPECT_EQ(answer.status, status) << answer.body;
  EXPECT_EQ(answer.error, code) << answer.body;
  ExpectNames(answer.message, names);
}

}  // namespace mediaconnect
