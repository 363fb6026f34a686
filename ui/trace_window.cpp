#include "ui/trace_window.h"

#include "ui/overview_panel.h"
#include "ui/text_panel.h"
#include "ui/timeline_panel.h"
#include "ui/trace_text.h"

#include <QTabBar>
#include <QTabWidget>
#include <QVBoxLayout>

namespace penstock {

namespace {

constexpr QSize kFirstSize(960, 480);

}  // namespace

TraceWindow::TraceWindow(const TransferStory& details, const QString& title, QWidget* parent)
    : QDialog(parent) {
    setObjectName(QStringLiteral("traceWindow"));
    setWindowTitle(title);
    setAttribute(Qt::WA_DeleteOnClose);
    auto* tabs = new QTabWidget(this);
    tabs->setObjectName(QStringLiteral("traceTabs"));
    tabs->setDocumentMode(true);
    tabs->tabBar()->setDrawBase(false);
    auto* overview = new OverviewPanel(tabs);
    auto* timeline = new TimelinePanel(tabs);
    auto* headers = new TextPanel(QStringLiteral("headersPanel"), tr("Headers"),
                                  tr("Nothing is remembered of its requests"), tabs);
    auto* log = new TextPanel(QStringLiteral("logPanel"), tr("Log"),
                              tr("Nothing is remembered of what happened"), tabs);
    overview->setDetails(details);
    timeline->setDetails(details);
    headers->say(headersText(details));
    log->say(logText(details));
    tabs->addTab(overview, tr("Overview"));
    tabs->addTab(timeline, tr("Timeline"));
    tabs->addTab(headers, tr("Headers"));
    tabs->addTab(log, tr("Log"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(tabs);
    resize(kFirstSize);
}

}  // namespace penstock
