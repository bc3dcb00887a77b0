#include "server/dispatcher.h"

#include <algorithm>
#include <chrono>
#include <stdexcept>

#include "api/contract/input.h"
#include "api/contract/validate.h"
#include "server/cors.h"
#include "server/credentials.h"
#include "server/guard.h"
#include "server/request_head.h"

namespace mediaconnect {
namespace {

// A handler did what its operation's contract does not allow. Never the client's fault.
class ContractBreach : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

void CheckReply(const Operation& operation, const ReplyBody& body) {
  const json::Text* text = std::get_if<json::Text>(&body);
  if (text == nullptr) return;  // text, bytes and streams have no shape
  if (operation.output == kNoType) {
    if (text->json.empty()) return;
    throw ContractBreach(std::string(operation.name) + " has no output, but replies with one");
  }
  json::Value output = json::Parse(text->json);
  const Member* payload = PayloadOf(TypeOf(operation.output));
  const std::string mistake = CheckOutput(payload ? payload->type : operation.output, output);
  if (mistake.empty()) return;
  throw ContractBreach("the reply of " + std::string(operation.name) +
                       " breaks its shape: " + mistake);
}

// A success, with what the handler made.
Reply MakeReply(const Operation& operation, ReplyBody body) {
  Reply reply;
  reply.status = operation.status;
  reply.media = operation.media;
  if (auto* text = std::get_if<json::Text>(&body)) {
    reply.body = std::move(text->json);
  } else if (auto* bytes = std::get_if<Bytes>(&body)) {
    reply.body = std::move(bytes->bytes);
  } else {
    reply.stream = std::get<std::shared_ptr<BodyStream>>(body);
    reply.headers.emplace_back("Cache-Control", "no-store");
  }
  return reply;
}

ApiError UnknownPath(const Request& request, std::string_view path,
                     const std::string& missing_base = "") {
  std::string asked = std::string(request.method) + " " + Quote(path) + ".";
  if (!missing_base.empty()) asked += " This server's paths begin with " + missing_base + ".";
  if (IsControlPath(path)) {
    return NotFound("No control operation has this method and path: " + asked);
  }
  // Decision 12: an API of AWS answers so, whatever the credentials.
  return {
      ErrorCode::MissingAuthenticationTokenException,
      "Missing Authentication Token: no MediaConnect operation has this method and path: " + asked};
}

}  // namespace

Dispatcher::Dispatcher(State& state, const Settings& settings, Steering& steering,
                       DispatcherOptions options, Log& log)
    : state_(state),
      settings_(settings),
      steering_(steering),
      options_(std::move(options)),
      log_(log) {}

Reply Dispatcher::Handle(const Request& request) {
  const auto begin = std::chrono::steady_clock::now();
  Progress progress;
  progress.request_id = state_.ids.NextRequestId();
  Reply reply;
  try {
    reply = Answer(request, progress);
  } catch (const ApiError& refusal) {
    reply = ErrorReply(refusal, progress);
  } catch (const std::exception& failure) {
    log_.Error("request " + progress.request_id + " failed: " + failure.what());
    reply =
        ErrorReply({ErrorCode::InternalServerErrorException,
                    "An internal error occurred; the server's log tells more under request id " +
                        progress.request_id + "."},
                   progress);
  }
  reply.headers.emplace_back("x-amzn-RequestId", progress.request_id);
  AddCorsHeaders(request, progress.path, reply);
  const std::chrono::duration<double, std::milli> taken = std::chrono::steady_clock::now() - begin;
  WriteLog(request.method, progress, reply.status, taken.count());
  return reply;
}

void Dispatcher::WriteLog(std::string_view method, const Progress& progress, int status,
                          double milliseconds) const {
  if (log_.ShowsRequests()) {
    log_.Request({.request_id = progress.request_id,
                  .operation = progress.operation ? progress.operation->name : "-",
                  .account = progress.scope.account,
                  .region = progress.scope.region,
                  .method = method,
                  .path = progress.path,
                  .status = status,
                  .milliseconds = milliseconds,
                  .error = progress.error,
                  .message = progress.message});
  }
  if (progress.ignored.count() == 0) return;
  log_.Debug("request " + progress.request_id + ": ignored unknown members " +
             progress.ignored.Text());
}

Reply Dispatcher::Answer(const Request& request, Progress& progress) {
  ReadTarget(request, progress);
  ReadCaller(request, progress);
  CutBasePath(request, progress);
  if (request.method == "OPTIONS") return AnswerOptions(request, progress.path);
  RefuseForeignPages(request, progress);
  const Route route = FindRoute(request, progress);
  RequireToken(request, progress, route);
  TakeRoute(request, route, progress);
  LimitRate(progress);
  json::Value input = ReadValidInput(route, request, progress);
  return MakeReply(*progress.operation, Execute(std::move(input), request, progress));
}

void Dispatcher::ReadTarget(const Request& request, Progress& progress) {
  const Target target = SplitTarget(request.target);
  progress.path = target.path;
  progress.query = target.query;
}

void Dispatcher::ReadCaller(const Request& request, Progress& progress) const {
  progress.scope = ReadScope(request.Find("Authorization"), progress.query, options_.default_scope);
}

// Every path must be below the base path.
void Dispatcher::CutBasePath(const Request& request, Progress& progress) const {
  const std::string& base = options_.base_path;
  if (!base.empty() && progress.path != "*") {  // "OPTIONS *" asks about the whole server
    if (!IsBelow(progress.path, base)) throw UnknownPath(request, progress.path, base);
    progress.path.remove_prefix(base.size());
  }
  progress.is_control = IsControlPath(progress.path);
}

void Dispatcher::RefuseForeignPages(const Request& request, const Progress& progress) const {
  if (!progress.is_control) return;
  const auto refusal = RefuseControl(request, options_.allowed_hosts);
  if (refusal) throw Forbidden(*refusal);
}

Route Dispatcher::FindRoute(const Request& request, const Progress& progress) const {
  std::string_view method = request.method;
  // The session leaves the body out.
  if (method == "HEAD" && progress.is_control) method = "GET";
  return router_.Match(method, progress.path);
}

void Dispatcher::RequireToken(const Request& request, const Progress& progress,
                              const Route& route) const {
  if (options_.control_token.empty() || !progress.is_control || route.IsOpen()) return;
  const auto refusal = RefuseToken(request, options_.control_token);
  if (refusal) throw Unauthorized(*refusal);
}

void Dispatcher::TakeRoute(const Request& request, const Route& route, Progress& progress) {
  if (route.operation == nullptr) throw UnknownPath(request, progress.path);
  progress.operation = route.operation;
  if (!route.operation->control) return;
  progress.account = ReadAccount(route);
  if (progress.account) progress.scope.account = *progress.account;
}

void Dispatcher::LimitRate(const Progress& progress) const {
  if (options_.throttle != nullptr) options_.throttle->Take(*progress.operation, progress.scope);
}

json::Value Dispatcher::ReadValidInput(const Route& route, const Request& request,
                                       Progress& progress) const {
  IgnoredMembers* ignored = log_.ShowsDebug() ? &progress.ignored : nullptr;
  json::Value input = ReadInput(route, progress.query, request.body, ignored);
  ValidateInput(route.operation->input, input,
                route.IsStrict() ? UnknownMembers::kRefused : UnknownMembers::kIgnored, ignored);
  return input;
}

ReplyBody Dispatcher::Execute(json::Value input, const Request& request, Progress& progress) {
  const Operation& operation = *progress.operation;
  const Handler handler = RequireHandler(operation);
  Call call{.op = operation.op,
            .scope = progress.scope,
            .request = std::move(input),
            .state = state_,
            .settings = settings_,
            .steering = steering_,
            .account = progress.account,
            .host = operation.control ? HostOf(request) : std::string_view(),
            .base_path = options_.base_path};
  ReplyBody body =
      operation.server_floor ? RunHandler(handler, call) : RunInTransaction(handler, call);
  progress.message = std::move(call.note);
  return body;
}

ReplyBody Dispatcher::RunInTransaction(Handler handler, Call& call) const {
  const Operation& operation = OperationOf(call.op);
  if (!operation.settles) state_.Settle();
  if (!operation.polls.name.empty()) Poll(call);
  State::Transaction transaction(state_, operation.read_only);
  ReplyBody body = RunHandler(handler, call);
  transaction.Commit();
  if (call.after_commit) call.after_commit();
  return body;
}

// The operation is about to show the states of resources; some may have waited for that.
void Dispatcher::Poll(const Call& call) const {
  if (!state_.lifecycle.HasPolls()) return;
  const json::Node& shown = json::Get(call.request, OperationOf(call.op).polls);
  if (shown.IsString()) return state_.Poll(call.scope, json::StringOf(shown));
  for (const json::Node& arn : shown.GetArray()) state_.Poll(call.scope, json::StringOf(arn));
}

Handler Dispatcher::RequireHandler(const Operation& operation) const {
  const Handler handler = options_.handler_of(operation.op);
  if (handler != nullptr) return handler;
  throw ApiError{ErrorCode::NotImplementedException,
                 "The request is valid, but " + std::string(operation.name) +
                     " is not implemented yet; GET /_mediaconnect/operations lists what is."};
}

// What a handler does is held against its operation's contract if that is wanted.
ReplyBody Dispatcher::RunHandler(Handler handler, Call& call) const {
  const Operation& operation = OperationOf(call.op);
  try {
    ReplyBody body = handler(call);
    RequireSound(body);
    if (options_.check_responses) CheckReply(operation, body);
    return body;
  } catch (const ApiError& refusal) {
    if (!options_.check_responses || Declares(operation, refusal.code)) throw;
    throw ContractBreach(std::string(operation.name) + " does not declare " +
                         std::string(ErrorOf(refusal.code).name) + ": " + refusal.message);
  }
}

// Documents go into a reply as they are stored, and a data file can be damaged, or written to by
// others.
void Dispatcher::RequireSound(const ReplyBody& body) const {
  const json::Text* text = std::get_if<json::Text>(&body);
  if (!state_.database.is_file() || text == nullptr || text->json.empty()) return;
  if (json::IsValid(text->json)) return;
  throw DatabaseError("the data file is damaged: a stored document is not JSON");
}

Reply Dispatcher::ErrorReply(const ApiError& error, Progress& progress) {
  const Error& known = ErrorOf(error.code);
  progress.error = known.name;
  progress.message = error.message;
  Reply reply;
  reply.status = known.status;
  reply.body = ErrorBody(error.message);
  reply.headers.emplace_back("x-amzn-ErrorType", std::string(known.name));
  if (error.code == ErrorCode::UnauthorizedException) {
    reply.headers.emplace_back("WWW-Authenticate", "Bearer");
  }
  return reply;
}

std::optional<std::uint64_t> Dispatcher::LargestBody(const Request& head) {
  Progress progress;
  try {
    ReadTarget(head, progress);
    CutBasePath(head, progress);
    if (!progress.is_control) return std::nullopt;
    RefuseForeignPages(head, progress);
    const Route route = FindRoute(head, progress);
    RequireToken(head, progress, route);
    if (route.operation == nullptr || route.operation->largest == 0) return std::nullopt;
    return route.operation->largest;
  } catch (const ApiError&) {
    return std::nullopt;  // Handle says it again, to the client
  }
}

Reply Dispatcher::Refuse(const ApiError& refusal) {
  Progress progress;
  progress.request_id = state_.ids.NextRequestId();
  progress.path = "-";
  progress.scope = {"-", "-"};
  Reply reply = ErrorReply(refusal, progress);
  reply.headers.emplace_back("x-amzn-RequestId", progress.request_id);
  // Connections may be turned away by the thousand; the server reports those once a minute.
  if (refusal.code != ErrorCode::ServiceUnavailableException) {
    WriteLog("-", progress, reply.status, 0);
  }
  return reply;
}

}  // namespace mediaconnect
