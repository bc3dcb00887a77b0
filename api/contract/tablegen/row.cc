#include "api/contract/tablegen/row.h"

#include <set>

namespace mediaconnect::tablegen {

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

Row& Row::Add(const std::string& field, const std::string& value) {
  text_.append(text_.empty() ? "{." : ", .").append(field).append(" = ").append(value);
  return *this;
}

Row& Row::Add(const std::string& field, std::size_t value) {
  return Add(field, std::to_string(value));
}

Row& Row::AddText(const std::string& field, const std::string& value) {
  return Add(field, Quoted(value));
}

Row& Row::AddBool(const std::string& field, bool value) {
  return Add(field, std::string(value ? "true" : "false"));
}

}  // namespace mediaconnect::tablegen
