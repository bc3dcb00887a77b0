// Amazon Resource Names as MediaConnect writes them (rules: ARN formats, observed):
//   arn:aws:mediaconnect:us-east-1:111122223333:flow:1-WVZVV1IMAQhXBVEI-c67d3528bbe6:Name
//
// Pure functions; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "state/scope.h"

namespace mediaconnect {

struct Arn {
  std::string_view partition;
  std::string_view region;
  std::string_view account;
  std::string_view kind;  // "flow", "output", ...
  std::string_view id;    // "1-WVZVV1IMAQhXBVEI-c67d3528bbe6"
  std::string_view name;  // the rest; may hold '/' for what is part of a flow
};

// Splits an ARN of the service; nullopt for any other text. The views point into `text`.
std::optional<Arn> ParseArn(std::string_view text, std::string_view service = "mediaconnect");

// Whose resource the ARN names; "" and "" for any other text.
Scope OwnerOf(std::string_view arn);

// 12 digits.
bool IsAccountId(std::string_view text);

// Like "us-east-1"; not whether AWS has it.
bool IsRegion(std::string_view text);

// The ARN of a resource of the caller. `name` may be empty.
std::string MakeArn(const Scope& scope, std::string_view kind, std::string_view id,
                    std::string_view name);

// The partition that a Region belongs to: aws, aws-cn, aws-us-gov, ...
std::string_view PartitionOf(std::string_view region);

}  // namespace mediaconnect
