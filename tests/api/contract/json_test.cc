#include "api/contract/json.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>

namespace mediaconnect::json {
namespace {

std::string Refusal(std::string_view text) {
  try {
    Parse(text);
    return "";
  } catch (const SyntaxError& error) {
    return error.what();
  }
}

TEST(Json, RoundTripsValues) {
  const std::string text =
      R"({"a":[1,-2,3.3,true,false,null,"x\"\\\n"],"b":{"c":9007199254740993}})";
  EXPECT_EQ(Write(Parse(text)).json, text);
}

TEST(Json, RefusesWhatIsNoJson) {
  for (const char* text : {"", "{", "{\"a\":}", "[1,]", "nul", "{\"a\":1}}", "{\"a\" 1}", "'a'",
                           "{a:1}", "[01]", "\"\\x\"", "1e999", "\"\\ud800\""}) {
    EXPECT_NE(Refusal(text), "") << text;
  }
}

double DoubleOf(const std::string& text) { return Parse(text).node().GetDouble(); }

// Each of the first three ends the process, or reads another number, where RapidJSON 1.1.0 converts
// them itself.
TEST(Json, ReadsNumbersOfAnyExponent) {
  EXPECT_EQ(Parse("[1.111111111111e-337]").node()[0].GetDouble(), 0);
  EXPECT_EQ(DoubleOf("0." + std::string(36, '0') + "e-310"), 0);
  EXPECT_EQ(DoubleOf("-0." + std::string(36, '0') + "1e-310"), 0);
  EXPECT_EQ(DoubleOf("1e-2147483648"), 0);
  EXPECT_EQ(DoubleOf("1e-99999999999999999999"), 0);
  EXPECT_EQ(DoubleOf("0." + std::string(400, '0') + "1e401"), 1);
  EXPECT_EQ(DoubleOf("4.9e-324"), std::numeric_limits<double>::denorm_min());
  EXPECT_EQ(DoubleOf("2.2250738585072011e-308"), 2.2250738585072011e-308);
  EXPECT_EQ(DoubleOf("1.7976931348623157e308"), std::numeric_limits<double>::max());
  EXPECT_EQ(DoubleOf("9007199254740993.0"), 9007199254740992.0);  // a tie goes to the even one
  EXPECT_EQ(DoubleOf("10.10"), 10.1);
}

TEST(Json, ReadsIntegersExactly) {
  EXPECT_EQ(Parse("-0").node().GetInt64(), 0);
  EXPECT_EQ(Parse("9223372036854775807").node().GetInt64(), INT64_MAX);
  EXPECT_EQ(Parse("-9223372036854775808").node().GetInt64(), INT64_MIN);
  EXPECT_EQ(Parse("18446744073709551615").node().GetUint64(), UINT64_MAX);
  EXPECT_EQ(DoubleOf("18446744073709551616"), 18446744073709551616.0);
  EXPECT_TRUE(Parse("2147483647").node().IsInt());
}

TEST(Json, RefusesNumbersLargerThanAnyDouble) {
  for (const std::string& text :
       {std::string("1.7976931348623159e308"), std::string("-1e309"), "1" + std::string(309, '0'),
        "1000" + std::string(300, '0') + "e10"}) {
    EXPECT_NE(Refusal(text), "") << text;
  }
}

TEST(Json, StoredDocumentsHaveTheSameNumbers) {
  EXPECT_EQ(ParseTrusted("[1.111111111111e-337]").node()[0].GetDouble(), 0);
  EXPECT_EQ(ParseTrusted("[10.123456789012345]").node()[0].GetDouble(), 10.123456789012345);
}

TEST(Json, ADamagedStoredDocumentIsAnException) {
  const std::string deep = std::string(100'000, '[');
  for (const std::string& text :
       {std::string(), std::string("{"), std::string("{}x"), std::string("{}\0{}", 5), deep}) {
    EXPECT_THROW(ParseTrusted(text), std::logic_error) << text.substr(0, 10);
  }
}

TEST(Json, RefusesInvalidUtf8) {
  EXPECT_NE(Refusal("\"\xff\""), "");
  EXPECT_NE(Refusal("\"\xc0\xaf\""), "");
  EXPECT_NE(Refusal("\"\xed\xa0\x80\""), "");
  EXPECT_EQ(Refusal("\"\xc3\xa9\""), "");
}

TEST(Json, RefusesANulByteOutsideOfAString) {
  EXPECT_NE(Refusal(std::string_view("{}\0{}", 5)), "");
  EXPECT_NE(Refusal(std::string_view("{}\0", 3)), "");
}

TEST(Json, RefusesDuplicateMembersOfOneObjectOnly) {
  EXPECT_NE(Refusal(R"({"a":1,"b":{"c":2},"a":3})").find("\"a\""), std::string::npos);
  EXPECT_NE(Refusal(R"({"x":{"a":1,"\u0061":3}})"), "");
  EXPECT_EQ(Refusal(R"([{"a":1},{"a":{"a":2}}])"), "");
}

TEST(Json, RefusesDeepNestingBeforeItIsBuilt) {
  const int depth = kMaximumDepth;
  EXPECT_EQ(Refusal(std::string(depth, '[') + std::string(depth, ']')), "");
  EXPECT_NE(Refusal(std::string(depth + 1, '[') + std::string(depth + 1, ']')), "");
  EXPECT_NE(Refusal(std::string(1'000'000, '[')), "");
}

TEST(Json, FindsAmongManyMembersInReasonableTime) {
  std::string text = "{";
  for (int i = 0; i < 100'000; ++i) text += "\"" + std::to_string(i) + "\":0,";
  EXPECT_NE(Refusal(text + "\"99999\":1}"), "");
}

TEST(Json, ValuesMoveMembersInAndOut) {
  Value object = Value::Object();
  object.Set(Key{"a"}, "text");
  object.Set(Key{"a"}, 5);
  object.SetNamed("b", Value::Bool(true));
  EXPECT_EQ(GetInt(object, Key{"a"}), 5);
  const Value taken = object.Take(Key{"b"});
  EXPECT_TRUE(taken.node().GetBool());
  EXPECT_FALSE(Has(object, Key{"b"}));
  EXPECT_TRUE(object.Take(Key{"b"}).node().IsNull());
}

TEST(Json, AWrongAccessIsAnExceptionAndNotTheEnd) {
  const Value value = Value::String("text");
  EXPECT_THROW(value.node().GetInt64(), std::logic_error);
  EXPECT_THROW(Get(Value::Object(), Key{"a"}), std::logic_error);
}

TEST(Json, WritersSpliceTextAsItIs) {
  const Text inner = ArrayWriter().Add(Text{"1"}).Add(Text{"{}"}).Finish();
  const Text text = ObjectWriter()
                        .Splice(Text{"{}"})
                        .Splice(Text{R"({"a":1})"})
                        .Add(Key{"b"}, inner)
                        .Add(Key{"c"}, "x\"y\x01")
                        .Add(Key{"d"}, true)
                        .Finish();
  EXPECT_EQ(text.json, R"({"a":1,"b":[1,{}],"c":"x\"y\u0001","d":true})");
}

}  // namespace
}  // namespace mediaconnect::json
