// Keyset paging, shared by every operation that lists: a page begins after the id that the token
// names, so items that come and go never shift it.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "api/call.h"
#include "api/rules/page_token.h"

namespace mediaconnect {

class Pager {
 public:
  // Reads maxResults and nextToken. Throws BadRequestException for a token that was not made for
  // this list. `filters`: what else selects the list's items.
  Pager(const Call& call, std::int64_t default_size, std::string_view filters = "")
      : list_(OperationOf(call.op).name) {
    list_.append("/").append(call.scope.account).append("/").append(call.scope.region);
    list_.append("/").append(filters);
    size_ = json::FindInt(call.request, key::maxResults).value_or(default_size);
    const json::Node* token = json::Find(call.request, key::nextToken);
    if (token == nullptr) return;
    const auto position = ReadPageToken(list_, json::StringOf(*token));
    if (!position) {
      throw BadRequest("nextToken: " + Quote(json::StringOf(*token)) + " is not a token that " +
                       std::string(OperationOf(call.op).name) +
                       " returned for this account and Region; pass nextToken of the last answer");
    }
    after_ = *position;
  }

  // What to ask the store for: rows with an id after this one, one more than the page has, so that
  // the exact last page carries no token.
  std::int64_t after() const { return after_; }
  std::int64_t fetch() const { return size_ + 1; }

  // The reply: the page's rows under `list`, and nextToken if there are more.
  template <class Row, class IdOf, class Render>
  json::Text Reply(Key list, const std::vector<Row>& rows, IdOf id_of, Render render) const {
    json::ArrayWriter items;
    const auto count = std::min<std::size_t>(rows.size(), static_cast<std::size_t>(size_));
    for (std::size_t i = 0; i < count; ++i) items.Add(render(rows[i]));
    json::ObjectWriter reply;
    reply.Add(list, items.Finish());
    if (rows.size() > count)
      reply.Add(key::nextToken, MakePageToken(list_, id_of(rows[count - 1])));
    return reply.Finish();
  }

  // The same of rows as the store lists them, each with its status as the member `status`; none if
  // that is left out.
  json::Text Reply(Key list, const std::vector<ListedResource>& rows, Key status = {}) const {
    return Reply(
        list, rows, [](const ListedResource& row) { return row.id; },
        [&](const ListedResource& row) {
          const json::TextView form(row.form);
          json::ObjectWriter item;
          item.Splice(form);
          if (!status.name.empty()) item.Add(status, row.status);
          return item.Finish();
        });
  }

  // The same of the caller's resources of a kind.
  json::Text Reply(Call& call, ResourceKind kind, Key list, Key status) const {
    return Reply(list, call.state.resources.List(kind, call.scope, after(), fetch()), status);
  }

 private:
  std::string list_;
  std::int64_t size_ = 0;
  std::int64_t after_ = 0;
};

}  // namespace mediaconnect
