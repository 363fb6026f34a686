#include "app/usage.h"

#include "app/exit_code.h"
#include "engine/error.h"

#include <array>
#include <string_view>

namespace penstock {

namespace {

struct ClassRow {
    ErrorClass errorClass;
    std::string_view meaning;
};

constexpr std::array<ClassRow, 16> kClasses{{
    {ErrorClass::Url, "the URL cannot be used"},
    {ErrorClass::Dns, "the host's address was not found"},
    {ErrorClass::Connect, "no connection to the server"},
    {ErrorClass::Tls, "no trusted, encrypted connection"},
    {ErrorClass::Timeout, "the server was silent for too long"},
    {ErrorClass::Proto, "the answer is no proper HTTP"},
    {ErrorClass::Http, "the server refused (status 4xx or 5xx)"},
    {ErrorClass::Trunc, "the connection ended too early"},
    {ErrorClass::Redir, "a redirect that must not be followed"},
    {ErrorClass::Enc, "content in a coding that cannot be read"},
    {ErrorClass::Range, "what is here does not fit the server's file"},
    {ErrorClass::Disk, "the disk is full or failed"},
    {ErrorClass::Name, "the name cannot be used"},
    {ErrorClass::Journal, "the list of downloads cannot be kept"},
    {ErrorClass::Engine, "the program ran out of something, or was cancelled"},
    {ErrorClass::Check, "the file does not match its checksum"},
}};

constexpr std::size_t kCodeColumn = 4;

std::string row(const std::string& code, std::string_view meaning) {
    const std::string indent(kCodeColumn - code.size(), ' ');
    return indent + code + "  " + std::string(meaning) + "\n";
}

}  // namespace

std::string versionText() {
    return "penstock 0.1.0\n";
}

std::string windowUsage() {
    return "usage: penstock [URL...]\n"
           "       penstock get [OPTION...] URL...\n"
           "\n"
           "Opens the window, or hands the URLs to the one that is open. `penstock get` downloads\n"
           "without a window; see `penstock get --help`.\n"
           "\n"
           "  --help     this text\n"
           "  --version  the version\n";
}

std::string getUsage() {
    return "usage: penstock get [OPTION...] URL...\n"
           "       penstock get [OPTION...] -i FILE [URL...]\n"
           "\n"
           "  -i, --input-file FILE   also get the URLs in FILE, one a line; - is standard input\n"
           "  -o, --output FILE       write to FILE (one URL only)\n"
           "  -d, --directory DIR     write into DIR; the working directory otherwise\n"
           "  --header 'NAME: VALUE'  send this field, to the URL's own origin only\n"
           "  --mirror URL            the same file is there, too; as often as wanted\n"
           "  --checksum [ALGO:]HEX   digest that the file is to have (MD5, SHA-1, SHA-2)\n"
           "  --cacert FILE           trust the certificates in FILE, too (PEM)\n"
           "  --trust-key KEY         trust this key at each URL's own host and port "
           "(sha256//...)\n"
           "  --user NAME:PASSWORD    log in at each URL's own origin, once it asks\n"
           "  --netrc-file FILE       log in with what FILE has for the host\n"
           "  --cookies FILE          send the cookies in FILE (cookies.txt), too\n"
           "  --proxy URL             by way of this proxy: http, https, socks4, socks4a, socks5,\n"
           "                          socks5h://[USER:PASSWORD@]HOST[:PORT]; \"\" for none\n"
           "  --no-proxy LIST         these hosts, domains and blocks without it; * is all\n"
           "  --limit-rate BYTES      bytes per second for each URL; k, M and G are decimal\n"
           "  --limit-total BYTES     the same for all of them together\n"
           "  --limit-host BYTES      the same for all from one host together\n"
           "  --priority P            high, normal or low: who goes first, and gets more of a "
           "limit\n"
           "  --queue NAME            within the limits and hours of this queue of the window\n"
           "  -x, --connections N     connections of one file at the same time, 1 to 32 (4)\n"
           "  --tries N               failed tries without progress before it gives up (5)\n"
           "  --connect-timeout SEC   until a host takes the connection (30)\n"
           "  --first-byte-timeout SEC  until an answer begins (300)\n"
           "  --stall-timeout SEC     without a byte of more of it (60)\n"
           "  --timeout SEC           both of these\n"
           "  --user-agent TEXT       say that this program asks\n"
           "  --referer URL           say that the link stood there\n"
           "  --max-active N          so many files at once (5); the others wait their turn\n"
           "  --max-per-host N        so many connections to one host, at most 32 (6)\n"
           "  --in-order              the beginning first, for a film that is watched meanwhile\n"
           "  --on-download-complete PROGRAM  run it with the path of each complete file\n"
           "  --json                  print one JSON object a line for each change of state\n"
           "  --sockets               print each call of the socket and timer callbacks\n"
           "  --help, --version\n"
           "\n"
           "A file that exists is never overwritten; the new one becomes \"NAME (1)\". What was\n"
           "stopped goes on when the same command is given again.\n";
}

std::string exitCodeTable() {
    std::string table = "\nExit codes (of the first error):\n";
    table += row("0", "every file is whole and in place");
    table += row("1", "an error of the program itself");
    table += row("2", "a wrong command line");
    for (const ClassRow& entry : kClasses) {
        table += row(std::to_string(exitCode(entry.errorClass)), entry.meaning);
    }
    table += row("128+", "stopped by this signal");
    return table;
}

}  // namespace penstock
