// Whether the server lives, can keep changes, and what it implements: GetHealth, GetReady,
// ListOperations, GetOpenApi.
#include "api/contract/openapi.h"
#include "handlers.h"
#include "server/version.h"

namespace mediaconnect {

json::Text GetHealth(Call&) {
  // `services` is what readers of /_localstack/health look for.
  return json::ObjectWriter()
      .Add(key::status, "ok")
      .Add(key::version, Version())
      .Add(key::services, json::ObjectWriter().AddNamed("mediaconnect", "running").Finish())
      .Finish();
}

json::Text GetReady(Call& call) {
  const std::string problem = call.state.database.WhyNotWritable();
  if (problem.empty()) return json::ObjectWriter().Add(key::ready, true).Finish();
  throw ApiError{ErrorCode::ServiceUnavailableException,
                 "Changes cannot be kept in the data file: " + problem};
}

json::Text ListOperations(Call&) {
  json::ArrayWriter listed;
  int implemented = 0;
  for (const Operation& operation : Operations().first(kServiceOperationCount)) {
    implemented += operation.later ? 0 : 1;
    listed.Add(json::ObjectWriter()
                   .Add(key::name, operation.name)
                   .Add(key::method, operation.method)
                   .Add(key::uri, operation.uri)
                   .Add(key::implemented, !operation.later)
                   .Finish());
  }
  return json::ObjectWriter()
      .Add(key::implemented, implemented)
      .Add(key::total, static_cast<int>(kServiceOperationCount))
      .Add(key::operations, listed.Finish())
      .Finish();
}

json::Text GetOpenApi(Call& call) { return OpenApiDocument(Version(), call.Endpoint()); }

}  // namespace mediaconnect
