// Fuzzes the parser of what clients send. Whatever the bytes are, it accepts or refuses them; what
// it accepts has the numbers that strtod reads, and is the same after it was written and read
// again.
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

#include "api/contract/json.h"

namespace mediaconnect::json {
namespace {

void Require(bool holds) {
  if (!holds) std::abort();
}

std::optional<Value> Accepted(std::string_view text) {
  try {
    return Parse(text);
  } catch (const SyntaxError&) {
    return std::nullopt;
  }
}

void Check(const std::string& text) {
  const std::optional<Value> value = Accepted(text);
  if (!value) {
    try {
      ParseTrusted(text);  // may take it, as it is less strict
    } catch (const std::logic_error&) {
    }
    return;
  }
  const Node& node = *value;
  if (node.IsNumber()) Require(node.GetDouble() == std::strtod(text.c_str(), nullptr));
  const std::string written = Write(node).json;
  Require(Write(Parse(written)).json == written);
  Require(Write(ParseTrusted(text)).json == written);
}

}  // namespace
}  // namespace mediaconnect::json

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  mediaconnect::json::Check({reinterpret_cast<const char*>(data), size});
  return 0;
}
