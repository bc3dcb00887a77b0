// The OpenAPI document: a validator takes it, and every operation can be called as it says.
import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { CreateFlowCommand, CreateGatewayCommand, StartFlowCommand } from "@aws-sdk/client-mediaconnect";
import { Validator } from "@seriousme/openapi-schema-validator";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

import { sharedServer } from "./server.js";

const server = sharedServer();
const account = "111122223333";

async function readDocument() {
  const response = await fetch(`${server.endpoint}/_mediaconnect/openapi.json`);
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("content-type"), "application/json");
  return response.json();
}

// Every operation of the document, with the path that it has there.
function* operationsOf(document) {
  for (const [path, item] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(item)) yield { path, method, operation };
  }
}

// Of shapes that need something, but nothing in particular.
const someShapes = {
  Fault: { operation: "DeleteFlow", connection: "close" },
  ReturnedFault: { operation: "DeleteFlow", connection: "close" },
};

// "faults" -> "fault-1"
function firstIdOf(list) {
  return `${list.slice(0, -1)}-1`;
}

// What the operations are about, made anew for each of them.
async function makeExamples() {
  await fetch(`${server.endpoint}/_mediaconnect/reset`, { method: "POST" });
  const client = server.clientOf(account);
  const { Gateway } = await client.send(new CreateGatewayCommand({
    Name: "studio",
    EgressCidrBlocks: ["10.0.0.0/24"],
    Networks: [{ Name: "lan", CidrBlock: "10.1.0.0/24" }],
  }));
  const { Flow } = await client.send(new CreateFlowCommand({
    Name: "flow",
    Source: { Name: "main", Protocol: "rtp", WhitelistCidr: "10.0.0.0/24" },
  }));
  const instance = await fetch(`${server.endpoint}/_mediaconnect/gateway-instances`, {
    method: "POST",
    body: JSON.stringify({ gatewayArn: Gateway.GatewayArn }),
  });
  assert.equal(instance.status, 201);
  // Of the account and of the server, both the first of their list.
  for (const scope of [`/accounts/${account}`, ""]) {
    for (const [list, rule] of [["transitions", { mode: "manual" }], ["faults", someShapes.Fault]]) {
      const added = await fetch(`${server.endpoint}/_mediaconnect${scope}/${list}`, {
        method: "POST",
        body: JSON.stringify(rule),
      });
      assert.equal(added.status, 201);
      assert.equal((await added.json()).id, firstIdOf(list));
    }
  }
  await client.send(new StartFlowCommand({ FlowArn: Flow.FlowArn }));
  return {
    accountId: account,
    account,
    gatewayArn: Gateway.GatewayArn,
    gatewayInstanceArn: (await instance.json()).gatewayInstanceArn,
    instanceId: "mi-0123456789abcdef0",
    flowArn: Flow.FlowArn,
    maintenanceDeadline: "2030-01-30T08:30:00Z",
    by: "1s",
    arn: Flow.FlowArn,
  };
}

// A value by the schema; for texts, the example of that name.
function valueOf(document, schema, name, examples) {
  if (schema.$ref) {
    const shape = schema.$ref.split("/").at(-1);
    return someShapes[shape] ?? valueOf(document, document.components.schemas[shape], name, examples);
  }
  if (schema.enum) return schema.enum[0];
  if (schema.type === "object") {
    // Of a union, one member.
    const required = schema.required ?? Object.keys(schema.properties).slice(0, schema.minProperties ?? 0);
    return Object.fromEntries(
      required.map((member) => [member, valueOf(document, schema.properties[member], member, examples)]),
    );
  }
  if (schema.type === "array") return [valueOf(document, schema.items, name, examples)];
  assert.ok(name in examples, `no example of ${name}`);
  return examples[name];
}

async function call(document, { path, method, operation }, examples, query = "") {
  let target = path;
  for (const parameter of operation.parameters) {
    if (!parameter.required) continue;
    assert.equal(parameter.in, "path");
    const list = parameter.name === "id" && path.split("/").at(-2);
    const value = list ? firstIdOf(list) : valueOf(document, parameter.schema, parameter.name, examples);
    target = target.replace(`{${parameter.name}}`, encodeURIComponent(value));
  }
  assert.doesNotMatch(target, /[{}]/);
  const options = { method: method.toUpperCase() };
  if (operation.requestBody) {
    const schema = operation.requestBody.content["application/json"].schema;
    options.body = JSON.stringify(valueOf(document, schema, "", examples));
  }
  return fetch(document.servers[0].url + target + query, options);
}

// Asserts that the response is one that the document announces, of that schema.
async function check(ajv, { path, method, operation }, response) {
  const where = `${method} ${path}: ${response.status}`;
  const announced = operation.responses[String(response.status)];
  assert.ok(announced, `${where} is not announced`);
  const text = await response.text();
  if (!announced.content) return assert.equal(text, "", where);
  const media = response.headers.get("content-type");
  const schema = announced.content[media]?.schema;
  assert.ok(schema, `${where}: ${media} is not announced`);
  const validate = ajv.compile(
    JSON.parse(JSON.stringify(schema).replaceAll("#/components/schemas/", "document#/components/schemas/")),
  );
  assert.ok(validate(JSON.parse(text)), `${where}: ${text} ${JSON.stringify(validate.errors)}`);
}

function makeAjv(document) {
  const ajv = new Ajv2020({ strict: false });
  addFormats(ajv, ["date-time"]);
  ajv.addFormat("int32", { type: "number", validate: Number.isInteger });
  ajv.addFormat("int64", { type: "number", validate: Number.isInteger });
  ajv.addSchema(document, "document");
  return ajv;
}

describe("the OpenAPI document", () => {
  it("is one of version 3.1", async () => {
    const document = await readDocument();
    assert.equal(document.openapi, "3.1.0");
    const result = await new Validator().validate(document);
    assert.ok(result.valid, JSON.stringify(result.errors));
    assert.equal(document.servers[0].url, server.endpoint);
  });

  it("has every operation for the server and for an account", async () => {
    const document = await readDocument();
    const own = Object.keys(document.paths).filter((path) => !path.includes("/accounts"));
    assert.ok(own.length >= 7, own.join(" "));
    for (const path of own) {
      const ofAccount = path.replace("/_mediaconnect/", "/_mediaconnect/accounts/{accountId}/");
      assert.deepEqual(Object.keys(document.paths[ofAccount]), Object.keys(document.paths[path]));
    }
  });

  it("says what each operation takes and answers", async () => {
    const document = await readDocument();
    const ajv = makeAjv(document);
    let calls = 0;
    for (const each of operationsOf(document)) {
      const response = await call(document, each, await makeExamples());
      assert.ok(response.ok, `${each.method} ${each.path}: ${response.status}`);
      await check(ajv, each, response);
      calls += 1;
    }
    assert.ok(calls >= 50, `${calls} calls`);
  });

  it("says how each operation refuses", async () => {
    const document = await readDocument();
    const ajv = makeAjv(document);
    const examples = await makeExamples();
    for (const each of operationsOf(document)) {
      const response = await call(document, each, examples, "?surprise=1");
      assert.equal(response.status, 400, `${each.method} ${each.path}`);
      await check(ajv, each, response);
    }
  });
});

describe("the OpenAPI document of a server with a token", () => {
  const guarded = sharedServer("--control-token", "s3cret");

  it("says which operations ask for it", async () => {
    const document = await readDocument();
    let open = 0;
    for (const { path, method, operation } of operationsOf(document)) {
      const target = path.replaceAll(/\{\w+\}/g, account);
      const { status } = await fetch(guarded.endpoint + target, { method: method.toUpperCase() });
      if (operation.security?.length === 0) {
        open += 1;
        assert.equal(status, 200, path);
      } else {
        assert.equal(status, 401, path);
        assert.ok(operation.responses[401], path);
      }
    }
    assert.equal(open, 4);
  });
});
