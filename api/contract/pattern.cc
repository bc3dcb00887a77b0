#include "api/contract/pattern.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace mediaconnect {
namespace {

// One element of a pattern: a literal character, any character, a class, or the end of the text.
struct Element {
  enum class Kind { kLiteral, kAny, kClass, kEnd } kind = Kind::kLiteral;
  char literal = 0;
  std::string_view members;  // of a class, without the brackets
  std::size_t at_least = 1;
  bool unbounded = false;  // `+` or `*`

  bool Contains(char c) const {
    if (kind == Kind::kAny) return c != '\n';
    if (kind == Kind::kLiteral) return c == literal;
    for (std::size_t i = 0; i < members.size(); ++i) {
      const bool is_range = i + 2 < members.size() && members[i + 1] == '-';
      if (is_range && c >= members[i] && c <= members[i + 2]) return true;
      if (is_range)
        i += 2;
      else if (c == members[i])
        return true;
    }
    return false;
  }
};

bool IsQuantifier(char c) { return c == '+' || c == '*' || c == '{'; }

// Whether the character stands for something else than itself, by its number.
constexpr std::array<bool, 256> kIsSpecial = [] {
  std::array<bool, 256> is_special{};
  for (const char c : std::string_view("()[.$+*{}\\|?^"))
    is_special[static_cast<std::uint8_t>(c)] = true;
  return is_special;
}();

bool IsSpecial(char c) { return kIsSpecial[static_cast<std::uint8_t>(c)]; }

// Reads a pattern element by element. Groups carry no meaning without alternatives and are skipped.
class PatternReader {
 public:
  explicit PatternReader(std::string_view pattern) : rest_(pattern) { SkipGroups(); }

  bool AtEnd() const { return rest_.empty(); }

  // The characters that come next and stand for themselves, as many as there are in a row.
  std::string_view ReadLiterals() {
    std::size_t length = 0;
    while (length < rest_.size() && !IsSpecial(rest_[length])) ++length;
    if (length > 0 && length < rest_.size() && IsQuantifier(rest_[length])) --length;
    const std::string_view literals = rest_.substr(0, length);
    rest_.remove_prefix(length);
    SkipGroups();
    return literals;
  }

  bool malformed() const { return malformed_; }

  Element Next() {
    Element element = ReadAtom();
    ReadQuantifier(element);
    SkipGroups();
    return element;
  }

 private:
  Element ReadAtom() {
    Element element;
    const char c = rest_.front();
    rest_.remove_prefix(1);
    if (c == '.') {
      element.kind = Element::Kind::kAny;
    } else if (c == '$') {
      element.kind = Element::Kind::kEnd;
      malformed_ |= !rest_.empty();
    } else if (c == '[') {
      const std::size_t close = rest_.find(']');
      malformed_ |= close == std::string_view::npos || close == 0 || rest_.front() == '^';
      element.kind = Element::Kind::kClass;
      element.members = rest_.substr(0, close);
      rest_.remove_prefix(close == std::string_view::npos ? rest_.size() : close + 1);
    } else {
      malformed_ |= IsSpecial(c);
      element.literal = c;
    }
    return element;
  }

  void ReadQuantifier(Element& element) {
    if (rest_.empty()) return;
    if (rest_.front() == '+' || rest_.front() == '*') {
      element.unbounded = true;
      element.at_least = rest_.front() == '+' ? 1 : 0;
      rest_.remove_prefix(1);
    } else if (rest_.front() == '{') {
      rest_.remove_prefix(1);
      element.at_least = 0;
      while (!rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9') {
        element.at_least = element.at_least * 10 + static_cast<std::size_t>(rest_.front() - '0');
        rest_.remove_prefix(1);
      }
      malformed_ |= rest_.empty() || rest_.front() != '}' || element.at_least == 0;
      if (!rest_.empty()) rest_.remove_prefix(1);
    }
  }

  void SkipGroups() {
    while (!rest_.empty() && (rest_.front() == '(' || rest_.front() == ')')) rest_.remove_prefix(1);
  }

  std::string_view rest_;
  bool malformed_ = false;
};

bool IsPlainLiteral(const Element& element) {
  return element.kind == Element::Kind::kLiteral && !element.unbounded && element.at_least == 1;
}

}  // namespace

bool MatchesPattern(std::string_view pattern, std::string_view text) {
  PatternReader reader(pattern);
  while (!reader.AtEnd()) {
    const std::string_view literals = reader.ReadLiterals();
    if (text.substr(0, literals.size()) != literals) return false;
    text.remove_prefix(literals.size());
    if (!literals.empty()) continue;
    const Element element = reader.Next();
    if (element.kind == Element::Kind::kEnd) return text.empty();
    if (element.kind == Element::Kind::kAny && element.unbounded) {
      // `.+`: one character or more, then the leftmost place of the literals that follow. Leftmost
      // is enough: it leaves the most text to what comes after, and nothing is anchored at the end.
      std::string literal;
      for (auto run = reader.ReadLiterals(); !run.empty(); run = reader.ReadLiterals()) {
        literal += run;
      }
      if (text.empty() || text.front() == '\n') return false;
      const std::size_t place = literal.empty() ? text.size() : text.find(literal, 1);
      if (place == std::string_view::npos) return false;
      if (!literal.empty() && text.substr(0, place).find('\n') != std::string_view::npos) {
        return false;
      }
      text.remove_prefix(literal.empty() ? place : place + literal.size());
      continue;
    }
    std::size_t length = 0;
    while (length < text.size() && element.Contains(text[length]) &&
           (element.unbounded || length < element.at_least)) {
      ++length;
    }
    if (length < element.at_least) return false;
    text.remove_prefix(length);
  }
  return true;
}

std::string CheckPattern(std::string_view pattern) {
  PatternReader reader(pattern);
  while (!reader.AtEnd()) {
    const Element element = reader.Next();
    if (reader.malformed()) return "an element that is no literal, class, `.+` or group";
    if (!element.unbounded || reader.AtEnd()) continue;
    PatternReader ahead = reader;
    const Element next = ahead.Next();
    if (element.kind == Element::Kind::kAny) {
      if (element.at_least == 0) return "`.*`";
      if (!IsPlainLiteral(next)) return "`.+` that is not followed by a literal";
    } else if (next.kind == Element::Kind::kEnd) {
      continue;
    } else if (!IsPlainLiteral(next) || element.Contains(next.literal)) {
      return "a repeated class that is followed by something it contains";
    }
  }
  return "";
}

}  // namespace mediaconnect
