// The protocol tables of rules 2.1 and 2.2, row by row: what a source or output of each protocol
// must have, may have and cannot have, its ranges and defaults, and where its members stand in the
// response. protocol_rules.json is written from the manual again, and not made from the code's
// table: `needs` is the minimal form, `top` and `transport` what a response then has.
#include "api/protocols/protocols.h"

#include <fstream>
#include <functional>
#include <iterator>
#include <set>

#include "tests/support/media_flows.h"
#include "tests/support/paths.h"
#include "tests/support/world.h"

namespace mediaconnect {
namespace {

using json::Node;

const Node& Rows(Direction direction) {
  static const json::Value kRows = [] {
    std::ifstream file(std::string(kTestFolder) + "/contract/protocol_rules.json");
    return json::Parse(std::string(std::istreambuf_iterator<char>(file), {}));
  }();
  return json::Get(kRows, Key{direction == Direction::kSource ? "source" : "output"});
}

// One row of the file: a flow's source, or its output, of one protocol.
class Row {
 public:
  Row(Direction direction, std::string_view protocol, const Node& row)
      : direction_(direction), protocol_(protocol), row_(row) {}

  Direction direction() const { return direction_; }
  const std::string& protocol() const { return protocol_; }
  const Node& operator[](const char* column) const { return json::Get(row_, Key{column}); }
  // Whether the protocol takes the member.
  bool Takes(Key key) const {
    return json::Has((*this)["needs"], key) || json::Has((*this)["may"], key);
  }

  json::Value Minimal() const {
    json::Value members = json::Clone((*this)["needs"]);
    members.Set(key::protocol, protocol_);
    members.Set(key::name, "it");
    return members;
  }
  json::Value With(std::string_view member, json::Value value) const {
    json::Value members = Minimal();
    members.SetNamed(member, std::move(value));
    return members;
  }

  // The path of a member in CreateFlow's request, for messages.
  std::string RequestPath(Key key) const {
    return Path(direction_ == Direction::kSource ? "source" : "outputs[0]", key);
  }
  // And of what stands there in its answer.
  std::string ResponsePath(const std::string& rest = "") const {
    return (direction_ == Direction::kSource ? "flow.source" : "flow.outputs.0") + rest;
  }

 private:
  Direction direction_;
  std::string protocol_;
  const Node& row_;
};

// Without the addresses that the service gives each interface of a media stream.
json::Value WithoutAddresses(const Node& document) {
  std::string text = json::Write(document).json;
  for (const std::string member : {"\"inputIp\":\"", "\"outboundIp\":\""}) {
    for (std::size_t at = text.find(member); at != std::string::npos; at = text.find(member)) {
      text.erase(at - 1, text.find('"', at + member.size()) + 2 - at);
    }
  }
  return json::Parse(text);
}

class ProtocolsTest : public WorldTest {
 protected:
  // On a flow that can have such a source or output.
  Answer Create(const Row& row, const Node& members) {
    const bool is_cdi = row.protocol() == "cdi" || row.protocol() == "st2110-jpegxs";
    const bool is_ndi = row.protocol() == "ndi-speed-hq";
    Json flow{{"name", "f"}};
    if (is_cdi) flow = flow + kCdiFlow;
    if (is_ndi) flow = flow + kNdiFlow;
    const Json one = Json::Raw(json::Write(members).json);
    if (row.direction() == Direction::kSource) {
      return world_.Post("/v1/flows", flow + Json{{"source", one}});
    }
    return world_.Post("/v1/flows",
                       flow + (is_cdi ? kCdiSource : kRtpSource) + Json{{"outputs", List({one})}});
  }
  void ExpectRefused(const Row& row, const Node& members, const Names& names) {
    ExpectError(Create(row, members), 400, "BadRequestException", names);
  }

  // Calls `test` with each row, which is named in what fails. Returns how many there are.
  static std::size_t ForEachRow(const std::function<void(const Row&)>& test) {
    std::size_t count = 0;
    for (const Direction direction : {Direction::kSource, Direction::kOutput}) {
      for (const auto& row : Rows(direction).GetObject()) {
        const Row one(direction, json::StringOf(row.name), row.value);
        SCOPED_TRACE(one.ResponsePath(" " + one.protocol()));
        test(one);
        ++count;
      }
    }
    return count;
  }
};

TEST_F(ProtocolsTest, EachProtocolHasItsRow) {
  EXPECT_EQ(ForEachRow([](const Row& row) { RulesOf(row.direction(), "", row.protocol()); }),
            ProtocolTable(Direction::kSource).size() + ProtocolTable(Direction::kOutput).size());
}

TEST_F(ProtocolsTest, TheMinimalFormIsTakenAndCompletedWithDefaults) {
  ForEachRow([&](const Row& row) {
    const Answer answer = Create(row, row.Minimal());
    ASSERT_EQ(answer.status, 201) << answer.body;
    EXPECT_EQ(answer.At(row.ResponsePath(".transport")), row["transport"]);
    json::Value top = json::Clone(answer.At(row.ResponsePath()));
    // What every one has.
    for (const Key added : {key::transport, key::name, key::sourceArn, key::outputArn,
                            key::outputStatus, key::ingestIp, key::listenerAddress}) {
      top.Remove(added);
    }
    EXPECT_EQ(WithoutAddresses(top).node(), row["top"]);
  });
}

TEST_F(ProtocolsTest, EachRequiredMemberIsRequired) {
  ForEachRow([&](const Row& row) {
    for (const auto& needed : row["needs"].GetObject()) {
      const Key key{json::StringOf(needed.name)};
      json::Value members = row.Minimal();
      members.Remove(key);
      ExpectRefused(row, members, {row.RequestPath(key), row.protocol()});
    }
  });
}

TEST_F(ProtocolsTest, EachOptionalMemberIsTakenAndGivenBackInItsPlace) {
  const std::set<std::string> on_top = {"ingestPort", "whitelistCidr", "decryption", "encryption",
                                        "port"};
  ForEachRow([&](const Row& row) {
    for (const auto& optional : row["may"].GetObject()) {
      const std::string name(json::StringOf(optional.name));
      const Answer answer = Create(row, row.With(name, json::Clone(optional.value)));
      ASSERT_EQ(answer.status, 201) << answer.body;
      const bool top = on_top.count(name) != 0;
      EXPECT_EQ(answer.At(row.ResponsePath((top ? "." : ".transport.") + name)), optional.value);
      EXPECT_FALSE(answer.Has(row.ResponsePath((top ? ".transport." : ".") + name)));
    }
  });
}

TEST_F(ProtocolsTest, EachMemberOfAnotherProtocolIsRefused) {
  // A VPC interface is not a member of a protocol, though some need one.
  const std::set<std::string_view> of_no_protocol = {"vpcInterfaceName", "vpcInterfaceAttachment"};
  std::size_t refused = 0;
  ForEachRow([&](const Row& row) {
    std::set<std::string_view> tried;
    for (const auto& other : Rows(row.direction()).GetObject()) {
      for (const char* column : {"needs", "may"}) {
        for (const auto& member : json::Get(other.value, Key{column}).GetObject()) {
          const Key key{json::StringOf(member.name)};
          if (row.Takes(key) || of_no_protocol.count(key.name) != 0) continue;
          if (!tried.insert(key.name).second) continue;
          ExpectRefused(row, row.With(key.name, json::Clone(member.value)),
                        {row.RequestPath(key), row.protocol()});
          ++refused;
        }
      }
    }
  });
  EXPECT_EQ(refused, 158u);
}

TEST_F(ProtocolsTest, NumbersHaveTheirProtocolsRange) {
  ForEachRow([&](const Row& row) {
    for (const auto& range : row["ranges"].GetObject()) {
      const Key key{json::StringOf(range.name)};
      const std::int64_t low = range.value[0].GetInt64();
      const std::int64_t high = range.value[1].GetInt64();
      for (const std::int64_t number : {low, high}) {
        EXPECT_EQ(Create(row, row.With(key.name, json::Value::Number(number))).status, 201)
            << key.name << " " << number;
      }
      for (const std::int64_t number : {low - 1, high + 1}) {
        ExpectRefused(row, row.With(key.name, json::Value::Number(number)),
                      row.RequestPath(key) + ": " + std::to_string(number));
      }
    }
  });
}

TEST_F(ProtocolsTest, AddressesHaveTheirForm) {
  struct Case {
    Key key;
    const char* value;
    std::set<std::string> fine_with;  // protocols
  };
  const std::vector<Case> cases = {
      {key::destination, R"("example.com")", {"srt-caller"}},
      {key::destination, R"("not a host")", {}},
      {key::destination,
       R"("2001:db8::1")",
       {"rtp", "rtp-fec", "rist", "srt-caller", "zixi-push", "cdi"}},
      {key::sourceListenerAddress, R"("example.com")", {"srt-caller"}},
      {key::sourceListenerAddress, R"("not a host")", {}},
      {key::whitelistCidr, R"("10.0.0.1/24")", {}},
      {key::cidrAllowList, R"(["10.0.0.0/8","10.0.0.1/24"])", {}},
  };
  std::size_t tried = 0;
  ForEachRow([&](const Row& row) {
    for (const Case& one : cases) {
      if (!row.Takes(one.key)) continue;
      ++tried;
      const json::Value members = row.With(one.key.name, json::Parse(one.value));
      if (one.fine_with.count(row.protocol()) != 0) {
        EXPECT_EQ(Create(row, members).status, 201) << one.value;
      } else {
        ExpectRefused(row, members, row.RequestPath(one.key));
      }
    }
  });
  EXPECT_EQ(tried, 29u);
}

TEST_F(ProtocolsTest, WhatHasNoRowIsNoProtocol) {
  const auto expect_none = [&](Direction direction, const std::string& protocol) {
    const json::Value empty = json::Value::Object();
    json::Value members = json::Value::Object();
    members.Set(key::protocol, protocol);
    const Row row(direction, protocol, empty);
    ExpectRefused(row, members, {row.RequestPath(key::protocol), "\"" + protocol + "\""});
  };
  for (const char* protocol : {"fujitsu-qos", "udp", "zixi-pull"}) {
    expect_none(Direction::kSource, protocol);
  }
  for (const char* protocol : {"fujitsu-qos", "udp"}) expect_none(Direction::kOutput, protocol);
}

// Every member that a request can carry has its place, and the response's shapes have it there.
TEST(PlaceTable, AgreesWithTheContract) {
  const auto check = [](Direction direction, const char* response,
                        const std::vector<const char*>& requests) {
    std::set<std::string_view> placed;
    for (const auto& [key, place] : PlaceTable(direction)) {
      SCOPED_TRACE(std::string(response) + "." + std::string(key.name));
      EXPECT_TRUE(placed.insert(key.name).second) << "stands twice";
      const bool top = place == Place::kTop || place == Place::kTopAndTransport;
      const bool below = place == Place::kTransport || place == Place::kTopAndTransport;
      EXPECT_EQ(FindMember(TypeOf(FindType(response)), key.name) != nullptr, top);
      EXPECT_EQ(FindMember(TypeOf(FindType("Transport")), key.name) != nullptr, below);
    }
    for (const char* request : requests) {
      for (const Member& member : MembersOf(TypeOf(FindType(request)))) {
        if (member.location != Location::kBody) continue;
        EXPECT_EQ(placed.count(member.key.name), 1u) << request << "." << member.key.name;
      }
    }
  };
  check(Direction::kSource, "Source", {"SetSourceRequest", "UpdateFlowSourceRequest"});
  check(Direction::kOutput, "Output", {"AddOutputRequest", "UpdateFlowOutputRequest"});
}

}  // namespace
}  // namespace mediaconnect
