// The model's shapes as rows of the tables of types, members and values: structures, unions, enums,
// lists, maps and plain types. Only for the host tool.
#pragma once

#include <cstddef>
#include <map>
#include <string>

#include "api/contract/tablegen/model.h"
#include "api/contract/tablegen/tables.h"

namespace mediaconnect::tablegen {

class Shapes {
 public:
  // Adds its rows to `tables`.
  Shapes(Model& model, Tables& tables) : model_(model), tables_(tables) {}

  // The index of the type that `spec` writes ("[AddOutputRequest] 1..20"), made if it is new.
  std::size_t TypeOf(const std::string& place, const std::string& spec);

  bool IsUsed(const std::string& name) const { return ids_.count(name) != 0; }

  // The member of a structure that is all that a body has.
  struct Payload {
    bool is_stream;
    std::string spec;

    bool IsTextOrBytes() const { return !is_stream && (spec == "String" || spec == "Bytes"); }
  };
  // Of structures.
  const std::map<std::string, Payload>& payloads() const { return payloads_; }
  // Or nullptr.
  const Payload* PayloadOf(const std::string& structure) const;

 private:
  struct TypeRow;
  struct MemberSpec;

  TypeRow MakeType(const std::string& place, const std::string& spec);
  TypeRow MakeContainer(const std::string& place, const std::string& spec);
  void AddValues(const Json& values, TypeRow& row);
  void AddMembers(const std::string& structure, const Json& members, TypeRow& row);
  std::string MemberRow(const std::string& structure, const MemberSpec& member);

  Model& model_;
  Tables& tables_;
  std::map<std::string, std::size_t> ids_;
  std::map<std::string, Payload> payloads_;
};

}  // namespace mediaconnect::tablegen
