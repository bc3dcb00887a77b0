// A flow lives and dies through the AWS SDK for JavaScript.
import assert from "node:assert/strict";
import { test } from "node:test";

import {
  CreateFlowCommand,
  DeleteFlowCommand,
  DescribeFlowCommand,
  ListFlowsCommand,
  MediaConnectClient,
  StartFlowCommand,
  StopFlowCommand,
  paginateListFlows,
  waitUntilFlowActive,
  waitUntilFlowDeleted,
  waitUntilFlowStandby,
} from "@aws-sdk/client-mediaconnect";

import { assertRefused, sharedServer } from "./server.js";

const rtpSource = { Name: "main", Protocol: "rtp", WhitelistCidr: "10.24.34.0/23" };

const awardsShow = {
  Name: "AwardsShow",
  Source: { ...rtpSource, Description: "Saturday night show", IngestPort: 1069 },
  Outputs: [
    { Name: "NYC", Protocol: "rtp-fec", Destination: "192.0.2.1", Port: 2355 },
    { Name: "LA", Protocol: "srt-caller", Destination: "192.0.2.2", Port: 3025, StreamId: "la" },
  ],
  Entitlements: [{ Name: "Partner", Subscribers: ["444455556666"], DataTransferSubscriberFeePercent: 20 }],
};

const server = sharedServer();

test("a flow is created, and all of it is described", async () => {
  const client = server.clientOf("000000000001");
  const { Flow: created, $metadata } = await client.send(new CreateFlowCommand(awardsShow));
  assert.equal($metadata.httpStatusCode, 201);
  const { Flow: flow } = await client.send(new DescribeFlowCommand({ FlowArn: created.FlowArn }));
  assert.deepEqual(flow, created);

  assert.match(flow.FlowArn, /^arn:aws:mediaconnect:us-east-1:000000000001:flow:1-\w{16}-[0-9a-f]{12}:AwardsShow$/);
  assert.equal(flow.Status, "STANDBY");
  assert.match(flow.AvailabilityZone, /^us-east-1[abc]$/);
  assert.equal(flow.Description, "Saturday night show");
  assert.deepEqual(flow.Sources, [flow.Source]);
  assert.equal(flow.Source.Name, "main");
  assert.equal(flow.Source.IngestPort, 1069);
  assert.equal(flow.Source.WhitelistCidr, "10.24.34.0/23");
  assert.deepEqual(flow.Source.Transport, { Protocol: "rtp", MaxBitrate: 80000000 });

  const [nyc, la] = flow.Outputs;
  assert.equal(nyc.Destination, "192.0.2.1");
  assert.equal(nyc.Port, 2355);
  assert.deepEqual(nyc.Transport, { Protocol: "rtp-fec", SmoothingLatency: 0 });
  assert.deepEqual(la.Transport, { Protocol: "srt-caller", MinLatency: 2000, StreamId: "la" });
  assert.equal(la.OutputStatus, "ENABLED");

  assert.equal(flow.Entitlements.length, 1);
  assert.equal(flow.Entitlements[0].Name, "Partner");
  assert.deepEqual(flow.Entitlements[0].Subscribers, ["444455556666"]);
  assert.equal(flow.Entitlements[0].DataTransferSubscriberFeePercent, 20);
  assert.equal(flow.Entitlements[0].EntitlementStatus, "ENABLED");
});

test("25 flows are listed by pages of 10, each once", async () => {
  const client = server.clientOf("000000000002");
  const names = Array.from({ length: 25 }, (_, i) => `flow-${i}`);
  for (const Name of names) await client.send(new CreateFlowCommand({ Name, Source: rtpSource }));
  const pages = [];
  for await (const page of paginateListFlows({ client, pageSize: 10 }, {})) {
    pages.push(page.Flows.map((flow) => flow.Name));
  }
  assert.deepEqual(pages.map((page) => page.length), [10, 10, 5]);
  assert.deepEqual(pages.flat(), names);
});

test("it is started, kept from being deleted, stopped and deleted, with the SDK's waiters", async () => {
  const client = server.clientOf("000000000003");
  const waiting = { client, maxWaitTime: 30 };
  const { Flow: { FlowArn } } = await client.send(new CreateFlowCommand(awardsShow));

  const started = await client.send(new StartFlowCommand({ FlowArn }));
  assert.deepEqual([started.$metadata.httpStatusCode, started.Status], [202, "STARTING"]);
  assert.equal((await waitUntilFlowActive(waiting, { FlowArn })).state, "SUCCESS");

  await assertRefused(client.send(new DeleteFlowCommand({ FlowArn })), "BadRequestException", 400, /ACTIVE/);

  const stopped = await client.send(new StopFlowCommand({ FlowArn }));
  assert.deepEqual([stopped.$metadata.httpStatusCode, stopped.Status], [202, "STOPPING"]);
  assert.equal((await waitUntilFlowStandby(waiting, { FlowArn })).state, "SUCCESS");

  const deleted = await client.send(new DeleteFlowCommand({ FlowArn }));
  assert.deepEqual([deleted.$metadata.httpStatusCode, deleted.Status], [202, "DELETING"]);
  assert.equal((await waitUntilFlowDeleted(waiting, { FlowArn })).state, "SUCCESS");
  await assertRefused(client.send(new DescribeFlowCommand({ FlowArn })), "NotFoundException", 404, /flow:/);
  assert.deepEqual((await client.send(new ListFlowsCommand({}))).Flows, []);
});

test("a flow with 21 outputs is refused whole", async () => {
  const client = server.clientOf("000000000004");
  const Outputs = Array.from({ length: 21 }, (_, i) => ({
    Name: `out-${i}`, Protocol: "rtp", Destination: "192.0.2.1", Port: 5000 + i,
  }));
  await assertRefused(
    client.send(new CreateFlowCommand({ ...awardsShow, Outputs })),
    "CreateFlow420Exception", 420, /20 outputs a flow/,
  );
  assert.deepEqual((await client.send(new ListFlowsCommand({}))).Flows, []);
  const { Flow } = await client.send(new CreateFlowCommand({ ...awardsShow, Outputs: Outputs.slice(1) }));
  assert.equal(Flow.Outputs.length, 20);
});

test("two accounts do not see each other's flows", async () => {
  const one = server.clientOf("000000000005");
  const other = server.clientOf("000000000006");
  const { Flow: { FlowArn } } = await one.send(new CreateFlowCommand(awardsShow));
  await assertRefused(other.send(new DescribeFlowCommand({ FlowArn })), "NotFoundException", 404, /000000000006/);
  assert.deepEqual((await other.send(new ListFlowsCommand({}))).Flows, []);
  const elsewhere = server.clientOf("000000000005", { region: "eu-west-1" });
  assert.deepEqual((await elsewhere.send(new ListFlowsCommand({}))).Flows, []);
});

test("a client that knows the server by AWS_ENDPOINT_URL_MEDIACONNECT alone reaches it", async () => {
  process.env.AWS_ENDPOINT_URL_MEDIACONNECT = server.endpoint;
  process.env.AWS_ACCESS_KEY_ID = "000000000007";
  process.env.AWS_SECRET_ACCESS_KEY = "unused";
  const client = new MediaConnectClient({ region: "us-east-1" });
  const { Flow } = await client.send(new CreateFlowCommand(awardsShow));
  assert.match(Flow.FlowArn, /:000000000007:flow:/);
});
