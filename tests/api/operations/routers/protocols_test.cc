// What a router input receives by (rules 1.7, 3.4).
#include "tests/support/routers.h"

namespace mediaconnect {
namespace {

class RouterProtocolsTest : public RouterTest {
 protected:
  void Accept(const Json& configuration) {
    const Answer answer = CreateInput(InputRequest(configuration));
    EXPECT_EQ(answer.status, 201) << answer.body;
  }
  void Refuse(const Json& configuration, const Names& names) {
    SCOPED_TRACE(configuration.Text());
    ExpectError(CreateInput(InputRequest(configuration)), 400, "BadRequestException", names);
  }

  const std::string interface_ = InterfaceArn();
};

TEST_F(RouterProtocolsTest, EachIsShownByItsName) {
  for (const auto& [protocol, name] :
       std::vector<std::pair<Json, std::string>>{{Rtp(), "RTP"},
                                                 {Rist(), "RIST"},
                                                 {SrtListener(), "SRT_LISTENER"},
                                                 {SrtCaller(), "SRT_CALLER"}}) {
    const Answer answer = CreateInput(InputRequest(Standard(interface_, protocol)));
    EXPECT_EQ(answer.Text("routerInput.configuration.standard.protocol"), name);
    Accept(Standard(interface_, protocol, Json{{"protocol", name}}));
    Refuse(Standard(interface_, protocol, Json{{"protocol", name == "RTP" ? "RIST" : "RTP"}}),
           {"configuration.standard.protocol", name});
  }
}

TEST_F(RouterProtocolsTest, ForwardErrorCorrectionIsOffUnlessItIsAskedFor) {
  const Json corrected{{"rtp", {{"port", 5000}, {"forwardErrorCorrection", "ENABLED"}}}};
  const Answer answer = CreateInput(InputRequest(Failover(interface_, {corrected, Rtp(5001)})));
  const std::string list = "routerInput.configuration.failover.protocolConfigurations";
  EXPECT_EQ(answer.Text(list + ".0.rtp.forwardErrorCorrection"), "ENABLED");
  EXPECT_EQ(answer.Text(list + ".1.rtp.forwardErrorCorrection"), "DISABLED");
}

TEST_F(RouterProtocolsTest, ACallerCallsAnAddressOrAName) {
  Accept(Standard(interface_, SrtCaller("2001:db8::1")));
  Accept(Standard(interface_, SrtCaller("studio.example.com")));
  Refuse(Standard(interface_, SrtCaller("not a host")),
         {"configuration.standard.protocolConfiguration.srtCaller.sourceAddress", "not a host"});
  Refuse(Failover(interface_, {SrtCaller(), SrtCaller("?")}),
         {"configuration.failover.protocolConfigurations[1].srtCaller.sourceAddress"});
}

TEST_F(RouterProtocolsTest, FailoverAndMergeHaveTwoOfOneKind) {
  const Names two{"protocolConfigurations", "2 of one kind"};
  Refuse(Failover(interface_, {}), two);
  Refuse(Failover(interface_, {Rtp()}), two);
  Refuse(Merge(interface_, {Rtp(), Rtp(5002), Rtp(5004)}), two);
  Refuse(Failover(interface_, {Rtp(), Rist()}), {"protocolConfigurations", "RTP", "RIST"});
  Refuse(Failover(interface_, {SrtListener(), SrtCaller()}), {"SRT_LISTENER", "SRT_CALLER"});
  Refuse(Merge(interface_, {Rist(), Rtp()}), {"configuration.merge", "RIST", "RTP"});
  // Of SRT there is no merge.
  Refuse(Merge(interface_, {SrtListener(), SrtListener(9202)}), "configuration.merge");
  Accept(Failover(interface_, {SrtCaller(), SrtCaller()}));
}

TEST_F(RouterProtocolsTest, ThePortsOfTwoDoNotMeet) {
  Accept(Failover(interface_, {Rtp(5000), Rtp(5001)}));
  Accept(Failover(interface_, {SrtListener(9201), SrtListener(9200)}));
  Accept(Merge(interface_, {Rist(6002), Rist(6000)}));
  Refuse(Failover(interface_, {Rtp(5000), Rtp(5000)}), {"RTP", "5000"});
  Refuse(Failover(interface_, {SrtListener(), SrtListener()}), {"SRT_LISTENER", "9200"});
  for (const int port : {5999, 6000, 6001}) {
    Refuse(Merge(interface_, {Rist(6000), Rist(port)}), {"RIST", std::to_string(port)});
    Refuse(Failover(interface_, {Rist(port), Rist(6000)}), {"RIST", std::to_string(port)});
  }
}

// UGnow:creating-router-io
TEST_F(RouterProtocolsTest, ForwardErrorCorrectionTakesTheSecondAndFourthPortToo) {
  const auto corrected = [](int port) {
    return Json{{"rtp", {{"port", port}, {"forwardErrorCorrection", "ENABLED"}}}};
  };
  Accept(Failover(interface_, {corrected(5000), corrected(5001)}));
  Accept(Merge(interface_, {corrected(5000), Rtp(5003)}));
  Accept(Merge(interface_, {Rtp(5000), corrected(5001)}));
  for (const int port : {5002, 5004}) {
    Refuse(Failover(interface_, {corrected(5000), Rtp(port)}),
           {"RTP", "port " + std::to_string(port)});
    Refuse(Merge(interface_, {Rtp(port), corrected(5000)}),
           {"RTP", "port " + std::to_string(port)});
    Refuse(Merge(interface_, {corrected(5000), corrected(port)}),
           {"RTP", "port " + std::to_string(port)});
  }
}

}  // namespace
}  // namespace mediaconnect
