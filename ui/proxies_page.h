#pragma once
// The page "Proxies" of the settings: by way of whom servers are reached, of all links that say
// nothing else.

#include "ui/settings_form.h"

class QComboBox;
class QLabel;
class QLineEdit;

namespace penstock {

class TransferCommands;
struct ProxySettings;

class ProxiesPage final : public SettingsForm {
    Q_OBJECT

public:
    /// What is set here acts at once, unless it cannot be; then the page says why. `commands`
    /// outlives the page.
    ProxiesPage(TransferCommands& commands, QWidget* parent);

private:
    QLineEdit* makeLine(const char* name, const QString& placeholder);
    void build();
    [[nodiscard]] ProxySettings typed() const;
    void choose();
    void showSettings();
    void followSource();

    TransferCommands& commands_;
    QComboBox* source_;
    QLineEdit* http_;
    QLineEdit* https_;
    QLineEdit* except_;
    QLineEdit* user_;
    QLineEdit* password_;
    QLabel* problem_;
};

}  // namespace penstock
