// The life of a request, from its bytes to its reply, as one list of steps. Everything that can go
// wrong on the way becomes a reply here and nowhere else.
//
// Owned by main; any I/O thread. Requests take turns while their transaction is open, not before or
// after it.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/call.h"
#include "api/contract/ignored.h"
#include "api/contract/route.h"
#include "api/limits/throttle.h"
#include "api/steering/steering.h"
#include "server/control/registry.h"
#include "server/exchange.h"
#include "server/faults.h"
#include "server/log.h"

namespace mediaconnect {

struct DispatcherOptions {
  Scope default_scope{"000000000000", "us-east-1"};
  std::string base_path;         // "/prefix", or empty
  bool check_responses = false;  // hold each reply against its shape before it is committed
  std::vector<std::string> allowed_hosts;
  std::string control_token;              // what control operations ask for; empty: nothing
  Throttle* throttle = nullptr;           // limits request rates; not owned
  Handler (*handler_of)(Op) = HandlerOf;  // tests put their own in
};

class Dispatcher : public RequestHandler {
 public:
  Dispatcher(State& state, const Settings& settings, Steering& steering, DispatcherOptions options,
             Log& log);

  Reply Handle(const Request& request) override;
  std::optional<std::uint64_t> LargestBody(const Request& head) override;
  Reply Refuse(const ApiError& refusal) override;
  void Tick() override;

 private:
  // What is known of the request so far; the log line is made of it.
  struct Progress {
    std::chrono::steady_clock::time_point begin;
    std::string request_id;
    std::string_view path;   // raw, without query and, once that is known to be there, base path
    std::string_view query;  // raw
    bool is_control = false;
    Scope scope;
    std::optional<std::string> account;  // that a control operation is about
    const Operation* operation = nullptr;
    std::string_view error;  // the error's name
    std::string message;     // the error's message or the handler's note
    IgnoredMembers ignored;  // filled only if the log shows them
  };

  // What goes wrong on the way becomes a reply.
  template <class Way>
  Reply Try(Progress& progress, Way way);
  // The last of all steps: what every reply has, and the log.
  void Finish(const Request& request, const Progress& progress, Reply& reply) const;

  // The steps of a request, in their order. Each may throw ApiError.
  Reply Answer(const Request& request, Progress& progress);
  static void ReadTarget(const Request& request, Progress& progress);
  void ReadCaller(const Request& request, Progress& progress) const;
  void CutBasePath(const Request& request, Progress& progress) const;
  void RefuseForeignPages(const Request& request, const Progress& progress) const;
  Route FindRoute(const Request& request, const Progress& progress) const;
  void RequireToken(const Request& request, const Progress& progress, const Route& route) const;
  static void TakeRoute(const Request& request, const Route& route, Progress& progress);
  FoundFault FindFault(const Route& route, const Progress& progress) const;
  Reply CarryOut(const Request& request, const Route& route, Progress& progress);
  void LimitRate(const Progress& progress) const;
  json::Value ReadValidInput(const Route& route, const Request& request, Progress& progress) const;
  ReplyBody Execute(json::Value input, const Request& request, Progress& progress);

  // In place of CarryOut, for a call that a fault strikes.
  Reply Strike(const FoundFault& fault, const Request& request, const Route& route,
               Progress& progress);
  // Room for a request that waits, taken until what is returned is gone.
  std::shared_ptr<const void> RequireRoomToWait(const Request& request);

  Handler RequireHandler(const Operation& operation) const;
  ReplyBody RunInTransaction(Handler handler, Call& call) const;
  void Poll(const Call& call) const;
  ReplyBody RunHandler(Handler handler, Call& call) const;
  void RequireSound(const ReplyBody& body) const;

  static Reply ErrorReply(const ApiError& error, Progress& progress);
  void WriteLog(std::string_view method, const Progress& progress, int status,
                double milliseconds) const;

  State& state_;
  const Settings& settings_;
  Steering& steering_;
  const DispatcherOptions options_;
  Log& log_;
  const Router router_;
  std::atomic<std::size_t> waiting_bytes_{0};
};

}  // namespace mediaconnect
