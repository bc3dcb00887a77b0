// How the tables are written in C++. Only for the host tool.
#pragma once

#include <cstddef>
#include <string>

namespace mediaconnect::tablegen {

// `text` as a C++ literal.
std::string Quoted(const std::string& text);

// A member's name as a C++ name.
std::string Constant(const std::string& name);

// A row of a table: {.name = "x", .status = 200}.
class Row {
 public:
  Row& Add(const std::string& field, const std::string& value);
  Row& Add(const std::string& field, std::size_t value);
  Row& AddText(const std::string& field, const std::string& value);
  Row& AddBool(const std::string& field, bool value);
  std::string Text() const { return text_ + "}"; }

 private:
  std::string text_;
};

}  // namespace mediaconnect::tablegen
