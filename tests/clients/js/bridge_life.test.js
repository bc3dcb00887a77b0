// Bridges live and die through the AWS SDK for JavaScript: ingress and egress, with failover, flows at
// the other end, and an instance that is lost and comes back.
import assert from "node:assert/strict";
import { test } from "node:test";

import {
  AddBridgeOutputsCommand,
  AddBridgeSourcesCommand,
  CreateBridge420Exception,
  CreateBridgeCommand,
  CreateFlowCommand,
  CreateGatewayCommand,
  DeleteBridgeCommand,
  DeleteFlowCommand,
  DeleteGatewayCommand,
  DeregisterGatewayInstanceCommand,
  DescribeBridgeCommand,
  DescribeFlowCommand,
  DescribeGatewayCommand,
  DescribeGatewayInstanceCommand,
  RemoveBridgeOutputCommand,
  RemoveBridgeSourceCommand,
  StartFlowCommand,
  StopFlowCommand,
  UpdateBridgeCommand,
  UpdateBridgeOutputCommand,
  UpdateBridgeSourceCommand,
  UpdateBridgeStateCommand,
  UpdateGatewayInstanceCommand,
  paginateListBridges,
  paginateListGatewayInstances,
  paginateListGateways,
} from "@aws-sdk/client-mediaconnect";

import { assertRefused, sharedServer, startServer } from "./server.js";

const server = sharedServer();

const networkSource = (name) => ({
  NetworkSource: { Name: name, MulticastIp: "239.1.1.1", Port: 5000, Protocol: "rtp", NetworkName: "studio" },
});
const networkOutput = (name) => ({
  NetworkOutput: {
    Name: name, IpAddress: "192.0.2.9", Port: 5000, Protocol: "udp", Ttl: 64, NetworkName: "studio",
  },
});
const ingress = (PlacementArn, members = {}) => new CreateBridgeCommand({
  Name: "ingress",
  PlacementArn,
  IngressGatewayBridge: { MaxBitrate: 10_000_000, MaxOutputs: 2 },
  Sources: [networkSource("one")],
  ...members,
});

// What happens to the machine of a gateway instance.
async function machine(method, arn, body) {
  const url = `${server.endpoint}/_mediaconnect/gateway-instances${arn ? `/${arn}` : ""}`;
  const answer = await fetch(url, { method, body: body && JSON.stringify(body) });
  assert.ok(answer.ok, await (answer.ok ? "" : answer.text()));
  return answer.status === 204 ? undefined : answer.json();
}
async function register(gatewayArn, instanceId) {
  return (await machine("POST", undefined, { gatewayArn, instanceId })).gatewayInstanceArn;
}

async function createGateway(client) {
  const { Gateway } = await client.send(new CreateGatewayCommand({
    Name: "gateway",
    EgressCidrBlocks: ["10.0.0.0/8"],
    Networks: [{ Name: "studio", CidrBlock: "10.1.0.0/16" }],
  }));
  assert.equal(Gateway.GatewayState, "CREATING");
  return Gateway.GatewayArn;
}
async function createFlow(client, Source) {
  return (await client.send(new CreateFlowCommand({ Name: "flow", Source }))).Flow.FlowArn;
}
const rtp = { Protocol: "rtp", WhitelistCidr: "10.24.34.0/23" };

const bridgeOf = async (client, BridgeArn) => (await client.send(new DescribeBridgeCommand({ BridgeArn }))).Bridge;
const flowOf = async (client, FlowArn) => (await client.send(new DescribeFlowCommand({ FlowArn }))).Flow;

async function setState(client, BridgeArn, DesiredState) {
  const answer = await client.send(new UpdateBridgeStateCommand({ BridgeArn, DesiredState }));
  assert.equal(answer.$metadata.httpStatusCode, 202);
  assert.deepEqual([answer.BridgeArn, answer.DesiredState], [BridgeArn, DesiredState]);
}
async function assertRunsOn(client, arn, instanceId) {
  const bridge = await bridgeOf(client, arn);
  assert.equal(bridge.BridgeState, "ACTIVE");
  assert.deepEqual(bridge.BridgeMessages, []);
  assert.equal((bridge.IngressGatewayBridge ?? bridge.EgressGatewayBridge).InstanceId, instanceId);
}
async function assertWaits(client, arn) {
  const bridge = await bridgeOf(client, arn);
  assert.equal(bridge.BridgeState, "START_PENDING");
  assert.match(bridge.BridgeMessages[0].Message, /CONNECTED/);
}

test("an ingress bridge fails over, and feeds a flow", async () => {
  const client = server.clientOf("000000000201");
  const gateway = await createGateway(client);
  const created = await client.send(ingress(gateway, { SourceFailoverConfig: { State: "ENABLED" } }));
  assert.equal(created.$metadata.httpStatusCode, 201);
  assert.equal(created.Bridge.BridgeState, "STANDBY");
  assert.equal(created.Bridge.SourceFailoverConfig.FailoverMode, "FAILOVER");
  const { BridgeArn } = created.Bridge;
  assert.deepEqual(await bridgeOf(client, BridgeArn), created.Bridge);

  const two = new AddBridgeSourcesCommand({ BridgeArn, Sources: [networkSource("two")] });
  assert.deepEqual((await client.send(two)).Sources, [networkSource("two")]);
  await assertRefused(client.send(two), "ConflictException", 409, /sources\[0\]\.networkSource\.name: .*"two"/);
  const { Bridge } = await client.send(new UpdateBridgeCommand({
    BridgeArn, SourceFailoverConfig: { SourcePriority: { PrimarySource: "two" } },
  }));
  assert.equal(Bridge.SourceFailoverConfig.SourcePriority.PrimarySource, "two");
  const { Source } = await client.send(new UpdateBridgeSourceCommand({
    BridgeArn, SourceName: "two", NetworkSource: { Port: 5002 },
  }));
  assert.equal(Source.NetworkSource.Port, 5002);

  await setState(client, BridgeArn, "ACTIVE");
  await assertWaits(client, BridgeArn);
  await register(gateway, "mi-01");
  await assertRunsOn(client, BridgeArn, "mi-01");

  const flow = await createFlow(client, { GatewayBridgeSource: { BridgeArn } });
  await client.send(new StartFlowCommand({ FlowArn: flow }));
  const { Outputs: [output] } = await bridgeOf(client, BridgeArn);
  assert.equal(output.FlowOutput.FlowArn, flow);
  assert.equal(output.FlowOutput.FlowSourceArn, (await flowOf(client, flow)).Source.SourceArn);
  await assertRefused(
    client.send(new RemoveBridgeOutputCommand({ BridgeArn, OutputName: output.FlowOutput.Name })),
    "BadRequestException", 400, /:source:/,
  );
  await client.send(new StopFlowCommand({ FlowArn: flow }));
  await setState(client, BridgeArn, "STANDBY");
  await assertRefused(client.send(new DeleteBridgeCommand({ BridgeArn })), "ConflictException", 409, /:flow:/);
  await client.send(new DeleteFlowCommand({ FlowArn: flow }));

  const removed = await client.send(new RemoveBridgeSourceCommand({ BridgeArn, SourceName: "two" }));
  assert.equal(removed.SourceName, "two");
  assert.equal((await bridgeOf(client, BridgeArn)).SourceFailoverConfig.SourcePriority, undefined);
  assert.equal((await client.send(new DeleteBridgeCommand({ BridgeArn }))).BridgeArn, BridgeArn);
  await assertRefused(client.send(new DescribeBridgeCommand({ BridgeArn })), "NotFoundException", 404, /Bridge/);
});

test("an egress bridge takes a flow's content", async () => {
  const client = server.clientOf("000000000202");
  const gateway = await createGateway(client);
  await register(gateway, "mi-01");
  const flow = await createFlow(client, rtp);
  const { Bridge: { BridgeArn, Sources } } = await client.send(new CreateBridgeCommand({
    Name: "egress",
    PlacementArn: gateway,
    EgressGatewayBridge: { MaxBitrate: 10_000_000 },
    Sources: [{ FlowSource: { Name: "one", FlowArn: flow } }],
    Outputs: [networkOutput("one")],
    SourceFailoverConfig: { State: "ENABLED", FailoverMode: "FAILOVER" },
  }));
  const { Outputs: [output] } = await flowOf(client, flow);
  assert.equal(output.BridgeArn, BridgeArn);
  assert.equal(output.BridgePorts.length, 1);
  assert.equal(Sources[0].FlowSource.OutputArn, output.OutputArn);

  const backup = await createFlow(client, rtp);
  await client.send(new AddBridgeSourcesCommand({
    BridgeArn, Sources: [{ FlowSource: { Name: "two", FlowArn: backup } }],
  }));
  const moved = await client.send(new UpdateBridgeSourceCommand({
    BridgeArn, SourceName: "two", FlowSource: { FlowArn: flow },
  }));
  assert.equal(moved.Source.FlowSource.FlowArn, flow);
  assert.deepEqual((await flowOf(client, backup)).Outputs, []);
  assert.equal((await flowOf(client, flow)).Outputs.length, 2);

  await client.send(new AddBridgeOutputsCommand({ BridgeArn, Outputs: [networkOutput("two")] }));
  const updated = await client.send(new UpdateBridgeOutputCommand({
    BridgeArn, OutputName: "two", NetworkOutput: { Ttl: 200 },
  }));
  assert.equal(updated.Output.NetworkOutput.Ttl, 200);
  await client.send(new RemoveBridgeOutputCommand({ BridgeArn, OutputName: "two" }));
  assert.deepEqual((await bridgeOf(client, BridgeArn)).Outputs, [networkOutput("one")]);

  await setState(client, BridgeArn, "ACTIVE");
  await assertRunsOn(client, BridgeArn, "mi-01");
  await assertRefused(client.send(new DeleteFlowCommand({ FlowArn: flow })), "BadRequestException", 400, /:bridge:/);
  await setState(client, BridgeArn, "STANDBY");
  await client.send(new DeleteBridgeCommand({ BridgeArn }));
  assert.deepEqual((await flowOf(client, flow)).Outputs, []);
  await client.send(new DeleteFlowCommand({ FlowArn: flow }));
});

test("a bridge follows the instances of its gateway", async () => {
  const client = server.clientOf("000000000203");
  const gateway = await createGateway(client);
  const one = await register(gateway, "mi-01");
  const { Bridge: { BridgeArn } } = await client.send(ingress(gateway));
  await setState(client, BridgeArn, "ACTIVE");
  await assertRunsOn(client, BridgeArn, "mi-01");
  const two = await register(gateway, "mi-02");
  await machine("PUT", one, { connectionStatus: "DISCONNECTED" });
  await assertRunsOn(client, BridgeArn, "mi-02");
  await machine("DELETE", two);
  await assertWaits(client, BridgeArn);
  await client.send(new UpdateGatewayInstanceCommand({ GatewayInstanceArn: one, BridgePlacement: "LOCKED" }));
  await machine("PUT", one, { connectionStatus: "CONNECTED" });
  await assertWaits(client, BridgeArn);
  await client.send(new UpdateGatewayInstanceCommand({ GatewayInstanceArn: one, BridgePlacement: "AVAILABLE" }));
  await assertRunsOn(client, BridgeArn, "mi-01");
  const { GatewayInstance } = await client.send(new DescribeGatewayInstanceCommand({ GatewayInstanceArn: one }));
  assert.equal(GatewayInstance.RunningBridgeCount, 1);
  await assertRefused(
    client.send(new DeregisterGatewayInstanceCommand({ GatewayInstanceArn: one })),
    "ConflictException", 409, /bridges \(1\)/,
  );
  const forced = await client.send(new DeregisterGatewayInstanceCommand({ GatewayInstanceArn: one, Force: true }));
  assert.equal(forced.InstanceState, "DEREGISTERING");
  await assertWaits(client, BridgeArn);
  await assertRefused(
    client.send(new DeleteGatewayCommand({ GatewayArn: gateway })), "ConflictException", 409, /bridges \(1\)/,
  );
  await setState(client, BridgeArn, "STANDBY");
  await setState(client, BridgeArn, "DELETED");
  await client.send(new DeleteGatewayCommand({ GatewayArn: gateway }));
  await assertRefused(
    client.send(new DescribeGatewayCommand({ GatewayArn: gateway })), "NotFoundException", 404, /Gateway/,
  );
});

test("gateways, instances and bridges are listed by pages", async () => {
  const client = server.clientOf("000000000204");
  const gateways = [];
  for (let i = 0; i < 12; ++i) gateways.push(await createGateway(client));
  for (let i = 0; i < 12; ++i) {
    await register(gateways[0], `mi-${i}`);
    await client.send(ingress(gateways[0]));
  }
  await client.send(ingress(gateways[1]));
  const sizes = async (paginate, list, input = {}) => {
    const pages = [];
    for await (const page of paginate({ client }, input)) pages.push(page[list].length);
    return pages;
  };
  const FilterArn = gateways[0];
  assert.deepEqual(await sizes(paginateListGateways, "Gateways"), [10, 2]);
  assert.deepEqual(await sizes(paginateListGatewayInstances, "Instances", { FilterArn }), [10, 2]);
  assert.deepEqual(await sizes(paginateListBridges, "Bridges", { FilterArn }), [10, 2]);
  assert.deepEqual(await sizes(paginateListBridges, "Bridges"), [10, 3]);
});

test("a gateway has 40 bridges with --quota current", async () => {
  const current = await startServer("--quota", "current");
  const client = current.clientOf("000000000205");
  const gateway = await createGateway(client);
  for (let i = 0; i < 40; ++i) await client.send(ingress(gateway));
  await assert.rejects(client.send(ingress(gateway)), CreateBridge420Exception);
  assert.equal(await current.stop(), 0);
});
