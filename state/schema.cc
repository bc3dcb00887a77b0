#include "state/schema.h"

namespace mediaconnect {
namespace {

// A resource is a row: columns for what queries need, `doc` for the rest of its wire form. Ids grow
// with creation, so they are the order of lists and the position of pages.
//
// What goes when its parent goes is kept by foreign keys, and what has no foreign key (tags) by
// triggers, which cascades fire too.
constexpr const char* kVersion1 = R"sql(
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

CREATE TABLE flows (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  account     TEXT NOT NULL,
  region      TEXT NOT NULL,
  arn         TEXT NOT NULL,
  name        TEXT NOT NULL,
  status      TEXT NOT NULL,
  next_status TEXT,     -- what the status becomes
  due_at      INTEGER,  -- when, in milliseconds since 1970
  doc         TEXT NOT NULL,
  UNIQUE (account, region, arn)
) STRICT;
CREATE INDEX flows_listed ON flows (account, region, id);
CREATE INDEX flows_due ON flows (due_at, id) WHERE due_at IS NOT NULL;

CREATE TABLE flow_sources (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  flow_id INTEGER NOT NULL REFERENCES flows ON DELETE CASCADE,
  account TEXT NOT NULL,
  region  TEXT NOT NULL,
  arn     TEXT NOT NULL,
  name    TEXT NOT NULL,
  doc     TEXT NOT NULL,
  UNIQUE (flow_id, name),
  UNIQUE (account, region, arn)
) STRICT;

CREATE TABLE flow_entitlements (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  flow_id INTEGER NOT NULL REFERENCES flows ON DELETE CASCADE,
  account TEXT NOT NULL,
  region  TEXT NOT NULL,
  arn     TEXT NOT NULL,
  name    TEXT NOT NULL,
  doc     TEXT NOT NULL,
  UNIQUE (flow_id, name),
  UNIQUE (account, region, arn)
) STRICT;

-- Whom an entitlement is granted to; the subscriber sees it in the entitlement's Region.
CREATE TABLE entitlement_subscribers (
  account        TEXT NOT NULL,
  region         TEXT NOT NULL,
  entitlement_id INTEGER NOT NULL REFERENCES flow_entitlements ON DELETE CASCADE,
  PRIMARY KEY (account, region, entitlement_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX entitlement_subscribers_of ON entitlement_subscribers (entitlement_id);

-- An output that an entitlement made goes with the entitlement, and with the subscriber's source.
CREATE TABLE flow_outputs (
  id                   INTEGER PRIMARY KEY AUTOINCREMENT,
  flow_id              INTEGER NOT NULL REFERENCES flows ON DELETE CASCADE,
  account              TEXT NOT NULL,
  region               TEXT NOT NULL,
  arn                  TEXT NOT NULL,
  name                 TEXT NOT NULL,
  entitlement_id       INTEGER UNIQUE REFERENCES flow_entitlements ON DELETE CASCADE,
  subscriber_source_id INTEGER UNIQUE REFERENCES flow_sources ON DELETE CASCADE,
  doc                  TEXT NOT NULL,
  UNIQUE (flow_id, name),
  UNIQUE (account, region, arn)
) STRICT;

CREATE TABLE flow_media_streams (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  flow_id INTEGER NOT NULL REFERENCES flows ON DELETE CASCADE,
  account TEXT NOT NULL,
  region  TEXT NOT NULL,
  arn     TEXT NOT NULL,
  name    TEXT NOT NULL,
  doc     TEXT NOT NULL,
  UNIQUE (flow_id, name),
  UNIQUE (account, region, arn)
) STRICT;

CREATE TABLE flow_vpc_interfaces (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  flow_id INTEGER NOT NULL REFERENCES flows ON DELETE CASCADE,
  account TEXT NOT NULL,
  region  TEXT NOT NULL,
  arn     TEXT NOT NULL,
  name    TEXT NOT NULL,
  doc     TEXT NOT NULL,
  UNIQUE (flow_id, name),
  UNIQUE (account, region, arn)
) STRICT;

CREATE TABLE tags (
  account TEXT NOT NULL,
  region  TEXT NOT NULL,
  arn     TEXT NOT NULL,
  key     TEXT NOT NULL,
  value   TEXT NOT NULL,
  PRIMARY KEY (account, region, arn, key)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER flows_tags AFTER DELETE ON flows BEGIN
  DELETE FROM tags WHERE account = old.account AND region = old.region AND arn = old.arn;
END;
CREATE TRIGGER flow_sources_tags AFTER DELETE ON flow_sources BEGIN
  DELETE FROM tags WHERE account = old.account AND region = old.region AND arn = old.arn;
END;
CREATE TRIGGER flow_entitlements_tags AFTER DELETE ON flow_entitlements BEGIN
  DELETE FROM tags WHERE account = old.account AND region = old.region AND arn = old.arn;
END;
CREATE TRIGGER flow_outputs_tags AFTER DELETE ON flow_outputs BEGIN
  DELETE FROM tags WHERE account = old.account AND region = old.region AND arn = old.arn;
END;
CREATE TRIGGER flow_media_streams_tags AFTER DELETE ON flow_media_streams BEGIN
  DELETE FROM tags WHERE account = old.account AND region = old.region AND arn = old.arn;
END;
CREATE TRIGGER flow_vpc_interfaces_tags AFTER DELETE ON flow_vpc_interfaces BEGIN
  DELETE FROM tags WHERE account = old.account AND region = old.region AND arn = old.arn;
END;
)sql";

constexpr const char* kVersion2 = R"sql(
-- Since when a flow is running, in milliseconds since 1970; NULL while it is not.
ALTER TABLE flows ADD COLUMN active_since INTEGER;
UPDATE flows SET active_since = CAST(strftime('%s', 'now') AS INTEGER) * 1000
  WHERE status IN ('ACTIVE', 'UPDATING', 'STOPPING');

CREATE TABLE reservations (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  account   TEXT NOT NULL,
  region    TEXT NOT NULL,
  arn       TEXT NOT NULL,
  name      TEXT NOT NULL,
  active_at INTEGER NOT NULL,  -- when it is PROCESSING no more, in milliseconds since 1970
  ends_at   INTEGER NOT NULL,
  doc       TEXT NOT NULL,
  UNIQUE (account, region, arn),
  UNIQUE (account, region, name)
) STRICT;
CREATE TRIGGER reservations_tags AFTER DELETE ON reservations BEGIN
  DELETE FROM tags WHERE account = old.account AND region = old.region AND arn = old.arn;
END;
)sql";

}  // namespace

const char* const kMigrations[kSchemaVersion] = {kVersion1, kVersion2};

}  // namespace mediaconnect
