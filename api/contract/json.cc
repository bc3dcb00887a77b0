#include "api/contract/json.h"

#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <vector>

#include "api/contract/utf8.h"

namespace mediaconnect::json {
namespace {

using Document = rapidjson::GenericDocument<rapidjson::UTF8<>, Allocator, Allocator>;

Node Borrowed(std::string_view text) {
  return Node(rapidjson::StringRef(text.data(), static_cast<rapidjson::SizeType>(text.size())));
}

// Converts numbers. RapidJSON only says where a number begins and ends: its own conversion, in
// version 1.1.0, reads out of bounds for very small exponents.
class NumberReader {
 public:
  explicit NumberReader(Document& document) : document_(document) {}

  // Adds the number to the document. False: it is larger than any double.
  bool Read(std::string_view text) {
    const bool is_integer = text.find_first_of(".eE") == std::string_view::npos;
    if (is_integer) {
      if (const auto number = Convert<std::int64_t>(text)) return document_.Int64(*number);
      if (const auto number = Convert<std::uint64_t>(text)) return document_.Uint64(*number);
    }
    const double number = ToDouble(text);
    return std::isfinite(number) && document_.Double(number);
  }

 private:
  template <class Number>
  static std::optional<Number> Convert(std::string_view text) {
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
  }

  // from_chars doesn't say on which side a number is out of range; strtod does: 0 or infinity.
  static double ToDouble(std::string_view text) {
    if (const auto number = Convert<double>(text)) return *number;
    return std::strtod(std::string(text).c_str(), nullptr);
  }

  Document& document_;
};

// Passes what the reader finds on to the document, with a limit of depth, because RapidJSON's
// destructor recurses. The names are those that RapidJSON asks for.
class DocumentBuilder {
 public:
  using Ch = char;

  explicit DocumentBuilder(Document& document) : document_(document), numbers_(document) {}

  // Why the handler stopped the reader, or "".
  const std::string& refusal() const { return refusal_; }

  bool Null() { return document_.Null(); }
  bool Bool(bool value) { return document_.Bool(value); }
  bool RawNumber(const char* text, rapidjson::SizeType length, bool) {
    return numbers_.Read({text, length}) || Refuse("a number is larger than any double");
  }
  bool String(const char* text, rapidjson::SizeType length, bool copy) {
    return document_.String(text, length, copy);
  }
  bool Key(const char* text, rapidjson::SizeType length, bool copy) {
    return document_.Key(text, length, copy);
  }
  bool StartObject() { return Descend() && document_.StartObject(); }
  bool StartArray() { return Descend() && document_.StartArray(); }
  bool EndObject(rapidjson::SizeType count) {
    --depth_;
    return document_.EndObject(count);
  }
  bool EndArray(rapidjson::SizeType count) {
    --depth_;
    return document_.EndArray(count);
  }
  // Never called: numbers come as text.
  bool Int(int) { return false; }
  bool Uint(unsigned) { return false; }
  bool Int64(std::int64_t) { return false; }
  bool Uint64(std::uint64_t) { return false; }
  bool Double(double) { return false; }

 protected:
  bool Refuse(std::string why) {
    refusal_ = std::move(why);
    return false;
  }

 private:
  bool Descend() {
    return ++depth_ <= kMaximumDepth ||
           Refuse("nesting is deeper than " + std::to_string(kMaximumDepth) + " levels");
  }

  Document& document_;
  NumberReader numbers_;
  int depth_ = 0;
  std::string refusal_;
};

// For what clients send: refuses members that are given twice and broken surrogates too, before the
// document holds them.
class StrictBuilder : public DocumentBuilder {
 public:
  // RapidJSON checks the text's own UTF-8, but takes an escaped lone surrogate for a character.
  StrictBuilder(Document& document, std::string_view text)
      : DocumentBuilder(document), has_escapes_(text.find("\\u") != std::string_view::npos) {}

  bool String(const char* text, rapidjson::SizeType length, bool copy) {
    return IsText(text, length) && DocumentBuilder::String(text, length, copy);
  }
  bool Key(const char* text, rapidjson::SizeType length, bool copy) {
    names_.emplace_back(text, length);
    return IsText(text, length) && DocumentBuilder::Key(text, length, copy);
  }
  bool EndObject(rapidjson::SizeType count) {
    return DropNames(count) && DocumentBuilder::EndObject(count);
  }

 private:
  bool IsText(const char* text, rapidjson::SizeType length) {
    return !has_escapes_ || IsUtf8({text, length}) ||
           Refuse("a string has a surrogate without its other half");
  }

  // The last `count` names belong to the object that ends here.
  bool DropNames(std::size_t count) {
    const auto first = names_.end() - static_cast<std::ptrdiff_t>(count);
    std::sort(first, names_.end());
    const auto twice = std::adjacent_find(first, names_.end());
    if (twice != names_.end()) {
      return Refuse("member \"" + twice->substr(0, 100) + "\" is given twice in one object");
    }
    names_.erase(first, names_.end());
    return true;
  }

  const bool has_escapes_;
  std::vector<std::string> names_;
};

// Fills the document from the stream of `size` bytes, through the builder. Throws SyntaxError.
template <unsigned flags, class Builder, class Stream>
void Fill(Document& document, Builder& builder, Stream stream, std::size_t size) {
  rapidjson::GenericReader<rapidjson::UTF8<>, rapidjson::UTF8<>, Allocator> reader;
  rapidjson::ParseResult result;
  const auto generate = [&](Document&) {
    result = reader.template Parse<flags | rapidjson::kParseNumbersAsStringsFlag>(stream, builder);
    return !result.IsError();
  };
  document.Populate(generate);
  if (!builder.refusal().empty()) throw SyntaxError(builder.refusal());
  if (result.IsError()) {
    throw SyntaxError(std::string(rapidjson::GetParseError_En(result.Code())) + " (at byte " +
                      std::to_string(result.Offset()) + ")");
  }
  // The reader takes a NUL byte for the end of its stream.
  if (stream.Tell() != size) {
    throw SyntaxError("a NUL byte outside of a string (at byte " + std::to_string(stream.Tell()) +
                      ")");
  }
}

Value TakeRoot(Document& document) {
  Value value;
  static_cast<Node&>(document).Swap(value.mutable_node());
  return value;
}

}  // namespace

void AssertionFailed(const char* condition) {
  throw std::logic_error(std::string("JSON: ") + condition);
}

Value Value::String(std::string_view text) {
  Value value;
  Allocator allocator;
  value.node_.SetString(text.data(), static_cast<rapidjson::SizeType>(text.size()), allocator);
  return value;
}

Value Value::Number(std::int64_t number) {
  Value value;
  value.node_.SetInt64(number);
  return value;
}

Value Value::Bool(bool boolean) {
  Value value;
  value.node_.SetBool(boolean);
  return value;
}

void Value::Set(Key key, Value value) {
  const auto member = node_.FindMember(Borrowed(key.name));
  if (member != node_.MemberEnd()) {
    member->value.Swap(value.node_);
    return;
  }
  Allocator allocator;
  Node name = Borrowed(key.name);
  node_.AddMember(name, value.node_, allocator);
}

void Value::SetNamed(std::string_view name, Value value) {
  Allocator allocator;
  Node owned(name.data(), static_cast<rapidjson::SizeType>(name.size()), allocator);
  const auto member = node_.FindMember(owned);
  if (member != node_.MemberEnd()) {
    member->value.Swap(value.node_);
    return;
  }
  node_.AddMember(owned, value.node_, allocator);
}

bool Value::Remove(Key key) {
  const auto member = node_.FindMember(Borrowed(key.name));
  if (member == node_.MemberEnd()) return false;
  node_.EraseMember(member);
  return true;
}

Value Value::Take(Key key) {
  Value taken;
  const auto member = node_.FindMember(Borrowed(key.name));
  if (member == node_.MemberEnd()) return taken;
  taken.node_.Swap(member->value);
  node_.EraseMember(member);
  return taken;
}

void Value::Append(Value value) {
  Allocator allocator;
  node_.PushBack(value.node_, allocator);
}

Value Clone(const Node& node) {
  Value value;
  Allocator allocator;
  value.mutable_node().CopyFrom(node, allocator);
  return value;
}

Value Overlay(Value stored, const Node& given) {
  if (stored.node().IsNull()) return Clone(given);
  for (const auto& member : given.GetObject()) {
    stored.SetNamed(StringOf(member.name), Clone(member.value));
  }
  return stored;
}

const Node* Find(const Node& object, Key key) {
  for (const auto& [name, value] : object.GetObject()) {
    if (StringOf(name) == key.name) return &value;
  }
  return nullptr;
}

const Node& Get(const Node& object, Key key) {
  const Node* node = Find(object, key);
  if (node == nullptr) throw std::logic_error("JSON: no member " + std::string(key.name));
  return *node;
}

std::string_view GetString(const Node& object, Key key) { return StringOf(Get(object, key)); }

std::int64_t GetInt(const Node& object, Key key) { return Get(object, key).GetInt64(); }

std::string_view GetString(const Node& object, Key key, std::string_view fallback) {
  const Node* node = Find(object, key);
  return node == nullptr ? fallback : StringOf(*node);
}

std::optional<std::int64_t> FindInt(const Node& object, Key key) {
  const Node* node = Find(object, key);
  if (node == nullptr) return std::nullopt;
  return node->GetInt64();
}

Node::ConstArray Items(const Node& object, Key key) {
  static const Node kNone(rapidjson::kArrayType);
  const Node* node = Find(object, key);
  return node == nullptr ? kNone.GetArray() : node->GetArray();
}

Value Parse(std::string_view text) {
  Document document;
  StrictBuilder builder(document, text);
  constexpr unsigned kFlags =
      rapidjson::kParseValidateEncodingFlag | rapidjson::kParseIterativeFlag;
  Fill<kFlags>(document, builder, rapidjson::MemoryStream(text.data(), text.size()), text.size());
  return TakeRoot(document);
}

Value ParseTrusted(const std::string& text) {
  Document document;
  DocumentBuilder builder(document);
  try {
    // RapidJSON reads up to a terminating NUL a fifth faster than a stream with a length.
    Fill<rapidjson::kParseDefaultFlags>(document, builder, rapidjson::StringStream(text.c_str()),
                                        text.size());
  } catch (const SyntaxError& error) {
    throw std::logic_error(std::string("JSON: a stored document is damaged: ") + error.what());
  }
  return TakeRoot(document);
}

bool IsValid(std::string_view text) {
  using Utf8 = rapidjson::UTF8<>;
  constexpr unsigned kFlags = rapidjson::kParseValidateEncodingFlag |
                              rapidjson::kParseIterativeFlag |
                              rapidjson::kParseNumbersAsStringsFlag;
  rapidjson::MemoryStream stream(text.data(), text.size());
  rapidjson::BaseReaderHandler<Utf8> handler;
  rapidjson::GenericReader<Utf8, Utf8, Allocator> reader;
  return !reader.Parse<kFlags>(stream, handler).IsError() && stream.Tell() == text.size();
}

}  // namespace mediaconnect::json
