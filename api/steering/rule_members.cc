#include "api/steering/rule_members.h"

#include <vector>

#include "api/contract/arn.h"
#include "api/contract/error.h"
#include "api/contract/message.h"
#include "api/contract/suggestion.h"

namespace mediaconnect {

std::optional<Op> ReadOperation(const json::Node& rule, const std::string& path) {
  const json::Node* given = json::Find(rule, key::operation);
  if (given == nullptr) return std::nullopt;
  const std::string_view name = json::StringOf(*given);
  std::vector<std::string> names;
  for (const Operation& operation : Operations()) {
    if (operation.name == name) return operation.op;
    names.emplace_back(operation.name);
  }
  const auto nearest = NearestOf(names, name);
  throw BadRequest(Path(path, key::operation) + ": there is no operation " + Quote(name) +
                   (nearest ? "; did you mean " + *nearest + "?"
                            : "; GET /_mediaconnect/operations lists them"));
}

std::string ReadArn(const json::Node& rule, const std::string& path) {
  const json::Node* given = json::Find(rule, key::arn);
  if (given == nullptr) return "";
  const std::string_view arn = json::StringOf(*given);
  if (ParseArn(arn)) return std::string(arn);
  throw BadRequest(Path(path, key::arn) + ": " + Quote(arn) +
                   " is not the ARN of a resource of MediaConnect (example: "
                   "arn:aws:mediaconnect:us-east-1:111122223333:flow:1-a-b:Name)");
}

}  // namespace mediaconnect
