// The rows of the generated tables, as C++ text, and the names that become enums and constants.
// Only for the host tool.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "api/contract/tablegen/model.h"

namespace mediaconnect::tablegen {

// One row of each of these is one line in a table of api/contract/contract.h.
struct Tables {
  struct Operation {
    std::string name;
    bool later;           // has no handler yet
    bool server_floor;    // its handler is in server/control
    std::string answer;   // the type of what its handler returns
    std::string handler;  // what is called in place of a function of the operation's name
  };

  std::string service_row;
  std::vector<Operation> operations;
  std::size_t service_operations = 0;  // how many of them are of mediaconnect.json: the first ones
  std::vector<std::string> errors;
  std::set<std::string> keys;  // names of members

  std::vector<std::string> type_rows;
  std::vector<std::string> member_rows;
  std::vector<std::string> value_rows;
  std::vector<std::string> error_rows;
  std::vector<std::string> operation_rows;
  std::vector<std::string> operation_error_rows;
  std::vector<std::string> alias_rows;
  std::vector<std::string> waiter_rows;
  std::vector<std::string> acceptor_rows;
  std::vector<std::string> prefix_rows;
};

// Ends by Fail() if the model has a mistake.
Tables MakeTables(Model& model);

}  // namespace mediaconnect::tablegen
