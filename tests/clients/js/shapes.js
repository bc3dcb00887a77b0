// Holds what comes over the wire against the response shapes of today's API, for SDKs that are older
// than it: the SDK leaves out what it does not know.
import { readFile } from "node:fs/promises";

const facts = JSON.parse(await readFile(new URL("../../contract/facts.json", import.meta.url)));

const plainTypes = {
  string: (value) => typeof value === "string",
  blob: (value) => typeof value === "string",
  timestamp: (value) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value),
  boolean: (value) => typeof value === "boolean",
  integer: Number.isInteger,
  long: Number.isInteger,
  double: (value) => typeof value === "number",
};

function membersOf(shape) {
  return Object.entries(shape.members ?? {}).map(([name, member]) => ({ wire: member.name ?? name, ...member }));
}

// All that is wrong with `value`, as texts that begin with its path.
function mistakesOf(shapeName, value, path) {
  const shape = facts.shapes[shapeName];
  if (shape.type === "list") {
    if (!Array.isArray(value)) return [`${path}: no list`];
    return value.flatMap((item, i) => mistakesOf(shape.member, item, `${path}[${i}]`));
  }
  if (shape.type === "map") {
    return Object.entries(value).flatMap(([key, item]) => mistakesOf(shape.value, item, `${path}.${key}`));
  }
  if (shape.type !== "structure") {
    if (!plainTypes[shape.type](value)) return [`${path}: ${JSON.stringify(value)} is no ${shape.type}`];
    if (shape.enum && !shape.enum.includes(value)) return [`${path}: ${value} is none of ${shape.enum}`];
    return [];
  }
  if (value === null || typeof value !== "object") return [`${path}: no structure`];
  const members = membersOf(shape);
  const known = new Map(members.map((member) => [member.wire, member]));
  return [
    ...members.filter((member) => member.required && !(member.wire in value))
      .map((member) => `${path}.${member.wire}: is missing`),
    ...Object.keys(value).flatMap((name) => known.has(name)
      ? mistakesOf(known.get(name).shape, value[name], `${path}.${name}`)
      : [`${path}.${name}: is no member of ${shapeName}`]),
  ];
}

// Throws where a success of this operation has another status or shape than the API's.
export function checkResponse(operationName, status, body) {
  const operation = facts.operations[operationName];
  const mistakes = status === operation.status ? [] : [`status ${status}, not ${operation.status}`];
  if (operation.output) mistakes.push(...mistakesOf(operation.output, JSON.parse(body), operationName));
  else if (body !== "") mistakes.push("a body, where there is none");
  if (mistakes.length > 0) throw new Error(`the response breaks its shape:\n${mistakes.join("\n")}`);
}
