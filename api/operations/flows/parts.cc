#include "api/operations/flows/parts.h"

#include "api/rules/names.h"

namespace mediaconnect {

std::string PartName(Call& call, ResourceKind kind, const Resource& flow, const std::string& path,
                     const json::Node& spec, std::string_view stem, std::size_t longest) {
  const json::Node* given = json::Find(spec, key::name);
  if (given == nullptr) {
    return FirstFreeName(stem, [&](const std::string& name) {
      return call.state.resources.HasPart(flow.id, kind, name);
    });
  }
  std::string name(json::StringOf(*given));
  CheckName(Path(path, key::name), name, longest);
  RequireFreeName(call, kind, flow, Path(path, key::name), stem, name);
  return name;
}

void RequireFreeName(Call& call, ResourceKind kind, const Resource& flow, const std::string& path,
                     std::string_view what, std::string_view name) {
  if (!call.state.resources.HasPart(flow.id, kind, name)) return;
  throw BadRequest(path + ": the flow already has " + std::string(what) + " " + Quote(name) +
                   "; names must be unique within a flow");
}

std::string PartArn(const Resource& flow, ResourceKind kind, std::string_view name) {
  return std::string(flow.arn).append("/").append(RulesOf(kind).arn_type).append("/").append(name);
}

std::int64_t InsertPart(Call& call, ResourceKind kind, const Resource& flow, const std::string& arn,
                        const std::string& name, const json::Node& document) {
  return call.state.resources.Insert({.kind = kind,
                                      .parent_id = flow.id,
                                      .scope = flow.scope,
                                      .arn = arn,
                                      .name = name,
                                      .doc = json::Write(document).json});
}

}  // namespace mediaconnect
