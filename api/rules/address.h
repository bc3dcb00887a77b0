// Checks of network addresses: IP addresses, domain names, CIDR blocks.
//
// Pure functions; any thread.
#pragma once

#include <string>
#include <string_view>

namespace mediaconnect {

bool IsIpAddress(std::string_view text);  // IPv4 or IPv6
bool IsIpv4Address(std::string_view text);

// Throws BadRequestException unless `text` is an IPv4 or IPv6 address.
void CheckIpAddress(const std::string& path, std::string_view text);

// A domain name: labels of letters, digits, '-' and '_', at most 253 characters.
bool IsDomainName(std::string_view text);

// Throws BadRequestException unless `text` is an IP address or a domain name.
void CheckHost(const std::string& path, std::string_view text);

// Throws BadRequestException unless `text` is an IPv4 or IPv6 block with a prefix length and no
// host bits set (decision 15).
void CheckCidr(const std::string& path, std::string_view text);

// The address in its VPC of the network interface with this id ("eni-..."): "10." and what the id's
// digits make, so that all that is attached to an interface has the same.
std::string AddressOfInterface(std::string_view network_interface_id);

}  // namespace mediaconnect
