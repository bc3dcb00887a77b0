#include "api/contract/tablegen/tables.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <sstream>

#include "api/contract/pattern.h"

namespace mediaconnect::tablegen {
namespace {

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
    {"String", "kString"},       {"Integer", "kInteger"},   {"Long", "kLong"},
    {"Double", "kDouble"},       {"Boolean", "kBoolean"},   {"Blob", "kBlob"},
    {"Timestamp", "kTimestamp"}, {"Duration", "kDuration"}, {"Document", "kDocument"},
    {"Bytes", "kBytes"}};

// How the text of a member's type begins where it is not in the body.
const std::map<std::string, std::string> kLocations = {{"path", "kPath"},
                                                       {"query", "kQuery"},
                                                       {"query-or-body", "kQueryOrBody"},
                                                       {"payload", "kPayload"},
                                                       {"stream", "kStream"}};

bool IsWholeBody(const std::string& location) {
  return location == "kPayload" || location == "kStream";
}

// "64MiB" -> 67108864.
std::size_t ParseSize(const std::string& place, const std::string& text) {
  static const std::map<std::string, std::size_t> kUnits = {{"KiB", 1 << 10}, {"MiB", 1 << 20}};
  const std::size_t end = std::min(text.find_first_not_of("0123456789"), text.size());
  const auto unit = kUnits.find(text.substr(end));
  if (end == 0 || end > 4 || unit == kUnits.end()) {
    Fail(place, "'" + text + "' is no size such as 64KiB or 8MiB");
  }
  return std::stoul(text.substr(0, end)) * unit->second;
}

// A row as C++ writes it: {.name = "x", .status = 200}.
class Row {
 public:
  Row& Add(const std::string& field, const std::string& value) {
    text_.append(text_.empty() ? "{." : ", .").append(field).append(" = ").append(value);
    return *this;
  }
  Row& Add(const std::string& field, std::size_t value) {
    return Add(field, std::to_string(value));
  }
  Row& AddText(const std::string& field, const std::string& value) {
    return Add(field, Quoted(value));
  }
  Row& AddBool(const std::string& field, bool value) {
    return Add(field, std::string(value ? "true" : "false"));
  }
  std::string Text() const { return text_ + "}"; }

 private:
  std::string text_;
};

// Collects the rows of the tables while it walks the model.
class Builder {
 public:
  explicit Builder(Model& model) : model_(model) {}

  Tables Build() {
    tables_.service_row = Row()
                              .AddText("api_version", ServiceFact("apiVersion"))
                              .AddText("endpoint_prefix", ServiceFact("endpointPrefix"))
                              .AddText("service_id", ServiceFact("serviceId"))
                              .AddText("signing_name", ServiceFact("signingName"))
                              .Text();
    // The operations' errors, and those of the front end before any operation is known.
    for (const char* section : {"errors", "frontEndErrors"}) {
      for (const auto& entry : model_.Section(section)) AddError(entry);
    }
    for (const auto& entry : model_.Section("patterns")) {
      const std::string problem = CheckPattern(entry.value->GetString());
      if (!problem.empty()) Fail("patterns." + entry.name, problem);
    }
    for (const char* section : {"structures", "unions"}) {
      for (const auto& entry : model_.Section(section)) TypeOf(section, entry.name);
    }
    for (const auto& entry : model_.Section("prefixes")) {
      tables_.prefix_rows.push_back(Quoted(entry.name));
    }
    for (const auto& entry : model_.Section("operations")) AddOperation(entry);
    for (const auto& entry : model_.Section("waiters")) AddWaiter(entry.name, *entry.value);
    for (const auto& [shape, payload] : payloads_) {
      if (operations_payloads_.count(shape) != 0) continue;
      Fail(shape, "has a payload, but is the request or response of no operation");
    }
    for (const auto& entry : model_.Section("enums")) RequireUsed("enums", entry.name);
    for (const auto& entry : model_.Section("patterns")) RequireUsed("patterns", entry.name);
    return std::move(tables_);
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
      return Row()
          .Add("kind", "Kind::" + kind)
          .AddText("name", name)
          .AddText("pattern", pattern)
          .Add("minimum", range.minimum)
          .Add("maximum", range.maximum)
          .Add("element", element)
          .Add("first", first)
          .Add("count", count)
          .Text();
    }
  };

  std::string ServiceFact(const std::string& name) {
    const Json* fact = model_.Find("service", name);
    if (fact == nullptr || !fact->IsString()) Fail("service", "has no " + name);
    return fact->GetString();
  }

  void AddError(const Model::Entry& entry) {
    tables_.errors.push_back(entry.name);
    const auto status = static_cast<std::size_t>(entry.value->GetInt());
    tables_.error_rows.push_back(Row().AddText("name", entry.name).Add("status", status).Text());
  }

  // The index of the type that `spec` writes ("[AddOutputRequest] 1..20"), made if it is new.
  std::size_t TypeOf(const std::string& place, const std::string& spec) {
    const auto known = type_ids_.find(spec);
    if (known != type_ids_.end()) return known->second;
    const std::size_t id = tables_.type_rows.size();
    type_ids_[spec] = id;
    tables_.type_rows.emplace_back();  // reserved before the recursion below, for shapes that nest
    tables_.type_rows[id] = MakeType(place, spec).Text();
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
      row.first = tables_.value_rows.size();
      row.count = values->Size();
      for (const Json& value : values->GetArray()) {
        tables_.value_rows.push_back(Quoted(value.GetString()));
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
      const auto elsewhere = kLocations.find(spec.substr(0, spec.find(' ')));
      if (elsewhere != kLocations.end()) {
        location = elsewhere->second;
        spec = spec.substr(spec.find(' ') + 1);
      }
      if (IsWholeBody(location)) {
        payloads_[shape] = {location, spec};
      } else if (spec == "Bytes") {
        Fail(shape, name + ": bytes must be a payload");
      }
      if (location == "kBody" || location == "kQueryOrBody") with_body_members_.insert(shape);
      const std::size_t token = spec.rfind(" token");
      const bool is_token = token != std::string::npos;
      if (is_token) spec = spec.substr(0, token);
      tables_.keys.insert(name);
      const std::string place = std::string(shape).append(".").append(name);
      rows.push_back(Row()
                         .Add("key", "key::" + Constant(name))
                         .Add("type", TypeOf(place, spec))
                         .Add("location", "Location::" + location)
                         .AddBool("required", required)
                         .AddBool("idempotency_token", is_token)
                         .Text());
    }
    row.first = tables_.member_rows.size();
    row.count = rows.size();
    tables_.member_rows.insert(tables_.member_rows.end(), rows.begin(), rows.end());
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

  // A payload is all that a body has, and of a control operation alone.
  void CheckPayload(const Model::Entry& operation, const std::string& shape, bool is_output) {
    const auto payload = payloads_.find(shape);
    if (payload == payloads_.end()) return;
    if (!operation.control) Fail(shape, "a payload is for control operations");
    if (with_body_members_.count(shape) != 0) Fail(shape, "has a payload and members beside it");
    if (payload->second.location == "kStream" && !is_output) Fail(shape, "a request is no stream");
    operations_payloads_.insert(shape);
  }

  // What a success answers; "media" can name that of a text or of bytes.
  std::string MediaType(const Model::Entry& operation, const std::string& output) {
    const auto payload = payloads_.find(output);
    const std::string spec = payload == payloads_.end() ? "" : payload->second.spec;
    const bool is_stream = payload != payloads_.end() && payload->second.location == "kStream";
    const auto media = operation.value->FindMember("media");
    const bool is_free = !is_stream && (spec == "String" || spec == "Bytes");
    if (media != operation.value->MemberEnd()) {
      if (!is_free) Fail(operation.name, "media is for a payload of text or bytes");
      return media->value.GetString();
    }
    if (is_stream) return "text/event-stream";
    if (spec == "String") return "text/plain; charset=utf-8";
    return spec == "Bytes" ? "application/octet-stream" : "application/json";
  }

  static std::string SummaryOf(const Model::Entry& operation) {
    const auto summary = operation.value->FindMember("summary");
    const bool has_one = summary != operation.value->MemberEnd();
    if (has_one != operation.control) {
      Fail(operation.name, "a control operation has a summary, and no other has");
    }
    return has_one ? summary->value.GetString() : "";
  }

  // The C++ type of what a handler returns.
  std::string AnswerOf(const std::string& output) {
    const auto payload = payloads_.find(output);
    if (payload == payloads_.end()) return "json::Text";
    if (payload->second.location == "kStream") return "std::shared_ptr<BodyStream>";
    const bool is_json = payload->second.spec != "String" && payload->second.spec != "Bytes";
    return is_json ? "json::Text" : "Bytes";
  }

  // The first prefix is this server's own.
  bool IsForeign(const Model::Entry& operation, const std::string& uri) {
    return operation.control && !StartsWith(uri, model_.Section("prefixes").front().name + "/");
  }

  // A control path begins with one of the prefixes, and no other path does.
  void CheckPrefix(const Model::Entry& operation, const std::string& uri) {
    const auto& prefixes = model_.Section("prefixes");
    const bool has_prefix =
        std::any_of(prefixes.begin(), prefixes.end(),
                    [&](const Model::Entry& prefix) { return StartsWith(uri, prefix.name + "/"); });
    if (has_prefix == operation.control) return;
    Fail(operation.name, uri + (has_prefix ? " begins as a control path does"
                                           : " begins with none of the prefixes of control paths"));
  }

  // The member of the request that names what the operation shows, as a key.
  static std::string PollsOf(const Model::Entry& operation, const Json& input) {
    const auto polls = operation.value->FindMember("polls");
    if (polls == operation.value->MemberEnd()) return "{}";
    const std::string name = polls->value.GetString();
    if (!input.HasMember((name + "!").c_str())) {
      Fail(operation.name, "polls: the request has no required member " + name);
    }
    return "key::" + Constant(name);
  }

  // Whether the operation has an attribute that can have but one value.
  static bool Has(const Model::Entry& operation, const char* attribute, const Json& value) {
    const auto found = operation.value->FindMember(attribute);
    if (found == operation.value->MemberEnd()) return false;
    if (found->value == value) return true;
    Fail(operation.name, std::string(attribute) + " has a value that it cannot have");
  }

  void AddOperation(const Model::Entry& entry) {
    const Json& operation = *entry.value;
    for (const auto& attribute : operation.GetObject()) {
      static const std::set<std::string> kKnown = {
          "http",  "errors", "pages",   "aliases", "floor", "later",  "open",
          "media", "limit",  "summary", "settles", "polls", "handler"};
      if (kKnown.count(attribute.name.GetString()) == 0) {
        Fail(entry.name, std::string("unknown attribute ") + attribute.name.GetString());
      }
    }
    const std::vector<std::string> http = Words(operation["http"].GetString());
    if (http.size() != 3) Fail(entry.name, "http must read METHOD URI STATUS");
    const Json* input = model_.Find("structures", entry.name + "Request");
    if (input == nullptr) Fail(entry.name, "has no " + entry.name + "Request");
    CheckLabels(entry.name, http[1], *input);
    CheckPrefix(entry, http[1]);
    const std::string output = entry.name + "Response";
    const bool has_output = model_.Find("structures", output) != nullptr;
    const std::string pages = operation.HasMember("pages") ? operation["pages"].GetString() : "";
    const bool later = Has(entry, "later", Json(true));
    const bool server_floor = Has(entry, "floor", Json("server"));

    const std::size_t input_type = TypeOf(entry.name, entry.name + "Request");
    const std::string output_type =
        has_output ? std::to_string(TypeOf(entry.name, output)) : "kNoType";
    CheckPayload(entry, entry.name + "Request", false);
    CheckPayload(entry, output, true);
    const std::size_t largest =
        operation.HasMember("limit") ? ParseSize(entry.name, operation["limit"].GetString()) : 0;

    const std::size_t first_error = tables_.operation_error_rows.size();
    const std::set<std::string> errors = ExpandErrors(entry.name, operation["errors"]);
    for (const auto& name : errors) tables_.operation_error_rows.push_back("ErrorCode::" + name);

    tables_.operation_rows.push_back(Row()
                                         .Add("op", "Op::" + entry.name)
                                         .AddText("name", entry.name)
                                         .AddText("method", http[0])
                                         .AddText("uri", http[1])
                                         .Add("status", http[2])
                                         .Add("input", input_type)
                                         .Add("output", output_type)
                                         .AddText("media", MediaType(entry, output))
                                         .Add("largest", largest)
                                         .AddText("pages", pages)
                                         .Add("polls", PollsOf(entry, *input))
                                         .AddBool("read_only", http[0] == "GET" || !pages.empty())
                                         .AddBool("control", entry.control)
                                         .AddBool("foreign", IsForeign(entry, http[1]))
                                         .AddBool("open", Has(entry, "open", Json(true)))
                                         .AddBool("settles", Has(entry, "settles", Json(true)))
                                         .AddBool("server_floor", server_floor)
                                         .AddBool("later", later)
                                         .AddText("summary", SummaryOf(entry))
                                         .Add("first_error", first_error)
                                         .Add("error_count", errors.size())
                                         .Text());
    const std::string handler =
        operation.HasMember("handler") ? operation["handler"].GetString() : "";
    tables_.operations.push_back({entry.name, later, server_floor, AnswerOf(output), handler});
    if (!entry.control) tables_.service_operations = tables_.operations.size();
    if (operation.HasMember("aliases")) AddAliases(entry, operation["aliases"]);
  }

  void AddAliases(const Model::Entry& operation, const Json& aliases) {
    for (const Json& alias : aliases.GetArray()) {
      const std::vector<std::string> words = Words(alias.GetString());
      if (words.size() != 2) Fail(operation.name, "an alias must read METHOD URI");
      CheckPrefix(operation, words[1]);
      tables_.alias_rows.push_back(Row()
                                       .Add("op", "Op::" + operation.name)
                                       .AddText("method", words[0])
                                       .AddText("uri", words[1])
                                       .Text());
    }
  }

  void AddWaiter(const std::string& name, const Json& waiter) {
    const std::string operation = waiter["operation"].GetString();
    if (model_.Find("operations", operation) == nullptr) Fail(name, "unknown " + operation);
    const std::size_t first = tables_.acceptor_rows.size();
    for (const Json& acceptor : waiter["acceptors"].GetArray()) {
      tables_.acceptor_rows.push_back(Quoted(acceptor.GetString()));
    }
    tables_.waiter_rows.push_back(Row()
                                      .AddText("name", name)
                                      .Add("op", "Op::" + operation)
                                      .Add("delay_seconds", Number(waiter["delay"]))
                                      .Add("max_attempts", Number(waiter["maxAttempts"]))
                                      .AddText("path", waiter["path"].GetString())
                                      .Add("first", first)
                                      .Add("count", tables_.acceptor_rows.size() - first)
                                      .Text());
  }

  static std::size_t Number(const Json& value) { return static_cast<std::size_t>(value.GetInt()); }

  void RequireUsed(const std::string& section, const std::string& name) {
    if (type_ids_.count(name) == 0) Fail(section + "." + name, "is used by no member");
  }

  struct Payload {
    std::string location;
    std::string spec;
  };

  Model& model_;
  Tables tables_;
  std::map<std::string, Payload> payloads_;    // of structures
  std::set<std::string> with_body_members_;    // structures
  std::set<std::string> operations_payloads_;  // structures that are used as they may be
  std::map<std::string, std::size_t> type_ids_;
};

}  // namespace

std::string Quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

std::string Constant(const std::string& name) {
  static const std::set<std::string> kKeywords = {"default", "public", "private", "operator"};
  return kKeywords.count(name) != 0 ? name + "_" : name;
}

Tables MakeTables(Model& model) { return Builder(model).Build(); }

}  // namespace mediaconnect::tablegen
