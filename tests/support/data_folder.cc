#include "tests/support/data_folder.h"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "state/database.h"

namespace mediaconnect {

OtherProgram::OtherProgram(const std::string& file) {
  EXPECT_EQ(sqlite3_open(file.c_str(), &connection_), SQLITE_OK);
}

OtherProgram::~OtherProgram() { EXPECT_EQ(sqlite3_close(connection_), SQLITE_OK); }

void OtherProgram::Execute(const std::string& sql) {
  EXPECT_EQ(sqlite3_exec(connection_, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
      << sql << ": " << sqlite3_errmsg(connection_);
}

std::string OtherProgram::Ask(const std::string& sql) {
  sqlite3_stmt* statement = nullptr;
  EXPECT_EQ(sqlite3_prepare_v2(connection_, sql.c_str(), -1, &statement, nullptr), SQLITE_OK)
      << sql << ": " << sqlite3_errmsg(connection_);
  std::string text;
  if (sqlite3_step(statement) == SQLITE_ROW) {
    text = reinterpret_cast<const char*>(sqlite3_column_text(statement, 0));
  }
  EXPECT_EQ(sqlite3_finalize(statement), SQLITE_OK);
  return text;
}

DataFolderTest::DataFolderTest() {
  char name[] = "/tmp/mediaconnect-test-XXXXXX";
  folder_ = mkdtemp(name);
  file_ = folder_ + "/data.db";
}

DataFolderTest::~DataFolderTest() { std::filesystem::remove_all(folder_); }

std::string DataFolderTest::ErrorOfOpening() const {
  try {
    const Database database(file_);
    return "";
  } catch (const DatabaseError& error) {
    return error.what();
  }
}

std::string DataFolderTest::BytesOf(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void DataFolderTest::Write(const std::string& bytes) const {
  std::ofstream(file_, std::ios::binary | std::ios::trunc) << bytes;
}

std::set<std::string> DataFolderTest::Names() const {
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
    names.insert(entry.path().filename());
  }
  return names;
}

std::map<std::string, std::string> DataFolderTest::Contents() const {
  std::map<std::string, std::string> contents;
  for (const std::string& name : Names()) {
    const std::string path = folder_ + "/" + name;
    contents[name] = std::filesystem::is_regular_file(path) ? BytesOf(path) : "";
  }
  return contents;
}

}  // namespace mediaconnect
