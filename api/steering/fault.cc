#include "api/steering/fault.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "api/contract/header.h"
#include "api/contract/message.h"
#include "api/contract/quantity.h"
#include "api/contract/suggestion.h"
#include "api/steering/draw.h"
#include "api/steering/rule_members.h"

namespace mediaconnect {
namespace {

using Connection = Fault::Connection;
using Milliseconds = std::chrono::milliseconds;

constexpr Milliseconds kLongest = std::chrono::hours(24);

// What a client takes as the length or the end of an answer is the server's business.
constexpr std::array<std::string_view, 5> kOwnHeaders = {"Connection", "Content-Length", "Date",
                                                         "Server", "Transfer-Encoding"};

// In the order of control.json.
Connection ConnectionNamed(std::string_view name) {
  const auto names = ValuesOf(TypeOf(FindType("FaultConnection")));
  return static_cast<Connection>(std::find(names.begin(), names.end(), name) - names.begin());
}

bool NeedsAnswer(Connection connection) {
  return connection == Connection::kTruncate || connection == Connection::kDribble;
}

Milliseconds DurationOf(const json::Node& text) {
  return std::min(Milliseconds(ParseDuration(json::StringOf(text)).value()), kLongest);
}

double NumberOf(const json::Node& given, Key key, double fallback) {
  const json::Node* number = json::Find(given, key);
  return number == nullptr ? fallback : number->GetDouble();
}

bool IsDeclared(ErrorCode code) {
  const auto operations = Operations().first(kServiceOperationCount);
  return std::any_of(operations.begin(), operations.end(),
                     [&](const Operation& operation) { return Declares(operation, code); });
}

ErrorCode ErrorNamed(std::string_view name, const std::string& path) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < tables::kErrorCount; ++i) {
    const auto code = static_cast<ErrorCode>(i);
    if (!IsDeclared(code)) continue;
    names.emplace_back(ErrorOf(code).name);
    if (names.back() == name) return code;
  }
  const auto nearest = NearestOf(names, name);
  throw BadRequest(path + ": no operation of MediaConnect has an error " + Quote(name) +
                   (nearest ? "; did you mean " + *nearest + "?" : ""));
}

ApiError ReadError(const json::Node& given, const std::string& path) {
  return {ErrorNamed(json::GetString(given, key::code), Path(path, key::code)),
          std::string(json::GetString(given, key::message, "A fault rule has struck this call."))};
}

void ReadHeader(const std::string& path, std::string_view name, std::string_view value,
                Fault::Response& response) {
  if (!IsHeaderName(name)) throw BadRequest(path + ": " + Quote(name) + " is no name of a header");
  if (!IsHeaderValue(value)) {
    throw BadRequest(path + ": the value of " + Quote(name) +
                     " has a character that no header can");
  }
  const auto is_it = [&](std::string_view own) { return IsSameIgnoringCase(own, name); };
  if (std::any_of(kOwnHeaders.begin(), kOwnHeaders.end(), is_it)) {
    throw BadRequest(path + ": " + Quote(name) + " is set by the server itself");
  }
  if (IsSameIgnoringCase(name, "Content-Type")) {
    response.media = value;
  } else {
    response.headers.emplace_back(name, value);
  }
}

Fault::Response ReadResponse(const json::Node& given, const std::string& path) {
  Fault::Response response{.status = static_cast<int>(json::GetInt(given, key::status)),
                           .media = "application/json"};
  if (const json::Node* headers = json::Find(given, key::headers)) {
    const std::string at = Path(path, key::headers);
    for (const auto& [name, value] : headers->GetObject()) {
      ReadHeader(at, json::StringOf(name), json::StringOf(value), response);
    }
  }
  if (const json::Node* body = json::Find(given, key::body)) {
    response.body = body->IsString() ? json::StringOf(*body) : json::Write(*body).json;
  }
  if (!response.body.empty() && (response.status == 204 || response.status == 304)) {
    throw BadRequest(Path(path, key::body) + ": an answer with status " +
                     std::to_string(response.status) + " has no body");
  }
  return response;
}

Fault::Latency ReadLatency(const json::Node& given, const std::string& path) {
  const json::Node* fixed = json::Find(given, key::fixed);
  const json::Node* median = json::Find(given, key::median);
  const json::Node* sigma = json::Find(given, key::sigma);
  const json::Node* max = json::Find(given, key::max);
  const bool varies = median != nullptr || sigma != nullptr || max != nullptr;
  if ((fixed != nullptr) == varies) {
    throw BadRequest(path + ": give either fixed, or median and sigma, with max if you like");
  }
  if (fixed != nullptr) return {.median = DurationOf(*fixed)};
  if (median == nullptr) throw BadRequest(Path(path, key::median) + ": is required");
  if (sigma == nullptr) throw BadRequest(Path(path, key::sigma) + ": is required with median");
  Fault::Latency latency{.median = DurationOf(*median), .sigma = sigma->GetDouble()};
  if (max != nullptr) latency.max = DurationOf(*max);
  return latency;
}

void ReadEffects(const json::Node& given, const std::string& path, Fault& fault) {
  if (const json::Node* error = json::Find(given, key::error)) {
    fault.error = ReadError(*error, Path(path, key::error));
  }
  if (const json::Node* response = json::Find(given, key::response)) {
    fault.response = ReadResponse(*response, Path(path, key::response));
  }
  if (const json::Node* connection = json::Find(given, key::connection)) {
    fault.connection = ConnectionNamed(json::StringOf(*connection));
  }
  if (const json::Node* latency = json::Find(given, key::latency)) {
    fault.latency = ReadLatency(*latency, Path(path, key::latency));
  }
  const int answers = (fault.error ? 1 : 0) + (fault.response ? 1 : 0) + (fault.connection ? 1 : 0);
  if (answers <= 1 && answers + (fault.latency ? 1 : 0) > 0) return;
  const std::string rule = path.empty() ? "" : path + ": ";
  throw BadRequest(rule + (answers > 1 ? "a fault has one of error, response and connection, not " +
                                             std::to_string(answers)
                                       : "a fault has error, response, connection or latency"));
}

void ReadApply(const json::Node& given, const std::string& path, Fault& fault) {
  const bool needs_answer = fault.connection && NeedsAnswer(*fault.connection);
  const std::string_view apply =
      json::GetString(given, key::apply, needs_answer ? "after" : "before");
  if (needs_answer && apply == "before") {
    throw BadRequest(Path(path, key::apply) + ": must be after with connection " +
                     std::string(json::GetString(given, key::connection)) +
                     ", as there is no answer before");
  }
  fault.is_after = apply == "after";
}

}  // namespace

std::size_t Fault::HeapBytes() const {
  std::size_t bytes = region.size() + arn.size();
  if (error) bytes += error->message.size();
  if (!response) return bytes;
  bytes += response->media.size() + response->body.size();
  for (const auto& header : response->headers) {
    // A list has room for up to twice as many as it holds.
    bytes += 2 * sizeof header + header.first.size() + header.second.size();
  }
  return bytes;
}

bool Fault::Matches(const Operation& called, const Scope& scope,
                    const std::vector<std::string>& labels) const {
  if (!is_of_this_service || (operation && *operation != called.op)) return false;
  if (!region.empty() && region != scope.region) return false;
  if (!arn.empty() && std::find(labels.begin(), labels.end(), arn) == labels.end()) return false;
  return !error || Declares(called, error->code);
}

bool Fault::Strikes(const RuleUse& use, std::uint64_t seed) const {
  if (use.matched <= skip || (use.matched - skip) % every != 0) return false;
  if (times && use.fired >= *times) return false;
  return probability >= 1 || DrawEven(seed, use.id, use.matched) < probability;
}

Milliseconds Fault::DrawLatency(const RuleUse& use, std::uint64_t seed) const {
  if (!latency) return Milliseconds(0);
  const double factor = std::exp(latency->sigma * DrawNormal(seed, use.id, use.matched));
  const double drawn = static_cast<double>(latency->median.count()) * factor;
  const Milliseconds max = latency->max.value_or(kLongest);
  return drawn < static_cast<double>(max.count()) ? Milliseconds(std::llround(drawn)) : max;
}

Fault ReadFault(const json::Node& given, const std::string& path) {
  const std::string_view own = TheService().signing_name;
  Fault fault{.is_of_this_service = json::GetString(given, key::service, own) == own,
              .operation = ReadOperation(given, path),
              .region = std::string(json::GetString(given, key::region, "")),
              .arn = ReadArn(given, path),
              .skip = static_cast<std::uint64_t>(json::FindInt(given, key::skip).value_or(0)),
              .every = static_cast<std::uint64_t>(json::FindInt(given, key::every).value_or(1)),
              .probability = NumberOf(given, key::probability, 1)};
  if (const auto times = json::FindInt(given, key::times)) {
    fault.times = static_cast<std::uint64_t>(*times);
  }
  if (fault.operation && OperationOf(*fault.operation).control) {
    throw BadRequest(Path(path, key::operation) + ": " +
                     std::string(OperationOf(*fault.operation).name) +
                     " is one of this server's own operations, and no fault strikes those");
  }
  ReadEffects(given, path, fault);
  ReadApply(given, path, fault);
  return fault;
}

}  // namespace mediaconnect
