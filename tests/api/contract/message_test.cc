#include "api/contract/message.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "api/contract/contract.h"

namespace mediaconnect {
namespace {

TEST(Message, QuotesWhatAClientSent) {
  EXPECT_EQ(Quote("a b"), "\"a b\"");
  EXPECT_EQ(Quote("a\"b\\\n"), R"("a\"b\\\n")");
  EXPECT_EQ(Quote("gr\xc3\xbc\xc3\x9f"), "\"gr\xc3\xbc\xc3\x9f\"");
  EXPECT_EQ(Quote("a\xff\xc3\xbc"), "\"a???\"");
}

TEST(Message, ClipsLongTextsBetweenCharacters) {
  EXPECT_EQ(Quote(std::string(200, 'x')), "\"" + std::string(200, 'x') + "\"");
  EXPECT_EQ(Quote(std::string(201, 'x')), "\"" + std::string(200, 'x') + "\"...");
  EXPECT_EQ(Quote(std::string(199, 'x') + "\xc3\xbc"), "\"" + std::string(199, 'x') + "\"...");
}

TEST(Message, NamesMembersAndItemsByTheirPaths) {
  EXPECT_EQ(Path("", key::port), "port");
  EXPECT_EQ(Path("outputs[2]", key::port), "outputs[2].port");
  EXPECT_EQ(Path("outputs", 2), "outputs[2]");
  std::vector<std::pair<std::string, std::string>> seen;
  const json::Value list = json::ParseTrusted(R"(["a","b"])");
  ForEach(list.node().GetArray(), "names", [&](const json::Node& item, const std::string& path) {
    seen.emplace_back(json::StringOf(item), path);
  });
  EXPECT_EQ(seen, (std::vector<std::pair<std::string, std::string>>{{"a", "names[0]"},
                                                                    {"b", "names[1]"}}));
}

TEST(Message, JoinsWhatIsAllowed) {
  EXPECT_EQ(JoinWithOr(std::array{"A"}), "A");
  EXPECT_EQ(JoinWithOr(std::array{"A", "B"}), "A or B");
  EXPECT_EQ(JoinWithOr(std::array{1, 2, 3}), "1, 2 or 3");
}

}  // namespace
}  // namespace mediaconnect
