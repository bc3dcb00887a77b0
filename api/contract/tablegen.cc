// Host tool, run by the build: reads the models (mediaconnect.json, control.json) and writes
// contract_tables.h and contract_tables.cc. A model with a mistake in it fails the build with one
// line that names the place.
//
//   tablegen mediaconnect.json control.json OUTPUT_FOLDER
#include <rapidjson/document.h>
#include <rapidjson/error/en.h>

#include <algorithm>
#include <cstdint>
#include <deque>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "api/contract/pattern.h"

namespace {

using Json = rapidjson::Value;

[[noreturn]] void Fail(const std::string& place, const std::string& what) {
  throw std::runtime_error(place + ": " + what);
}

std::string Quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

std::vector<std::string> Words(const std::string& text) {
  std::istringstream stream(text);
  return {std::istream_iterator<std::string>(stream), {}};
}

bool StartsWith(const std::string& text, const std::string& prefix) {
  return text.compare(0, prefix.size(), prefix) == 0;
}

// "1..1000", "1..", "..5" -> the two ends as C++ expressions.
struct Range {
  std::string minimum = "kNoMinimum";
  std::string maximum = "kNoMaximum";
};

Range ParseRange(const std::string& place, const std::string& text) {
  const std::size_t dots = text.find("..");
  if (dots == std::string::npos) Fail(place, "'" + text + "' is no range such as 1..1000");
  Range range;
  if (dots > 0) range.minimum = text.substr(0, dots);
  if (dots + 2 < text.size()) range.maximum = text.substr(dots + 2);
  for (const std::string& end : {text.substr(0, dots), text.substr(dots + 2)}) {
    if (end.find_first_not_of("-0123456789") == std::string::npos) continue;
    Fail(place, "'" + text + "' is no range such as 1..1000");
  }
  return range;
}

const std::map<std::string, std::string> kPlainKinds = {
    {"String", "kString"},      {"Integer", "kInteger"}, {"Long", "kLong"},
    {"Double", "kDouble"},      {"Boolean", "kBoolean"}, {"Blob", "kBlob"},
    {"Timestamp", "kTimestamp"}};

const std::set<std::string> kSections = {"service",    "errors",     "frontEndErrors", "errorSets",
                                         "operations", "structures", "unions",         "enums",
                                         "patterns",   "waiters"};

// Both models as one, by section and name; keeps the order of the files.
class Model {
 public:
  void Read(const std::string& path) {
    std::ifstream file(path);
    if (!file) Fail(path, "cannot be read");
    const std::string text(std::istreambuf_iterator<char>(file), {});
    rapidjson::Document& document = documents_.emplace_back();
    document.Parse(text.c_str());
    if (document.HasParseError()) {
      Fail(path, std::string(rapidjson::GetParseError_En(document.GetParseError())) +
                     " at offset " + std::to_string(document.GetErrorOffset()));
    }
    const Json& root = document;
    for (const auto& section : root.GetObject()) {
      const std::string name = section.name.GetString();
      if (kSections.count(name) == 0) Fail(path, "unknown section '" + name + "'");
      if (name == "service") continue;
      for (const auto& entry : section.value.GetObject()) {
        Add(name, entry.name.GetString(), entry.value, documents_.size() > 1);
      }
    }
  }

  struct Entry {
    std::string name;
    const Json* value;
    bool control;
  };

  const std::vector<Entry>& Section(const std::string& name) { return sections_[name]; }

  const Json* Find(const std::string& section, const std::string& name) {
    for (const Entry& entry : sections_[section]) {
      if (entry.name == name) return entry.value;
    }
    return nullptr;
  }

 private:
  void Add(const std::string& section, const std::string& name, const Json& value, bool control) {
    if (const Json* earlier = Find(section, name)) {
      if (*earlier != value) Fail(section + "." + name, "stands in both models, differently");
      return;
    }
    sections_[section].push_back({name, &value, control});
  }

  std::deque<rapidjson::Document> documents_;  // entries point into them
  std::map<std::string, std::vector<Entry>> sections_;
};

// Collects the rows of the tables while it walks the model.
class Tables {
 public:
  explicit Tables(Model& model) : model_(model) {}

  void Build() {
    // The operations' errors, and those of the front end before any operation is known.
    for (const char* section : {"errors", "frontEndErrors"}) {
      for (const auto& entry : model_.Section(section)) AddError(entry);
    }
    for (const auto& entry : model_.Section("patterns")) {
      const std::string problem = mediaconnect::CheckPattern(entry.value->GetString());
      if (!problem.empty()) Fail("patterns." + entry.name, problem);
    }
    for (const char* section : {"structures", "unions"}) {
      for (const auto& entry : model_.Section(section)) TypeOf(section, entry.name);
    }
    for (const auto& entry : model_.Section("operations")) AddOperation(entry);
    for (const auto& entry : model_.Section("waiters")) AddWaiter(entry.name, *entry.value);
    for (const auto& entry : model_.Section("enums")) RequireUsed("enums", entry.name);
    for (const auto& entry : model_.Section("patterns")) RequireUsed("patterns", entry.name);
  }

  std::string Header() const {
    std::ostringstream out;
    out << "// Generated by tablegen from the models in api/contract. Do not edit.\n#pragma "
           "once\n\n"
        << "#include <cstddef>\n#include <cstdint>\n\n#include \"api/contract/key.h\"\n\n"
        << "namespace mediaconnect {\n\nenum class Op : std::uint8_t {\n";
    for (const auto& name : operations_) out << "  " << name << ",\n";
    out << "};\n\nenum class ErrorCode : std::uint8_t {\n";
    for (const auto& name : errors_) out << "  " << name << ",\n";
    out << "};\n\nnamespace tables {\ninline constexpr std::size_t kServiceOperationCount = "
        << service_operations_
        << ";\ninline constexpr std::size_t kOperationCount = " << operations_.size()
        << ";\ninline constexpr std::size_t kErrorCount = " << errors_.size()
        << ";\n}  // namespace tables\n\nnamespace key {\n";
    for (const auto& name : keys_) {
      out << "inline constexpr Key " << Constant(name) << "{" << Quoted(name) << "};\n";
    }
    out << "}  // namespace key\n\n}  // namespace mediaconnect\n";
    return out.str();
  }

  std::string Source() const {
    std::ostringstream out;
    out << "// Generated by tablegen from the models in api/contract. Do not edit.\n"
        << "#include \"api/contract/contract.h\"\n\nnamespace mediaconnect::tables {\n\nnamespace "
           "{\n";
    Array(out, "Type", "type_rows", type_rows_);
    Array(out, "Member", "member_rows", member_rows_);
    Array(out, "std::string_view", "value_rows", value_rows_);
    Array(out, "Error", "error_rows", error_rows_);
    Array(out, "ErrorCode", "operation_error_rows", operation_error_rows_);
    Array(out, "Operation", "operation_rows", operation_rows_);
    Array(out, "Alias", "alias_rows", alias_rows_);
    Array(out, "Waiter", "waiter_rows", waiter_rows_);
    Array(out, "std::string_view", "acceptor_rows", acceptor_rows_);
    out << "}  // namespace\n\n";
    Span(out, "Type", "kTypes", "type_rows");
    Span(out, "Member", "kMembers", "member_rows");
    Span(out, "std::string_view", "kValues", "value_rows");
    Span(out, "Error", "kErrors", "error_rows");
    Span(out, "ErrorCode", "kOperationErrors", "operation_error_rows");
    Span(out, "Operation", "kOperations", "operation_rows");
    Span(out, "Alias", "kAliases", "alias_rows");
    Span(out, "Waiter", "kWaiters", "waiter_rows");
    Span(out, "std::string_view", "kAcceptors", "acceptor_rows");
    out << "\n}  // namespace mediaconnect::tables\n";
    return out.str();
  }

 private:
  struct TypeRow {
    std::string kind;
    std::string name;
    std::string pattern;
    Range range;
    std::string element = "kNoType";
    std::size_t first = 0;
    std::size_t count = 0;

    std::string Text() const {
      return "{Kind::" + kind + ", " + Quoted(name) + ", " + Quoted(pattern) + ", " +
             range.minimum + ", " + range.maximum + ", " + element + ", " + std::to_string(first) +
             ", " + std::to_string(count) + "},";
    }
  };

  static void Array(std::ostringstream& out, const char* type, const char* name,
                    const std::vector<std::string>& rows) {
    out << "constexpr " << type << " " << name << "[] = {\n";
    for (const auto& row : rows) out << "    " << row << "\n";
    out << "};\n\n";
  }

  static void Span(std::ostringstream& out, const char* type, const char* name, const char* array) {
    out << "extern const std::span<const " << type << "> " << name << ";\n"
        << "constinit const std::span<const " << type << "> " << name << " = " << array << ";\n";
  }

  void AddError(const Model::Entry& entry) {
    errors_.push_back(entry.name);
    error_rows_.push_back("{" + Quoted(entry.name) + ", " + std::to_string(entry.value->GetInt()) +
                          "},");
  }

  // A member's name as a C++ name.
  static std::string Constant(const std::string& name) {
    static const std::set<std::string> kKeywords = {"default", "public", "private", "operator"};
    return kKeywords.count(name) != 0 ? name + "_" : name;
  }

  // The index of the type that `spec` writes ("[AddOutputRequest] 1..20"), made where it is new.
  std::size_t TypeOf(const std::string& place, const std::string& spec) {
    const auto known = type_ids_.find(spec);
    if (known != type_ids_.end()) return known->second;
    const std::size_t id = type_rows_.size();
    type_ids_[spec] = id;
    type_rows_.emplace_back();  // reserved before the recursion below, for shapes that nest
    type_rows_[id] = MakeType(place, spec).Text();
    return id;
  }

  TypeRow MakeType(const std::string& place, const std::string& spec) {
    TypeRow row;
    const bool is_list = spec.front() == '[';
    if (is_list || spec.front() == '{') {
      const std::size_t close = spec.rfind(is_list ? ']' : '}');
      if (close == std::string::npos) Fail(place, "'" + spec + "' is not closed");
      row.kind = is_list ? "kList" : "kMap";
      row.name = is_list ? "List" : "Map";
      row.element = std::to_string(TypeOf(place, spec.substr(1, close - 1)));
      if (close + 1 < spec.size()) row.range = ParseRange(place, spec.substr(close + 2));
      return row;
    }
    const std::vector<std::string> words = Words(spec);
    row.name = words[0];
    if (const auto plain = kPlainKinds.find(words[0]); plain != kPlainKinds.end()) {
      row.kind = plain->second;
      if (words.size() == 2) row.range = ParseRange(place, words[1]);
    } else if (const Json* pattern = model_.Find("patterns", words[0])) {
      row.kind = "kString";
      row.pattern = pattern->GetString();
    } else if (const Json* values = model_.Find("enums", words[0])) {
      row.kind = "kEnum";
      row.first = value_rows_.size();
      row.count = values->Size();
      for (const Json& value : values->GetArray()) {
        value_rows_.push_back(Quoted(value.GetString()) + ",");
      }
    } else if (const Json* structure = model_.Find("structures", words[0])) {
      row.kind = "kStructure";
      AddMembers(words[0], *structure, row);
    } else if (const Json* one_of = model_.Find("unions", words[0])) {
      row.kind = "kUnion";
      AddMembers(words[0], *one_of, row);
    } else {
      Fail(place, "unknown shape '" + words[0] + "'");
    }
    return row;
  }

  void AddMembers(const std::string& shape, const Json& members, TypeRow& row) {
    std::vector<std::string> rows;
    for (const auto& member : members.GetObject()) {
      std::string name = member.name.GetString();
      if (!member.value.IsString()) Fail(shape, name + " must be the text of a type");
      std::string spec = member.value.GetString();
      const bool required = name.back() == '!';
      if (required) name.pop_back();
      std::string location = "kBody";
      if (StartsWith(spec, "path ")) location = "kPath";
      if (StartsWith(spec, "query ")) location = "kQuery";
      if (location != "kBody") spec = spec.substr(spec.find(' ') + 1);
      const std::size_t token = spec.rfind(" token");
      const bool is_token = token != std::string::npos;
      if (is_token) spec = spec.substr(0, token);
      keys_.insert(name);
      const std::string place = std::string(shape).append(".").append(name);
      rows.push_back("{key::" + Constant(name) + ", " + std::to_string(TypeOf(place, spec)) +
                     ", Location::" + location + ", " + (required ? "true" : "false") + ", " +
                     (is_token ? "true" : "false") + "},");
    }
    row.first = member_rows_.size();
    row.count = rows.size();
    member_rows_.insert(member_rows_.end(), rows.begin(), rows.end());
  }

  std::set<std::string> ExpandErrors(const std::string& place, const Json& names) {
    std::set<std::string> expanded;
    for (const Json& name : names.GetArray()) {
      if (const Json* set = model_.Find("errorSets", name.GetString())) {
        expanded.merge(ExpandErrors(place, *set));
      } else if (model_.Find("errors", name.GetString()) != nullptr) {
        expanded.insert(name.GetString());
      } else {
        Fail(place, std::string("unknown error '") + name.GetString() + "'");
      }
    }
    return expanded;
  }

  // Every {Label} of the path is a required path member of the input, and the other way round.
  void CheckLabels(const std::string& operation, const std::string& uri, const Json& input) {
    std::set<std::string> labels;
    for (std::size_t at = uri.find('{'); at != std::string::npos; at = uri.find('{', at + 1)) {
      labels.insert(uri.substr(at + 1, uri.find('}', at) - at - 1) + "!");
    }
    std::set<std::string> members;
    for (const auto& member : input.GetObject()) {
      if (!member.value.IsString()) continue;  // AddMembers refuses it
      if (StartsWith(member.value.GetString(), "path ")) members.insert(member.name.GetString());
    }
    if (labels != members) Fail(operation, "the labels of " + uri + " are not its path members");
  }

  void AddOperation(const Model::Entry& entry) {
    const Json& operation = *entry.value;
    for (const auto& attribute : operation.GetObject()) {
      static const std::set<std::string> kKnown = {"http", "errors", "pages", "aliases", "floor"};
      if (kKnown.count(attribute.name.GetString()) == 0) {
        Fail(entry.name, std::string("unknown attribute ") + attribute.name.GetString());
      }
    }
    const std::vector<std::string> http = Words(operation["http"].GetString());
    if (http.size() != 3) Fail(entry.name, "http must read METHOD URI STATUS");
    const Json* input = model_.Find("structures", entry.name + "Request");
    if (input == nullptr) Fail(entry.name, "has no " + entry.name + "Request");
    CheckLabels(entry.name, http[1], *input);
    const bool has_output = model_.Find("structures", entry.name + "Response") != nullptr;
    const bool pages = operation.HasMember("pages");
    const bool server_floor = operation.HasMember("floor");

    const std::size_t first_error = operation_error_rows_.size();
    const std::set<std::string> errors = ExpandErrors(entry.name, operation["errors"]);
    for (const auto& name : errors) operation_error_rows_.push_back("ErrorCode::" + name + ",");

    operation_rows_.push_back(
        "{Op::" + entry.name + ", " + Quoted(entry.name) + ", " + Quoted(http[0]) + ", " +
        Quoted(http[1]) + ", " + http[2] + ", " +
        std::to_string(TypeOf(entry.name, entry.name + "Request")) + ", " +
        (has_output ? std::to_string(TypeOf(entry.name, entry.name + "Response")) : "kNoType") +
        ", " + Quoted(pages ? operation["pages"].GetString() : "") + ", " +
        (http[0] == "GET" || pages ? "true" : "false") + ", " + (entry.control ? "true" : "false") +
        ", " + (server_floor ? "true" : "false") + ", " + std::to_string(first_error) + ", " +
        std::to_string(errors.size()) + "},");
    operations_.push_back(entry.name);
    if (!entry.control) service_operations_ = operations_.size();
    if (!operation.HasMember("aliases")) return;
    for (const Json& alias : operation["aliases"].GetArray()) {
      const std::vector<std::string> words = Words(alias.GetString());
      if (words.size() != 2) Fail(entry.name, "an alias must read METHOD URI");
      alias_rows_.push_back("{Op::" + entry.name + ", " + Quoted(words[0]) + ", " +
                            Quoted(words[1]) + "},");
    }
  }

  void AddWaiter(const std::string& name, const Json& waiter) {
    const std::string operation = waiter["operation"].GetString();
    if (model_.Find("operations", operation) == nullptr) Fail(name, "unknown " + operation);
    const std::size_t first = acceptor_rows_.size();
    for (const Json& acceptor : waiter["acceptors"].GetArray()) {
      acceptor_rows_.push_back(Quoted(acceptor.GetString()) + ",");
    }
    waiter_rows_.push_back("{" + Quoted(name) + ", Op::" + operation + ", " +
                           std::to_string(waiter["delay"].GetInt()) + ", " +
                           std::to_string(waiter["maxAttempts"].GetInt()) + ", " +
                           Quoted(waiter["path"].GetString()) + ", " + std::to_string(first) +
                           ", " + std::to_string(acceptor_rows_.size() - first) + "},");
  }

  void RequireUsed(const std::string& section, const std::string& name) {
    if (type_ids_.count(name) == 0) Fail(section + "." + name, "is used by no member");
  }

  Model& model_;
  std::map<std::string, std::size_t> type_ids_;
  std::set<std::string> keys_;
  std::vector<std::string> operations_;
  std::vector<std::string> errors_;
  std::size_t service_operations_ = 0;
  std::vector<std::string> type_rows_;
  std::vector<std::string> member_rows_;
  std::vector<std::string> value_rows_;
  std::vector<std::string> error_rows_;
  std::vector<std::string> operation_rows_;
  std::vector<std::string> operation_error_rows_;
  std::vector<std::string> alias_rows_;
  std::vector<std::string> waiter_rows_;
  std::vector<std::string> acceptor_rows_;
};

void Write(const std::string& path, const std::string& text) {
  std::ofstream file(path);
  file << text;
  if (!file.flush()) Fail(path, "cannot be written");
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "usage: tablegen mediaconnect.json control.json OUTPUT_FOLDER\n";
    return 2;
  }
  try {
    Model model;
    model.Read(argv[1]);
    model.Read(argv[2]);
    Tables tables(model);
    tables.Build();
    Write(std::string(argv[3]) + "/contract_tables.h", tables.Header());
    Write(std::string(argv[3]) + "/contract_tables.cc", tables.Source());
  } catch (const std::exception& failure) {
    std::cerr << "tablegen: " << failure.what() << "\n";
    return 1;
  }
  return 0;
}
