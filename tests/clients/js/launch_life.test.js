// What the operations of the launch do together, through the AWS SDK for JavaScript: outputs and the
// source, a partner's entitlement, tags, limits, waiters over slow transitions, and a restart.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import {
  AddFlowOutputs420Exception,
  AddFlowOutputsCommand,
  CreateFlowCommand,
  DeleteFlowCommand,
  DescribeFlowCommand,
  GrantFlowEntitlementsCommand,
  ListFlowsCommand,
  ListTagsForResourceCommand,
  RemoveFlowOutputCommand,
  RevokeFlowEntitlementCommand,
  StartFlowCommand,
  StopFlowCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateFlowEntitlementCommand,
  UpdateFlowOutputCommand,
  UpdateFlowSourceCommand,
  paginateListEntitlements,
  waitUntilFlowActive,
  waitUntilFlowDeleted,
  waitUntilFlowStandby,
} from "@aws-sdk/client-mediaconnect";

import { assertRefused, sharedServer, startServer } from "./server.js";

const source = { Name: "main", Protocol: "rtp", WhitelistCidr: "10.24.34.0/23" };

function rtpOutputs(count, first = 1) {
  return Array.from({ length: count }, (_, i) => ({
    Protocol: "rtp", Destination: "192.0.2.1", Port: 1000 + first + i,
  }));
}

const server = sharedServer();

async function createFlow(client, members = {}) {
  return (await client.send(new CreateFlowCommand({ Name: "show", Source: source, ...members }))).Flow;
}
async function describeFlow(client, FlowArn) {
  return (await client.send(new DescribeFlowCommand({ FlowArn }))).Flow;
}
async function listEntitlements(client, pageSize = 20) {
  const pages = [];
  for await (const page of paginateListEntitlements({ client, pageSize }, {})) pages.push(page.Entitlements);
  return pages;
}

test("outputs are added, updated and removed", async () => {
  const client = server.clientOf("000000000101");
  const { FlowArn } = await createFlow(client, { Outputs: rtpOutputs(1) });
  const listener = {
    Name: "listener", Protocol: "srt-listener", Port: 7000, CidrAllowList: ["10.0.0.0/8"], Description: "first",
  };
  const added = await client.send(new AddFlowOutputsCommand({ FlowArn, Outputs: [listener] }));
  assert.equal(added.$metadata.httpStatusCode, 201);
  assert.deepEqual(added.Outputs.map((output) => output.Name), ["listener"]);
  const { OutputArn } = added.Outputs[0];

  const updated = await client.send(new UpdateFlowOutputCommand({ FlowArn, OutputArn, Port: 7001 }));
  assert.equal(updated.$metadata.httpStatusCode, 202);
  assert.deepEqual(updated.Output, { ...added.Outputs[0], Port: 7001 });

  await assertRefused(
    client.send(new AddFlowOutputsCommand({ FlowArn, Outputs: [{ ...rtpOutputs(1)[0], Port: 70000 }] })),
    "BadRequestException", 400, /outputs\[0\]\.port: 70000.*65535.*rtp/,
  );
  assert.deepEqual((await describeFlow(client, FlowArn)).Outputs.map((output) => output.Name), ["output-1", "listener"]);

  const removed = await client.send(new RemoveFlowOutputCommand({ FlowArn, OutputArn }));
  assert.equal(removed.OutputArn, OutputArn);
  assert.equal((await describeFlow(client, FlowArn)).Outputs.length, 1);
});

test("the source is updated", async () => {
  const client = server.clientOf("000000000102");
  const { FlowArn, Source: { SourceArn } } = await createFlow(client);
  const updated = await client.send(
    new UpdateFlowSourceCommand({ FlowArn, SourceArn, Protocol: "srt-listener", MinLatency: 100 }),
  );
  assert.equal(updated.$metadata.httpStatusCode, 202);
  assert.deepEqual(updated.Source.Transport, { Protocol: "srt-listener", MinLatency: 100 });
  assert.equal(updated.Source.WhitelistCidr, source.WhitelistCidr);
  assert.deepEqual((await describeFlow(client, FlowArn)).Source, updated.Source);
});

test("a partner uses an entitlement until it is revoked", async () => {
  const client = server.clientOf("000000000103");
  const partner = server.clientOf("000000000104");
  const { FlowArn } = await createFlow(client);
  const granted = await client.send(new GrantFlowEntitlementsCommand({
    FlowArn,
    Entitlements: [{ Name: "partner", Subscribers: ["000000000104"], DataTransferSubscriberFeePercent: 10 }],
  }));
  assert.equal(granted.$metadata.httpStatusCode, 200);
  const { EntitlementArn } = granted.Entitlements[0];
  assert.deepEqual(await listEntitlements(partner), [[
    { EntitlementArn, EntitlementName: "partner", DataTransferSubscriberFeePercent: 10 },
  ]]);

  const entitled = { Source: { Name: "in", EntitlementArn } };
  const subscribed = await createFlow(partner, entitled);
  assert.equal(subscribed.Source.EntitlementArn, EntitlementArn);
  assert.equal((await partner.send(new ListFlowsCommand({}))).Flows[0].SourceType, "ENTITLED");
  assert.equal((await client.send(new ListFlowsCommand({}))).Flows[0].SourceType, "OWNED");

  const { Outputs: [output] } = await describeFlow(client, FlowArn);
  assert.deepEqual([output.Name, output.EntitlementArn], ["partner", EntitlementArn]);
  await assertRefused(
    client.send(new RemoveFlowOutputCommand({ FlowArn, OutputArn: output.OutputArn })),
    "BadRequestException", 400, /entitlement:/,
  );
  await assertRefused(createFlow(partner, entitled), "BadRequestException", 400, /source\.entitlementArn: /);
  const { Entitlement } = await client.send(
    new UpdateFlowEntitlementCommand({ FlowArn, EntitlementArn, EntitlementStatus: "DISABLED" }),
  );
  assert.deepEqual(Entitlement, { ...granted.Entitlements[0], EntitlementStatus: "DISABLED" });

  await client.send(new RevokeFlowEntitlementCommand({ FlowArn, EntitlementArn }));
  const flow = await describeFlow(client, FlowArn);
  assert.deepEqual([flow.Outputs, flow.Entitlements], [[], []]);
  assert.deepEqual(await listEntitlements(partner), [[]]);
  await assertRefused(
    createFlow(partner, entitled), "ForbiddenException", 403, /000000000104/,
  );
});

test("every part of a flow has tags", async () => {
  const client = server.clientOf("000000000105");
  const flow = await createFlow(client, {
    Outputs: rtpOutputs(1),
    Entitlements: [{ Subscribers: ["000000000106"] }],
  });
  // This version of the SDK does not know the create calls' tag members.
  for (const ResourceArn of [
    flow.FlowArn, flow.Source.SourceArn, flow.Outputs[0].OutputArn, flow.Entitlements[0].EntitlementArn,
  ]) {
    await client.send(new TagResourceCommand({ ResourceArn, Tags: { show: "awards", Größe: "1 + 1" } }));
    await client.send(new UntagResourceCommand({ ResourceArn, TagKeys: ["show", "absent"] }));
    const { Tags } = await client.send(new ListTagsForResourceCommand({ ResourceArn }));
    assert.deepEqual(Tags, { Größe: "1 + 1" });
  }
  await assertRefused(
    client.send(new TagResourceCommand({ ResourceArn: flow.FlowArn, Tags: { "aws:x": "y" } })),
    "BadRequestException", 400, /aws:/,
  );
});

test("20 outputs and 50 entitlements are the most, and nothing of more is kept", async () => {
  const client = server.clientOf("000000000107");
  const { FlowArn } = await createFlow(client, { Outputs: rtpOutputs(19) });
  await assertRefused(
    client.send(new AddFlowOutputsCommand({ FlowArn, Outputs: rtpOutputs(2, 100) })),
    "AddFlowOutputs420Exception", 420, /20 outputs/,
  );
  const grants = Array(51).fill({ Subscribers: ["000000000108"] });
  await assertRefused(
    client.send(new GrantFlowEntitlementsCommand({ FlowArn, Entitlements: grants })),
    "GrantFlowEntitlements420Exception", 420, /50 entitlements/,
  );
  await client.send(new GrantFlowEntitlementsCommand({ FlowArn, Entitlements: grants.slice(1) }));
  const flow = await describeFlow(client, FlowArn);
  assert.deepEqual([flow.Outputs.length, flow.Entitlements.length], [19, 50]);
  const pages = await listEntitlements(server.clientOf("000000000108"), 25);
  assert.deepEqual(pages.map((page) => page.length), [25, 25]);
});

test("8 clients at once never pass 20 outputs", async () => {
  const { FlowArn } = await createFlow(server.clientOf("000000000109"));
  const adds = Array.from({ length: 40 }, (_, i) => server.clientOf("000000000109")
    .send(new AddFlowOutputsCommand({ FlowArn, Outputs: rtpOutputs(1, i) })));
  const results = await Promise.allSettled(adds);
  const refusals = results.filter((result) => result.status === "rejected").map((result) => result.reason);
  assert.equal(refusals.length, 20);
  assert.ok(refusals.every((refusal) => refusal instanceof AddFlowOutputs420Exception));
  assert.equal((await describeFlow(server.clientOf("000000000109"), FlowArn)).Outputs.length, 20);
});

test("waiters see the transient states through", async () => {
  const slow = await startServer("--transition-delay", "3s");
  const client = slow.clientOf("000000000110");
  const { FlowArn } = await createFlow(client);
  const waiting = { client, maxWaitTime: 60 };
  await client.send(new StartFlowCommand({ FlowArn }));
  assert.equal((await describeFlow(client, FlowArn)).Status, "STARTING");
  assert.equal((await waitUntilFlowActive(waiting, { FlowArn })).state, "SUCCESS");
  await client.send(new StopFlowCommand({ FlowArn }));
  assert.equal((await describeFlow(client, FlowArn)).Status, "STOPPING");
  assert.equal((await waitUntilFlowStandby(waiting, { FlowArn })).state, "SUCCESS");
  await client.send(new DeleteFlowCommand({ FlowArn }));
  assert.equal((await describeFlow(client, FlowArn)).Status, "DELETING");
  await assertRefused(client.send(new StartFlowCommand({ FlowArn })), "BadRequestException", 400, /DELETING/);
  assert.equal((await waitUntilFlowDeleted(waiting, { FlowArn })).state, "SUCCESS");
  assert.equal(await slow.stop(), 0);
});

test("a restart on a data file finds everything", async () => {
  const folder = await mkdtemp(join(tmpdir(), "mediaconnect-js-"));
  try {
    const options = ["--data", join(folder, "model.db")];
    const first = await startServer(...options);
    const created = await createFlow(first.clientOf("000000000111"), {
      Outputs: rtpOutputs(3),
      Entitlements: [{ Name: "partner", Subscribers: ["000000000112"] }],
    });
    const { FlowArn, Entitlements: [{ EntitlementArn }] } = created;
    const subscribed = await createFlow(first.clientOf("000000000112"), { Source: { Name: "in", EntitlementArn } });
    await first.clientOf("000000000111").send(new TagResourceCommand({ ResourceArn: FlowArn, Tags: { a: "b" } }));
    await first.clientOf("000000000111").send(new StartFlowCommand({ FlowArn }));
    const kept = await describeFlow(first.clientOf("000000000111"), FlowArn);
    assert.equal(await first.stop(), 0);

    const second = await startServer(...options);
    const client = second.clientOf("000000000111");
    const partner = second.clientOf("000000000112");
    assert.deepEqual(await describeFlow(client, FlowArn), kept);
    assert.equal(kept.Status, "ACTIVE");
    assert.equal(kept.Outputs.length, 4);
    const { Tags } = await client.send(new ListTagsForResourceCommand({ ResourceArn: FlowArn }));
    assert.deepEqual(Tags, { a: "b" });
    assert.deepEqual(await describeFlow(partner, subscribed.FlowArn), subscribed);
    await partner.send(new DeleteFlowCommand({ FlowArn: subscribed.FlowArn }));
    assert.equal((await describeFlow(client, FlowArn)).Outputs.length, 3);
    assert.equal(await second.stop(), 0);
  } finally {
    await rm(folder, { recursive: true });
  }
});
