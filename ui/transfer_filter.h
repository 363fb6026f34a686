#pragma once
// Which transfers a person wants to see: those of a state, a category, a queue or a host, and of
// these the ones that have some words in them. Pure: values in, yes or no out.

#include "engine/transfer_types.h"
#include "ui/categories.h"
#include "ui/transfer_row.h"

#include <QString>

#include <string>
#include <vector>

namespace penstock {

/// What a list is divided into by state. Each transfer is in All and in one other.
enum class TransferGroup : int { All, Active, Waiting, Asking, Paused, Done, Failed, Count };

/// The one that is not All.
TransferGroup groupOf(TransferState state) noexcept;
/// "Active", "Questions".
QString groupTitle(TransferGroup group);

/// A line of the side bar that can be chosen.
struct SideChoice {
    enum class Kind : int { Group, Category, Queue, Host };

    Kind kind = Kind::Group;
    TransferGroup group = TransferGroup::All;  // of Kind::Group
    std::string name = {};                     // of the others

    [[nodiscard]] bool isAll() const noexcept {
        return kind == Kind::Group && group == TransferGroup::All;
    }

    bool operator==(const SideChoice&) const = default;
};

/// "Active", "overnight", "mirror.example"; fit to be shown.
QString choiceTitle(const SideChoice& choice);

/// `rules` say what is of a category.
bool belongsTo(const TransferSnapshot& snapshot, const SideChoice& choice,
               const CategoryRules& rules = {});

/// Words that must all be found, each in the name, the host, the address or the status; upper and
/// lower case are alike.
class SearchWords {
public:
    SearchWords() = default;
    /// Separated by spaces.
    explicit SearchWords(const QString& text);

    [[nodiscard]] bool empty() const noexcept { return words_.empty(); }

    /// `now` is of the engine's clock, for what the status says.
    [[nodiscard]] bool areIn(const TransferRow& row, TimePoint now) const;

private:
    struct Word {
        QString text;
        std::string ascii;  // in lower case; empty if it is not ASCII
    };

    static bool isIn(const Word& word, const std::string& text);

    std::vector<Word> words_;
};

}  // namespace penstock
