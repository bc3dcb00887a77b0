// Lists of rules: a line of the section "ruleLists" of control.json stands for the five operations
// that each list has, for their shapes, and for their handlers, which are those of
// api/rules/rule_lists.h. Of the host tool alone.
#pragma once

#include <string>

#include "api/contract/tablegen/model.h"

namespace mediaconnect::tablegen {

// The operations and structures of all lists of a model, as the text of a further one; "" if it has
// no list.
std::string ModelOfRuleLists(const Json& model);

}  // namespace mediaconnect::tablegen
