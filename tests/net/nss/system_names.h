#pragma once
// A source of names for getaddrinfo() (an NSS module, as mDNS or the machine's own name come from)
// that knows what a test tells it, and can be as slow as a network that does not answer.
//
// The program is linked with the module, so that the C library finds it loaded when it looks for
// "libnss_penstock.so.2"; useSystemNames() puts it in the place of /etc/nsswitch.conf's `hosts`
// line, for this process only. Any thread.

#include <string>

namespace penstock {

/// From now on getaddrinfo() asks this module and nobody else. False when the C library refused.
bool useSystemNames();
/// `literal` is an IPv4 or IPv6 address; a name may have several.
void addSystemName(const std::string& name, const std::string& literal);
void forgetSystemNames();
/// How often a name was asked for.
int systemQuestions(const std::string& name);

/// Lets every question wait until the object goes, 20 s at most; whoever waits then is answered.
class HeldSystemNames {
public:
    HeldSystemNames();
    HeldSystemNames(const HeldSystemNames&) = delete;
    HeldSystemNames& operator=(const HeldSystemNames&) = delete;
    ~HeldSystemNames();

    /// Returns when `count` questions wait; false after 20 s.
    bool waitFor(int count);
};

}  // namespace penstock
