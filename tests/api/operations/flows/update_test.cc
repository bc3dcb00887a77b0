// UpdateFlow: maintenance, monitoring, encoding and size (rules 1.7, 2.1, 3.1). Failover is in
// failover_test.cc, NDI in ndi_flows_test.cc.
#include "api/contract/timestamp.h"
#include "tests/support/world.h"

namespace mediaconnect {
namespace {

constexpr std::int64_t kHour = 3'600'000;  // milliseconds
constexpr std::int64_t kDay = 24 * kHour;

class UpdateFlowTest : public WorldTest {
 protected:
  Answer Update(const Json& members) { return world_.Put("/v1/flows/" + arn_, members); }
  Answer Describe() { return world_.Get("/v1/flows/" + arn_); }
  void ExpectRefused(const Json& members, const Names& names) {
    const Answer before = Describe();
    ExpectError(Update(members), 400, "BadRequestException", names);
    EXPECT_EQ(Describe().body, before.body);
  }
  // Maintenance becomes required within this time from now.
  Answer RequireMaintenance(std::int64_t milliseconds) {
    const std::string deadline = FormatTimestamp(world_.clock.NowMilliseconds() + milliseconds);
    return world_.Post("/_mediaconnect/flow-maintenance",
                       Json{{"flowArn", arn_}, {"maintenanceDeadline", deadline}});
  }
  // "2025-06-20" for the day that is so far away.
  std::string DateIn(std::int64_t milliseconds) {
    return FormatTimestamp(world_.clock.NowMilliseconds() + milliseconds).substr(0, 10);
  }

  const std::string arn_ = world_.CreateFlow();
};

TEST_F(UpdateFlowTest, AnswersTheWholeFlow) {
  const Answer answer = Update(Json{{"sourceMonitoringConfig", {{"thumbnailState", "ENABLED"}}}});
  EXPECT_EQ(answer.status, 202);
  EXPECT_EQ(answer.At("flow"), Describe().At("flow"));
  EXPECT_EQ(answer.Text("flow.sourceMonitoringConfig.thumbnailState"), "ENABLED");
  EXPECT_EQ(answer.Text("flow.source.name"), "main");
}

TEST_F(UpdateFlowTest, WithoutMembersLeavesTheFlowAsItIs) {
  const Answer before = Describe();
  EXPECT_EQ(Update({}).At("flow"), before.At("flow"));
}

TEST_F(UpdateFlowTest, AnUnknownFlowIsNotFoundAndADeletedOneNotChanged) {
  ExpectError(world_.Put("/v1/flows/arn:aws:mediaconnect:us-east-1:111122223333:flow:1-a:b", "{}"),
              404, "NotFoundException", "flow:1-a:b");
  world_.settings.transition_delay_ms = 1000;
  world_.Delete("/v1/flows/" + arn_);
  ExpectError(Update({}), 400, "BadRequestException", "is DELETING");
}

TEST_F(UpdateFlowTest, AnActiveFlowPassesThroughUpdatingWhereTransitionsTakeTime) {
  world_.Start(arn_);
  EXPECT_EQ(Update({}).Text("flow.status"), "ACTIVE");
  world_.settings.transition_delay_ms = 1000;
  EXPECT_EQ(Update({}).Text("flow.status"), "UPDATING");
  world_.clock.Advance(1000);
  EXPECT_EQ(Describe().Text("flow.status"), "ACTIVE");
}

TEST_F(UpdateFlowTest, MaintenanceIsADayAndAFullHour) {
  ExpectRefused(Json{{"maintenance", {{"maintenanceStartHour", "10:00"}}}},
                "maintenance.maintenanceDay");
  const Answer first = Update(Json{{"maintenance", {{"maintenanceDay", "Tuesday"}}}});
  ASSERT_EQ(first.status, 202) << first.body;
  EXPECT_EQ(first.At("flow.maintenance"),
            json::Parse(R"({"maintenanceDay":"Tuesday","maintenanceStartHour":"02:00"})").node());
  const Answer second = Update(Json{{"maintenance", {{"maintenanceStartHour", "10:00"}}}});
  EXPECT_EQ(second.At("flow.maintenance"),
            json::Parse(R"({"maintenanceDay":"Tuesday","maintenanceStartHour":"10:00"})").node());
  for (const char* hour : {"10:30", "24:00", "1:00", ""}) {
    ExpectRefused(Json{{"maintenance", {{"maintenanceStartHour", hour}}}}, {"00:00", "23:00"});
  }
  ExpectRefused(Json{{"maintenance", {{"maintenanceDay", "TUESDAY"}}}},
                "maintenance.maintenanceDay");
}

TEST_F(UpdateFlowTest, ADateIsChosenOnlyWhenMaintenanceIsRequired) {
  Update(Json{{"maintenance", {{"maintenanceDay", "Tuesday"}}}});
  ExpectRefused(Json{{"maintenance", {{"maintenanceScheduledDate", "2030-01-30"}}}},
                "maintenanceScheduledDate");
}

TEST_F(UpdateFlowTest, RequiredMaintenanceIsScheduledForTheNextWindow) {
  Update(Json{{"maintenance", {{"maintenanceDay", "Friday"}, {"maintenanceStartHour", "10:00"}}}});
  const Answer required = RequireMaintenance(14 * kDay);
  ASSERT_EQ(required.status, 200) << required.body;
  // The test's clock begins on Sunday, 2025-06-15, 15:06:40.
  EXPECT_EQ(required.Text("maintenance.maintenanceScheduledDate"), "2025-06-20");
  EXPECT_EQ(required.Text("maintenance.maintenanceDeadline"), "2025-06-29T15:06:40Z");
  EXPECT_EQ(Describe().At("flow.maintenance"), required.At("maintenance"));
  EXPECT_EQ(world_.Get("/v1/flows").At("flows.0.maintenance"), required.At("maintenance"));
}

TEST_F(UpdateFlowTest, AnotherWindowBringsAnotherDate) {
  Update(Json{{"maintenance", {{"maintenanceDay", "Friday"}, {"maintenanceStartHour", "10:00"}}}});
  RequireMaintenance(3 * kDay);  // too short for a Friday
  EXPECT_FALSE(Describe().Has("flow.maintenance.maintenanceScheduledDate"));
  EXPECT_EQ(Update(Json{{"maintenance", {{"maintenanceDay", "Tuesday"}}}})
                .Text("flow.maintenance.maintenanceScheduledDate"),
            "2025-06-17");
}

TEST_F(UpdateFlowTest, RequiredMaintenanceBringsAWindowWhereThereIsNone) {
  const Answer required = RequireMaintenance(kDay);
  EXPECT_EQ(required.Text("maintenance.maintenanceDay"), "Monday");
  EXPECT_EQ(required.Text("maintenance.maintenanceScheduledDate"), "2025-06-16");
  ExpectError(RequireMaintenance(-kDay), 400, "BadRequestException", "maintenanceDeadline");
  ExpectError(
      world_.Post("/_mediaconnect/flow-maintenance",
                  Json{{"flowArn", "arn:x"}, {"maintenanceDeadline", "2030-01-30T08:30:00Z"}}),
      400, "BadRequestException", {"flowArn", "\"arn:x\""});
}

TEST_F(UpdateFlowTest, AWindowIsScheduledInTheLastWeekOfTheYear9999Too) {
  const auto require_at = [&](const std::string& time) {
    world_.Post("/_mediaconnect/clock/advance", Json{{"to", time}});
    return world_.Post("/_mediaconnect/flow-maintenance",
                       Json{{"flowArn", arn_}, {"maintenanceDeadline", "9999-12-31T23:59:59Z"}});
  };
  Update(
      Json{{"maintenance", {{"maintenanceDay", "Thursday"}, {"maintenanceStartHour", "02:00"}}}});
  const std::string member = "maintenance.maintenanceScheduledDate";
  EXPECT_EQ(require_at("9999-12-27T12:00:00Z").Text(member), "9999-12-30");
  Update(Json{{"maintenance", {{"maintenanceDay", "Saturday"}}}});  // which is in the year 10000
  const Answer too_late = require_at("9999-12-28T12:00:00Z");
  EXPECT_EQ(too_late.status, 200) << too_late.body;
  EXPECT_FALSE(too_late.Has(member));
  ExpectError(require_at("9999-12-31T23:59:59Z"), 400, "BadRequestException",
              {"maintenanceDeadline", "in the future"});
}

TEST_F(UpdateFlowTest, AScheduledDateIsToComeAndBeforeTheDeadline) {
  Update(Json{{"maintenance", {{"maintenanceDay", "Friday"}, {"maintenanceStartHour", "10:00"}}}});
  RequireMaintenance(14 * kDay);
  const auto choose = [](const std::string& date) {
    return Json{{"maintenance", {{"maintenanceScheduledDate", date}}}};
  };
  for (const std::string& date : {std::string("2025-06-31"), std::string("tomorrow")}) {
    ExpectRefused(choose(date), {"\"" + date + "\"", "2021-01-30"});
  }
  for (const std::string& date : {DateIn(0), DateIn(-kDay), DateIn(15 * kDay)}) {
    ExpectRefused(choose(date), {"maintenanceScheduledDate", date});
  }
  const Answer answer = Update(choose(DateIn(3 * kDay)));
  ASSERT_EQ(answer.status, 202) << answer.body;
  EXPECT_EQ(answer.Text("flow.maintenance.maintenanceScheduledDate"), DateIn(3 * kDay));
}

TEST_F(UpdateFlowTest, TheWindowStandsFrom4HoursBeforeUntil2HoursAfterItsBegin) {
  Update(Json{{"maintenance", {{"maintenanceDay", "Friday"}, {"maintenanceStartHour", "10:00"}}}});
  RequireMaintenance(14 * kDay);
  const std::int64_t begin = *ParseTimestamp("2025-06-20T10:00:00Z");
  const Json change{{"maintenance", {{"maintenanceDay", "Friday"}}}};
  const auto go_to = [&](std::int64_t time) {
    world_.clock.Advance(time - world_.clock.NowMilliseconds());
  };
  go_to(begin - 4 * kHour - 1);
  EXPECT_EQ(Update(change).status, 202);
  for (const std::int64_t time : {begin - 4 * kHour, begin, begin + 2 * kHour - 1}) {
    go_to(time);
    ExpectRefused(change, {"maintenance", "2025-06-20T10:00:00Z"});
  }
  go_to(begin + 2 * kHour);
  EXPECT_EQ(Update(change).status, 202);
}

TEST_F(UpdateFlowTest, MonitoringKeepsWhatIsNotNamed) {
  const Answer answer = Update(
      Json{{"sourceMonitoringConfig",
            {{"contentQualityAnalysisState", "ENABLED"},
             {"audioMonitoringSettings", List({Json{{"silentAudio", {{"state", "ENABLED"}}}}})},
             {"videoMonitoringSettings",
              List({Json{{"blackFrames", {{"state", "ENABLED"}, {"thresholdSeconds", 10}}}}})}}}});
  ASSERT_EQ(answer.status, 202) << answer.body;
  const std::string config = "flow.sourceMonitoringConfig.";
  EXPECT_EQ(answer.Number(config + "audioMonitoringSettings.0.silentAudio.thresholdSeconds"), 30);
  const Answer second = Update(Json{{"sourceMonitoringConfig", {{"thumbnailState", "DISABLED"}}}});
  EXPECT_EQ(second.Text(config + "thumbnailState"), "DISABLED");
  EXPECT_EQ(second.At(config + "videoMonitoringSettings"),
            answer.At(config + "videoMonitoringSettings"));
  const Answer third =
      Update(Json{{"sourceMonitoringConfig", {{"contentQualityAnalysisState", "DISABLED"}}}});
  EXPECT_EQ(third.status, 202);
  EXPECT_TRUE(third.Has(config + "audioMonitoringSettings.0"));
  ExpectRefused(
      Json{{"sourceMonitoringConfig",
            {{"audioMonitoringSettings", List({Json{{"silentAudio", {{"state", "ENABLED"}}}}})}}}},
      {"audioMonitoringSettings", "contentQualityAnalysisState", "ENABLED"});
  for (const int seconds : {9, 61}) {
    ExpectRefused(Json{{"sourceMonitoringConfig",
                        {{"contentQualityAnalysisState", "ENABLED"},
                         {"videoMonitoringSettings",
                          List({Json{{"frozenFrames", {{"thresholdSeconds", seconds}}}}})}}}},
                  {"videoMonitoringSettings[0].frozenFrames.thresholdSeconds",
                   std::to_string(seconds), "10", "60"});
  }
}

TEST_F(UpdateFlowTest, MonitoringStaysOffWithMoreThan10Outputs) {
  world_.Post("/v1/flows/" + arn_ + "/outputs", Json{{"outputs", Repeat(11, 100, RtpOutput)}});
  EXPECT_EQ(Update(Json{{"sourceMonitoringConfig", {{"thumbnailState", "ENABLED"}}}})
                .Text("flow.sourceMonitoringConfig.thumbnailState"),
            "DISABLED");
}

TEST_F(UpdateFlowTest, EncodingHasABitrate) {
  const Answer answer =
      Update(Json{{"encodingConfig", {{"encodingProfile", "DISTRIBUTION_H264_DEFAULT"}}}});
  EXPECT_EQ(answer.Number("flow.encodingConfig.videoMaxBitrate"), 20'000'000);
  const Answer second = Update(Json{{"encodingConfig", {{"videoMaxBitrate", 50000000}}}});
  EXPECT_EQ(second.Text("flow.encodingConfig.encodingProfile"), "DISTRIBUTION_H264_DEFAULT");
  EXPECT_EQ(second.Number("flow.encodingConfig.videoMaxBitrate"), 50'000'000);
  for (const int bitrate : {9999999, 50000001}) {
    ExpectRefused(Json{{"encodingConfig", {{"videoMaxBitrate", bitrate}}}},
                  "encodingConfig.videoMaxBitrate: " + std::to_string(bitrate));
  }
}

TEST_F(UpdateFlowTest, MediumAndLargeBecomeEachOther) {
  EXPECT_FALSE(Describe().Has("flow.flowSize"));  // decision 24
  ExpectRefused(Json{{"flowSize", "LARGE_4X"}}, {"flowSize: MEDIUM", "LARGE_4X"});
  EXPECT_EQ(Update(Json{{"flowSize", "LARGE"}}).Text("flow.flowSize"), "LARGE");
  EXPECT_EQ(Update(Json{{"flowSize", "MEDIUM"}}).Text("flow.flowSize"), "MEDIUM");
  ExpectRefused(Json{{"flowSize", "LARGE_4X"}}, {"flowSize: MEDIUM", "LARGE_4X"});
  ExpectRefused(Json{{"flowSize", "HUGE"}}, "flowSize");
}

}  // namespace
}  // namespace mediaconnect
