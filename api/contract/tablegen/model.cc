#include "api/contract/tablegen/model.h"

#include <rapidjson/error/en.h>

#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <stdexcept>

#include "api/contract/tablegen/rule_lists.h"

namespace mediaconnect::tablegen {
namespace {

const std::set<std::string> kSections = {"service",  "errors",     "frontEndErrors", "errorSets",
                                         "prefixes", "operations", "structures",     "unions",
                                         "enums",    "patterns",   "waiters",        "ruleLists"};

}  // namespace

void Fail(const std::string& place, const std::string& what) {
  throw std::runtime_error(place + ": " + what);
}

std::vector<std::string> Words(const std::string& text) {
  std::istringstream stream(text);
  return {std::istream_iterator<std::string>(stream), {}};
}

void Model::Read(const std::string& path) {
  std::ifstream file(path);
  if (!file) Fail(path, "cannot be read");
  const bool control = !documents_.empty();
  Take(path, {std::istreambuf_iterator<char>(file), {}}, control);
  const std::string rule_lists = ModelOfRuleLists(documents_.back());
  if (!rule_lists.empty()) Take(path + ", ruleLists", rule_lists, control);
}

void Model::Take(const std::string& path, const std::string& text, bool control) {
  rapidjson::Document& document = documents_.emplace_back();
  document.Parse(text.c_str());
  if (document.HasParseError()) {
    Fail(path, std::string(rapidjson::GetParseError_En(document.GetParseError())) + " at offset " +
                   std::to_string(document.GetErrorOffset()));
  }
  const Json& root = document;
  for (const auto& section : root.GetObject()) {
    const std::string name = section.name.GetString();
    if (kSections.count(name) == 0) Fail(path, "unknown section '" + name + "'");
    for (const auto& entry : section.value.GetObject()) {
      Add(name, entry.name.GetString(), entry.value, control);
    }
  }
}

const Json* Model::Find(const std::string& section, const std::string& name) {
  for (const Entry& entry : sections_[section]) {
    if (entry.name == name) return entry.value;
  }
  return nullptr;
}

void Model::Add(const std::string& section, const std::string& name, const Json& value,
                bool control) {
  if (const Json* earlier = Find(section, name)) {
    if (*earlier != value) Fail(section + "." + name, "stands in both models, differently");
    return;
  }
  sections_[section].push_back({name, &value, control});
}

}  // namespace mediaconnect::tablegen
