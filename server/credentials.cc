#include "server/credentials.h"

#include <algorithm>
#include <optional>
#include <string>

#include "api/contract/arn.h"
#include "api/contract/uri.h"

namespace mediaconnect {
namespace {

// The credential of "AWS4-HMAC-SHA256 Credential=AKID/20260101/us-east-1/mediaconnect/aws4_request,
// SignedHeaders=..., Signature=...".
std::string_view FromHeader(std::string_view authorization) {
  constexpr std::string_view kName = "Credential=";
  if (authorization.substr(0, 4) != "AWS4") return {};
  const std::size_t at = authorization.find(kName);
  if (at == std::string_view::npos) return {};
  const std::string_view rest = authorization.substr(at + kName.size());
  return rest.substr(0, std::min(rest.find(','), rest.find(' ')));
}

std::string FromQuery(std::string_view raw_query) {
  if (raw_query.find("X-Amz-Credential=") == std::string_view::npos) return {};
  const auto parameters = ParseQuery(raw_query);
  if (!parameters) return {};
  for (const auto& [name, value] : *parameters) {
    if (name == "X-Amz-Credential") return value;
  }
  return {};
}

}  // namespace

Scope ReadScope(std::string_view authorization, std::string_view raw_query, const Scope& fallback) {
  Scope scope = fallback;
  std::string credential(FromHeader(authorization));
  if (credential.empty()) credential = FromQuery(raw_query);
  std::string_view rest = credential;
  const std::string_view access_key = rest.substr(0, rest.find('/'));
  if (IsAccountId(access_key)) scope.account = access_key;
  // AKID/date/region/service/aws4_request; an asymmetric signature (SigV4A) has no Region in it.
  if (std::count(rest.begin(), rest.end(), '/') != 4) return scope;
  rest.remove_prefix(rest.find('/') + 1);
  rest.remove_prefix(rest.find('/') + 1);
  const std::string_view region = rest.substr(0, rest.find('/'));
  if (IsRegion(region)) scope.region = region;
  return scope;
}

}  // namespace mediaconnect
