#include "api/rules/aggregate.h"

#include <algorithm>

namespace mediaconnect {

const json::Node& Record::document() const {
  if (!document_) document_ = json::ParseTrusted(row_.doc);
  return *document_;
}

void Record::Set(json::Value document) {
  row_.doc = json::Write(document).json;
  document_ = std::move(document);
  is_changed_ = true;
}

void Record::SetListed(const json::Text& listed) {
  if (row_.listed == listed.json) return;
  row_.listed = listed.json;
  is_changed_ = true;
}

Aggregate::Aggregate(Call& call, Resource row, json::Value document)
    : call_(call), own_(std::move(row), std::move(document)) {
  own_.row().id = call_.state.resources.Insert(own_.row());
  own_.is_changed_ = false;
}

void Aggregate::AddStored(Resource&& part) { parts_[part.kind].emplace_back(std::move(part)); }

void Aggregate::SortParts() {
  for (auto& [kind, records] : parts_) {
    records.sort([](const Record& a, const Record& b) { return a.id() < b.id(); });
  }
}

const Aggregate::Records& Aggregate::PartsOf(ResourceKind kind) const {
  static const Records kNone;
  const auto found = parts_.find(kind);
  return found == parts_.end() ? kNone : found->second;
}

const Record* Aggregate::FindPart(ResourceKind kind, std::string_view name) const {
  for (const Record& record : PartsOf(kind)) {
    if (record.name() == name) return &record;
  }
  return nullptr;
}

Record* Aggregate::FindPart(ResourceKind kind, std::string_view name) {
  return const_cast<Record*>(std::as_const(*this).FindPart(kind, name));
}

Record* Aggregate::FindPartByArn(ResourceKind kind, std::string_view arn) {
  for (Record& record : PartsOf(kind)) {
    if (record.arn() == arn) return &record;
  }
  return nullptr;
}

Aggregate::Names& Aggregate::NamesOf(ResourceKind kind) const {
  const auto [names, is_new] = names_.try_emplace(kind);
  if (is_new) {
    for (const Record& record : PartsOf(kind)) names->second.taken.insert(record.name());
  }
  return names->second;
}

bool Aggregate::HasPart(ResourceKind kind, std::string_view name) const {
  return NamesOf(kind).taken.contains(name);
}

std::string Aggregate::FreeName(ResourceKind kind, std::string_view stem) const {
  Names& names = NamesOf(kind);
  int& number = names.next.try_emplace(std::string(stem), 1).first->second;
  std::string name;
  do {
    name = std::string(stem) + "-" + std::to_string(number++);
  } while (names.taken.contains(name));
  --number;  // not taken yet
  return name;
}

Record& Aggregate::AddPart(ResourceKind kind, const std::string& arn, const std::string& name,
                           json::Value document, std::optional<std::string> listed) {
  Names& names = NamesOf(kind);
  Record& record = parts_[kind].emplace_back(Resource{.kind = kind,
                                                      .parent_id = id(),
                                                      .scope = row().scope,
                                                      .arn = arn,
                                                      .name = name,
                                                      .listed = std::move(listed)},
                                             std::move(document));
  record.row().id = call_.state.resources.Insert(record.row());
  record.is_changed_ = false;
  changed_kinds_.insert(kind);
  names.taken.insert(record.name());
  return record;
}

void Aggregate::RemovePart(const Record& part) {
  const ResourceKind kind = part.row().kind;
  call_.state.resources.Remove(part.id());
  changed_kinds_.insert(kind);
  names_.erase(kind);
  parts_[kind].remove_if([&](const Record& one) { return &one == &part; });
}

bool Aggregate::IsChanged(ResourceKind kind) const {
  const Records& records = PartsOf(kind);
  return changed_kinds_.contains(kind) ||
         std::any_of(records.begin(), records.end(),
                     [](const Record& record) { return record.is_changed_; });
}

json::Text ListOf(const Aggregate::Records& parts) {
  json::ArrayWriter list;
  for (const Record& part : parts) list.Add(part.text());
  return list.Finish();
}

void Aggregate::Save() {
  const auto save = [&](Record& record) {
    if (!record.is_changed_) return;
    call_.state.resources.SetForms(record.row());
    record.is_changed_ = false;
  };
  save(own_);
  for (auto& [kind, records] : parts_) std::for_each(records.begin(), records.end(), save);
  changed_kinds_.clear();
}

}  // namespace mediaconnect
