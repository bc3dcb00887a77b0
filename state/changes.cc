#include "state/changes.h"

#include <utility>

namespace mediaconnect {
namespace {

// Changes of a row's bookkeeping alone, such as when it is due, are none.
constexpr const char* kTriggers = R"sql(
CREATE TEMP TRIGGER resource_added AFTER INSERT ON main.resources BEGIN
  SELECT note_change(0, new.id, new.kind, new.parent_id, new.account, new.region, new.arn, new.name,
                     NULL, new.status);
END;
CREATE TEMP TRIGGER resource_changed AFTER UPDATE OF name, status, doc ON main.resources
WHEN old.status IS NOT new.status OR old.doc <> new.doc OR old.name <> new.name BEGIN
  SELECT note_change(1, new.id, new.kind, new.parent_id, new.account, new.region, new.arn, new.name,
                     old.status, new.status);
END;
CREATE TEMP TRIGGER resource_removed AFTER DELETE ON main.resources BEGIN
  SELECT note_change(2, old.id, old.kind, old.parent_id, old.account, old.region, old.arn, old.name,
                     old.status, NULL);
END;
)sql";

}  // namespace

void Changes::Listen(Listener listener) {
  listener_ = std::move(listener);
  database_.Define("note_change", [this](const Database::Arguments& row) { Note(row); });
  database_.Execute(kTriggers);
}

void Changes::Note(const Database::Arguments& row) {
  collected_.push_back({.what = static_cast<Change::What>(row.Int(0)),
                        .id = row.Int(1),
                        .kind = KindNamed(row.Text(2)),
                        .parent_id = row.OptionalInt(3),
                        .scope = {row.Text(4), row.Text(5)},
                        .arn = row.Text(6),
                        .name = row.Text(7),
                        .old_status = row.Text(8),
                        .status = row.Text(9)});
}

void Changes::HandOut() {
  if (collected_.empty()) return;
  const std::vector<Change> changes = std::exchange(collected_, {});
  listener_(changes);
}

}  // namespace mediaconnect
