// Some tests as a user would write them, who has read the README and nothing else.
import assert from "node:assert/strict";
import test, { beforeEach } from "node:test";
import {
  CreateFlowCommand, DescribeFlowCommand, GrantFlowEntitlementsCommand, ListEntitlementsCommand,
  ListTagsForResourceCommand, MediaConnectClient, RevokeFlowEntitlementCommand, TagResourceCommand,
} from "@aws-sdk/client-mediaconnect";

const mock = process.env.AWS_ENDPOINT_URL_MEDIACONNECT;
const owner = "444455556666";
const partner = "777788889999";

function clientOf(account) {
  return new MediaConnectClient({
    endpoint: mock, region: "us-east-1",
    credentials: { accessKeyId: account, secretAccessKey: "unused" },
  });
}

function createFlow(source = {}) {
  return clientOf(owner).send(new CreateFlowCommand({
    Name: "AwardsShow",
    Source: { Name: "main", Protocol: "rtp", WhitelistCidr: "10.24.34.0/23", ...source },
  }));
}

beforeEach(async () => {
  for (const account of [owner, partner]) {
    const answer = await fetch(`${mock}/_mediaconnect/reset`, {
      method: "POST", body: JSON.stringify({ account }),
    });
    assert.equal(answer.status, 200);
  }
});

test("a partner receives a show until the entitlement is revoked", async () => {
  const { Flow: { FlowArn } } = await createFlow();
  const { Entitlements: [{ EntitlementArn }] } = await clientOf(owner).send(
    new GrantFlowEntitlementsCommand({ FlowArn, Entitlements: [{ Name: "partner", Subscribers: [partner] }] }),
  );
  const listed = await clientOf(partner).send(new ListEntitlementsCommand({}));
  assert.deepEqual(listed.Entitlements.map((one) => one.EntitlementArn), [EntitlementArn]);
  await clientOf(partner).send(new CreateFlowCommand({ Name: "in", Source: { Name: "in", EntitlementArn } }));
  const outputs = async () =>
    (await clientOf(owner).send(new DescribeFlowCommand({ FlowArn }))).Flow.Outputs.length;
  assert.equal(await outputs(), 1);
  await clientOf(owner).send(new RevokeFlowEntitlementCommand({ FlowArn, EntitlementArn }));
  assert.equal(await outputs(), 0);
});

test("a source that is none is refused by its path", async () => {
  await assert.rejects(createFlow({ WhitelistCidr: "10.24.34.0/40" }), {
    name: "BadRequestException", message: /source\.whitelistCidr/,
  });
});

test("a flow has tags", async () => {
  const { Flow: { FlowArn: ResourceArn } } = await createFlow();
  await clientOf(owner).send(new TagResourceCommand({ ResourceArn, Tags: { show: "awards" } }));
  const { Tags } = await clientOf(owner).send(new ListTagsForResourceCommand({ ResourceArn }));
  assert.deepEqual(Tags, { show: "awards" });
});
