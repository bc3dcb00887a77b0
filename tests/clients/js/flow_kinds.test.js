// The life of a flow of each kind through the AWS SDK for JavaScript: with failover, CDI, ST 2110
// JPEG XS, SRT, Zixi, NDI, entitled. Each response is held against its shape (server.js). What this
// SDK does not know yet (flow sizes, NDI) is sent as further members and read from the body.
import assert from "node:assert/strict";
import { test } from "node:test";

import {
  AddFlowMediaStreamsCommand,
  AddFlowOutputsCommand,
  AddFlowSourcesCommand,
  AddFlowVpcInterfacesCommand,
  CreateFlowCommand,
  DeleteFlowCommand,
  DescribeFlowCommand,
  DescribeFlowSourceMetadataCommand,
  DescribeFlowSourceThumbnailCommand,
  GrantFlowEntitlementsCommand,
  ListTagsForResourceCommand,
  RemoveFlowMediaStreamCommand,
  RemoveFlowOutputCommand,
  RemoveFlowSourceCommand,
  RemoveFlowVpcInterfaceCommand,
  RevokeFlowEntitlementCommand,
  StartFlowCommand,
  StopFlowCommand,
  TagResourceCommand,
  UpdateFlowCommand,
  UpdateFlowMediaStreamCommand,
  UpdateFlowOutputCommand,
  UpdateFlowSourceCommand,
  waitUntilFlowActive,
  waitUntilFlowDeleted,
  waitUntilFlowStandby,
} from "@aws-sdk/client-mediaconnect";

import { assertRefused, sharedServer, withMembers } from "./server.js";

const server = sharedServer();

const vpcInterface = (Name, NetworkInterfaceType = "ena") => ({
  Name, NetworkInterfaceType, RoleArn: "arn:aws:iam::111122223333:role/vpc", SecurityGroupIds: ["sg-1"],
  SubnetId: "subnet-1",
});
const mediaStreams = [
  { MediaStreamId: 1, MediaStreamName: "video", MediaStreamType: "video", VideoFormat: "1080p" },
  { MediaStreamId: 2, MediaStreamName: "audio", MediaStreamType: "audio" },
];
const publicSource = { WhitelistCidr: "10.0.0.0/24" };

async function create(client, input, members = {}) {
  return (await client.send(withMembers(new CreateFlowCommand({ Name: "show", ...input }), members))).Flow;
}
async function describe(client, FlowArn) {
  return (await client.send(new DescribeFlowCommand({ FlowArn }))).Flow;
}
async function start(client, FlowArn) {
  await client.send(new StartFlowCommand({ FlowArn }));
  await waitUntilFlowActive({ client, maxWaitTime: 30 }, { FlowArn });
}
async function stopAndDelete(client, FlowArn) {
  await assertRefused(client.send(new DeleteFlowCommand({ FlowArn })), "BadRequestException", 400, /ACTIVE/);
  await client.send(new StopFlowCommand({ FlowArn }));
  await waitUntilFlowStandby({ client, maxWaitTime: 30 }, { FlowArn });
  await client.send(new DeleteFlowCommand({ FlowArn }));
  await waitUntilFlowDeleted({ client, maxWaitTime: 30 }, { FlowArn });
}
async function metadata(client, FlowArn) {
  return await client.send(new DescribeFlowSourceMetadataCommand({ FlowArn }));
}

test("a failover flow", async () => {
  const client = server.clientOf("000000000201");
  const { FlowArn, Source: main } = await create(client, {
    Source: { Name: "main", Protocol: "rtp", ...publicSource },
    Outputs: [{ Protocol: "rtp", Destination: "192.0.2.1", Port: 5000 }],
  });
  const backup = { Name: "backup", Protocol: "rtp-fec", WhitelistCidr: "10.1.0.0/24" };
  await assertRefused(
    client.send(new AddFlowSourcesCommand({ FlowArn, Sources: [backup] })),
    "BadRequestException", 400, /sourceFailoverConfig\.state/,
  );
  const updated = await client.send(new UpdateFlowCommand({ FlowArn, SourceFailoverConfig: { State: "ENABLED" } }));
  assert.deepEqual(
    updated.Flow.SourceFailoverConfig, { State: "ENABLED", FailoverMode: "MERGE", RecoveryWindow: 200 },
  );
  const added = await client.send(new AddFlowSourcesCommand({ FlowArn, Sources: [backup] }));
  assert.deepEqual(added.Sources.map((source) => [source.Name, source.IngestPort]), [["backup", 5001]]);
  await start(client, FlowArn);
  await client.send(new UpdateFlowCommand({
    FlowArn,
    SourceFailoverConfig: { FailoverMode: "FAILOVER", SourcePriority: { PrimarySource: "main" } },
  }));
  const running = await describe(client, FlowArn);
  assert.deepEqual(running.Sources.map((source) => source.Name), ["main", "backup"]);
  assert.deepEqual(running.Source, running.Sources[0]);
  assert.equal(running.SourceFailoverConfig.SourcePriority.PrimarySource, "main");
  assert.equal((await metadata(client, FlowArn)).TransportMediaInfo.Programs.length, 1);

  // The primary source goes while the flow is running; the last one stays.
  await client.send(new RemoveFlowSourceCommand({ FlowArn, SourceArn: main.SourceArn }));
  const left = await describe(client, FlowArn);
  assert.equal(left.Status, "ACTIVE");
  assert.equal(left.Source.Name, "backup");
  assert.equal(left.SourceFailoverConfig.SourcePriority, undefined);
  await assertRefused(
    client.send(new RemoveFlowSourceCommand({ FlowArn, SourceArn: left.Source.SourceArn })),
    "BadRequestException", 400, /:source:/,
  );
  await stopAndDelete(client, FlowArn);
});

test("a CDI flow with media streams and EFA", async () => {
  const client = server.clientOf("000000000202");
  const input = {
    VpcInterfaces: [vpcInterface("efa", "efa"), vpcInterface("ena")],
    MediaStreams: mediaStreams,
    Source: {
      Name: "in", Protocol: "cdi", VpcInterfaceName: "efa", IngestPort: 5000, MaxSyncBuffer: 100,
      MediaStreamSourceConfigurations: [{ EncodingName: "raw", MediaStreamName: "video" }],
    },
  };
  await assertRefused(create(client, input), "BadRequestException", 400, /flowSize: MEDIUM.*LARGE_4X/);
  const flow = await create(client, input, { flowSize: "LARGE_4X" });
  const { FlowArn } = flow;
  assert.deepEqual(flow.Source.Transport, { Protocol: "cdi", MaxSyncBuffer: 100 });
  assert.deepEqual(flow.MediaStreams.map((stream) => [stream.Fmt, stream.ClockRate]), [[96, 90000], [97, 48000]]);
  assert.match(flow.VpcInterfaces[0].NetworkInterfaceIds[0], /^eni-/);

  const output = {
    Name: "out", Protocol: "cdi", Destination: "10.1.2.3", Port: 5000,
    VpcInterfaceAttachment: { VpcInterfaceName: "efa" },
  };
  const carrying = (MediaStreamName, EncodingName) => ({
    ...output, MediaStreamOutputConfigurations: [{ EncodingName, MediaStreamName }],
  });
  const addOutput = (one) => client.send(new AddFlowOutputsCommand({ FlowArn, Outputs: [one] }));
  await assertRefused(addOutput(carrying("audio", "pcm")), "BadRequestException", 400, /mediaStreamName: "audio"/);
  const { Outputs: [added] } = await addOutput(carrying("video", "raw"));
  assert.deepEqual(added.MediaStreamOutputConfigurations, [{ EncodingName: "raw", MediaStreamName: "video" }]);

  const captions = { MediaStreamId: 3, MediaStreamName: "captions", MediaStreamType: "ancillary-data" };
  await client.send(new AddFlowMediaStreamsCommand({ FlowArn, MediaStreams: [captions] }));
  const updated = await client.send(new UpdateFlowMediaStreamCommand({
    FlowArn, MediaStreamName: "video", Attributes: { Fmtp: { ExactFramerate: "60", Colorimetry: "BT709" } },
  }));
  assert.equal(updated.MediaStream.Attributes.Fmtp.ExactFramerate, "60/1");
  const ResourceArn = `${FlowArn}/mediaStream/captions`;
  await client.send(new TagResourceCommand({ ResourceArn, Tags: { kind: "text" } }));
  assert.deepEqual((await client.send(new ListTagsForResourceCommand({ ResourceArn }))).Tags, { kind: "text" });

  await start(client, FlowArn);
  const message = (await metadata(client, FlowArn)).Messages[0];
  assert.deepEqual([message.Code, message.ResourceName], ["UnsupportedSource", flow.Source.SourceArn]);
  await assertRefused(
    client.send(new RemoveFlowMediaStreamCommand({ FlowArn, MediaStreamName: "captions" })),
    "BadRequestException", 400, /ACTIVE.*STANDBY.*ERROR/,
  );
  await client.send(new StopFlowCommand({ FlowArn }));
  await assertRefused(
    client.send(new RemoveFlowMediaStreamCommand({ FlowArn, MediaStreamName: "video" })),
    "BadRequestException", 400, /"in".*"out"/,
  );
  await client.send(new RemoveFlowMediaStreamCommand({ FlowArn, MediaStreamName: "captions" }));
  await client.send(new RemoveFlowOutputCommand({ FlowArn, OutputArn: added.OutputArn }));
  await start(client, FlowArn);
  await stopAndDelete(client, FlowArn);
});

test("a JPEG XS flow with two interfaces", async () => {
  const client = server.clientOf("000000000203");
  const both = (inputPort) => ["a", "b"].map((name) => ({ InputPort: inputPort, Interface: { Name: name } }));
  const flow = await create(client, {
    VpcInterfaces: [vpcInterface("a"), vpcInterface("b")],
    MediaStreams: mediaStreams,
    Source: {
      Name: "in", Protocol: "st2110-jpegxs", MaxSyncBuffer: 100,
      MediaStreamSourceConfigurations: [
        { EncodingName: "jxsv", MediaStreamName: "video", InputConfigurations: both(5000) },
        { EncodingName: "pcm", MediaStreamName: "audio", InputConfigurations: both(5001) },
      ],
    },
  }, { flowSize: "LARGE_4X" });
  const { FlowArn } = flow;
  const inputs = flow.Source.MediaStreamSourceConfigurations[0].InputConfigurations;
  assert.deepEqual(inputs.map((one) => one.InputPort), [5000, 5000]);
  assert.notEqual(inputs[0].InputIp, inputs[1].InputIp);

  const { Outputs: [output] } = await client.send(new AddFlowOutputsCommand({
    FlowArn,
    Outputs: [{
      Name: "out", Protocol: "st2110-jpegxs",
      MediaStreamOutputConfigurations: [{
        EncodingName: "jxsv", MediaStreamName: "video",
        DestinationConfigurations: ["a", "b"].map((name, i) => ({
          DestinationIp: `10.1.2.${i + 1}`, DestinationPort: 5000, Interface: { Name: name },
        })),
      }],
    }],
  }));
  const [first] = output.MediaStreamOutputConfigurations[0].DestinationConfigurations;
  assert.equal(first.OutboundIp, inputs[0].InputIp);
  await assertRefused(
    client.send(new RemoveFlowVpcInterfaceCommand({ FlowArn, VpcInterfaceName: "a" })),
    "BadRequestException", 400, /"in".*"out"/,
  );
  await client.send(new AddFlowVpcInterfacesCommand({ FlowArn, VpcInterfaces: [vpcInterface("spare", "efa")] }));
  const removed = await client.send(new RemoveFlowVpcInterfaceCommand({ FlowArn, VpcInterfaceName: "spare" }));
  assert.deepEqual([removed.VpcInterfaceName, removed.NonDeletedNetworkInterfaceIds], ["spare", []]);
  await assertRefused(
    client.send(new GrantFlowEntitlementsCommand({ FlowArn, Entitlements: [{ Subscribers: ["000000000299"] }] })),
    "BadRequestException", 400, /ST 2110 JPEG XS/,
  );
  await start(client, FlowArn);
  await stopAndDelete(client, FlowArn);
});

test("an SRT caller and listener", async () => {
  const client = server.clientOf("000000000204");
  const encryption = {
    KeyType: "srt-password", RoleArn: "arn:aws:iam::000000000204:role/keys",
    SecretArn: "arn:aws:secretsmanager:us-east-1:000000000204:secret:srt",
  };
  const flow = await create(client, {
    Source: {
      Name: "in", Protocol: "srt-caller", SourceListenerAddress: "192.0.2.1", SourceListenerPort: 9000,
      StreamId: "live", MaxBitrate: 50_000_000, Decryption: encryption,
    },
    Outputs: [
      { Name: "listener", Protocol: "srt-listener", Port: 7000, CidrAllowList: ["10.0.0.0/8"], Encryption: encryption },
      { Name: "caller", Protocol: "srt-caller", Destination: "192.0.2.2", Port: 7001, MinLatency: 200 },
    ],
  });
  const { FlowArn } = flow;
  assert.equal(flow.Source.IngestPort, undefined);
  assert.equal(flow.Source.Transport.MinLatency, 2000);
  assert.equal(flow.Source.Transport.MaxBitrate, 50_000_000);
  assert.equal(flow.Outputs[0].ListenerAddress, flow.EgressIp);
  await start(client, FlowArn);
  const { $body: { flow: running } } = await client.send(new DescribeFlowCommand({ FlowArn }));
  assert.equal(running.source.peerIpAddress, "192.0.2.1");
  assert.deepEqual(running.outputs.map((output) => output.peerIpAddress), [undefined, "192.0.2.2"]);

  // The source turns round and listens.
  const { Source: listener } = await client.send(new UpdateFlowSourceCommand({
    FlowArn, SourceArn: flow.Source.SourceArn, Protocol: "srt-listener", ...publicSource,
  }));
  assert.deepEqual(listener.Transport, { Protocol: "srt-listener", MaxBitrate: 50_000_000, MinLatency: 2000 });
  assert.equal(listener.IngestPort, 5000);
  assert.equal(listener.IngestIp, flow.EgressIp);
  assert.deepEqual(listener.Decryption, encryption);
  await assertRefused(
    client.send(new UpdateFlowSourceCommand({ FlowArn, SourceArn: flow.Source.SourceArn, MaxLatency: 100 })),
    "BadRequestException", 400, /maxLatency: .*srt-listener/,
  );
  await stopAndDelete(client, FlowArn);
});

test("a Zixi push and pull", async () => {
  const client = server.clientOf("000000000205");
  const flow = await create(client, {
    VpcInterfaces: [vpcInterface("ena")],
    Source: { Name: "in", Protocol: "zixi-push", ...publicSource },
    Outputs: [
      { Name: "pull", Protocol: "zixi-pull", RemoteId: "receiver", CidrAllowList: ["10.0.0.0/8"] },
      { Name: "push", Protocol: "zixi-push", Destination: "192.0.2.1", Port: 2088 },
    ],
  });
  const { FlowArn } = flow;
  assert.equal(flow.Source.IngestPort, 2088);
  assert.deepEqual(flow.Source.Transport, { Protocol: "zixi-push", StreamId: "in" });
  const [pull, push] = flow.Outputs;
  assert.deepEqual([pull.Port, pull.Transport.StreamId, pull.ListenerAddress], [2077, "pull", flow.EgressIp]);
  assert.deepEqual(push.Transport, { Protocol: "zixi-push", MaxLatency: 6000, StreamId: "push" });
  await start(client, FlowArn);
  const moved = await client.send(new UpdateFlowSourceCommand({
    FlowArn, SourceArn: flow.Source.SourceArn, VpcInterfaceName: "ena",
  }));
  assert.equal(moved.Source.IngestPort, 2090);
  assert.match(moved.Source.IngestIp, /^10\./);
  const { Output } = await client.send(new UpdateFlowOutputCommand({
    FlowArn, OutputArn: push.OutputArn, MaxLatency: 60000,
  }));
  assert.equal(Output.Transport.MaxLatency, 60000);
  await assertRefused(
    client.send(new UpdateFlowOutputCommand({ FlowArn, OutputArn: pull.OutputArn, Port: 2078 })),
    "BadRequestException", 400, /port: 2078.*2077.*zixi-pull/,
  );
  await stopAndDelete(client, FlowArn);
});

test("an NDI flow", async () => {
  const client = server.clientOf("000000000206");
  const ndi = {
    flowSize: "LARGE",
    ndiConfig: {
      ndiState: "ENABLED",
      ndiDiscoveryServers: [{ discoveryServerAddress: "10.0.0.5", vpcInterfaceAdapter: "ena" }],
    },
    encodingConfig: { encodingProfile: "DISTRIBUTION_H264_DEFAULT" },
  };
  const { FlowArn, Source } = await create(client, {
    VpcInterfaces: [vpcInterface("ena")], Source: { Name: "in", Protocol: "rtp", ...publicSource },
  });
  const updateFlow = (members) => client.send(withMembers(new UpdateFlowCommand({ FlowArn }), members));
  const updateSource = (members) =>
    client.send(withMembers(new UpdateFlowSourceCommand({ FlowArn, SourceArn: Source.SourceArn }), members));
  const toNdi = { protocol: "ndi-speed-hq", ndiSourceSettings: { sourceName: "STUDIO (Camera 1)" } };
  await assertRefused(updateSource(toNdi), "BadRequestException", 400, /flowSize: MEDIUM.*LARGE/);
  const { $body: { flow: large } } = await updateFlow({ ...ndi, encodingConfig: {} });
  assert.equal(large.encodingConfig, undefined);
  const { $body: { outputs: [added] } } = await client.send(
    withMembers(new AddFlowOutputsCommand({ FlowArn, Outputs: [] }), { outputs: [{ protocol: "ndi-speed-hq" }] }),
  );
  assert.equal(added.transport.ndiSpeedHqQuality, 100);
  await client.send(new RemoveFlowOutputCommand({ FlowArn, OutputArn: added.outputArn }));
  const { $body: { flow } } = await updateFlow(ndi);
  assert.equal(flow.ndiConfig.machineName.length, 12);
  assert.equal(flow.ndiConfig.ndiDiscoveryServers[0].discoveryServerPort, 5959);
  assert.equal(flow.encodingConfig.videoMaxBitrate, 20_000_000);
  const { $body: { source } } = await updateSource(toNdi);
  assert.deepEqual(source.transport, toNdi);

  const output = { name: "out", protocol: "ndi-speed-hq" };
  await assertRefused(
    client.send(withMembers(new AddFlowOutputsCommand({ FlowArn, Outputs: [] }), { outputs: [output] })),
    "BadRequestException", 400, /protocol: ndi-speed-hq.*NDI/,
  );
  await client.send(new AddFlowOutputsCommand({
    FlowArn, Outputs: [{ Protocol: "rtp", Destination: "192.0.2.1", Port: 5000 }],
  }));
  await start(client, FlowArn);
  const { $body: { ndiInfo } } = await metadata(client, FlowArn);
  assert.equal(ndiInfo.activeSource.sourceName, "STUDIO (Camera 1)");
  await updateSource({ protocol: "rtp", whitelistCidr: "10.0.0.0/24" });
  await updateFlow({ flowSize: "MEDIUM", ndiConfig: { ndiState: "DISABLED" } });
  assert.equal((await client.send(new DescribeFlowCommand({ FlowArn }))).$body.flow.flowSize, "MEDIUM");
  await stopAndDelete(client, FlowArn);
});

test("an entitled flow", async () => {
  const owner = server.clientOf("000000000207");
  const partner = server.clientOf("000000000208");
  const origin = await create(owner, { Source: { Name: "in", Protocol: "rist", ...publicSource } });
  const { Entitlements: [{ EntitlementArn }] } = await owner.send(new GrantFlowEntitlementsCommand({
    FlowArn: origin.FlowArn,
    Entitlements: [{ Name: "partner", Subscribers: ["000000000208"], DataTransferSubscriberFeePercent: 100 }],
  }));
  const flow = await create(partner, { Source: { Name: "in", EntitlementArn } });
  const { FlowArn } = flow;
  assert.deepEqual(flow.Source, {
    Name: "in", SourceArn: flow.Source.SourceArn, EntitlementArn, DataTransferSubscriberFeePercent: 100,
  });
  await start(partner, FlowArn);
  assert.equal((await metadata(partner, FlowArn)).Messages.length, 0);
  await assertRefused(
    partner.send(new UpdateFlowSourceCommand({ FlowArn, SourceArn: flow.Source.SourceArn, Description: "d" })),
    "BadRequestException", 400, /ACTIVE.*STANDBY.*ERROR/,
  );
  await assertRefused(
    partner.send(new UpdateFlowCommand({ FlowArn, SourceFailoverConfig: { State: "ENABLED" } })),
    "BadRequestException", 400, /sourceFailoverConfig\.state: .*DISABLED/,
  );
  await owner.send(new RevokeFlowEntitlementCommand({ FlowArn: origin.FlowArn, EntitlementArn }));
  assert.equal((await metadata(partner, FlowArn)).Messages[0].Code, "NoContent");
  await stopAndDelete(partner, FlowArn);
});

test("a thumbnail is a JPEG whose timecode moves", async () => {
  const client = server.clientOf("000000000209");
  const { FlowArn } = await create(client, { Source: { Protocol: "rtp", ...publicSource } });
  const thumbnail = async () =>
    (await client.send(new DescribeFlowSourceThumbnailCommand({ FlowArn }))).ThumbnailDetails;
  const stopped = await thumbnail();
  assert.deepEqual([stopped.ThumbnailMessages[0].Code, stopped.Thumbnail], ["FlowNotActive", undefined]);
  await start(client, FlowArn);
  const shown = await thumbnail();
  const picture = Buffer.from(shown.Thumbnail, "base64");
  assert.deepEqual([...picture.subarray(0, 3), ...picture.subarray(-2)], [0xff, 0xd8, 0xff, 0xff, 0xd9]);
  assert.match(shown.Timecode, /^\d\d:\d\d:\d\d:\d\d$/);
  assert.ok(shown.Timestamp instanceof Date);
  await client.send(new UpdateFlowCommand({ FlowArn, SourceMonitoringConfig: { ThumbnailState: "DISABLED" } }));
  assert.equal((await thumbnail()).ThumbnailMessages[0].Code, "ThumbnailsDisabled");
});
