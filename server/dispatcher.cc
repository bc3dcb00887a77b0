#include "server/dispatcher.h"

#include <algorithm>
#include <chrono>
#include <stdexcept>

#include "api/contract/input.h"
#include "api/contract/uri.h"
#include "api/contract/validate.h"
#include "api/rules/lookup.h"
#include "server/cors.h"
#include "server/credentials.h"
#include "server/guard.h"
#include "server/request_head.h"

namespace mediaconnect {
namespace {

// What calls that wait because of faults can have together, in bytes, and what each takes beside
// its body.
constexpr std::size_t kRoomToWait = 268'435'456;
constexpr std::size_t kRoomOfAWaitingSession = 32'768;

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
  Progress progress;
  progress.begin = std::chrono::steady_clock::now();
  progress.request_id = state_.ids.NextRequestId();
  Reply reply = Try(progress, [&] { return Answer(request, progress); });
  const bool is_to_resume = reply.disturbance && reply.disturbance->resume;
  if (!is_to_resume) Finish(request, progress, reply);
  return reply;
}

template <class Way>
Reply Dispatcher::Try(Progress& progress, Way way) {
  try {
    return way();
  } catch (const ApiError& refusal) {
    return ErrorReply(refusal, progress);
  } catch (const std::exception& failure) {
    log_.Error("request " + progress.request_id + " failed: " + failure.what());
    return ErrorReply({ErrorCode::InternalServerErrorException,
                       "An internal error occurred; the server's log tells more under request id " +
                           progress.request_id + "."},
                      progress);
  }
}

void Dispatcher::Finish(const Request& request, const Progress& progress, Reply& reply) const {
  AddHeaderIfAbsent(reply, "x-amzn-RequestId", progress.request_id);
  AddCorsHeaders(request, progress.path, reply);
  const std::chrono::duration<double, std::milli> taken =
      std::chrono::steady_clock::now() - progress.begin;
  WriteLog(request.method, progress, reply.status, taken.count());
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
  if (const FoundFault fault = FindFault(route, progress)) {
    return Strike(fault, request, route, progress);
  }
  return CarryOut(request, route, progress);
}

Reply Dispatcher::CarryOut(const Request& request, const Route& route, Progress& progress) {
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

// No fault strikes a control operation.
FoundFault Dispatcher::FindFault(const Route& route, const Progress& progress) const {
  if (progress.is_control || steering_.faults.IsEmpty()) return {};
  std::vector<std::string> labels;
  for (const Label& label : route.labels) labels.push_back(PercentDecode(label.raw).value_or(""));
  return steering_.faults.Find(
      progress.scope.account,
      [&](const Fault& fault) {
        return fault.Matches(*progress.operation, progress.scope, labels);
      },
      [&](const Fault& fault, const RuleUse& use) { return fault.Strikes(use, steering_.seed); });
}

Reply Dispatcher::Strike(const FoundFault& fault, const Request& request, const Route& route,
                         Progress& progress) {
  const auto disturbance = std::make_shared<Disturbance>(DisturbanceOf(fault, steering_.seed));
  if (Waits(*disturbance)) disturbance->holds.push_back(RequireRoomToWait(request));
  const Fault& rule = *fault.rule;
  const std::string note = NoteOf(fault);
  Reply reply{.status = 0};  // there may be no answer
  if (rule.CarriesOut() && !rule.is_after && disturbance->delay.count() > 0) {
    disturbance->resume = [this, &request, route, note,
                           waiting = std::make_shared<Progress>(progress)] {
      Reply late = Try(*waiting, [&] { return CarryOut(request, route, *waiting); });
      if (waiting->message.empty()) waiting->message = note;
      Finish(request, *waiting, late);
      return late;
    };
  } else if (rule.CarriesOut()) {
    reply = Try(progress, [&] { return CarryOut(request, route, progress); });
  }
  if (rule.error) reply = ErrorReply(*rule.error, progress);
  if (rule.response) reply = ReplyOf(*rule.response);
  progress.message = note;
  reply.disturbance = disturbance;
  return reply;
}

std::shared_ptr<const void> Dispatcher::RequireRoomToWait(const Request& request) {
  const std::size_t size = request.body.size() + kRoomOfAWaitingSession;
  const std::size_t taken = waiting_bytes_.fetch_add(size) + size;
  std::shared_ptr<const void> room(this, [this, size](const void*) { waiting_bytes_ -= size; });
  if (taken <= kRoomToWait) return room;
  throw ApiError{ErrorCode::ServiceUnavailableException,
                 "Too many calls wait because of faults (all together can have " +
                     std::to_string(kRoomToWait) +
                     " bytes): let some end, or remove the faults that make them wait."};
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
  const auto poll = [&](const json::Node& arn) {
    state_.Poll(ScopeOf(call, json::StringOf(arn)), json::StringOf(arn));
  };
  if (shown.IsString()) return poll(shown);
  for (const json::Node& arn : shown.GetArray()) poll(arn);
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

void Dispatcher::Tick() { state_.database.CheckpointWhenQuiet(); }

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
