#include "api/rules/names.h"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace mediaconnect
