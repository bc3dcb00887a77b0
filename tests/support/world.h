// A whole server without its sockets, for tests: a dispatcher over an empty model in memory, a
// clock that the test moves, fixed ids, and every reply held against its shape.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/dispatcher.h"
#include "state/state.h"
#include "tests/support/json.h"
#include "tests/support/names.h"

namespace mediaconnect {

// A reply, taken apart.
struct Answer {
  int status = 0;
  std::string body;
  std::string error;    // x-amzn-ErrorType, or empty
  std::string message;  // of the error
  json::Value document;
  std::vector<std::pair<std::string, std::string>> headers;

  // A member of the document by its path: At("flow.outputs.0.name"). Fails the test if it is
  // absent, and then is null.
  const json::Node& At(std::string_view path) const;
  std::string Text(std::string_view path) const { return std::string(json::StringOf(At(path))); }
  std::int64_t Number(std::string_view path) const { return At(path).GetInt64(); }
  std::size_t Size(std::string_view path) const { return At(path).Size(); }
  bool Has(std::string_view path) const { return Find(path) != nullptr; }
  std::string Header(std::string_view name) const;

 private:
  const json::Node* Find(std::string_view path) const;
};

inline constexpr const char* kAccount = "111122223333";
inline constexpr const char* kSubscriber = "444455556666";
inline constexpr const char* kRegion = "us-east-1";

class World {
 public:
  explicit World(Settings settings = {}, const std::string& data = "",
                 std::optional<std::uint64_t> seed = 1);

  // Sends a request as `account` to `region`.
  Answer Call(std::string_view method, std::string_view target, const Body& body = "",
              std::string_view account = kAccount, std::string_view region = kRegion);
  Answer Get(std::string_view target) { return Call("GET", target); }
  Answer Post(std::string_view target, const Body& body = "") { return Call("POST", target, body); }
  Answer Put(std::string_view target, const Body& body) { return Call("PUT", target, body); }
  Answer Delete(std::string_view target) { return Call("DELETE", target); }

  // Sends a request as it is.
  Answer Send(const Request& request) { return Parse(handler_->Handle(request)); }

  // Sends the requests that follow to another dispatcher.
  void Use(RequestHandler& handler) { handler_ = &handler; }

  static Answer Parse(const Reply& reply);

  // CreateFlow with the members of `more` beside a name and an RTP source. Returns its ARN.
  std::string CreateFlow(std::string_view name = "flow", const Json& more = {},
                         std::string_view account = kAccount, std::string_view region = kRegion);
  // Starts a flow and lets it become ACTIVE.
  void Start(const std::string& flow_arn);

  FakeClock clock;
  Settings settings;
  Log log{Log::Format::kText, "off"};
  State state;
  Steering steering;
  Dispatcher dispatcher;

 private:
  RequestHandler* handler_ = &dispatcher;
};

class WorldTest : public testing::Test {
 protected:
  World world_;
};

// Expects a refusal: its code, and that the message names what it is about.
void ExpectError(const Answer& answer, int status, std::string_view code, const Names& names);

inline const Json kRtpSource = Json{{"source",
                                     {{"name", "main"},
                                      {"protocol", "rtp"},
                                      {"whitelistCidr", "10.0.0.0/24"},
                                      {"ingestPort", 5000}}}};

}  // namespace mediaconnect
