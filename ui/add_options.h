#pragma once
// What else can be said of new transfers: how the file is proved, where else it is, how fast and in
// which order it comes.

#include "engine/queue_types.h"
#include "engine/transfer_types.h"

#include <QWidget>

#include <optional>
#include <string>
#include <vector>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLineEdit;
class QPlainTextEdit;

namespace penstock {

class AddWaits;
class RateField;
class TransferCommands;
struct ConnectionLimits;

class AddOptions final : public QWidget {
    Q_OBJECT

public:
    explicit AddOptions(QWidget* parent);

    /// How wide the words before its fields are, for a form above it to be in line.
    [[nodiscard]] int labelWidth() const;
    /// What holds where nothing else is said; ConnectionLimits::transferRate is put in at once.
    void setLimits(const ConnectionLimits& limits);
    /// To choose from; without any there is no choice.
    void setQueues(const std::vector<QueueSettings>& queues);
    /// Checksum and mirrors belong to one file.
    void setOneLink(bool one);
    /// If it is one of those to choose from.
    void chooseQueue(const std::string& name);
    /// What is typed and may stand in a request.
    [[nodiscard]] std::vector<HeaderField> headers() const;
    /// Below those that are there.
    void addHeaders(const std::vector<HeaderField>& headers);
    /// Instead of what is there. For the origin of the links.
    void setLogin(const Credentials& login);
    [[nodiscard]] std::optional<Credentials> login() const;
    /// TransferOptions::proxy, instead of what is there.
    void setProxy(const QString& proxy);
    [[nodiscard]] QString proxy() const;

    /// Knows what is wrong with a proxy; outlives this.
    void serve(const TransferCommands& commands) { commands_ = &commands; }

    /// What is wrong with what was typed for these links, as a sentence; empty: nothing.
    [[nodiscard]] QString problem(const QStringList& links) const;
    /// Puts all of it into the request.
    void apply(TransferRequest& request) const;

signals:
    void edited();

private:
    void build();
    [[nodiscard]] QStringList mirrors() const;

    QLineEdit* checksum_;
    QPlainTextEdit* mirrors_;
    QPlainTextEdit* headers_;
    QLineEdit* user_;
    QLineEdit* password_;
    QLineEdit* proxy_;
    const TransferCommands* commands_ = nullptr;
    RateField* rate_;
    QComboBox* priority_;
    QComboBox* queue_;
    QCheckBox* inOrder_;
    AddWaits* waits_;
};

}  // namespace penstock
