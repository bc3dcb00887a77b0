#include "api/operations/flows/parts.h"

#include "api/rules/names.h"

namespace mediaconnect {

std::string PartName(FlowPartStore& store, const Flow& flow, const std::string& path,
                     const json::Node& spec, std::string_view stem, std::size_t longest) {
  const json::Node* given = json::Find(spec, key::name);
  if (given == nullptr) {
    return FirstFreeName(stem,
                         [&](const std::string& name) { return store.HasName(flow.id, name); });
  }
  std::string name(json::StringOf(*given));
  CheckName(Path(path, key::name), name, longest);
  RequireFreeName(store, flow, Path(path, key::name), stem, name);
  return name;
}

void RequireFreeName(FlowPartStore& store, const Flow& flow, const std::string& path,
                     std::string_view what, std::string_view name) {
  if (!store.HasName(flow.id, name)) return;
  throw BadRequest(path + ": the flow already has " + std::string(what) + " " + Quote(name) +
                   "; names must be unique within a flow");
}

std::string PartArn(const Flow& flow, std::string_view kind, std::string_view name) {
  return std::string(flow.arn).append("/").append(kind).append("/").append(name);
}

std::int64_t InsertPart(FlowPartStore& store, const Flow& flow, const std::string& arn,
                        const std::string& name, const json::Node& document) {
  return store.Insert({.flow_id = flow.id,
                       .scope = flow.scope,
                       .arn = arn,
                       .name = name,
                       .doc = json::Write(document).json});
}

}  // namespace mediaconnect
