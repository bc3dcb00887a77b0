#include "server/control/registry.h"

#include <cstddef>

namespace mediaconnect {

Handler HandlerOf(Op op) {
  const HandlerTable& table = OperationOf(op).server_floor ? kServerHandlers : kApiHandlers;
  return table.at(static_cast<std::size_t>(op));
}

}  // namespace mediaconnect
