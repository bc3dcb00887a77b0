// What a handler gets: the request, who calls, and the open transaction's state. A handler is one
// function an operation; it returns the reply's body, or throws ApiError and leaves no trace.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "api/body_stream.h"
#include "api/contract/arn.h"
#include "api/contract/contract.h"
#include "api/contract/error.h"
#include "api/contract/json.h"
#include "api/contract/message.h"
#include "api/limits/quota.h"
#include "api/steering/steering.h"
#include "state/state.h"

namespace mediaconnect {

// How the model behaves if the person who runs the server has a choice. Constant while it runs.
struct Settings {
  Quotas quotas;
  std::int64_t transition_delay_ms = 0;
};

// Lives as long as its transaction. The request is valid by the contract.
struct Call {
  Op op;
  Scope scope;  // the caller's account and Region
  json::Value request;
  State& state;
  const Settings& settings;
  Steering& steering;
  // The account that a control operation is about; nullopt: the whole server.
  std::optional<std::string> account = {};
  // Where a control operation was called: "localhost:4580", and what all paths there begin with.
  std::string_view host = {};
  std::string_view base_path = {};
  std::string note = {};  // shown in the log: what the call did, if its path does not tell
  std::function<void()> after_commit = {};  // changes what a rollback cannot take back

  // The server, as who calls a control operation reaches it: "http://localhost:4580".
  std::string Endpoint() const { return std::string("http://").append(host).append(base_path); }

  // The time as the account has it.
  std::int64_t Now(const std::string& account_id) const { return state.clocks.Now(account_id); }
  std::int64_t Now() const { return Now(scope.account); }
};

// A reply's body that is not JSON; the model has its media type.
struct Bytes {
  std::string bytes;
};

// What a handler replies.
using ReplyBody = std::variant<json::Text, Bytes, std::shared_ptr<BodyStream>>;
using Handler = ReplyBody (*)(Call&);

}  // namespace mediaconnect
