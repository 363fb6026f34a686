#include "ui/hosts_panel.h"

#include "ui/format.h"
#include "ui/host_model.h"
#include "ui/quiet_button.h"
#include "ui/row_delegate.h"
#include "ui/row_view.h"
#include "ui/selected_rows.h"
#include "ui/transfer_commands.h"
#include "ui/transfer_model.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace penstock {

namespace {

constexpr int kTableHeight = 150;
constexpr int kNumberWidth = 76;

/// A number in a field while it is edited.
class NumberDelegate final : public RowDelegate {
public:
    explicit NumberDelegate(QObject* parent) : RowDelegate(RowLines::One, parent) {}

    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem& /*option*/,
                          const QModelIndex& /*index*/) const override {
        auto* field = new QSpinBox(parent);
        field->setObjectName(QStringLiteral("hostNumber"));
        field->setRange(1, kMostCeiling);
        return field;
    }

    void setModelData(QWidget* editor, QAbstractItemModel* model,
                      const QModelIndex& index) const override {
        auto* field = qobject_cast<QSpinBox*>(editor);
        field->interpretText();
        model->setData(index, field->value(), Qt::EditRole);
    }
};

}  // namespace

HostsPanel::HostsPanel(const TransferModel& transfers, TransferCommands& commands, QWidget* parent)
    : QWidget(parent),
      commands_(commands),
      model_(new HostModel(this)),
      view_(new RowView(this)),
      forget_(makeQuietButton(tr("&Forget"), QStringLiteral("hostForget"), this)),
      host_(new QLineEdit(this)),
      connections_(new QSpinBox(this)),
      set_(makeQuietButton(tr("&Set"), QStringLiteral("hostSet"), this)) {
    build();
    connect(model_, &HostModel::edited, this, [this](int row, int connections) {
        const HostCeiling& ceiling = model_->rowAt(row);
        change({ceiling.host, ceiling.port}, connections);
    });
    connect(forget_, &QPushButton::clicked, this, &HostsPanel::forgetSelected);
    connect(set_, &QPushButton::clicked, this, &HostsPanel::setTyped);
    connect(host_, &QLineEdit::returnPressed, this, &HostsPanel::setTyped);
    connect(host_, &QLineEdit::textChanged, this,
            [this](const QString& text) { set_->setEnabled(typedHost(text).has_value()); });
    connect(view_->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            [this] { forget_->setEnabled(view_->selectionModel()->hasSelection()); });
    connect(&transfers, &RowModel::settled, this, [this](bool rowsDiffer) {
        if (rowsDiffer && isVisible()) {
            ask();
        }
    });
}

void HostsPanel::build() {
    view_->setObjectName(QStringLiteral("hostsView"));
    view_->setAccessibleName(tr("Hosts and how many connections they take"));
    view_->setModel(model_);
    view_->setSortingEnabled(false);
    view_->setFixedHeight(kTableHeight);
    view_->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed |
                           QAbstractItemView::SelectedClicked);
    view_->setItemDelegate(new RowDelegate(RowLines::One, view_));
    view_->setItemDelegateForColumn(static_cast<int>(HostColumn::Connections),
                                    new NumberDelegate(view_));
    view_->installEventFilter(this);
    auto* nothing = new QLabel(tr("No host has refused a connection"), view_->viewport());
    nothing->setObjectName(QStringLiteral("hostsEmpty"));
    nothing->setProperty("quiet", true);
    view_->setPlaceholder(nothing);
    view_->setColumnPlans(
        {{QStringLiteral("a.host.example:8080"), 2, false},
         {columnTitle(HostColumn::Connections), 0, false},
         {QCoreApplication::translate("penstock::HostColumns", "It refused more"), 3, false},
         {widestTime(), 0, false}});
    host_->setObjectName(QStringLiteral("hostEdit"));
    host_->setPlaceholderText(tr("Another host, such as example.org"));
    host_->setAccessibleName(tr("Host"));
    connections_->setObjectName(QStringLiteral("hostMost"));
    connections_->setAccessibleName(tr("Most connections to the host"));
    connections_->setRange(1, kMostCeiling);
    connections_->setValue(4);
    connections_->setFixedWidth(kNumberWidth);
    forget_->setEnabled(false);
    set_->setEnabled(false);

    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(host_, 1);
    row->addWidget(connections_);
    row->addWidget(set_);
    row->addWidget(forget_);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(view_);
    layout->addLayout(row);
}

void HostsPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    ask();
}

bool HostsPanel::eventFilter(QObject* watched, QEvent* event) {
    if (watched == view_ && event->type() == QEvent::KeyPress) {
        const int key = static_cast<const QKeyEvent*>(event)->key();
        if (key == Qt::Key_Delete) {
            forgetSelected();
            return true;
        }
        const QModelIndex current = view_->currentIndex();
        if ((key == Qt::Key_Return || key == Qt::Key_F2) && current.isValid()) {
            view_->edit(current.siblingAtColumn(static_cast<int>(HostColumn::Connections)));
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

// One question at a time.
void HostsPanel::ask() {
    again_ = asked_;
    if (asked_) {
        return;
    }
    asked_ = true;
    commands_.askHostCeilings(
        [panel = QPointer<HostsPanel>(this)](std::vector<HostCeiling> ceilings) {
            if (panel != nullptr) {
                panel->asked_ = false;
                panel->show(std::move(ceilings));
                if (panel->again_) {
                    panel->ask();
                }
            }
        });
}

void HostsPanel::show(std::vector<HostCeiling> ceilings) {
    model_->show(std::move(ceilings));
    forget_->setEnabled(view_->selectionModel()->hasSelection());
}

void HostsPanel::change(const HostAndPort& host, int connections) {
    commands_.setHostCeiling(host.host, host.port, connections);
    ask();
}

void HostsPanel::forgetSelected() {
    const std::vector<int> rows = selectedRows(*view_);
    for (const int row : rows) {
        const HostCeiling& ceiling = model_->rowAt(row);
        commands_.forgetHostCeiling(ceiling.host, ceiling.port);
    }
    if (!rows.empty()) {
        ask();
    }
}

void HostsPanel::setTyped() {
    if (const std::optional<HostAndPort> host = typedHost(host_->text())) {
        change(*host, connections_->value());
        host_->clear();
    }
}

}  // namespace penstock
