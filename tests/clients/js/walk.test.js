// Everything that the SDK can send is understood: each of its operations is called with the least
// and with the most that the contract lets it carry. The server names the operation that it read,
// or serves it; a request that it misread would break a constraint.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import * as sdk from "@aws-sdk/client-mediaconnect";

import { sharedServer } from "./server.js";

const facts = JSON.parse(await readFile(new URL("../../contract/facts.json", import.meta.url)));

const server = sharedServer();

// A text that the pattern matches: the pattern itself, with its variable parts filled in.
const textFor = (pattern) =>
  pattern
    .replace(/\[[^\]]*\]\{\d+\}/g, "111122223333")
    .replace(/\[[^\]]*\]\*/g, "")
    .replace(/\[[^\]]*\]\+/g, "1")
    .replace(/\.\+/g, "x")
    .replace(/[()]/g, "");

function valueOf(shapeName, full) {
  const shape = facts.shapes[shapeName];
  switch (shape.type) {
    case "string":
      return shape.enum ? shape.enum[0] : shape.pattern ? textFor(shape.pattern) : "text";
    case "integer":
    case "long":
      return shape.min ?? 1;
    case "double":
      return 3.5;
    case "boolean":
      return true;
    case "timestamp":
      return new Date("2026-01-30T08:30:00Z");
    case "list":
      return [valueOf(shape.member, full)];
    case "map":
      return { key: valueOf(shape.value, full) };
    case "structure": {
      let members = Object.entries(shape.members ?? {}).filter(([name]) => name !== "NextToken");
      members = shape.union ? members.slice(0, 1) : members.filter(([, m]) => full || m.required);
      return Object.fromEntries(members.map(([name, m]) => [name, valueOf(m.shape, full)]));
    }
    default:
      throw new Error(`no value for a ${shape.type}`);
  }
}

async function assertUnderstood(client, operation, full) {
  const { input, status } = facts.operations[operation];
  try {
    const { $metadata } = await client.send(new sdk[`${operation}Command`](valueOf(input, full)));
    assert.equal($metadata.httpStatusCode, status, operation);
  } catch (error) {
    if (error.name === "NotImplementedException") {
      assert.match(error.message, new RegExp(` ${operation} `));
      return;
    }
    assert.ok(error.$metadata?.httpStatusCode < 500, `${operation}: ${error}`);
    assert.ok(facts.operations[operation].errors.includes(error.name), `${operation}: ${error}`);
    assert.doesNotMatch(error.message, /is required$|must be (a|one of) |does not match/, operation);
  }
}

test("every operation of the SDK is understood, with the least and with the most", async (t) => {
  const client = server.clientOf("000000000021");
  const known = Object.keys(facts.operations).filter((name) => sdk[`${name}Command`]);
  assert.ok(known.length >= 52, `the SDK knows only ${known.length} operations`);
  for (const operation of known) {
    await assertUnderstood(client, operation, false);
    await assertUnderstood(client, operation, true);
  }
  t.diagnostic(`${known.length} of 82 operations, each with two inputs`);
});
