#pragma once
// Where new transfers are described: links, one a line, the folder, a name if it is one link, and,
// folded away, what else can be said.

#include "engine/queue_types.h"
#include "engine/transfer_types.h"
#include "ui/link_text.h"

#include <QDialog>

#include <functional>
#include <vector>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QScrollArea;
class QToolButton;

namespace penstock {

class AddOptions;
class CategoryField;
class CategoryRules;
class FolderChoice;
class KnownLinks;
class LinksEdit;
class PrivacyChoice;
class ProbeLine;
class TransferCommands;
struct ConnectionLimits;
struct ProbeResult;

class AddDialog final : public QDialog {
    Q_OBJECT

public:
    /// `directory` is where downloads go unless a person says otherwise.
    AddDialog(const QString& directory, QWidget* parent);

    /// What holds for each transfer, unless a person says otherwise.
    void setLimits(const ConnectionLimits& limits);

    /// Say which folders are those of categories; without them all go to `directory`.
    void setRules(const CategoryRules& rules);

    /// Folders that were used last, to choose from.
    void setRecentFolders(const QStringList& folders);

    /// Asks what the one link has, see ProbeLine::serve(), as `privacy` says. Both outlive this.
    void setProbe(TransferCommands& commands, const PrivacyChoice& privacy, bool byItself);

    /// For a person who said it by where the links were dropped.
    void chooseCategory(const QString& name);
    void chooseQueue(const std::string& name);

    /// To choose from.
    void setQueues(const std::vector<QueueSettings>& queues);

    /// Which transfer on the list has this address; none at first. Asked while links are typed.
    using Known = std::function<TransferId(const QString& link)>;
    void setKnown(Known known);

    /// Which of those that are typed are on the list already.
    [[nodiscard]] const std::vector<TransferId>& known() const;

    /// Appends links below those that are there, leaving out doubles, and says what was left out.
    void addLinks(const FoundLinks& found);

    /// What was asked for: without what is on the list already, unless a person wants it again.
    /// Meaningful once the dialog was accepted.
    [[nodiscard]] std::vector<TransferRequest> requests() const;

    /// Accepts if all is well, else says in place what is not.
    void accept() override;

signals:
    /// A person wants to see known() on the list instead of adding them.
    void showKnown();

private:
    void build();
    void connectParts();
    void showFolder(const QStringList& links);
    void probed(const ProbeResult& result);
    void linksChanged();
    void showOptions(bool shown);
    void lookForKnown(const QStringList& links);
    void leaveKnownToTheList();
    [[nodiscard]] bool isLeftOut(const QString& link) const;
    [[nodiscard]] QString problem() const;
    void showProblem(const QString& text);

    LinksEdit* urls_;
    ProbeLine* probe_;
    CategoryField* category_;
    FolderChoice* folder_;
    QLineEdit* name_;
    QString probedName_;  // by the server, of the one link:
    QString probedLinks_;
    QCheckBox* start_;
    QToolButton* more_;
    AddOptions* options_;
    QScrollArea* optionsArea_;
    int foldedHeight_ = 0;  // without the options
    QLabel* leftOut_;
    KnownLinks* known_;
    Known find_;
    QLabel* error_;
    QPushButton* add_;
    QPushButton* cancel_;
};

}  // namespace penstock
