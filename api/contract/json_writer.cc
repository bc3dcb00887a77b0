// The half of json.h that makes text.

// clang-format off: json.h comes first, as it says what RapidJSON does if an assertion fails.
#include "api/contract/json.h"
// clang-format on

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <cstring>
#include <utility>

namespace mediaconnect::json {
namespace {

bool NeedsNoEscape(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\';
  });
}

using Buffer = rapidjson::GenericStringBuffer<rapidjson::UTF8<>, Allocator>;

// RapidJSON's, but for strings without escapes, which it would write byte by byte.
class Writer : public rapidjson::Writer<Buffer, rapidjson::UTF8<>, rapidjson::UTF8<>, Allocator> {
 public:
  using rapidjson::Writer<Buffer, rapidjson::UTF8<>, rapidjson::UTF8<>, Allocator>::Writer;

  bool String(const char* text, rapidjson::SizeType length, bool copy = false) {
    if (!NeedsNoEscape({text, length})) return Base::String(text, length, copy);
    Prefix(rapidjson::kStringType);
    char* const out = os_->Push(length + 2);
    out[0] = '"';
    std::memcpy(out + 1, text, length);
    out[length + 1] = '"';
    return true;
  }
  bool Key(const char* text, rapidjson::SizeType length, bool copy = false) {
    return String(text, length, copy);
  }

 private:
  using Base = rapidjson::Writer<Buffer, rapidjson::UTF8<>, rapidjson::UTF8<>, Allocator>;
};

// Comma, quotes, colon, and the brace that ends the object.
constexpr std::size_t kRoomForSigns = 5;

}  // namespace

Text Write(const Node& node) {
  Buffer buffer;
  Writer writer(buffer);
  node.Accept(writer);
  return Text{std::string(buffer.GetString(), buffer.GetSize())};
}

void AppendQuoted(std::string& out, std::string_view text) {
  if (NeedsNoEscape(text)) {
    out.append(1, '"').append(text).append(1, '"');
  } else {
    out += Write(Value::String(text)).json;
  }
}

void ObjectWriter::Name(std::string_view name) {
  if (out_.size() > 1) out_ += ',';
  out_.append(1, '"').append(name).append("\":");
}

ObjectWriter& ObjectWriter::Add(Key key, TextView value) {
  out_.reserve(out_.size() + key.name.size() + value.json.size() + kRoomForSigns);
  Name(key.name);
  out_ += value.json;
  return *this;
}

ObjectWriter& ObjectWriter::Add(Key key, std::string_view text) {
  Name(key.name);
  AppendQuoted(out_, text);
  return *this;
}

ObjectWriter& ObjectWriter::Add(Key key, std::int64_t number) {
  Name(key.name);
  out_ += std::to_string(number);
  return *this;
}

ObjectWriter& ObjectWriter::Add(Key key, bool boolean) {
  Name(key.name);
  out_ += boolean ? "true" : "false";
  return *this;
}

ObjectWriter& ObjectWriter::AddNamed(std::string_view name, std::string_view text) {
  if (out_.size() > 1) out_ += ',';
  AppendQuoted(out_, name);
  out_ += ':';
  AppendQuoted(out_, text);
  return *this;
}

ObjectWriter& ObjectWriter::Splice(TextView object) {
  const std::string_view members = object.json.substr(1, object.json.size() - 2);
  if (members.empty()) return *this;
  if (out_.size() > 1) out_ += ',';
  out_ += members;
  return *this;
}

Text ObjectWriter::Finish() {
  out_ += '}';
  return Text{std::move(out_)};
}

ArrayWriter& ArrayWriter::Add(TextView value) {
  if (out_.size() > 1) out_ += ',';
  out_ += value.json;
  return *this;
}

Text ArrayWriter::Finish() {
  out_ += ']';
  return Text{std::move(out_)};
}

}  // namespace mediaconnect::json
