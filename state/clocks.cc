#include "state/clocks.h"

#include <algorithm>
#include <limits>

#include "state/stored_number.h"

namespace mediaconnect {

Clocks::Clocks(Database& database, Clock& machine)
    : machine_(machine),
      set_(database,
           "INSERT OR REPLACE INTO settings (name, value)"
           " VALUES ('clock ' || ?, iif(?, 'frozen ', 'ahead ') || ?)"),
      forget_(database, "DELETE FROM settings WHERE name = 'clock ' || ?"),
      forget_all_(database, "DELETE FROM settings WHERE name GLOB 'clock *'") {
  if (database.is_new()) return;
  Database::Statement all(database,
                          "SELECT substr(name, 7), value FROM settings WHERE name GLOB 'clock *'");
  auto query = all();
  while (query.Step()) settings_[query.Text(0)] = ReadSetting(query.View(1));
}

Clocks::Setting Clocks::ReadSetting(std::string_view text) {
  const std::size_t space = std::min(text.find(' '), text.size() - 1);
  const auto milliseconds = StoredNumber<std::int64_t>(text.substr(space + 1), "clock");
  return {text.substr(0, space) == "frozen", StoredTime(milliseconds, "clock")};
}

const Clocks::Setting* Clocks::Find(const Account& account) const {
  const auto found = settings().find(account.value_or(""));
  return found == settings().end() ? nullptr : &found->second;
}

const Clocks::Setting* Clocks::Effective(const Account& account) const {
  if (settings().empty()) return nullptr;
  const Setting* own = Find(account);
  return own != nullptr || !account ? own : Find(std::nullopt);
}

std::int64_t Clocks::Now(const Account& account) const {
  const Setting* setting = Effective(account);
  if (setting != nullptr && setting->is_frozen) return setting->milliseconds;
  const std::int64_t ahead = setting == nullptr ? 0 : setting->milliseconds;
  return std::min(machine_.NowMilliseconds() + ahead, kLatestTime);
}

bool Clocks::IsFrozen(const Account& account) const {
  const Setting* setting = Effective(account);
  return setting != nullptr && setting->is_frozen;
}

std::optional<std::int64_t> Clocks::MachineTimeOf(const std::string& account,
                                                  std::int64_t time) const {
  const Setting* setting = Effective(account);
  if (setting == nullptr) return time;
  if (!setting->is_frozen) return time - setting->milliseconds;
  if (time > setting->milliseconds) return std::nullopt;
  return std::numeric_limits<std::int64_t>::min();
}

void Clocks::Freeze(const Account& account, std::int64_t time) { Set(account, {true, time}); }

void Clocks::Run(const Account& account) {
  const std::int64_t ahead = Now(account) - machine_.NowMilliseconds();
  Set(account, {false, std::max<std::int64_t>(ahead, 0)});
}

void Clocks::MoveTo(const Account& account, std::int64_t time) {
  if (IsFrozen(account)) return Freeze(account, time);
  Set(account, {false, time - machine_.NowMilliseconds()});
}

std::int64_t Clocks::Follow(const Account& account) {
  const std::int64_t before = Now(account);
  if (!changed_) changed_ = settings_;
  changed_->erase(account.value_or(""));
  forget_(account.value_or("")).Run();
  return std::max<std::int64_t>(before - Now(account), 0);
}

void Clocks::Reset(const Account& account) {
  if (settings().empty()) return;
  if (account) {
    Follow(account);
    return;
  }
  changed_.emplace();
  forget_all_().Run();
}

void Clocks::Set(const Account& account, const Setting& setting) {
  if (!changed_) changed_ = settings_;
  const std::string name = account.value_or("");
  (*changed_)[name] = setting;
  set_(name, static_cast<std::int64_t>(setting.is_frozen), setting.milliseconds).Run();
}

std::vector<std::string> Clocks::ListOwn() const {
  std::vector<std::string> accounts;
  for (const auto& [account, setting] : settings()) {
    if (!account.empty()) accounts.push_back(account);
  }
  return accounts;
}

bool Clocks::Publish() {
  if (!changed_) return false;
  settings_ = std::move(*changed_);
  changed_.reset();
  return true;
}

}  // namespace mediaconnect
