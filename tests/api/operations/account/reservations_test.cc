// Offerings and reservations (rules 8.3, decision 22).
#include "api/contract/timestamp.h"
#include "api/operations/account/offerings.h"
#include "tests/support/world.h"

namespace mediaconnect {
namespace {

class ReservationsTest : public WorldTest {
 protected:
  Answer Purchase(const std::string& name, const std::string& start,
                  const std::string& offering = "") {
    return world_.Post("/v1/offerings/" + (offering.empty() ? offering_ : offering),
                       Json{{"reservationName", name}, {"start", start}});
  }
  std::string Now() { return FormatTimestamp(world_.clock.NowMilliseconds()); }
  void GoTo(const std::string& time) {
    world_.clock.Advance(*ParseTimestamp(time) - world_.clock.NowMilliseconds());
  }

  // The test's clock begins on 2025-06-15, 15:06:40.
  const std::string offering_ = world_.Get("/v1/offerings").Text("offerings.0.offeringArn");
};

TEST_F(ReservationsTest, TheCatalogueIsTheSameOnEveryRun) {
  const Answer answer = world_.Get("/v1/offerings");
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.Size("offerings"), 5u);
  EXPECT_EQ(answer.At("offerings.0"), json::Parse(R"({"currencyCode":"USD","duration":12,
      "durationUnits":"MONTHS","offeringArn":
      "arn:aws:mediaconnect:us-east-1::offering:0f3f2b1c-5a3e-4d0a-9a4e-2f6f1d8f0a01",
      "offeringDescription":"20 Mbps of outbound bandwidth for 12 months","pricePerUnit":"0.40",
      "priceUnits":"HOURLY","resourceSpecification":{"reservedBitrate":20,
      "resourceType":"Mbps_Outbound_Bandwidth"}})")
                                          .node());
  World other({}, "", std::nullopt);
  EXPECT_EQ(other.Get("/v1/offerings").body, answer.body);
}

TEST_F(ReservationsTest, OfferingsArePagedAndDescribed) {
  const Answer first = world_.Get("/v1/offerings?maxResults=3");
  ASSERT_EQ(first.Size("offerings"), 3u);
  const Answer second =
      world_.Get("/v1/offerings?maxResults=3&nextToken=" + first.Text("nextToken"));
  ASSERT_EQ(second.Size("offerings"), 2u);
  EXPECT_FALSE(second.Has("nextToken"));
  const std::string arn = second.Text("offerings.1.offeringArn");
  const Answer described = world_.Get("/v1/offerings/" + arn);
  EXPECT_EQ(described.At("offering"), second.At("offerings.1"));
  EXPECT_EQ(described.Number("offering.duration"), 6);
}

TEST_F(ReservationsTest, AnOfferingIsOneOfTheRegions) {
  ExpectError(world_.Get("/v1/offerings/arn:aws:mediaconnect:us-east-1::offering:none"), 404,
              "NotFoundException", "Region us-east-1");
  ExpectError(world_.Call("GET", "/v1/offerings/" + offering_, "", kAccount, "eu-west-1"), 404,
              "NotFoundException", "Region us-east-1");
  for (const char* text : {"nonsense", "arn:aws:mediaconnect:us-east-1:111122223333:flow:1-a:b"}) {
    ExpectError(world_.Get("/v1/offerings/" + std::string(text)), 400, "BadRequestException",
                "OfferingArn");
    ExpectError(Purchase("r", Now(), text), 400, "BadRequestException", "OfferingArn");
    ExpectError(world_.Get("/v1/reservations/" + std::string(text)), 400, "BadRequestException",
                "ReservationArn");
  }
}

TEST_F(ReservationsTest, PurchaseOfferingAnswers201WithTheReservation) {
  const Answer answer = Purchase("mine", "2025-06-01T00:00:00Z");
  ASSERT_EQ(answer.status, 201) << answer.body;
  EXPECT_EQ(answer.Text("reservation.reservationState"), "PROCESSING");
  EXPECT_EQ(answer.Text("reservation.start"), "2025-06-01T00:00:00Z");
  EXPECT_EQ(answer.Text("reservation.end"), "2026-06-01T00:00:00Z");
  EXPECT_EQ(answer.Text("reservation.offeringArn"), offering_);
  EXPECT_EQ(answer.Number("reservation.resourceSpecification.reservedBitrate"), 20);
  const std::string arn = answer.Text("reservation.reservationArn");
  EXPECT_EQ(arn.rfind("arn:aws:mediaconnect:us-east-1:111122223333:reservation:1-", 0), 0u);
  EXPECT_EQ(arn.substr(arn.rfind(':')), ":mine");
  const Answer described = world_.Get("/v1/reservations/" + arn);
  EXPECT_EQ(described.Text("reservation.reservationState"), "ACTIVE");
  const Answer listed = world_.Get("/v1/reservations");
  ASSERT_EQ(listed.Size("reservations"), 1u);
  EXPECT_EQ(listed.At("reservations.0"), described.At("reservation"));
}

TEST_F(ReservationsTest, ItIsProcessingActiveAndExpiredByTheClock) {
  world_.settings.transition_delay_ms = 5000;
  const std::string arn =
      Purchase("mine", "2025-06-15T12:00:00Z").Text("reservation.reservationArn");
  const auto state = [&] {
    return world_.Get("/v1/reservations/" + arn).Text("reservation.reservationState");
  };
  EXPECT_EQ(state(), "PROCESSING");
  world_.clock.Advance(4999);
  EXPECT_EQ(state(), "PROCESSING");
  world_.clock.Advance(1);
  EXPECT_EQ(state(), "ACTIVE");
  GoTo("2026-06-15T11:59:59Z");
  EXPECT_EQ(state(), "ACTIVE");
  GoTo("2026-06-15T12:00:00Z");
  EXPECT_EQ(state(), "EXPIRED");
}

TEST_F(ReservationsTest, TheStartLiesInThisMonthAndNotAhead) {
  for (const char* start :
       {"2025-05-31T23:59:59Z", "2025-06-15T15:06:41Z", "2026-06-01T00:00:00Z"}) {
    ExpectError(Purchase("r", start), 400, "BadRequestException",
                {"start", "\"" + std::string(start) + "\"", "2025-06-01T00:00:00Z"});
  }
  for (const char* start :
       {"2025-06-01", "2025-06-01T00:00:00", "2025-06-31T00:00:00Z", "now", ""}) {
    ExpectError(Purchase("r", start), 400, "BadRequestException", {"start", start});
  }
  EXPECT_EQ(world_.Get("/v1/reservations").Size("reservations"), 0u);
  EXPECT_EQ(Purchase("r", Now()).status, 201);
}

TEST_F(ReservationsTest, AnAccountHasOneThatIsActive) {
  const std::string first = Purchase("first", Now()).Text("reservation.reservationArn");
  ExpectError(Purchase("second", Now()), 400, "BadRequestException",
              {first, "2026-06-15T15:06:40Z"});
  // M:ListOfferings: and then nothing is offered.
  EXPECT_EQ(world_.Get("/v1/offerings").Size("offerings"), 0u);
  EXPECT_EQ(world_.Get("/v1/offerings/" + offering_).status, 200);
  // Other accounts and Regions are others.
  EXPECT_EQ(world_.Call("GET", "/v1/offerings", "", kSubscriber).Size("offerings"), 5u);
  EXPECT_EQ(world_.Call("GET", "/v1/offerings", "", kAccount, "eu-west-1").Size("offerings"), 5u);
  GoTo("2026-06-15T15:06:40Z");
  EXPECT_EQ(world_.Get("/v1/offerings").Size("offerings"), 5u);
  EXPECT_EQ(Purchase("second", Now()).status, 201);
  EXPECT_EQ(world_.Get("/v1/reservations").Size("reservations"), 2u);
}

TEST_F(ReservationsTest, NamesAreUniqueThoseOfExpiredOnesToo) {
  Purchase("mine", Now());
  GoTo("2026-07-01T00:00:00Z");
  ExpectError(Purchase("mine", Now()), 400, "BadRequestException", {"reservationName", "\"mine\""});
  ExpectError(Purchase("no name", Now()), 400, "BadRequestException", "reservationName");
}

TEST_F(ReservationsTest, ReservationsAreAnAccountsAndRegionsOwn) {
  const std::string arn = Purchase("mine", Now()).Text("reservation.reservationArn");
  ExpectError(world_.Call("GET", "/v1/reservations/" + arn, "", kSubscriber), 404,
              "NotFoundException", "444455556666");
  ExpectError(world_.Call("GET", "/v1/reservations/" + arn, "", kAccount, "eu-west-1"), 404,
              "NotFoundException", "Region us-east-1");
}

TEST_F(ReservationsTest, ReservationsAreListedByPagesOf10) {
  for (int number = 1; number <= 11; ++number) {
    const Answer bought = Purchase("r" + std::to_string(number), Now());
    ASSERT_EQ(bought.status, 201) << bought.body;
    GoTo(bought.Text("reservation.end"));
  }
  const Answer first = world_.Get("/v1/reservations");
  ASSERT_EQ(first.Size("reservations"), 10u);
  EXPECT_EQ(first.Text("reservations.0.reservationName"), "r1");
  const Answer second = world_.Get("/v1/reservations?nextToken=" + first.Text("nextToken"));
  ASSERT_EQ(second.Size("reservations"), 1u);
  EXPECT_EQ(second.Text("reservations.0.reservationName"), "r11");
  EXPECT_FALSE(second.Has("nextToken"));
  ExpectError(world_.Get("/v1/offerings?nextToken=" + first.Text("nextToken")), 400,
              "BadRequestException", "nextToken");
}

TEST_F(ReservationsTest, TheyHaveTagsAndGoWithAReset) {
  const std::string arn = Purchase("mine", Now()).Text("reservation.reservationArn");
  EXPECT_EQ(world_.Post("/tags/" + arn, Json{{"tags", {{"a", "b"}}}}).status, 204);
  EXPECT_EQ(world_.Get("/tags/" + arn).Text("tags.a"), "b");
  EXPECT_EQ(world_.Delete("/tags/" + arn + "?tagKeys=a").status, 204);
  world_.Post("/_mediaconnect/reset?account=111122223333");
  EXPECT_EQ(world_.Get("/v1/reservations").Size("reservations"), 0u);
  EXPECT_EQ(world_.Get("/tags/" + arn).status, 404);
}

TEST(AddMonths, KeepsToTheCalendar) {
  const auto add = [](const char* time, int months) {
    return FormatTimestamp(AddMonths(*ParseTimestamp(time), months));
  };
  EXPECT_EQ(add("2025-06-15T15:06:40Z", 12), "2026-06-15T15:06:40Z");
  EXPECT_EQ(add("2025-08-31T00:00:00Z", 6), "2026-02-28T00:00:00Z");
  EXPECT_EQ(add("2024-02-29T01:00:00Z", 12), "2025-02-28T01:00:00Z");
  EXPECT_EQ(add("2025-12-31T23:59:59Z", 1), "2026-01-31T23:59:59Z");
}

}  // namespace
}  // namespace mediaconnect
