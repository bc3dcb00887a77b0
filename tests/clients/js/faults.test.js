// Faults, as the AWS SDK for JavaScript meets them: its own retries, and what they do to the model.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { describe, it } from "node:test";

import {
  AddFlowOutputsCommand,
  CreateFlowCommand,
  DescribeFlowCommand,
  ListFlowsCommand,
  StartFlowCommand,
} from "@aws-sdk/client-mediaconnect";
import { isThrottlingError } from "@smithy/service-error-classification";

import { assertRefused, sharedServer } from "./server.js";

const server = sharedServer("--threads", "2");
const flow = { Name: "f", Source: { Name: "main", Protocol: "rtp", WhitelistCidr: "10.24.34.0/23" } };

async function setFaults(account, ...faults) {
  const response = await fetch(`${server.endpoint}/_mediaconnect/accounts/${account}/faults`, {
    method: "PUT",
    body: JSON.stringify({ faults }),
  });
  assert.equal(response.status, 200, await response.text());
}

async function countFlows(client) {
  return (await client.send(new ListFlowsCommand({}))).Flows.length;
}

describe("what the SDK tries again", () => {
  const passing = [
    { error: { code: "TooManyRequestsException" } },
    { error: { code: "ServiceUnavailableException" } },
    { error: { code: "InternalServerErrorException" } },
    { response: { status: 502, body: {} } },
    { connection: "reset" },
    { connection: "close" },
    { connection: "truncate" },
  ];
  passing.forEach((fault, index) => {
    it(`${JSON.stringify(fault)} once`, async () => {
      const account = `00000000030${index}`;
      const client = server.clientOf(account);
      await setFaults(account, { ...fault, times: 1 });
      const { Flows, $metadata } = await client.send(new ListFlowsCommand({}));
      assert.deepEqual(Flows, []);
      assert.equal($metadata.attempts, 2);
    });
  });

  it("knows that it is throttled", async () => {
    const account = "000000000310";
    const client = server.clientOf(account, { maxAttempts: 1 });
    await setFaults(account, { error: { code: "TooManyRequestsException" } });
    await assert.rejects(client.send(new ListFlowsCommand({})), (error) => {
      assert.equal(error.name, "TooManyRequestsException");
      assert.equal(error.$metadata.httpStatusCode, 429);
      assert.ok(isThrottlingError(error));
      return true;
    });
  });

  it("gives up in the end", async () => {
    const account = "000000000311";
    const client = server.clientOf(account);
    await setFaults(account, { error: { code: "ServiceUnavailableException", message: "Not today." } });
    await assertRefused(client.send(new ListFlowsCommand({})), "ServiceUnavailableException", 503, /^Not today\.$/);
  });

  it("does not try again what the caller has done wrong", async () => {
    const account = "000000000312";
    const client = server.clientOf(account);
    await setFaults(account, { operation: "AddFlowOutputs", error: { code: "AddFlowOutputs420Exception" } });
    const { Flow } = await client.send(new CreateFlowCommand(flow));
    const add = client.send(new AddFlowOutputsCommand({ FlowArn: Flow.FlowArn, Outputs: [] }));
    await assertRefused(add, "AddFlowOutputs420Exception", 420, /./);
    const { faults } = await (
      await fetch(`${server.endpoint}/_mediaconnect/accounts/${account}/faults`)
    ).json();
    assert.equal(faults[0].fired, 1);
  });
});

// The work is done, and its answer is lost. MediaConnect's flows have no client token, so a second
// attempt does the work again, or meets what the first has left.
describe("an answer that is lost after the work", () => {
  const losing = [
    { error: { code: "InternalServerErrorException" } },
    { connection: "reset" },
    { connection: "close" },
    { connection: "truncate" },
  ];
  losing.forEach((fault, index) => {
    it(`${JSON.stringify(fault)}: a flow is created twice`, async () => {
      const account = `00000000032${index}`;
      const client = server.clientOf(account);
      await setFaults(account, { ...fault, operation: "CreateFlow", apply: "after", times: 1 });
      const { Flow, $metadata } = await client.send(new CreateFlowCommand(flow));
      assert.equal($metadata.attempts, 2);
      const { Flows } = await client.send(new ListFlowsCommand({}));
      assert.equal(Flows.length, 2);
      assert.equal(Flows[1].FlowArn, Flow.FlowArn);
    });
  });

  // SDKs make a client token once for a command, so each attempt sends the same one. This one knows no
  // operation that takes a token: a command gets the request that its later versions send.
  losing.forEach((fault, index) => {
    it(`${JSON.stringify(fault)}: with a client token nothing is created twice`, async () => {
      const account = `00000000034${index}`;
      const client = server.clientOf(account);
      const body = JSON.stringify({
        name: "n",
        configuration: { public: { allowRules: [] } },
        clientToken: randomUUID(),
      });
      const command = new CreateFlowCommand(flow);
      const replaceRequest = (next, context) => (args) => {
        context.commandName = "CreateRouterNetworkInterfaceCommand";
        Object.assign(args.request, { path: "/v1/routerNetworkInterface", body });
        args.request.headers["content-length"] = String(body.length);
        return next(args);
      };
      command.middlewareStack.add(replaceRequest, { step: "build" });
      await setFaults(account, { ...fault, operation: "CreateRouterNetworkInterface", apply: "after", times: 1 });
      const { $metadata } = await client.send(command);
      assert.equal($metadata.httpStatusCode, 201);
      assert.equal($metadata.attempts, 2);
      const counts = await fetch(`${server.endpoint}/_mediaconnect/accounts`).then((response) => response.json());
      const own = counts.accounts.find((one) => one.accountId === account);
      assert.deepEqual(own.counts, { router_network_interface: 1 });
    });
  });

  it("a start meets the flow that it has started", async () => {
    const account = "000000000330";
    const client = server.clientOf(account);
    const { Flow } = await client.send(new CreateFlowCommand(flow));
    await setFaults(account, { operation: "StartFlow", connection: "close", apply: "after", times: 1 });
    const start = client.send(new StartFlowCommand({ FlowArn: Flow.FlowArn }));
    await assertRefused(start, "BadRequestException", 400, /it must be STANDBY to be started/);
    const { Flow: shown } = await client.send(new DescribeFlowCommand({ FlowArn: Flow.FlowArn }));
    assert.equal(shown.Status, "ACTIVE");
  });
});

describe("what takes too long", () => {
  const slow = [{ latency: { fixed: "1h" } }, { connection: "hang" }];
  slow.forEach((fault, index) => {
    it(`${JSON.stringify(fault)} ends with the client's patience`, async () => {
      const account = `00000000034${index}`;
      const client = server.clientOf(account, { maxAttempts: 1, requestHandler: { requestTimeout: 200 } });
      await setFaults(account, { ...fault, operation: "CreateFlow", times: 1 });
      await assert.rejects(client.send(new CreateFlowCommand(flow)), { name: "TimeoutError" });
      assert.equal(await countFlows(client), 0);
    });
  });

  it("an answer that dribbles comes whole", async () => {
    const account = "000000000345";
    const client = server.clientOf(account);
    await setFaults(account, { connection: "dribble", latency: { fixed: "300ms" } });
    assert.equal(await countFlows(client), 0);
  });
});
