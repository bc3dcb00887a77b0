// What belongs to an account and not to a flow, through the AWS SDK for JavaScript: reservations, and
// how many requests a second it may send.
import assert from "node:assert/strict";
import { test } from "node:test";

import {
  DescribeOfferingCommand,
  DescribeReservationCommand,
  ListReservationsCommand,
  PurchaseOfferingCommand,
  TagResourceCommand,
  paginateListOfferings,
} from "@aws-sdk/client-mediaconnect";

import { assertRefused, sharedServer, startServer } from "./server.js";

const server = sharedServer();

test("a reservation is bought once", async () => {
  const client = server.clientOf("000000000210");
  const offerings = [];
  for await (const page of paginateListOfferings({ client, pageSize: 2 }, {})) offerings.push(...page.Offerings);
  assert.equal(offerings.length, 5);
  const [{ OfferingArn }] = offerings;
  assert.deepEqual((await client.send(new DescribeOfferingCommand({ OfferingArn }))).Offering, offerings[0]);
  const now = new Date().toISOString().replace(/\.\d+/, "");
  const purchase = (name) =>
    client.send(new PurchaseOfferingCommand({ OfferingArn, ReservationName: name, Start: now }));
  const { Reservation } = await purchase("mine");
  assert.equal(Reservation.ReservationState, "PROCESSING");
  const { ReservationArn } = Reservation;
  const described = await client.send(new DescribeReservationCommand({ ReservationArn }));
  assert.deepEqual(described.Reservation, { ...Reservation, ReservationState: "ACTIVE" });
  assert.equal((await client.send(new ListReservationsCommand({}))).Reservations.length, 1);
  await assertRefused(purchase("other"), "BadRequestException", 400, /:reservation:/);
  await client.send(new TagResourceCommand({ ResourceArn: ReservationArn, Tags: { a: "b" } }));
});

test("--throttle refuses what is too much", async () => {
  const throttled = await startServer("--throttle");
  const client = throttled.clientOf("000000000211", { maxAttempts: 1 });
  const ask = () => client.send(new ListReservationsCommand({}));
  let refusal;
  for (let sent = 0; sent < 1000 && !refusal; ++sent) await ask().catch((error) => { refusal = error; });
  assert.equal(refusal?.name, "TooManyRequestsException");
  assert.equal(refusal.$metadata.httpStatusCode, 429);
  assert.equal(refusal.$response.headers["x-amzn-errortype"], "TooManyRequestsException");
  // An SDK that tries again, as it does unless told otherwise, gets through.
  const patient = throttled.clientOf("000000000211", { maxAttempts: 10 });
  assert.deepEqual((await patient.send(new ListReservationsCommand({}))).Reservations, []);
  assert.equal(await throttled.stop(), 0);
});
