#include "state/schema.h"

#include "state/kinds.h"

namespace mediaconnect {

const char* const kServerTables = R"sql(
-- "seed"; "accounts given": how many; "account 473920175518": one that was, with its number;
-- "clock 473920175518", and "clock " of the server: "frozen 1750000000000" or "ahead 5000", in
-- milliseconds; "polls": there was a transition that waits for polls.
CREATE TABLE settings (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- How many ids of a kind were drawn: makes ids repeatable under a seed, and unique over restarts.
CREATE TABLE counters (
  account TEXT NOT NULL,
  region  TEXT NOT NULL,
  kind    TEXT NOT NULL,
  drawn   INTEGER NOT NULL,
  PRIMARY KEY (account, region, kind)
) STRICT, WITHOUT ROWID;
)sql";

// A resource is a row: columns for what queries need, `doc` for the rest of its wire form. Ids grow
// with creation, so they are the order of lists and the position of pages. What goes when something
// else goes is kept by foreign keys; a trigger, which cascades fire too, adds what they cannot say.
const char* const kResourceTables = R"sql(
CREATE TABLE resources (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  kind         TEXT NOT NULL,
  parent_id    INTEGER REFERENCES resources ON DELETE CASCADE,  -- what it is a part of
  account      TEXT NOT NULL,
  region       TEXT NOT NULL,
  arn          TEXT,     -- NULL for what goes by its name alone
  name         TEXT NOT NULL,
  status       TEXT,     -- NULL for kinds without states
  active_since INTEGER,  -- in milliseconds since 1970; NULL while it is not running
  doc          TEXT NOT NULL,
  listed       TEXT,     -- what a list shows of it, but for the status; NULL: its doc
  next_status  TEXT,     -- what the status becomes
  due_at       INTEGER,  -- when, in milliseconds since 1970
  last_status  TEXT,     -- and what it becomes after that, if it is known already
  last_due_at  INTEGER,
  polls        INTEGER,  -- without due_at, the next status comes with so many polls; NULL: by a step
  polled       INTEGER NOT NULL DEFAULT 0,
  failure      TEXT      -- why it comes to nothing, if that is what the next status says, or this one
) STRICT;
CREATE UNIQUE INDEX resources_arn ON resources (account, region, arn) WHERE arn IS NOT NULL;
CREATE UNIQUE INDEX resources_part ON resources (parent_id, kind, name)
  WHERE parent_id IS NOT NULL;
CREATE INDEX resources_listed ON resources (account, region, kind, id) WHERE parent_id IS NULL;
CREATE INDEX resources_due ON resources (account, due_at, id) WHERE due_at IS NOT NULL;

-- Whom an entitlement is granted to; the subscriber sees it in the entitlement's Region.
CREATE TABLE entitlement_grants (
  account        TEXT NOT NULL,
  region         TEXT NOT NULL,
  entitlement_id INTEGER NOT NULL REFERENCES resources ON DELETE CASCADE,
  PRIMARY KEY (account, region, entitlement_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX entitlement_grants_of ON entitlement_grants (entitlement_id);

-- The output that carries an entitlement's content to a subscriber's source. It goes with either.
CREATE TABLE entitlement_uses (
  entitlement_id INTEGER PRIMARY KEY REFERENCES resources ON DELETE CASCADE,
  output_id      INTEGER NOT NULL UNIQUE REFERENCES resources ON DELETE CASCADE,
  source_id      INTEGER NOT NULL UNIQUE REFERENCES resources ON DELETE CASCADE
) STRICT;
CREATE TRIGGER entitlement_uses_output AFTER DELETE ON entitlement_uses BEGIN
  DELETE FROM resources WHERE id = old.output_id;
END;

-- Which gateway something is on that is not a part of it: its instances and bridges, which go before
-- it does or with it; and which of the instances runs the bridge, until it has stopped, or has not started.
CREATE TABLE placements (
  resource_id INTEGER PRIMARY KEY REFERENCES resources ON DELETE CASCADE,
  gateway_id  INTEGER NOT NULL REFERENCES resources,
  instance_id INTEGER REFERENCES resources ON DELETE SET NULL
) STRICT;
CREATE INDEX placements_on ON placements (gateway_id);
CREATE INDEX placements_run_by ON placements (instance_id) WHERE instance_id IS NOT NULL;
CREATE TRIGGER placements_stopped AFTER UPDATE OF status ON resources
  WHEN new.kind = 'bridge' AND new.status IN ('STANDBY', 'START_FAILED') BEGIN
  UPDATE placements SET instance_id = NULL WHERE resource_id = new.id;
END;

-- The flow that feeds a source of a bridge, or the bridge that feeds a source of a flow, and the
-- output that shows it there. The output is made for the source, and goes with it.
CREATE TABLE feeds (
  source_id INTEGER PRIMARY KEY REFERENCES resources ON DELETE CASCADE,
  feeder_id INTEGER NOT NULL REFERENCES resources ON DELETE CASCADE,
  output_id INTEGER UNIQUE REFERENCES resources ON DELETE CASCADE  -- NULL: there is none yet
) STRICT;
CREATE INDEX feeds_from ON feeds (feeder_id);
CREATE TRIGGER feeds_output AFTER DELETE ON feeds BEGIN
  DELETE FROM resources WHERE id = old.output_id;
END;

-- Which network interface a router input or output uses. The interface cannot go before it does.
CREATE TABLE router_attachments (
  resource_id  INTEGER PRIMARY KEY REFERENCES resources ON DELETE CASCADE,
  interface_id INTEGER NOT NULL REFERENCES resources
) STRICT;
CREATE INDEX router_attachments_to ON router_attachments (interface_id);

-- Which router input a route leads to its output. The input cannot go before the route does.
CREATE TABLE router_takes (
  route_id INTEGER PRIMARY KEY REFERENCES resources ON DELETE CASCADE,
  input_id INTEGER NOT NULL REFERENCES resources
) STRICT;
CREATE INDEX router_takes_of ON router_takes (input_id);

-- What a client's token has made, and of which request.
CREATE TABLE client_tokens (
  account     TEXT NOT NULL,
  region      TEXT NOT NULL,
  operation   TEXT NOT NULL,
  token       TEXT NOT NULL,
  resource_id INTEGER NOT NULL REFERENCES resources ON DELETE CASCADE,
  request     TEXT NOT NULL,
  PRIMARY KEY (account, region, operation, token)
) STRICT, WITHOUT ROWID;
CREATE INDEX client_tokens_of ON client_tokens (resource_id);

CREATE TABLE tags (
  resource_id INTEGER NOT NULL REFERENCES resources ON DELETE CASCADE,
  key         TEXT NOT NULL,
  value       TEXT NOT NULL,
  PRIMARY KEY (resource_id, key)
) STRICT, WITHOUT ROWID;
)sql";

const char* const kTriggers = R"sql(
-- A router input or output and a flow that are connected name each other in their documents. After
-- a failure the router's one can be deleted while it is connected (rules 3.4); this then removes
-- its ARN from the flow's output or source.
CREATE TRIGGER IF NOT EXISTS routers_disconnected AFTER DELETE ON resources
  WHEN old.kind IN ('router_input', 'router_output') AND json_valid(old.doc) BEGIN
  UPDATE resources
    SET doc = json_remove(doc, '$.connectedRouterInputArn', '$.connectedRouterOutputArn')
    WHERE account = old.account AND region = old.region AND json_valid(doc)
      AND arn IN (json_extract(old.doc, '$.configuration.mediaConnectFlow.flowOutputArn'),
                  json_extract(old.doc, '$.configuration.mediaConnectFlow.flowSourceArn'));
END;

-- A gateway that goes takes the instances with it that were deregistered (rules 3.3). While it has
-- others, it cannot be deleted.
CREATE TRIGGER IF NOT EXISTS gateways_gone AFTER DELETE ON resources
  WHEN old.kind = 'gateway' BEGIN
  DELETE FROM resources WHERE kind = 'gateway_instance' AND status = 'DEREGISTERED'
    AND id IN (SELECT resource_id FROM placements WHERE gateway_id = old.id);
END;
)sql";

std::string ViewsOfKinds() {
  const auto time = [](const std::string& column) {
    return "strftime('%Y-%m-%dT%H:%M:%fZ', r." + column + " / 1000.0, 'unixepoch') AS " + column;
  };
  std::string sql;
  for (const KindRules& kind : KindTable()) {
    const std::string name(kind.name);
    sql += "CREATE VIEW IF NOT EXISTS " + name + "s AS SELECT r.id, ";
    if (kind.is_part) sql += "r.parent_id, p.name AS parent_name, ";
    sql += "r.account, r.region, r.name, r.arn, r.status, r.next_status, ";
    sql += time("due_at") + ", " + time("active_since") + ", r.doc FROM resources r ";
    if (kind.is_part) sql += "JOIN resources p ON p.id = r.parent_id ";
    sql += "WHERE r.kind = '" + name + "';\n";
  }
  return sql;
}

}  // namespace mediaconnect
