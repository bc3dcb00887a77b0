#include "api/rules/encryption.h"

#include <algorithm>
#include <utility>

#include "api/call.h"
#include "api/contract/pattern.h"

namespace mediaconnect {
namespace {

struct KeyTypeRules {
  std::string_view key_type;
  std::vector<Key> required;
  std::vector<Key> forbidden;
};

// M:Encryption; roleArn is listed because the shape of an update does not require it.
const std::vector<KeyTypeRules>& Rules() {
  static const std::vector<KeyTypeRules> kRules = {
      {"static-key",
       {key::roleArn, key::secretArn},
       {key::constantInitializationVector, key::deviceId, key::region, key::resourceId, key::url}},
      {"srt-password",
       {key::roleArn, key::secretArn},
       {key::constantInitializationVector, key::deviceId, key::region, key::resourceId, key::url}},
      {"speke",
       {key::roleArn, key::deviceId, key::region, key::resourceId, key::url},
       {key::secretArn}},
  };
  return kRules;
}

void CheckMembers(const std::string& path, const json::Node& given, const KeyTypeRules& rules) {
  const std::string suffix = " with keyType " + std::string(rules.key_type);
  for (const Key key : rules.required) {
    if (!json::Has(given, key)) throw BadRequest(Path(path, key) + ": is required" + suffix);
  }
  for (const Key key : rules.forbidden) {
    if (json::Has(given, key)) throw BadRequest(Path(path, key) + ": is not valid" + suffix);
  }
}

// M:RoleArn, which the model writes at SecretsManagerEncryptionKeyConfiguration only.
void CheckRole(const std::string& path, const json::Node& given) {
  static const Type& shape = TypeOf(FindType("RoleArn"));
  const std::string_view role = json::GetString(given, key::roleArn);
  if (MatchesPattern(shape.pattern, role)) return;
  throw BadRequest(Path(path, key::roleArn) + ": " + Quote(role) +
                   " is not the ARN of an IAM role (example: arn:aws:iam::111122223333:role/name)");
}

// UG21:encryption-static-key-set-up: a secret is not shared over accounts.
void CheckSecret(const Scope& owner, const std::string& path, const json::Node& given) {
  const std::string_view secret = json::GetString(given, key::secretArn, "");
  const auto parts = ParseArn(secret, "secretsmanager");
  if (!parts || parts->account == owner.account) return;
  throw BadRequest(Path(path, key::secretArn) + ": " + Quote(secret) + " is in account " +
                   std::string(parts->account) + "; it must be in the flow's, which is " +
                   owner.account);
}

}  // namespace

json::Value MakeEncryption(const Scope& owner, const std::string& path, const json::Node& given,
                           std::span<const std::string_view> allowed) {
  // A missing key type is static-key (M:Encryption.KeyType).
  const std::string_view key_type = json::GetString(given, key::keyType, "static-key");
  if (std::find(allowed.begin(), allowed.end(), key_type) == allowed.end()) {
    throw BadRequest(Path(path, key::keyType) + ": " + Quote(key_type) + " must be " +
                     JoinWithOr(allowed) + " here");
  }
  for (const KeyTypeRules& rules : Rules()) {
    if (rules.key_type == key_type) CheckMembers(path, given, rules);
  }
  CheckRole(path, given);
  CheckSecret(owner, path, given);
  constexpr std::string_view kHex = "0123456789abcdefABCDEF";
  const std::string_view vector =
      json::GetString(given, key::constantInitializationVector, "00000000000000000000000000000000");
  if (vector.size() != 32 || vector.find_first_not_of(kHex) != std::string_view::npos) {
    throw BadRequest(Path(path, key::constantInitializationVector) + ": " + Quote(vector) +
                     " must be 32 hexadecimal digits");
  }
  json::Value encryption = json::Clone(given);
  encryption.Set(key::keyType, key_type);
  return encryption;
}

json::Value MakeTransitEncryption(const std::string& path, const json::Node* given) {
  json::Value encryption = given == nullptr ? json::Value::Object() : json::Clone(*given);
  if (given == nullptr) {
    json::Value automatic = json::Value::Object();
    automatic.Set(key::automatic, json::Value::Object());
    encryption.Set(key::encryptionKeyConfiguration, std::move(automatic));
  }
  const std::string_view type = TransitKeyType(given);
  const std::string_view asked = json::GetString(encryption, key::encryptionKeyType, type);
  if (asked != type) {
    throw BadRequest(Path(path, key::encryptionKeyType) + ": is " + std::string(asked) +
                     ", but encryptionKeyConfiguration is of type " + std::string(type));
  }
  encryption.Set(key::encryptionKeyType, type);
  return encryption;
}

std::string_view TransitKeyType(const json::Node* encryption) {
  if (encryption == nullptr) return "AUTOMATIC";
  const json::Node& configuration = json::Get(*encryption, key::encryptionKeyConfiguration);
  return json::Has(configuration, key::automatic) ? "AUTOMATIC" : "SECRETS_MANAGER";
}

}  // namespace mediaconnect
