#include "state/client_tokens.h"

namespace mediaconnect {

ClientTokenStore::ClientTokenStore(Database& database)
    : find_(database,
            "SELECT resource_id, request FROM client_tokens"
            " WHERE account = ? AND region = ? AND operation = ? AND token = ?"),
      keep_(database,
            "INSERT INTO client_tokens (account, region, operation, token, resource_id, request)"
            " VALUES (?, ?, ?, ?, ?, ?)") {}

std::optional<ClientTokenStore::Made> ClientTokenStore::Find(const Scope& scope,
                                                             std::string_view operation,
                                                             std::string_view token) {
  auto query = find_(scope.account, scope.region, operation, token);
  if (!query.Step()) return std::nullopt;
  return Made{query.Int(0), query.Document(1)};
}

void ClientTokenStore::Keep(const Scope& scope, std::string_view operation, std::string_view token,
                            const Made& made) {
  keep_(scope.account, scope.region, operation, token, made.resource_id, made.request).Run();
}

}  // namespace mediaconnect
