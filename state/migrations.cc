#include "state/migrations.h"

#include "state/schema.h"

namespace mediaconnect {
namespace {

// A version's text never changes: files of it are out there.
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

// The tables of version 3, which are those of today, take the place of all but settings and
// counters.
constexpr const char* kVersion3 = R"sql(
-- The ids of the old tables collide: those of each now follow those of the one before. Flows keep
-- theirs, which are in page tokens.
CREATE TEMP TABLE starts AS
  SELECT name AS of, coalesce(sum(seq) OVER (
    ORDER BY name <> 'flows', name ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS start
  FROM sqlite_sequence;
INSERT INTO resources (id, kind, account, region, arn, name, status, next_status, due_at,
                       active_since, doc)
  SELECT id, 'flow', account, region, arn, name, status, next_status, due_at, active_since, doc
  FROM flows;
INSERT INTO resources (id, kind, parent_id, account, region, arn, name, doc)
  SELECT id + start, 'flow_source', flow_id, account, region, arn, name, doc
  FROM flow_sources, starts WHERE of = 'flow_sources';
INSERT INTO resources (id, kind, parent_id, account, region, arn, name, doc)
  SELECT id + start, 'flow_output', flow_id, account, region, arn, name, doc
  FROM flow_outputs, starts WHERE of = 'flow_outputs';
INSERT INTO resources (id, kind, parent_id, account, region, arn, name, doc)
  SELECT id + start, 'flow_entitlement', flow_id, account, region, arn, name, doc
  FROM flow_entitlements, starts WHERE of = 'flow_entitlements';
INSERT INTO resources (id, kind, parent_id, account, region, arn, name, doc)
  SELECT id + start, 'flow_media_stream', flow_id, account, region, arn, name, doc
  FROM flow_media_streams, starts WHERE of = 'flow_media_streams';
INSERT INTO resources (id, kind, parent_id, account, region, arn, name, doc)
  SELECT id + start, 'flow_vpc_interface', flow_id, account, region, arn, name, doc
  FROM flow_vpc_interfaces, starts WHERE of = 'flow_vpc_interfaces';
INSERT INTO resources (id, kind, account, region, arn, name, status, next_status, due_at,
                       last_status, last_due_at, doc)
  SELECT id + start, 'reservation', account, region, arn, name, 'PROCESSING', 'ACTIVE', active_at,
         'EXPIRED', ends_at, doc
  FROM reservations, starts WHERE of = 'reservations';
INSERT INTO entitlement_grants (account, region, entitlement_id)
  SELECT account, region, entitlement_id + start
  FROM entitlement_subscribers, starts WHERE of = 'flow_entitlements';
INSERT INTO entitlement_uses (entitlement_id, output_id, source_id)
  SELECT o.entitlement_id + e.start, o.id + own.start, o.subscriber_source_id + s.start
  FROM flow_outputs o, starts e, starts own, starts s
  WHERE o.entitlement_id IS NOT NULL AND o.subscriber_source_id IS NOT NULL
    AND e.of = 'flow_entitlements' AND own.of = 'flow_outputs' AND s.of = 'flow_sources';

UPDATE resources SET doc = json_patch(doc, json_object(
  'description', (SELECT json_extract(s.doc, '$.description') FROM resources s
                  WHERE s.parent_id = resources.id AND s.kind = 'flow_source'
                  ORDER BY s.id LIMIT 1)))
  WHERE kind = 'flow';
UPDATE resources SET listed = json_patch(
  json_object(
    'availabilityZone', json_extract(doc, '$.availabilityZone'),
    'description', coalesce(json_extract(doc, '$.description'), ''),
    'flowArn', arn, 'name', name,
    'sourceType', iif(EXISTS (SELECT 1 FROM resources s
                              WHERE s.parent_id = resources.id AND s.kind = 'flow_source'
                                AND json_extract(s.doc, '$.entitlementArn') IS NOT NULL),
                      'ENTITLED', 'OWNED')),
  json_object('maintenance', json_extract(doc, '$.maintenance')))
  WHERE kind = 'flow';
UPDATE resources SET listed = json_patch(
  json_object('entitlementArn', arn, 'entitlementName', name),
  json_object('dataTransferSubscriberFeePercent',
              json_extract(doc, '$.dataTransferSubscriberFeePercent')))
  WHERE kind = 'flow_entitlement';

INSERT INTO tags (resource_id, key, value)
  SELECT r.id, t.key, t.value FROM old_tags t
  JOIN resources r ON r.account = t.account AND r.region = t.region AND r.arn = t.arn;

DROP TABLE flow_outputs;
DROP TABLE entitlement_subscribers;
DROP TABLE flow_entitlements;
DROP TABLE flow_sources;
DROP TABLE flow_media_streams;
DROP TABLE flow_vpc_interfaces;
DROP TABLE flows;
DROP TABLE reservations;
DROP TABLE old_tags;
DROP TABLE temp.starts;
)sql";

}  // namespace

std::string Migration(int version) {
  if (version == 0) return kVersion1;
  if (version == 1) return kVersion2;
  if (version == 3) return kTriggers;
  return std::string("ALTER TABLE tags RENAME TO old_tags;") + kResourceTables + kVersion3;
}

}  // namespace mediaconnect
