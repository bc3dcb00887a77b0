// A folder for a data file, for tests of what the server does with it and what it leaves there.
#pragma once

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <map>
#include <set>
#include <string>

namespace mediaconnect {

// Another program at the data file.
class OtherProgram {
 public:
  explicit OtherProgram(const std::string& file);
  ~OtherProgram();
  OtherProgram(const OtherProgram&) = delete;
  OtherProgram& operator=(const OtherProgram&) = delete;

  void Execute(const std::string& sql);
  // The first column of the first row, as text.
  std::string Ask(const std::string& sql);

 private:
  sqlite3* connection_ = nullptr;
};

class DataFolderTest : public testing::Test {
 protected:
  DataFolderTest();
  ~DataFolderTest() override;

  // Why a database cannot be opened on the file; "" if it can.
  std::string ErrorOfOpening() const;
  // Runs SQL on the file as another program would, and closes it.
  void Execute(const std::string& sql) const { OtherProgram(file_).Execute(sql); }
  std::string Bytes() const { return BytesOf(file_); }
  static std::string BytesOf(const std::string& path);
  void Write(const std::string& bytes) const;
  // The names of the files in the folder.
  std::set<std::string> Names() const;
  // The files in the folder, by name: their bytes.
  std::map<std::string, std::string> Contents() const;

  std::string folder_;
  std::string file_;
};

}  // namespace mediaconnect
