// The contract's string patterns, matched in linear time. The model uses a small part of regular
// expressions (literals, `.+`, classes with `+`, `*` or `{n}`, plain groups), and AWS matches them
// from the start, unanchored at the end. No client byte ever meets a backtracking engine.
//
// Pure functions; any thread.
#pragma once

#include <string>
#include <string_view>

namespace mediaconnect {

// Whether `text` matches `pattern` from its start. The pattern must have passed CheckPattern.
bool MatchesPattern(std::string_view pattern, std::string_view text);

// Says what in `pattern` this matcher cannot match in one pass, or "" if it can: every class
// under `+` or `*` must be followed by a character outside the class, every `.+` by a literal.
// tablegen asks once a build; an unsupported pattern fails the build.
std::string CheckPattern(std::string_view pattern);

}  // namespace mediaconnect
