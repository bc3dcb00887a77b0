#include "api/contract/arn.h"

#include <algorithm>

namespace mediaconnect {
namespace {

// Cuts the text up to the next colon off `rest`.
std::string_view NextPart(std::string_view& rest) {
  const std::size_t colon = rest.find(':');
  const std::string_view part = rest.substr(0, colon);
  rest.remove_prefix(colon == std::string_view::npos ? rest.size() : colon + 1);
  return part;
}

}  // namespace

std::optional<Arn> ParseArn(std::string_view text, std::string_view service) {
  if (NextPart(text) != "arn") return std::nullopt;
  Arn arn;
  arn.partition = NextPart(text);
  if (NextPart(text) != service) return std::nullopt;
  arn.region = NextPart(text);
  arn.account = NextPart(text);
  arn.kind = NextPart(text);
  arn.id = NextPart(text);
  arn.name = text;
  if (arn.kind.empty() || arn.id.empty()) return std::nullopt;
  return arn;
}

Scope OwnerOf(std::string_view arn) {
  const auto parts = ParseArn(arn);
  if (!parts) return {};
  return {std::string(parts->account), std::string(parts->region)};
}

bool IsAccountId(std::string_view text) {
  return text.size() == 12 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool IsRegion(std::string_view text) {
  return !text.empty() && text.size() <= 32 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

std::string MakeArn(const Scope& scope, std::string_view kind, std::string_view id,
                    std::string_view name) {
  std::string arn;
  arn.reserve(128);
  arn.append("arn:")
      .append(PartitionOf(scope.region))
      .append(":mediaconnect:")
      .append(scope.region);
  arn.append(":").append(scope.account).append(":").append(kind).append(":").append(id);
  if (!name.empty()) arn.append(":").append(name);
  return arn;
}

std::string_view PartitionOf(std::string_view region) {
  if (region.substr(0, 3) == "cn-") return "aws-cn";
  if (region.substr(0, 7) == "us-gov-") return "aws-us-gov";
  if (region.substr(0, 7) == "us-iso-") return "aws-iso";
  if (region.substr(0, 8) == "us-isob-") return "aws-iso-b";
  return "aws";
}

}  // namespace mediaconnect
