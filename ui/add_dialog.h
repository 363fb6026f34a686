#pragma once
// Where new transfers are described: links, one a line, the folder, a name if it is one link, and,
// folded away, what else can be said.

#include "engine/queue_types.h"
#include "engine/transfer_types.h"
#include "ui/link_text.h"

#include <QDialog>

#include <vector>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QToolButton;

namespace penstock {

class AddOptions;
class LinksEdit;

class AddDialog final : public QDialog {
    Q_OBJECT

public:
    /// `directory` is where downloads go unless a person says otherwise.
    AddDialog(const QString& directory, QWidget* parent);

    /// Of each transfer, unless a person says otherwise; bytes per second, 0: no limit.
    void setRateLimit(quint64 rate);

    /// To choose from.
    void setQueues(const std::vector<QueueSettings>& queues);

    /// Appends links below those that are there, leaving out doubles, and says what was left out.
    void addLinks(const FoundLinks& found);

    /// What was asked for. Meaningful once the dialog was accepted.
    [[nodiscard]] std::vector<TransferRequest> requests() const;

    /// Accepts if all is well, else says in place what is not.
    void accept() override;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void build();
    void connectParts();
    void chooseFolder();
    void linksChanged();
    void showOptions(bool shown);
    [[nodiscard]] QString problem() const;
    void showProblem(const QString& text);

    LinksEdit* urls_;
    QLineEdit* folder_;
    QPushButton* folderButton_;
    QLineEdit* name_;
    QCheckBox* start_;
    QToolButton* more_;
    AddOptions* options_;
    int foldedHeight_ = 0;  // without the options
    QLabel* leftOut_;
    QLabel* error_;
    QPushButton* add_;
    QPushButton* cancel_;
};

}  // namespace penstock
