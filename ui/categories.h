#pragma once
// Kinds of files: by which rules a transfer is of one, and in which folder its file goes.

#include <QObject>
#include <QString>
#include <QStringList>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace penstock {

struct TransferRequest;
struct TransferSnapshot;

struct Category {
    QString name;
    QString folder;       // absolute; empty: where downloads go anyway
    QStringList endings;  // of names, in lower case, without the dot before them: "iso", "tar.gz"
    QStringList hosts;    // in lower case: "example.org" is that host and all below it

    bool operator==(const Category&) const = default;
};

/// In their order: the first whose hosts or endings fit has the file. A value; any thread.
class CategoryRules {
public:
    CategoryRules() = default;
    explicit CategoryRules(std::vector<Category> categories);

    [[nodiscard]] const std::vector<Category>& categories() const noexcept { return categories_; }

    /// Null: none.
    [[nodiscard]] const Category* find(std::string_view fileName, std::string_view host) const;
    /// Of that name; null: none.
    [[nodiscard]] const Category* named(std::string_view name) const;

    /// By its name or, until that is known, the last segment of its address; null: none.
    [[nodiscard]] const Category* of(const TransferRequest& request) const;

    /// The name of its category; empty: it has none. Kept for as long as these rules are.
    [[nodiscard]] const std::string& nameFor(const TransferSnapshot& snapshot) const;

private:
    struct Rule {
        std::string name;
        std::vector<std::string> endings;  // each with the dot before it
        std::vector<std::string> hosts;
    };

    [[nodiscard]] std::optional<std::size_t> indexOf(std::string_view fileName,
                                                     std::string_view host) const;

    std::vector<Category> categories_;
    std::vector<Rule> rules_;
};

/// "Iso, .TAR.GZ" as "iso", "tar.gz"; also of hosts.
QStringList ruleWords(const QString& typed);

/// The categories of a person, kept in the default QSettings. GUI thread.
class CategoryList final : public QObject {
    Q_OBJECT

public:
    /// As they were kept; the usual ones where none ever were.
    CategoryList();

    [[nodiscard]] const CategoryRules& rules() const noexcept { return rules_; }

    [[nodiscard]] const std::vector<Category>& categories() const noexcept {
        return rules_.categories();
    }

    /// Puts it in place of that of the same name, or behind all others. Acts at once, and is kept.
    void set(const Category& category);
    void remove(const QString& name);

signals:
    /// categories() are others.
    void changed();

private:
    void keep(std::vector<Category> categories);

    CategoryRules rules_;
};

}  // namespace penstock
