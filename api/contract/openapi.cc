#include "api/contract/openapi.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "api/contract/contract.h"
#include "api/contract/route.h"

namespace mediaconnect {
namespace {

using json::ArrayWriter;
using json::ObjectWriter;
using json::Text;

constexpr std::string_view kJson = "application/json";
constexpr std::string_view kError = "Error";  // the schema of each error's body

// A word of OpenAPI or JSON Schema.
Key Word(std::string_view word) { return Key{word}; }

Text Reference(std::string_view schema) {
  return ObjectWriter().Add(Word("$ref"), "#/components/schemas/" + std::string(schema)).Finish();
}

Text ListOf(std::span<const std::string_view> values) {
  std::string list = "[";
  for (const std::string_view value : values) {
    if (list.size() > 1) list += ',';
    json::AppendQuoted(list, value);
  }
  return {list + "]"};
}

void AddRange(ObjectWriter& schema, const Type& type, std::string_view least,
              std::string_view most) {
  if (type.minimum != kNoMinimum) schema.Add(Word(least), type.minimum);
  if (type.maximum != kNoMaximum) schema.Add(Word(most), type.maximum);
}

// The schemas that the document's operations refer to, by name.
class Schemas {
 public:
  // Of a value of the type: a reference if the type has a name of its own.
  Text Of(const Type& type) {
    switch (type.kind) {
      case Kind::kStructure:
      case Kind::kUnion:
        Define(type.name, [&] { return OfMembers(type, {Location::kBody}); });
        return Reference(type.name);
      case Kind::kEnum:
        Define(type.name, [&] {
          return ObjectWriter()
              .Add(Word("type"), "string")
              .Add(Word("enum"), ListOf(ValuesOf(type)))
              .Finish();
        });
        return Reference(type.name);
      case Kind::kString:
        if (type.pattern.empty()) return OfPlain(type);
        Define(type.name, [&] { return OfPlain(type); });
        return Reference(type.name);
      default:
        return OfPlain(type);
    }
  }

  // Of an object with those members of the type that are in these places.
  Text OfMembers(const Type& type, std::initializer_list<Location> places) {
    ObjectWriter properties;
    std::vector<std::string_view> required;
    for (const Member& member : MembersOf(type)) {
      if (std::find(places.begin(), places.end(), member.location) == places.end()) continue;
      properties.Add(member.key, Of(TypeOf(member.type)));
      if (member.required) required.push_back(member.key.name);
    }
    ObjectWriter schema;
    schema.Add(Word("type"), "object").Add(Word("properties"), properties.Finish());
    if (!required.empty()) schema.Add(Word("required"), ListOf(required));
    if (type.kind == Kind::kUnion)
      schema.Add(Word("minProperties"), 1).Add(Word("maxProperties"), 1);
    return schema.Add(Word("additionalProperties"), false).Finish();
  }

  // All that were asked for, and the error's.
  Text Finish() {
    ObjectWriter error;
    error.Add(Word("type"), "object");
    error.Add(Word("properties"),
              ObjectWriter()
                  .Add(Word("message"), ObjectWriter().Add(Word("type"), "string").Finish())
                  .Finish());
    const std::string_view required = "message";
    error.Add(Word("required"), ListOf({&required, 1}));
    defined_[std::string(kError)] = error.Finish();
    ObjectWriter all;
    for (const auto& [name, schema] : defined_) all.Add(Key{name}, schema);
    return all.Finish();
  }

 private:
  template <class Make>
  void Define(std::string_view name, Make make) {
    const auto [at, is_new] = defined_.try_emplace(std::string(name));
    if (is_new) at->second = make();  // its name is taken meanwhile, for shapes that nest
  }

  Text OfPlain(const Type& type) {
    ObjectWriter schema;
    switch (type.kind) {
      case Kind::kInteger:
      case Kind::kLong:
        schema.Add(Word("type"), "integer");
        schema.Add(Word("format"), type.kind == Kind::kLong ? "int64" : "int32");
        AddRange(schema, type, "minimum", "maximum");
        break;
      case Kind::kDouble:
        schema.Add(Word("type"), "number");
        AddRange(schema, type, "minimum", "maximum");
        break;
      case Kind::kBoolean:
        schema.Add(Word("type"), "boolean");
        break;
      case Kind::kBlob:
        schema.Add(Word("type"), "string").Add(Word("contentEncoding"), "base64");
        break;
      case Kind::kTimestamp:
        schema.Add(Word("type"), "string").Add(Word("format"), "date-time");
        break;
      case Kind::kDuration:
        schema.Add(Word("type"), "string").Add(Word("pattern"), "^[0-9]{1,10}(ms|s|m|h|d)$");
        break;
      case Kind::kList:
        schema.Add(Word("type"), "array").Add(Word("items"), Of(TypeOf(type.element)));
        AddRange(schema, type, "minItems", "maxItems");
        break;
      case Kind::kMap:
        schema.Add(Word("type"), "object");
        schema.Add(Word("additionalProperties"), Of(TypeOf(type.element)));
        break;
      case Kind::kString:
        schema.Add(Word("type"), "string");
        AddRange(schema, type, "minLength", "maxLength");
        // The contract's patterns are matched from the start, those of JSON Schema anywhere.
        if (!type.pattern.empty()) schema.Add(Word("pattern"), "^" + std::string(type.pattern));
        break;
      default:  // a document and bytes are anything
        break;
    }
    return schema.Finish();
  }

  std::map<std::string, Text> defined_;
};

Text ParameterOf(std::string_view name, std::string_view place, bool required, const Text& schema) {
  return ObjectWriter()
      .Add(Word("name"), name)
      .Add(Word("in"), place)
      .Add(Word("required"), required)
      .Add(Word("schema"), schema)
      .Finish();
}

// The account that a path is about.
Text AccountParameter() {
  return ParameterOf(
      "accountId", "path", true,
      ObjectWriter().Add(Word("type"), "string").Add(Word("pattern"), "^[0-9]{12}$").Finish());
}

Text ParametersOf(const Type& input, bool of_account, Schemas& schemas) {
  ArrayWriter parameters;
  if (of_account) parameters.Add(AccountParameter());
  for (const Member& member : MembersOf(input)) {
    const bool in_path = member.location == Location::kPath;
    if (!in_path && !IsInQuery(member.location)) continue;
    const bool required = member.required && member.location != Location::kQueryOrBody;
    parameters.Add(ParameterOf(member.key.name, in_path ? "path" : "query", required,
                               schemas.Of(TypeOf(member.type))));
  }
  return parameters.Finish();
}

Text ContentOf(std::string_view media, const Text& schema) {
  return ObjectWriter()
      .Add(Key{media}, ObjectWriter().Add(Word("schema"), schema).Finish())
      .Finish();
}

// Server-sent events are text; what is in them stands in an extension.
Text StreamOf(std::string_view media, const Text& event) {
  const Text text = ObjectWriter().Add(Word("type"), "string").Finish();
  return ObjectWriter()
      .Add(Key{media},
           ObjectWriter().Add(Word("schema"), text).Add(Word("x-event"), event).Finish())
      .Finish();
}

std::string_view RequestMediaOf(const Member& payload) {
  const Kind kind = TypeOf(payload.type).kind;
  if (kind == Kind::kString) return "text/plain";
  return kind == Kind::kBytes ? "application/octet-stream" : kJson;
}

// Empty if the operation takes no body.
Text RequestBodyOf(const Type& input, Schemas& schemas) {
  const auto members = MembersOf(input);
  if (const Member* payload = PayloadOf(input)) {
    const Text schema = schemas.Of(TypeOf(payload->type));
    return ObjectWriter()
        .Add(Word("required"), payload->required)
        .Add(Word("content"), ContentOf(RequestMediaOf(*payload), schema))
        .Finish();
  }
  const auto is_in_body = [](const Member& member) { return IsInBody(member.location); };
  if (std::none_of(members.begin(), members.end(), is_in_body)) return {};
  const bool required = std::any_of(members.begin(), members.end(), [](const Member& member) {
    return member.required && member.location == Location::kBody;
  });
  const Text schema = schemas.OfMembers(input, {Location::kBody, Location::kQueryOrBody});
  return ObjectWriter()
      .Add(Word("required"), required)
      .Add(Word("content"), ContentOf(kJson, schema))
      .Finish();
}

Text SuccessOf(const Operation& operation, Schemas& schemas) {
  ObjectWriter response;
  response.Add(Word("description"), operation.summary);
  if (operation.output == kNoType) return response.Finish();
  const Type& output = TypeOf(operation.output);
  const Member* payload = PayloadOf(output);
  const Text schema = schemas.Of(payload ? TypeOf(payload->type) : output);
  const bool is_stream = payload != nullptr && payload->location == Location::kStream;
  response.Add(Word("content"),
               is_stream ? StreamOf(operation.media, schema) : ContentOf(operation.media, schema));
  return response.Finish();
}

Text ErrorResponse(const std::string& names) {
  return ObjectWriter()
      .Add(Word("description"), names)
      .Add(Word("content"), ContentOf(kJson, Reference(kError)))
      .Finish();
}

Text ResponsesOf(const Operation& operation, Schemas& schemas) {
  std::map<std::uint16_t, std::string> names;  // of the errors, by status
  const auto add = [&](ErrorCode code) {
    const Error& error = ErrorOf(code);
    std::string& listed = names[error.status];
    listed.append(listed.empty() ? "" : " or ").append(error.name);
  };
  for (const ErrorCode code : ErrorsOf(operation)) add(code);
  if (!operation.open) add(ErrorCode::UnauthorizedException);
  ObjectWriter responses;
  responses.Add(Key{std::to_string(operation.status)}, SuccessOf(operation, schemas));
  for (const auto& [status, listed] : names) {
    responses.Add(Key{std::to_string(status)}, ErrorResponse(listed));
  }
  return responses.Finish();
}

Text DescribeOperation(const Operation& operation, bool of_account, Schemas& schemas) {
  const Type& input = TypeOf(operation.input);
  ObjectWriter described;
  described.Add(Word("operationId"), std::string(operation.name) + (of_account ? "OfAccount" : ""));
  described.Add(Word("summary"), operation.summary);
  described.Add(Word("tags"), Text{of_account ? R"(["account"])" : R"(["server"])"});
  described.Add(Word("parameters"), ParametersOf(input, of_account, schemas));
  const Text body = RequestBodyOf(input, schemas);
  if (!body.json.empty()) described.Add(Word("requestBody"), body);
  described.Add(Word("responses"), ResponsesOf(operation, schemas));
  if (operation.open) described.Add(Word("security"), ArrayWriter().Finish());
  return described.Finish();
}

// Each path with its operations by method, as the document has them.
std::map<std::string, std::map<std::string, Text>> DescribePaths(Schemas& schemas) {
  std::map<std::string, std::map<std::string, Text>> paths;
  for (const Operation& operation : Operations()) {
    if (!operation.control || operation.foreign) continue;
    std::string method(operation.method);
    std::transform(method.begin(), method.end(), method.begin(),
                   [](char c) { return static_cast<char>(c + ('a' - 'A')); });
    paths[std::string(operation.uri)][method] = DescribeOperation(operation, false, schemas);
    if (!HasAccountPath(operation)) continue;
    paths[AccountPath(operation)][method] = DescribeOperation(operation, true, schemas);
  }
  return paths;
}

Text Info(std::string_view version) {
  return ObjectWriter()
      .Add(Word("title"), "mediaconnect-mock: what a test steers it with")
      .Add(Word("version"), version)
      .Add(Word("license"), ObjectWriter()
                                .Add(Word("name"), "Apache License 2.0")
                                .Add(Word("identifier"), "Apache-2.0")
                                .Finish())
      .Finish();
}

}  // namespace

Text OpenApiDocument(std::string_view version, std::string_view endpoint) {
  Schemas schemas;
  ObjectWriter paths;
  for (const auto& [path, methods] : DescribePaths(schemas)) {
    ObjectWriter item;
    for (const auto& [method, operation] : methods) item.Add(Key{method}, operation);
    paths.Add(Key{path}, item.Finish());
  }
  const Text server = ObjectWriter().Add(Word("url"), endpoint).Finish();
  return ObjectWriter()
      .Add(Word("openapi"), "3.1.0")
      .Add(Word("info"), Info(version))
      .Add(Word("servers"), ArrayWriter().Add(server).Finish())
      // The token is asked for only where the server was started with one.
      .Add(Word("security"), Text{R"([{},{"controlToken":[]}])"})
      .Add(Word("paths"), paths.Finish())
      .Add(Word("components"),
           ObjectWriter()
               .Add(Word("schemas"), schemas.Finish())
               .Add(Word("securitySchemes"),
                    Text{R"({"controlToken":{"type":"http","scheme":"bearer"}})"})
               .Finish())
      .Finish();
}

}  // namespace mediaconnect
