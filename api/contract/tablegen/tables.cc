#include "api/contract/tablegen/tables.h"

#include <algorithm>
#include <map>

#include "api/contract/pattern.h"
#include "api/contract/tablegen/row.h"
#include "api/contract/tablegen/shapes.h"

namespace mediaconnect::tablegen {
namespace {

bool StartsWith(const std::string& text, const std::string& prefix) {
  return text.compare(0, prefix.size(), prefix) == 0;
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
      for (const auto& entry : model_.Section(section)) shapes_.TypeOf(section, entry.name);
    }
    for (const auto& entry : model_.Section("prefixes")) {
      tables_.prefix_rows.push_back(Quoted(entry.name));
    }
    for (const auto& entry : model_.Section("operations")) AddOperation(entry);
    for (const auto& entry : model_.Section("waiters")) AddWaiter(entry.name, *entry.value);
    for (const auto& [shape, payload] : shapes_.payloads()) {
      if (operations_payloads_.count(shape) != 0) continue;
      Fail(shape, "has a payload, but is the request or response of no operation");
    }
    for (const auto& entry : model_.Section("enums")) RequireUsed("enums", entry.name);
    for (const auto& entry : model_.Section("patterns")) RequireUsed("patterns", entry.name);
    return std::move(tables_);
  }

 private:
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
    const Shapes::Payload* payload = shapes_.PayloadOf(shape);
    if (payload == nullptr) return;
    if (!operation.control) Fail(shape, "a payload is for control operations");
    if (payload->is_stream && !is_output) Fail(shape, "a request is no stream");
    operations_payloads_.insert(shape);
  }

  // The text of an attribute, or "".
  static std::string TextOf(const Model::Entry& operation, const char* attribute) {
    const auto found = operation.value->FindMember(attribute);
    return found == operation.value->MemberEnd() ? "" : found->value.GetString();
  }

  // What a success answers; "media" can name that of a text or of bytes.
  std::string MediaType(const Model::Entry& operation, const std::string& output) {
    const Shapes::Payload* payload = shapes_.PayloadOf(output);
    std::string media = TextOf(operation, "media");
    if (!media.empty()) {
      if (payload != nullptr && payload->IsTextOrBytes()) return media;
      Fail(operation.name, "media is for a payload of text or bytes");
    }
    if (payload == nullptr) return "application/json";
    if (payload->is_stream) return "text/event-stream";
    if (payload->spec == "String") return "text/plain; charset=utf-8";
    return payload->spec == "Bytes" ? "application/octet-stream" : "application/json";
  }

  static std::string SummaryOf(const Model::Entry& operation) {
    std::string summary = TextOf(operation, "summary");
    if (summary.empty() != operation.control) return summary;
    Fail(operation.name, "a control operation has a summary, and no other has");
  }

  // The C++ type of what a handler returns.
  std::string AnswerOf(const std::string& output) {
    const Shapes::Payload* payload = shapes_.PayloadOf(output);
    if (payload == nullptr) return "json::Text";
    if (payload->is_stream) return "std::shared_ptr<BodyStream>";
    return payload->IsTextOrBytes() ? "Bytes" : "json::Text";
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
    const std::string name = TextOf(operation, "polls");
    if (name.empty()) return "{}";
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

  static void CheckAttributes(const Model::Entry& operation) {
    static const std::set<std::string> kKnown = {"http",  "errors",  "pages",  "aliases", "floor",
                                                 "later", "open",    "media",  "limit",   "summary",
                                                 "polls", "settles", "handler"};
    for (const auto& attribute : operation.value->GetObject()) {
      if (kKnown.count(attribute.name.GetString()) != 0) continue;
      Fail(operation.name, std::string("unknown attribute ") + attribute.name.GetString());
    }
  }

  // The index of the type of a request or response.
  std::size_t TypeOf(const Model::Entry& operation, const std::string& shape, bool is_output) {
    const std::size_t type = shapes_.TypeOf(operation.name, shape);
    CheckPayload(operation, shape, is_output);
    return type;
  }

  // The limit of a request's body in bytes, or 0.
  static std::size_t LargestOf(const Model::Entry& operation) {
    if (!operation.value->HasMember("limit")) return 0;
    return ParseSize(operation.name, TextOf(operation, "limit"));
  }

  // How many errors it declares.
  std::size_t AddErrors(const Model::Entry& operation) {
    const auto errors = ExpandErrors(operation.name, (*operation.value)["errors"]);
    for (const auto& name : errors) tables_.operation_error_rows.push_back("ErrorCode::" + name);
    return errors.size();
  }

  void AddOperation(const Model::Entry& entry) {
    CheckAttributes(entry);
    const std::vector<std::string> http = Words(TextOf(entry, "http"));
    if (http.size() != 3) Fail(entry.name, "http must read METHOD URI STATUS");
    const std::string request = entry.name + "Request";
    const Json* input = model_.Find("structures", request);
    if (input == nullptr) Fail(entry.name, "has no " + request);
    CheckLabels(entry.name, http[1], *input);
    CheckPrefix(entry, http[1]);
    const std::size_t input_type = TypeOf(entry, request, false);
    const std::string response = entry.name + "Response";
    const bool has_output = model_.Find("structures", response) != nullptr;
    const std::string output_type =
        has_output ? std::to_string(TypeOf(entry, response, true)) : "kNoType";
    const std::string pages = TextOf(entry, "pages");
    const bool later = Has(entry, "later", Json(true));
    const bool server_floor = Has(entry, "floor", Json("server"));
    const std::size_t first_error = tables_.operation_error_rows.size();

    tables_.operation_rows.push_back(Row()
                                         .Add("op", "Op::" + entry.name)
                                         .AddText("name", entry.name)
                                         .AddText("method", http[0])
                                         .AddText("uri", http[1])
                                         .Add("status", http[2])
                                         .Add("input", input_type)
                                         .Add("output", output_type)
                                         .AddText("media", MediaType(entry, response))
                                         .Add("largest", LargestOf(entry))
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
                                         .Add("error_count", AddErrors(entry))
                                         .Text());
    tables_.operations.push_back(
        {entry.name, later, server_floor, AnswerOf(response), TextOf(entry, "handler")});
    if (!entry.control) tables_.service_operations = tables_.operations.size();
    if (entry.value->HasMember("aliases")) AddAliases(entry, (*entry.value)["aliases"]);
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
    if (!shapes_.IsUsed(name)) Fail(section + "." + name, "is used by no member");
  }

  Model& model_;
  Tables tables_;
  Shapes shapes_{model_, tables_};
  std::set<std::string> operations_payloads_;  // structures that are used as they may be
};

}  // namespace

Tables MakeTables(Model& model) { return Builder(model).Build(); }

}  // namespace mediaconnect::tablegen
