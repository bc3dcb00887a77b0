#include "server/cors.h"

#include "server/guard.h"

namespace mediaconnect {
namespace {

constexpr const char* kMethods = "GET, POST, PUT, DELETE, OPTIONS";
constexpr const char* kDefaultHeaders =
    "authorization, content-type, x-amz-content-sha256, x-amz-date, x-amz-security-token, "
    "x-amz-user-agent, amz-sdk-invocation-id, amz-sdk-request";
constexpr const char* kExposed = "x-amzn-RequestId, x-amzn-ErrorType, Date";

}  // namespace

Reply AnswerOptions(const Request& request, std::string_view path) {
  Reply reply;
  reply.status = 204;
  reply.headers.emplace_back("Allow", kMethods);
  const bool is_preflight =
      !request.Find("Origin").empty() && !request.Find("Access-Control-Request-Method").empty();
  if (!is_preflight || IsControlPath(path)) return reply;
  const std::string_view wanted = request.Find("Access-Control-Request-Headers");
  reply.headers.emplace_back("Access-Control-Allow-Methods", kMethods);
  reply.headers.emplace_back("Access-Control-Allow-Headers",
                             wanted.empty() ? kDefaultHeaders : std::string(wanted));
  reply.headers.emplace_back("Access-Control-Max-Age", "600");
  if (request.Find("Access-Control-Request-Private-Network") == "true") {
    reply.headers.emplace_back("Access-Control-Allow-Private-Network", "true");
  }
  return reply;
}

void AddCorsHeaders(const Request& request, std::string_view path, Reply& reply) {
  const std::string_view origin = request.Find("Origin");
  if (origin.empty() || IsControlPath(path)) return;
  AddHeaderIfAbsent(reply, "Access-Control-Allow-Origin", std::string(origin));
  AddHeaderIfAbsent(reply, "Access-Control-Expose-Headers", kExposed);
  AddHeaderIfAbsent(reply, "Vary",
                    "Origin, Access-Control-Request-Method, Access-Control-Request-Headers");
}

}  // namespace mediaconnect
