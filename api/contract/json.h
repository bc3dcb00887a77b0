// JSON, over RapidJSON, wrapped once. Three things, each with one purpose:
//
//   Node   a parsed value to look into; always handled as `const Node&`
//   Value  a parsed value that somebody owns and builds; moves, never copies by accident
//   Text   a piece of valid JSON that is ready to be sent or stored
//
// Documents are kept as Text in the database and spliced into replies as they are; they are parsed
// only where a handler has to look inside. All of it is plain data; any thread, one at a time.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "api/contract/key.h"

namespace mediaconnect::json {

// RapidJSON's assertions become exceptions: a wrong access is a bug in a handler and ends that
// request with a 500, not the process.
[[noreturn]] void AssertionFailed(const char* condition);

}  // namespace mediaconnect::json

#define RAPIDJSON_ASSERT(x) \
  (static_cast<bool>(x) ? static_cast<void>(0) : ::mediaconnect::json::AssertionFailed(#x))
#include <rapidjson/document.h>

namespace mediaconnect::json {

// Stateless, so that values need no allocator passed around.
class Allocator {
 public:
  static const bool kNeedFree = true;  // RapidJSON's name
  void* Malloc(std::size_t size) { return size == 0 ? nullptr : Checked(std::malloc(size)); }
  void* Realloc(void* old, std::size_t, std::size_t size) {
    if (size == 0) {
      std::free(old);
      return nullptr;
    }
    return Checked(std::realloc(old, size));
  }
  static void Free(void* memory) { std::free(memory); }

 private:
  static void* Checked(void* memory) {
    if (memory == nullptr) throw std::bad_alloc();
    return memory;
  }
};

using Node = rapidjson::GenericValue<rapidjson::UTF8<>, Allocator>;

// Nesting beyond this is refused before anything is built: RapidJSON's destructor recurses.
inline constexpr int kMaximumDepth = 64;

// The text is not JSON that the service accepts: bad syntax, invalid UTF-8, nested too deep, or
// with a duplicate member.
class SyntaxError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class Value {
 public:
  Value() = default;  // null
  Value(Value&& other) noexcept { node_.Swap(other.node_); }
  Value& operator=(Value&& other) noexcept {
    node_.Swap(other.node_);
    return *this;
  }
  Value(const Value&) = delete;
  Value& operator=(const Value&) = delete;
  ~Value() = default;

  static Value Object() { return Value(rapidjson::kObjectType); }
  static Value Array() { return Value(rapidjson::kArrayType); }
  static Value String(std::string_view text);
  static Value Number(std::int64_t number);
  static Value Bool(bool boolean);

  operator const Node&() const { return node_; }  // NOLINT(google-explicit-constructor)
  const Node& node() const { return node_; }

  // For the contract engine, which prunes and normalizes in place.
  Node& mutable_node() { return node_; }

  // Of an object: puts a member, in place of an earlier one of that name.
  void Set(Key key, Value value);
  void Set(Key key, std::string_view text) { Set(key, String(text)); }
  void Set(Key key, const char* text) { Set(key, String(text)); }
  void Set(Key key, std::int64_t number) { Set(key, Number(number)); }
  void Set(Key key, int number) { Set(key, Number(number)); }
  void Set(Key key, bool boolean) { Set(key, Bool(boolean)); }
  void SetNamed(std::string_view name, Value value);  // a name that is data, such as a tag's key
  bool Remove(Key key);
  // Takes a member out; null if it is absent.
  Value Take(Key key);

  // Of an array.
  void Append(Value value);

 private:
  explicit Value(rapidjson::Type type) : node_(type) {}

  Node node_;
};

Value Clone(const Node& node);

// An object's members with those of `given` over them; a copy of `given` where `stored` is null.
Value Overlay(Value stored, const Node& given);

// The member, or nullptr if it is absent. `object` must be an object.
const Node* Find(const Node& object, Key key);
inline bool Has(const Node& object, Key key) { return Find(object, key) != nullptr; }

inline std::string_view StringOf(const Node& node) {
  return {node.GetString(), node.GetStringLength()};
}

// The member as what it is by the contract; an absent one is a bug in the caller.
const Node& Get(const Node& object, Key key);
std::string_view GetString(const Node& object, Key key);
std::int64_t GetInt(const Node& object, Key key);

// The member, or the fallback if it is absent.
std::string_view GetString(const Node& object, Key key, std::string_view fallback);
std::optional<std::int64_t> FindInt(const Node& object, Key key);

// The elements of an array member; none if it is absent.
Node::ConstArray Items(const Node& object, Key key);

// A piece of JSON as text.
struct Text {
  std::string json;
};

// The same, owned by somebody else.
struct TextView {
  TextView(const Text& text) : json(text.json) {}  // NOLINT(google-explicit-constructor)
  explicit TextView(std::string_view text) : json(text) {}

  std::string_view json;
};

// Parses what a client sent: strict, UTF-8 checked, bounded depth, no duplicate members.
// Throws SyntaxError with a message for the client.
Value Parse(std::string_view text);

// Parses what this program wrote itself.
Value ParseTrusted(const std::string& text);

// Whether the text is JSON, whatever it holds.
bool IsValid(std::string_view text);

Text Write(const Node& node);

// Writes `text` as a JSON string, with quotes.
void AppendQuoted(std::string& out, std::string_view text);

// Most documents and answers fit, so that their text is not moved while it grows.
inline constexpr std::size_t kRoom = 1000;

// Builds the text of an object member by member.
class ObjectWriter {
 public:
  ObjectWriter() {
    out_.reserve(kRoom);
    out_ += '{';
  }

  ObjectWriter& Add(Key key, TextView value);
  ObjectWriter& Add(Key key, std::string_view text);
  ObjectWriter& Add(Key key, const char* text) { return Add(key, std::string_view(text)); }
  ObjectWriter& Add(Key key, std::int64_t number);
  ObjectWriter& Add(Key key, int number) { return Add(key, std::int64_t{number}); }
  ObjectWriter& Add(Key key, bool boolean);
  ObjectWriter& AddNamed(std::string_view name, std::string_view text);
  // All members of `object`, which must be the text of an object.
  ObjectWriter& Splice(TextView object);

  Text Finish();

 private:
  void Name(std::string_view name);

  std::string out_;
};

// Builds the text of an array.
class ArrayWriter {
 public:
  ArrayWriter() {
    out_.reserve(kRoom);
    out_ += '[';
  }

  ArrayWriter& Add(TextView value);

  Text Finish();

 private:
  std::string out_;
};

}  // namespace mediaconnect::json
