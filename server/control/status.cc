#include "server/control/status.h"

#include <stdexcept>

#include "api/contract/error.h"
#include "api/operations/registry.h"
#include "server/version.h"

namespace mediaconnect {
namespace {

json::Text GetHealth() {
  // `services` is what readers of /_localstack/health look for.
  return json::ObjectWriter()
      .Add(key::status, "ok")
      .Add(key::version, Version())
      .Add(key::services, json::ObjectWriter().AddNamed("mediaconnect", "running").Finish())
      .Finish();
}

json::Text GetReady(State& state) {
  const std::string problem = state.database.WhyNotWritable();
  if (problem.empty()) return json::ObjectWriter().Add(key::ready, true).Finish();
  throw ApiError{ErrorCode::ServiceUnavailableException,
                 "Changes cannot be kept in the data file: " + problem};
}

json::Text ListOperations() {
  json::ArrayWriter listed;
  int implemented = 0;
  for (const Operation& operation : Operations().first(kServiceOperationCount)) {
    implemented += IsImplemented(operation) ? 1 : 0;
    listed.Add(json::ObjectWriter()
                   .Add(key::name, operation.name)
                   .Add(key::method, operation.method)
                   .Add(key::uri, operation.uri)
                   .Add(key::implemented, IsImplemented(operation))
                   .Finish());
  }
  return json::ObjectWriter()
      .Add(key::implemented, implemented)
      .Add(key::total, static_cast<int>(kServiceOperationCount))
      .Add(key::operations, listed.Finish())
      .Finish();
}

}  // namespace

json::Text AnswerStatus(Op op, State& state) {
  switch (op) {
    case Op::GetHealth:
      return GetHealth();
    case Op::GetReady:
      return GetReady(state);
    case Op::ListOperations:
      return ListOperations();
    default:
      throw std::logic_error("no operation of the server floor");
  }
}

}  // namespace mediaconnect
