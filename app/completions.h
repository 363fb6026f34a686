#pragma once
// What a shell proposes for `penstock`, made from the texts of its help, so that it cannot say
// anything else. Pure.

#include <string>
#include <string_view>
#include <vector>

namespace penstock {

/// A line of a help text that is about an option.
struct OptionHelp {
    std::string shortName;  // "-o"; empty: none
    std::string longName;   // "--output"
    std::string value;      // "FILE"; empty: takes none
    std::string text;       // what it does; empty where the help says nothing
};

/// Of windowUsage() or getUsage(), in their order.
std::vector<OptionHelp> optionsIn(std::string_view usage);

/// The words that may follow an option as its value, where they are few; else none.
std::vector<std::string> valuesOf(const OptionHelp& option);

/// To be installed as bash-completion/completions/penstock.
std::string bashCompletions();
/// To be installed as zsh/site-functions/_penstock.
std::string zshCompletions();
/// To be installed as fish/vendor_completions.d/penstock.fish.
std::string fishCompletions();

}  // namespace penstock
