#include "app/completions.h"

#include "app/usage.h"
#include "engine/transfer_types.h"

#include <algorithm>
#include <array>

namespace penstock {

namespace {

/// What a shell is to look for in place of an option's value.
enum class Proposes { Nothing, Files, Folders, Programs, Words };

std::string_view trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(' ');
    return begin == std::string_view::npos
               ? std::string_view()
               : text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

/// "-o, --output FILE" into its parts.
OptionHelp optionNamed(std::string_view names, std::string_view text) {
    OptionHelp option;
    option.text = text;
    while (names.starts_with('-')) {
        const std::size_t end = std::min(names.find_first_of(", "), names.size());
        (names.starts_with("--") ? option.longName : option.shortName) = names.substr(0, end);
        names = names.substr(std::min(names.find_first_not_of(", ", end), names.size()));
    }
    option.value = names;
    return option;
}

/// "--help, --version" are two.
void addLine(std::vector<OptionHelp>& options, std::string_view line) {
    const std::size_t gap = std::min(line.find("  "), line.size());
    const std::string_view names = line.substr(0, gap);
    const std::string_view text = trimmed(line.substr(gap));
    const std::size_t second = names.find(", --");
    if (names.starts_with("--") && second != std::string_view::npos) {
        options.push_back(optionNamed(names.substr(0, second), text));
        options.push_back(optionNamed(names.substr(second + 2), text));
    } else {
        options.push_back(optionNamed(names, text));
    }
}

Proposes proposed(const OptionHelp& option) {
    if (!valuesOf(option).empty()) {
        return Proposes::Words;
    }
    if (option.value == "DIR") {
        return Proposes::Folders;
    }
    if (option.value == "PROGRAM") {
        return Proposes::Programs;
    }
    return option.value == "FILE" ? Proposes::Files : Proposes::Nothing;
}

std::string joined(const std::vector<std::string>& words, std::string_view between) {
    std::string text;
    for (const std::string& word : words) {
        text += (text.empty() ? "" : std::string(between)) + word;
    }
    return text;
}

std::vector<std::string> namesOf(const std::vector<OptionHelp>& options) {
    std::vector<std::string> names;
    for (const OptionHelp& option : options) {
        if (!option.shortName.empty()) {
            names.push_back(option.shortName);
        }
        names.push_back(option.longName);
    }
    return names;
}

std::string escaped(std::string_view text, std::string_view characters) {
    std::string result;
    for (const char c : text) {
        result += characters.find(c) == std::string_view::npos ? "" : "\\";
        result += c;
    }
    return result;
}

/// As a word of bash and zsh.
std::string shellWord(std::string_view text) {
    std::string word = "'";
    for (const char c : text) {
        word += c == '\'' ? "'\\''" : std::string(1, c);
    }
    return word + "'";
}

std::string fishWord(std::string_view text) {
    return "'" + escaped(text, "\\'") + "'";
}

/// "-o|--output": a pattern of bash.
std::string bashPattern(const OptionHelp& option) {
    return option.shortName.empty() ? option.longName : option.shortName + "|" + option.longName;
}

std::string bashCase(const OptionHelp& option) {
    std::string then;
    switch (proposed(option)) {
        case Proposes::Files:
            then = "compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- \"$cur\")";
            break;
        case Proposes::Folders:
            then = "compopt -o filenames; mapfile -t COMPREPLY < <(compgen -d -- \"$cur\")";
            break;
        case Proposes::Programs:
            then = "mapfile -t COMPREPLY < <(compgen -c -- \"$cur\")";
            break;
        case Proposes::Words:
            then = "COMPREPLY=($(compgen -W " + shellWord(joined(valuesOf(option), " ")) +
                   " -- \"$cur\"))";
            break;
        case Proposes::Nothing:
            then = ":";
            break;
    }
    return "            " + bashPattern(option) + ") " + then + "; return ;;\n";
}

/// What follows the name of an option in a specification for _arguments.
std::string zshValue(const OptionHelp& option) {
    std::string action = ":" + escaped(option.value, ":\\") + ":";
    switch (proposed(option)) {
        case Proposes::Files:
            return action + "_files";
        case Proposes::Folders:
            return action + "_files -/";
        case Proposes::Programs:
            return action + "_command_names -e";
        case Proposes::Words:
            return action + "(" + joined(valuesOf(option), " ") + ")";
        case Proposes::Nothing:
            return action + " ";
    }
    return action;
}

std::string zshOption(const OptionHelp& option) {
    const std::string text = "[" + escaped(option.text, "[]\\") + "]";
    if (option.value.empty()) {
        return "        " + shellWord(option.longName + text) + " \\\n";
    }
    const std::string rest = text + zshValue(option);
    const std::string joinedToShort =
        option.shortName.empty()
            ? ""
            : "        " + shellWord("*" + option.shortName + "+" + rest) + " \\\n";
    return joinedToShort + "        " + shellWord("*" + option.longName + "=" + rest) + " \\\n";
}

std::string fishOption(const OptionHelp& option, std::string_view condition) {
    std::string line =
        "complete -c penstock -n " + fishWord(condition) + " -l " + option.longName.substr(2);
    if (!option.shortName.empty()) {
        line += " -s " + option.shortName.substr(1);
    }
    switch (proposed(option)) {
        case Proposes::Files:
            line += " -r -F";
            break;
        case Proposes::Folders:
            line += " -x -a '(__fish_complete_directories)'";
            break;
        case Proposes::Programs:
            line += " -x -a '(__fish_complete_command)'";
            break;
        case Proposes::Words:
            line += " -x -a " + fishWord(joined(valuesOf(option), " "));
            break;
        case Proposes::Nothing:
            line += option.value.empty() ? "" : " -x";
            break;
    }
    return line + (option.text.empty() ? "" : " -d " + fishWord(option.text)) + "\n";
}

}  // namespace

std::vector<OptionHelp> optionsIn(std::string_view usage) {
    std::vector<OptionHelp> options;
    while (!usage.empty()) {
        const std::size_t end = std::min(usage.find('\n'), usage.size());
        const std::string_view line = usage.substr(0, end);
        usage.remove_prefix(std::min(end + 1, usage.size()));
        if (line.starts_with("  -")) {
            addLine(options, line.substr(2));
        }
    }
    return options;
}

std::vector<std::string> valuesOf(const OptionHelp& option) {
    if (option.longName != "--priority") {
        return {};
    }
    return {std::string(name(Priority::High)), std::string(name(Priority::Normal)),
            std::string(name(Priority::Low))};
}

std::string bashCompletions() {
    const std::vector<OptionHelp> ofGet = optionsIn(getUsage());
    std::string text =
        "# bash completion for penstock; made from its help\n\n"
        "_penstock() {\n"
        "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} options\n"
        "    COMPREPLY=()\n"
        "    if [ \"${COMP_WORDS[1]}\" = get ] && [ \"$COMP_CWORD\" -gt 1 ]; then\n"
        "        # --name=value is three words\n"
        "        if [ \"$cur\" = = ]; then\n"
        "            cur=\n"
        "        elif [ \"$prev\" = = ] && [ \"$COMP_CWORD\" -gt 3 ]; then\n"
        "            prev=${COMP_WORDS[COMP_CWORD-2]}\n"
        "        fi\n"
        "        case $prev in\n";
    for (const OptionHelp& option : ofGet) {
        text += option.value.empty() ? "" : bashCase(option);
    }
    text +=
        "        esac\n"
        "        options=" +
        shellWord(joined(namesOf(ofGet), " ")) +
        "\n"
        "    else\n"
        "        options=" +
        shellWord(joined(namesOf(optionsIn(windowUsage())), " ")) +
        "\n"
        "        [ \"$COMP_CWORD\" != 1 ] || options=\"get $options\"\n"
        "    fi\n"
        "    COMPREPLY=($(compgen -W \"$options\" -- \"$cur\"))\n"
        "}\n"
        "complete -F _penstock penstock\n";
    return text;
}

std::string zshCompletions() {
    std::string text =
        "#compdef penstock\n"
        "# made from the help of penstock\n\n"
        "if (( CURRENT > 2 )) && [[ $words[2] == get ]]; then\n"
        "    shift words\n"
        "    (( CURRENT-- ))\n"
        "    _arguments -s \\\n";
    for (const OptionHelp& option : optionsIn(getUsage())) {
        text += zshOption(option);
    }
    text +=
        "        '*:URL:_urls'\n"
        "else\n"
        "    _arguments \\\n";
    for (const OptionHelp& option : optionsIn(windowUsage())) {
        text += zshOption(option);
    }
    text +=
        "        '1:command or URL:((get\\:\"download without a window\"))' \\\n"
        "        '*:URL:_urls'\n"
        "fi\n";
    return text;
}

std::string fishCompletions() {
    constexpr std::string_view kGet = "__fish_seen_subcommand_from get";
    constexpr std::string_view kNoCommand = "__fish_use_subcommand";
    std::string text =
        "# fish completion for penstock; made from its help\n\n"
        "complete -c penstock -f\n";
    text += "complete -c penstock -n " + fishWord(kNoCommand) +
            " -a get -d 'download without a window'\n";
    for (const OptionHelp& option : optionsIn(windowUsage())) {
        text += fishOption(option, kNoCommand);
    }
    for (const OptionHelp& option : optionsIn(getUsage())) {
        text += fishOption(option, kGet);
    }
    return text;
}

}  // namespace penstock
