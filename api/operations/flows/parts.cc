#include "api/operations/flows/parts.h"

#include "api/rules/names.h"

namespace mediaconnect {

std::string PartName(const Flow& flow, ResourceKind kind, const std::string& path,
                     const json::Node& spec, std::string_view stem, std::size_t longest) {
  const json::Node* given = json::Find(spec, key::name);
  if (given == nullptr) return flow.FreeName(kind, stem);
  std::string name(json::StringOf(*given));
  CheckName(Path(path, key::name), name, longest);
  RequireFreeName(flow, kind, Path(path, key::name), stem, name);
  return name;
}

void RequireFreeName(const Flow& flow, ResourceKind kind, const std::string& path,
                     std::string_view what, std::string_view name) {
  if (!flow.HasPart(kind, name)) return;
  throw BadRequest(path + ": the flow already has " + std::string(what) + " " + Quote(name) +
                   "; names must be unique within a flow");
}

std::string PartArn(const Flow& flow, ResourceKind kind, std::string_view name) {
  return std::string(flow.arn())
      .append("/")
      .append(RulesOf(kind).arn_type)
      .append("/")
      .append(name);
}

}  // namespace mediaconnect
