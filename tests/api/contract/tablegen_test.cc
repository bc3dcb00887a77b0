// A mistake in a model fails the build: tablegen ends with an error that names the place.
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/support/paths.h"

namespace mediaconnect {
namespace {

constexpr const char* kService =
    R"("service": {"apiVersion": "1", "endpointPrefix": "things", "serviceId": "Things",
                   "signingName": "things"}, )";

// A sound little model, with one place for a mistake.
std::string Model(const std::string& operation, const std::string& request,
                  const std::string& rest = "") {
  return "{" + std::string(kService) +
         R"("errors": {"BadRequestException": 400}, "operations": {"GetThing": )" + operation +
         R"(}, "structures": {"GetThingRequest": )" + request + "}" + rest + "}";
}

constexpr const char* kOperation =
    R"({"http": "GET /v1/things/{Id} 200", "errors": ["BadRequestException"]})";
constexpr const char* kRequest = R"({"Id!": "path String"})";

class TablegenTest : public testing::Test {
 protected:
  TablegenTest() { std::filesystem::create_directories(folder_); }
  ~TablegenTest() override { std::filesystem::remove_all(folder_); }

  // What tablegen says of the model, and of that of the control operations in its second line; ""
  // if it takes them.
  std::string Complaint(const std::string& models) {
    const std::size_t end = std::min(models.find("\n{"), models.size());
    std::ofstream(folder_ / "model.json") << models.substr(0, end);
    std::ofstream(folder_ / "control.json")
        << (end < models.size() ? models.substr(end + 1) : std::string("{}"));
    const std::string command =
        std::string(kTablegenBinary) + " " + (folder_ / "model.json").string() + " " +
        (folder_ / "control.json").string() + " " + folder_.string() + " 2>&1";
    FILE* pipe = popen(command.c_str(), "r");
    std::string text;
    std::array<char, 256> buffer{};
    while (fgets(buffer.data(), buffer.size(), pipe) != nullptr) text += buffer.data();
    const int status = pclose(pipe);
    EXPECT_EQ(status == 0, text.empty()) << text;
    return text;
  }
  void ExpectComplaint(const std::string& model, const std::string& names) {
    const std::string complaint = Complaint(model);
    EXPECT_NE(complaint.find(names), std::string::npos) << "said: " << complaint;
  }

  const std::filesystem::path folder_ = std::filesystem::temp_directory_path() /
                                        ("mediaconnect-tablegen-" + std::to_string(getpid()));
};

TEST_F(TablegenTest, TakesASoundModel) {
  EXPECT_EQ(Complaint(Model(kOperation, kRequest)), "");
  EXPECT_TRUE(std::filesystem::exists(folder_ / "contract_tables.h"));
  EXPECT_TRUE(std::filesystem::exists(folder_ / "contract_tables.cc"));
}

TEST_F(TablegenTest, RefusesWhatIsNoJson) { ExpectComplaint("{", "model.json"); }

TEST_F(TablegenTest, RefusesAServiceThatLacksAName) {
  ExpectComplaint(R"({"service": {"apiVersion": "1"}})", "service: has no endpointPrefix");
}

TEST_F(TablegenTest, RefusesAnUnknownSection) {
  ExpectComplaint(Model(kOperation, kRequest, R"(, "shapes": {})"), "unknown section 'shapes'");
}

TEST_F(TablegenTest, RefusesAnUnknownAttribute) {
  ExpectComplaint(
      Model(R"({"http": "GET /v1/things/{Id} 200", "errors": [], "page": "x"})", kRequest),
      "GetThing: unknown attribute page");
}

TEST_F(TablegenTest, RefusesAMarkWithAnUnknownValue) {
  for (const char* mark : {R"("later": false)", R"("later": "yes")", R"("floor": "cellar")"}) {
    ExpectComplaint(
        Model(R"({"http": "GET /v1/things/{Id} 200", "errors": [], )" + std::string(mark) + "}",
              kRequest),
        "GetThing: ");
  }
}

TEST_F(TablegenTest, DeclaresAHandlerForEachOperationThatIsNotForLater) {
  const auto declared = [&](const std::string& marks) {
    EXPECT_EQ(Complaint(Model(R"({"http": "GET /v1/things/{Id} 200", "errors": [])" + marks + "}",
                              kRequest)),
              "");
    std::ostringstream text;
    text << std::ifstream(folder_ / "handlers.h").rdbuf()
         << std::ifstream(folder_ / "api_handlers.cc").rdbuf()
         << std::ifstream(folder_ / "server_handlers.cc").rdbuf();
    return text.str();
  };
  EXPECT_NE(declared("").find("json::Text GetThing(Call& call);"), std::string::npos);
  EXPECT_NE(declared("").find("return GetThing(call); },"), std::string::npos);
  EXPECT_NE(declared(R"(, "floor": "server")").find("return GetThing(call); },"),
            std::string::npos);
  EXPECT_EQ(declared(R"(, "later": true)").find("GetThing"), std::string::npos);
}

TEST_F(TablegenTest, RefusesAControlPathInTheServicesModel) {
  ExpectComplaint(Model(R"({"http": "GET /_own/{Id} 200", "errors": []})", kRequest,
                        R"(, "prefixes": {"/_own": "ours"})"),
                  "GetThing: /_own/{Id} begins as a control path does");
}

// What only control operations have, in a model of one.
class ControlModelTest : public TablegenTest {
 protected:
  static std::string Control(const std::string& marks, const std::string& structures) {
    return "{" + std::string(kService) +
           R"("errors": {"BadRequestException": 400}, "prefixes": {"/_own": "ours"}, "operations": {},
              "structures": {}})" +
           "\n" +
           R"({"operations": {"PutThing": {"http": "PUT /_own/thing 200", "summary": "Puts.", "errors": [])" +
           marks + R"(}}, "structures": {)" + structures + "}}";
  }
};

TEST_F(ControlModelTest, IsAllThatABodyHas) {
  const std::string request = R"("PutThingRequest": {"thing!": "payload )";
  EXPECT_EQ(Complaint(Control("", request + R"(String"})")), "");
  ExpectComplaint(Control("", request + R"(String", "more": "String"})"),
                  "PutThingRequest: has a payload and members beside it");
  ExpectComplaint(Control("", R"("PutThingRequest": {"thing!": "Bytes"})"),
                  "PutThingRequest: thing: bytes must be a payload");
  ExpectComplaint(Control("", R"("PutThingRequest": {"thing!": "stream String"})"),
                  "PutThingRequest: a request is no stream");
  ExpectComplaint(
      Control("", R"("PutThingRequest": {"thing!": "Thing"}, "Thing": {"a": "payload String"})"),
      "Thing: has a payload, but is the request or response of no operation");
  ExpectComplaint(Model(kOperation, R"({"Id!": "path String", "thing": "payload String"})"),
                  "GetThingRequest: a payload is for control operations");
}

TEST_F(ControlModelTest, HasAMediaTypeAndALimit) {
  const std::string request = R"("PutThingRequest": {})";
  const std::string text = request + R"(, "PutThingResponse": {"thing!": "payload String"})";
  EXPECT_EQ(Complaint(Control(R"(, "media": "text/csv", "limit": "64KiB")", text)), "");
  ExpectComplaint(Control(R"(, "media": "text/csv")", request),
                  "PutThing: media is for a payload of text or bytes");
  for (const char* size : {"64", "KiB", "64kb", "99999MiB", ""}) {
    ExpectComplaint(Control(R"(, "limit": ")" + std::string(size) + "\"", request),
                    "PutThing: '" + std::string(size) + "' is no size");
  }
}

TEST_F(ControlModelTest, AListOfRulesNeedsItsRule) {
  const auto model = [](const std::string& list, const std::string& rule) {
    std::string text = Control("", R"("PutThingRequest": {}, )" + rule);
    text.insert(text.size() - 1,
                R"(, "ruleLists": {"things": )" + list + R"(}, "prefixes": {"/_own": "ours"})");
    return text;
  };
  const std::string rule = R"("Thing": {"text": "String", "ttl": "Duration"})";
  ExpectComplaint(model(R"({"rule": "Thinge"})", rule),
                  "ruleLists.things: there is no structure 'Thinge'");
  ExpectComplaint(model(R"({"rule": "Thing"})", R"("Thing": {"text": "String"})"),
                  "Thing: a rule has the member \"ttl\"");
}

TEST_F(ControlModelTest, OnlyAControlOperationHasASummary) {
  ExpectComplaint(
      Model(R"({"http": "GET /v1/things/{Id} 200", "errors": [], "summary": "Gets."})", kRequest),
      "GetThing: a control operation has a summary, and no other has");
  std::string model = Control("", R"("PutThingRequest": {})");
  const std::string summary = R"("summary": "Puts.", )";
  model.erase(model.find(summary), summary.size());
  ExpectComplaint(model, "PutThing: a control operation has a summary");
}

TEST_F(ControlModelTest, AHandlerReturnsWhatItsAnswerIs) {
  const auto declared = [&](const std::string& type) {
    EXPECT_EQ(Complaint(Control(
                  "", R"("PutThingRequest": {}, "PutThingResponse": {"a!": ")" + type + "\"}")),
              "");
    std::ostringstream text;
    text << std::ifstream(folder_ / "handlers.h").rdbuf();
    return text.str();
  };
  EXPECT_NE(declared("payload [String]").find("json::Text PutThing(Call& call);"),
            std::string::npos);
  EXPECT_NE(declared("payload String").find("Bytes PutThing(Call& call);"), std::string::npos);
  EXPECT_NE(declared("payload Bytes").find("Bytes PutThing(Call& call);"), std::string::npos);
  EXPECT_NE(declared("stream String").find("std::shared_ptr<BodyStream> PutThing(Call& call);"),
            std::string::npos);
}

TEST_F(TablegenTest, RefusesAnUnknownShape) {
  ExpectComplaint(Model(kOperation, R"({"Id!": "path String", "size": "Sise"})"),
                  "GetThingRequest.size: unknown shape 'Sise'");
}

TEST_F(TablegenTest, RefusesAnUnknownError) {
  ExpectComplaint(Model(R"({"http": "GET /v1/things/{Id} 200", "errors": ["Oops"]})", kRequest),
                  "GetThing: unknown error 'Oops'");
}

TEST_F(TablegenTest, RefusesALabelWithoutAMember) {
  ExpectComplaint(Model(kOperation, "{}"), "the labels of /v1/things/{Id}");
  ExpectComplaint(Model(kOperation, R"({"Id": "path String"})"), "the labels of /v1/things/{Id}");
}

TEST_F(TablegenTest, RefusesAnOperationWithoutARequest) {
  ExpectComplaint("{" + std::string(kService) + R"("operations": {"GetThing": )" + kOperation +
                      R"(}, "errors": {"BadRequestException": 400}})",
                  "has no GetThingRequest");
}

TEST_F(TablegenTest, RefusesARangeThatIsNone) {
  ExpectComplaint(Model(kOperation, R"({"Id!": "path String", "size": "Integer 5"})"),
                  "'5' is no range");
  ExpectComplaint(Model(kOperation, R"({"Id!": "path String", "size": "Integer 1..x"})"),
                  "'1..x' is no range");
}

TEST_F(TablegenTest, RefusesAPatternThatItCannotMatchInOnePass) {
  ExpectComplaint(Model(kOperation, R"({"Id!": "path Id"})", R"(, "patterns": {"Id": "(a|b)+"})"),
                  "patterns.Id");
}

TEST_F(TablegenTest, RefusesWhatNoMemberUses) {
  ExpectComplaint(Model(kOperation, kRequest, R"(, "enums": {"Colour": ["red"]})"),
                  "enums.Colour: is used by no member");
}

TEST_F(TablegenTest, RefusesAMemberThatIsNoText) {
  ExpectComplaint(Model(kOperation, R"({"Id!": 5})"), "GetThingRequest: Id!");
}

}  // namespace
}  // namespace mediaconnect
