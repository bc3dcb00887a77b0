// The binary as a process of its own, and SDK clients that talk to it.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { after, before } from "node:test";

import { MediaConnectClient } from "@aws-sdk/client-mediaconnect";

import { checkResponse } from "./shapes.js";

// Each success is held against its shape before the SDK reads it, and what the SDK returns has the
// body as it came as `$body`.
function watchResponses(client) {
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const result = await next(args);
      const { response } = result;
      const chunks = [];
      for await (const chunk of response.body) chunks.push(chunk);
      const bytes = Buffer.concat(chunks);
      response.body = new Uint8Array(bytes);
      context.wireBody = bytes.toString();
      const operation = context.commandName.replace(/Command$/, "");
      if (response.statusCode < 300) checkResponse(operation, response.statusCode, context.wireBody);
      return result;
    },
    { step: "deserialize", priority: "low", name: "checkShape" },
  );
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const result = await next(args);
      const { wireBody } = context;
      if (wireBody) Object.defineProperty(result.output, "$body", { value: JSON.parse(wireBody) });
      return result;
    },
    { step: "initialize", priority: "high", name: "showBody" },
  );
  return client;
}

// Members that this SDK does not know yet go into the command's body as they are.
export function withMembers(command, members) {
  command.middlewareStack.add(
    (next) => async (args) => {
      args.request.body = JSON.stringify({ ...JSON.parse(args.request.body || "{}"), ...members });
      return next(args);
    },
    { step: "build", priority: "high", name: "addMembers" },
  );
  return command;
}

// Starts the server on a port that it picks, and waits for its ready line.
export async function startServer(...options) {
  const binary = process.env.SERVER_BINARY;
  if (!binary) throw new Error("SERVER_BINARY must name the server; ./dev test sets it");
  const child = spawn(binary, ["--port", "0", "--log-level", "error", ...options], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await Promise.race([
    once(createInterface({ input: child.stdout }), "line"),
    once(child, "exit").then(([status]) => {
      throw new Error(`the server ended with status ${status} before it was ready`);
    }),
  ]);
  const { endpoint } = JSON.parse(line);
  // A test that fails before stop() neither waits for it nor leaves it behind.
  child.unref();
  child.stdout.unref();
  process.on("exit", () => child.kill("SIGKILL"));
  return {
    endpoint,
    // A client of an account that no other test has; the 12-digit access key is the account.
    clientOf(account, options = {}) {
      return watchResponses(new MediaConnectClient({
        endpoint,
        region: "us-east-1",
        credentials: { accessKeyId: account, secretAccessKey: "unused" },
        ...options,
      }));
    },
    async stop() {
      child.ref();
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      const [status] = await ended;
      return status;
    },
  };
}

// Expects an error of the SDK's own class for it.
export async function assertRefused(promise, name, status, message) {
  await assert.rejects(promise, (error) => {
    assert.equal(error.name, name);
    assert.equal(error.$metadata.httpStatusCode, status);
    assert.match(error.message, message);
    assert.match(error.$metadata.requestId, /^[0-9a-f-]{36}$/);
    return true;
  });
}

// One server for all tests of a file. It must end well.
export function sharedServer(...options) {
  const server = {};
  before(async () => {
    Object.assign(server, await startServer(...options));
  });
  after(async () => {
    assert.equal(await server.stop(), 0);
  });
  return server;
}
