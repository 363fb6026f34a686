#include "tests/net/dns_fixture.h"

#include <cstdlib>
#include <stdexcept>

namespace penstock {

std::vector<std::string> texts(const FamilyAnswer& answer) {
    std::vector<std::string> list;
    for (const Address& address : answer.addresses) {
        list.push_back(addressText(address));
    }
    return list;
}

DnsFixture::DnsFixture() {
    if (!writeFile(resolvConf(), penstock::resolvConf()) ||
        !writeFile(dir_.file("hosts"), "127.0.0.9 listed.test\n::9 listed.test\n") ||
        ::setenv("CARES_HOSTS", dir_.file("hosts").c_str(), 1) != 0) {
        throw std::runtime_error("the resolver's files could not be written");
    }
}

ResolverConfig DnsFixture::config(std::chrono::milliseconds deadline) const {
    return {resolvConf(), (*stub_)->port(), deadline};
}

std::size_t DnsFixture::asked(const std::string& host) const {
    return (*stub_)->queryCount(host, DnsType::A) + (*stub_)->queryCount(host, DnsType::Aaaa);
}

}  // namespace penstock
