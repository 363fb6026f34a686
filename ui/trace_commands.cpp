#include "ui/trace_commands.h"

#include "ui/curl_export.h"
#include "ui/current_transfer.h"
#include "ui/detail_feed.h"
#include "ui/format.h"
#include "ui/trace_actions.h"
#include "ui/trace_json.h"
#include "ui/trace_text.h"
#include "ui/trace_window.h"
#include "ui/transfer_commands.h"
#include "ui/transfer_model.h"

#include <QAction>
#include <QClipboard>
#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QPointer>
#include <QSaveFile>

#include <utility>

namespace penstock {

namespace {

constexpr std::size_t kLastEvents = 20;

QString traceFilter() {
    return TraceCommands::tr("Traces (*.json)");
}

}  // namespace

TraceCommands::TraceCommands(const TraceActions& actions, const CurrentTransfer& current,
                             const TransferModel& transfers, TransferCommands& commands,
                             QWidget& window)
    : actions_(actions),
      current_(current),
      transfers_(transfers),
      commands_(commands),
      window_(window) {
    connect(actions.copyCurl, &QAction::triggered, this, &TraceCommands::copyCurl);
    connect(actions.copyError, &QAction::triggered, this, &TraceCommands::copyError);
    connect(actions.exportTrace, &QAction::triggered, this, &TraceCommands::exportTrace);
    connect(actions.openTrace, &QAction::triggered, this, &TraceCommands::chooseTrace);
    connect(&current, &CurrentTransfer::changed, this, &TraceCommands::update);
    connect(&transfers, &RowModel::settled, this, [this](bool rowsDiffer) {
        if (rowsDiffer) {
            update();
        }
    });
    update();
}

void TraceCommands::update() {
    const TransferRow* row = transfers_.mirror().find(current_.id());
    actions_.copyCurl->setEnabled(row != nullptr);
    actions_.exportTrace->setEnabled(row != nullptr);
    actions_.copyError->setEnabled(row != nullptr && !row->snapshot.error.ok());
}

void TraceCommands::fetch(std::function<void(const TransferStory&)> then) {
    if (current_.id() == TransferId::Nothing) {
        return;
    }
    fetchStory(commands_, current_.id(),
               [self = QPointer<TraceCommands>(this),
                then = std::move(then)](const std::optional<TransferStory>& story) {
                   if (self != nullptr && story) {
                       then(*story);
                   }
               });
}

void TraceCommands::copyCurl() {
    fetch([](const TransferStory& details) {
        QGuiApplication::clipboard()->setText(curlCommandOf(details));
    });
}

void TraceCommands::copyError() {
    fetch([](const TransferStory& details) {
        QGuiApplication::clipboard()->setText(errorReport(details));
    });
}

void TraceCommands::exportTrace() {
    fetch([this](const TransferStory& details) {
        auto* dialog =
            new QFileDialog(&window_, tr("Export trace"), QDir::homePath(), traceFilter());
        dialog->setObjectName(QStringLiteral("exportTraceDialog"));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setAcceptMode(QFileDialog::AcceptSave);
        dialog->setDefaultSuffix(QStringLiteral("json"));
        dialog->selectFile(shownText(details.snapshot.name) + QStringLiteral(".trace.json"));
        connect(dialog, &QFileDialog::fileSelected, this,
                [this, details](const QString& path) { write(details, path); });
        dialog->open();
    });
}

void TraceCommands::write(const TransferStory& details, const QString& path) {
    QSaveFile file(path);
    const QByteArray json = traceJson(details, std::chrono::system_clock::now());
    if (!file.open(QIODevice::WriteOnly) || file.write(json) != json.size() || !file.commit()) {
        emit failed(tr("The trace could not be written: %1").arg(file.errorString()));
    }
}

void TraceCommands::chooseTrace() {
    auto* dialog = new QFileDialog(&window_, tr("Open trace"), QDir::homePath(), traceFilter());
    dialog->setObjectName(QStringLiteral("openTraceDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &TraceCommands::open);
    dialog->open();
}

void TraceCommands::open(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        emit failed(tr("The trace could not be read: %1").arg(file.errorString()));
        return;
    }
    const std::optional<TransferStory> details = readTrace(file.read(kLargestTrace + 1));
    if (!details) {
        emit failed(tr("%1 is no trace of Penstock").arg(shownText(QFileInfo(path).fileName())));
        return;
    }
    auto* window = new TraceWindow(*details, shownText(QFileInfo(path).fileName()), &window_);
    window->show();
}

QString errorReport(const TransferStory& details) {
    const TransferSnapshot& s = details.snapshot;
    if (s.error.ok()) {
        return {};
    }
    QStringList lines{shownText(s.error.sentence)};
    if (!s.error.evidence.empty()) {
        lines.append(shownLines(s.error.evidence));
    }
    lines.append(QString::fromStdString(withoutQueries(shownText(s.url).toStdString())));
    QStringList log = QString::fromStdString(withoutQueries(logText(details).toStdString()))
                          .split(QLatin1Char('\n'));
    if (log.size() > static_cast<qsizetype>(kLastEvents)) {
        log = log.mid(log.size() - static_cast<qsizetype>(kLastEvents));
    }
    return (lines + log).join(QLatin1Char('\n')).trimmed();
}

}  // namespace penstock
