// The binary as a process of its own, and SDK clients that talk to it.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

import { MediaConnectClient } from "@aws-sdk/client-mediaconnect";

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
    clientOf(account, region = "us-east-1") {
      return new MediaConnectClient({
        endpoint,
        region,
        credentials: { accessKeyId: account, secretAccessKey: "unused" },
      });
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
