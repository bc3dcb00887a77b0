#include "state/client_tokens.h"

#include "tests/support/state.h"

namespace mediaconnect {
namespace {

class ClientTokenStoreTest : public StateTest {
 protected:
  void Keep(const Scope& scope, const std::string& operation, const std::string& token,
            std::int64_t id) {
    state_.client_tokens.Keep(scope, operation, token, {id, R"({"name":"n"})"});
  }
  std::int64_t Find(const Scope& scope, const std::string& operation, const std::string& token) {
    const auto made = state_.client_tokens.Find(scope, operation, token);
    return made ? made->resource_id : 0;
  }
};

TEST_F(ClientTokenStoreTest, ATokenIsOfAnAccountARegionAndAnOperation) {
  const std::int64_t one = AddFlow("one");
  const std::int64_t two = AddFlow("two");
  EXPECT_EQ(state_.client_tokens.Find(kOwn, "Create", "t"), std::nullopt);
  Keep(kOwn, "Create", "t", one);
  Keep(kOwn, "CreateAnother", "t", two);
  Keep(kOtherAccount, "Create", "t", two);
  Keep(kOtherRegion, "Create", "t", two);
  Keep(kOwn, "Create", "u", two);
  EXPECT_EQ(Find(kOwn, "Create", "t"), one);
  EXPECT_EQ(Find(kOwn, "CreateAnother", "t"), two);
  EXPECT_EQ(Find(kOtherAccount, "Create", "t"), two);
  EXPECT_EQ(Find(kOtherRegion, "Create", "t"), two);
  EXPECT_EQ(Find(kOwn, "Create", "u"), two);
  EXPECT_EQ(Find(kOtherRegion, "Create", "u"), 0);
  EXPECT_EQ(state_.client_tokens.Find(kOwn, "Create", "t")->request, R"({"name":"n"})");
}

TEST_F(ClientTokenStoreTest, ATokenGoesWithItsResource) {
  const std::int64_t one = AddFlow("one");
  Keep(kOwn, "Create", "t", one);
  Keep(kOwn, "Create", "u", AddFlow("two"));
  state_.resources.Remove(one);
  EXPECT_EQ(Find(kOwn, "Create", "t"), 0);
  EXPECT_NE(Find(kOwn, "Create", "u"), 0);
  state_.resources.RemoveAll(kOwn.account);
  EXPECT_EQ(Find(kOwn, "Create", "u"), 0);
}

}  // namespace
}  // namespace mediaconnect
