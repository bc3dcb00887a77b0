#include "api/rules/names.h"

#include <gtest/gtest.h>

#include <set>

#include "api/contract/error.h"

namespace mediaconnect {
namespace {

TEST(Names, HaveLettersDigitsAndTwoSigns) {
  for (const std::string& name :
       {std::string("a"), std::string("Show_1-b"), std::string(64, 'x')}) {
    EXPECT_NO_THROW(CheckName("name", name, 64)) << name;
  }
  for (const std::string& name : {std::string(), std::string("a b"), std::string("a.b"),
                                  std::string("gr\xc3\xbc"), std::string(65, 'x')}) {
    EXPECT_THROW(CheckName("name", name, 64), ApiError) << name;
  }
}

TEST(Names, AreMadeUpWithTheFirstFreeNumber) {
  const std::set<std::string> taken = {"output-1", "output-2", "output-4"};
  const auto is_taken = [&](const std::string& name) { return taken.count(name) != 0; };
  EXPECT_EQ(FirstFreeName("output", is_taken), "output-3");
  EXPECT_EQ(FirstFreeName("source", is_taken), "source-1");
}

}  // namespace
}  // namespace mediaconnect
