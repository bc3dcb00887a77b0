// Host tool: writes the contract as boto3 and the AWS CLI read it, so that old versions of them get
// every operation. The format is botocore's (its loaders.py and the models in its data folder).
//
//   modelgen FOLDER
//
// FOLDER is what AWS_DATA_PATH names; the files go below it, to mediaconnect/2018-11-14/.
#include <rapidjson/ostreamwrapper.h>
#include <rapidjson/prettywriter.h>

#include <algorithm>
#include <cctype>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "api/contract/contract.h"

namespace mediaconnect::modelgen {
namespace {

// A JSON file that is written from its top to its end.
class File {
 public:
  explicit File(const std::filesystem::path& path) : path_(path), file_(path), stream_(file_) {
    writer_.SetIndent(' ', 1);
  }

  // An object or a list, with what `write` puts into it; its name, unless it is in a list.
  template <class Write>
  void Object(std::string_view name, Write write) {
    Name(name);
    Object(write);
  }
  template <class Write>
  void Object(Write write) {
    writer_.StartObject();
    write();
    writer_.EndObject();
  }
  template <class Write>
  void List(std::string_view name, Write write) {
    Name(name);
    writer_.StartArray();
    write();
    writer_.EndArray();
  }
  void Add(std::string_view name, std::string_view text) {
    Name(name);
    Item(text);
  }
  void Add(std::string_view name, std::int64_t number) {
    Name(name);
    writer_.Int64(number);
  }
  void AddTrue(std::string_view name) {
    Name(name);
    writer_.Bool(true);
  }
  void Item(std::string_view text) {
    writer_.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
  }

  void Finish() {
    file_ << "\n";
    if (!file_.flush()) throw std::runtime_error("cannot write " + path_.string());
  }

 private:
  void Name(std::string_view name) {
    writer_.Key(name.data(), static_cast<rapidjson::SizeType>(name.size()));
  }

  const std::filesystem::path path_;
  std::ofstream file_;
  rapidjson::OStreamWrapper stream_;
  rapidjson::PrettyWriter<rapidjson::OStreamWrapper> writer_{stream_};
};

// What SDKs call a member: "flowArn" is FlowArn.
std::string MemberName(std::string_view key) {
  std::string name(key);
  name.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(name.front())));
  return name;
}

bool IsStructure(Kind kind) { return kind == Kind::kStructure || kind == Kind::kUnion; }
bool IsCollection(Kind kind) { return kind == Kind::kList || kind == Kind::kMap; }

// Structures, unions and enums have names of their own; other shapes get theirs from what they are:
// "ListOfStringMax3".
std::string ShapeName(const Type& type) {
  std::string name(type.name);
  if (type.kind == Kind::kEnum || IsStructure(type.kind)) return name;
  if (IsCollection(type.kind)) name += "Of" + ShapeName(TypeOf(type.element));
  if (type.minimum != kNoMinimum) name += "Min" + std::to_string(type.minimum);
  if (type.maximum != kNoMaximum) name += "Max" + std::to_string(type.maximum);
  return name;
}

void AddReference(File& file, std::string_view name, std::string_view shape) {
  file.Object(name, [&] { file.Add("shape", shape); });
}

std::string_view BotocoreType(Kind kind) {
  switch (kind) {
    case Kind::kInteger:
      return "integer";
    case Kind::kLong:
      return "long";
    case Kind::kDouble:
      return "double";
    case Kind::kBoolean:
      return "boolean";
    case Kind::kBlob:
      return "blob";
    case Kind::kTimestamp:
      return "timestamp";
    case Kind::kList:
      return "list";
    case Kind::kMap:
      return "map";
    case Kind::kStructure:
    case Kind::kUnion:
      return "structure";
    case Kind::kString:
    case Kind::kEnum:
      return "string";
    case Kind::kDuration:
    case Kind::kDocument:
    case Kind::kBytes:  // of control operations alone
      break;
  }
  throw std::logic_error("a kind without a type");
}

void AddMembers(File& file, const Type& type) {
  file.Object("members", [&] {
    for (const Member& member : MembersOf(type)) {
      file.Object(MemberName(member.key.name), [&] {
        file.Add("shape", ShapeName(TypeOf(member.type)));
        if (member.location == Location::kPath) file.Add("location", "uri");
        if (member.location == Location::kQuery) file.Add("location", "querystring");
        file.Add("locationName", member.key.name);
        if (member.idempotency_token) file.AddTrue("idempotencyToken");
      });
    }
  });
  file.List("required", [&] {
    for (const Member& member : MembersOf(type)) {
      if (member.required) file.Item(MemberName(member.key.name));
    }
  });
}

void AddShape(File& file, const std::string& name, const Type& type) {
  file.Object(name, [&] {
    file.Add("type", BotocoreType(type.kind));
    if (type.kind == Kind::kTimestamp) file.Add("timestampFormat", "iso8601");
    // Unions are not marked as such: botocore 1.29 (Debian 12) looks for the member of one in an
    // answer by its name in Python, and so takes it for one that it does not know.
    if (IsStructure(type.kind)) AddMembers(file, type);
    if (type.kind == Kind::kList) AddReference(file, "member", ShapeName(TypeOf(type.element)));
    if (type.kind == Kind::kMap) {
      AddReference(file, "key", "String");
      AddReference(file, "value", ShapeName(TypeOf(type.element)));
    }
    if (type.kind == Kind::kEnum) {
      file.List("enum", [&] {
        for (const std::string_view value : ValuesOf(type)) file.Item(value);
      });
    }
    if (!type.pattern.empty()) file.Add("pattern", type.pattern);
    if (type.minimum != kNoMinimum) file.Add("min", type.minimum);
    if (type.maximum != kNoMaximum) file.Add("max", type.maximum);
  });
}

// The shapes that the service's operations use, by name. Several types may be one shape.
using Shapes = std::map<std::string, const Type*>;

void Collect(TypeId id, Shapes& shapes) {
  const Type& type = TypeOf(id);
  if (!shapes.emplace(ShapeName(type), &type).second) return;
  if (IsCollection(type.kind)) Collect(type.element, shapes);
  if (!IsStructure(type.kind)) return;
  for (const Member& member : MembersOf(type)) Collect(member.type, shapes);
}

std::span<const Operation> ServiceOperations() {
  return Operations().first(kServiceOperationCount);
}

void AddOperation(File& file, const Operation& operation) {
  file.Object(operation.name, [&] {
    file.Add("name", operation.name);
    file.Object("http", [&] {
      file.Add("method", operation.method);
      file.Add("requestUri", operation.uri);
      file.Add("responseCode", operation.status);
    });
    AddReference(file, "input", TypeOf(operation.input).name);
    if (operation.output != kNoType) AddReference(file, "output", TypeOf(operation.output).name);
    file.List("errors", [&] {
      for (const ErrorCode code : ErrorsOf(operation)) {
        file.Object([&] { file.Add("shape", ErrorOf(code).name); });
      }
    });
  });
}

void AddException(File& file, const Error& error) {
  file.Object(error.name, [&] {
    file.Add("type", "structure");
    file.Object("members", [&] {
      file.Object("Message", [&] {
        file.Add("shape", "String");
        file.Add("locationName", "message");
      });
    });
    file.List("required", [&] { file.Item("Message"); });
    file.AddTrue("exception");
    file.Object("error", [&] { file.Add("httpStatusCode", error.status); });
  });
}

void WriteService(const std::filesystem::path& folder) {
  Shapes shapes;
  std::set<ErrorCode> errors;
  for (const Operation& operation : ServiceOperations()) {
    Collect(operation.input, shapes);
    if (operation.output != kNoType) Collect(operation.output, shapes);
    for (const ErrorCode code : ErrorsOf(operation)) errors.insert(code);
  }
  const Service& service = TheService();
  File file(folder / "service-2.json");
  file.Object([&] {
    file.Add("version", "2.0");
    file.Object("metadata", [&] {
      file.Add("apiVersion", service.api_version);
      file.Add("endpointPrefix", service.endpoint_prefix);
      file.Add("jsonVersion", "1.1");
      file.Add("protocol", "rest-json");
      file.Add("serviceFullName", "AWS MediaConnect");
      file.Add("serviceId", service.service_id);
      file.Add("signatureVersion", "v4");
      file.Add("signingName", service.signing_name);
    });
    file.Object("operations", [&] {
      for (const Operation& operation : ServiceOperations()) AddOperation(file, operation);
    });
    file.Object("shapes", [&] {
      for (const auto& [name, type] : shapes) AddShape(file, name, *type);
      for (const ErrorCode code : errors) AddException(file, ErrorOf(code));
    });
  });
  file.Finish();
}

void WritePaginators(const std::filesystem::path& folder) {
  File file(folder / "paginators-1.json");
  file.Object([&] {
    file.Object("pagination", [&] {
      for (const Operation& operation : ServiceOperations()) {
        if (operation.pages.empty()) continue;
        file.Object(operation.name, [&] {
          file.Add("input_token", "NextToken");
          file.Add("output_token", "NextToken");
          file.Add("limit_key", "MaxResults");
          file.Add("result_key", MemberName(operation.pages));
        });
      }
    });
  });
  file.Finish();
}

// "flow.status" -> "Flow.Status"
std::string MemberPath(std::string_view path) {
  const std::size_t dot = path.find('.');
  if (dot == std::string_view::npos) return MemberName(path);
  return MemberName(path.substr(0, dot)) + "." + MemberPath(path.substr(dot + 1));
}

// "retry STARTING": a value of the path, or the name of an error.
void AddAcceptor(File& file, const Waiter& waiter, std::string_view acceptor) {
  const std::size_t space = acceptor.find(' ');
  const std::string_view expected = acceptor.substr(space + 1);
  const auto errors = ErrorsOf(OperationOf(waiter.op));
  const bool is_error = std::any_of(errors.begin(), errors.end(),
                                    [&](ErrorCode code) { return ErrorOf(code).name == expected; });
  file.Object([&] {
    file.Add("state", acceptor.substr(0, space));
    file.Add("matcher", is_error ? "error" : "path");
    if (!is_error) file.Add("argument", MemberPath(waiter.path));
    file.Add("expected", expected);
  });
}

void WriteWaiters(const std::filesystem::path& folder) {
  File file(folder / "waiters-2.json");
  file.Object([&] {
    file.Add("version", 2);
    file.Object("waiters", [&] {
      for (const Waiter& waiter : Waiters()) {
        file.Object(waiter.name, [&] {
          file.Add("operation", OperationOf(waiter.op).name);
          file.Add("delay", waiter.delay_seconds);
          file.Add("maxAttempts", waiter.max_attempts);
          file.List("acceptors", [&] {
            for (const std::string_view one : AcceptorsOf(waiter)) AddAcceptor(file, waiter, one);
          });
        });
      }
    });
  });
  file.Finish();
}

int Main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: modelgen FOLDER\n";
    return 2;
  }
  try {
    const auto folder = std::filesystem::path(argv[1]) / "mediaconnect" / TheService().api_version;
    std::filesystem::create_directories(folder);
    WriteService(folder);
    WritePaginators(folder);
    WriteWaiters(folder);
  } catch (const std::exception& failure) {
    std::cerr << "modelgen: " << failure.what() << "\n";
    return 1;
  }
  return 0;
}

}  // namespace
}  // namespace mediaconnect::modelgen

int main(int argc, char** argv) { return mediaconnect::modelgen::Main(argc, argv); }
