#include "ui/add_dialog.h"

#include "ui/add_options.h"
#include "ui/category_field.h"
#include "ui/folder_choice.h"
#include "ui/format.h"
#include "ui/icons.h"
#include "ui/known_links.h"
#include "ui/links_edit.h"
#include "ui/privacy_choice.h"
#include "ui/probe_line.h"
#include "ui/scrolled.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScreen>
#include <QShortcut>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace penstock {

namespace {

constexpr int kMargin = 20;
constexpr int kWidth = 600;
constexpr int kFewLinksHeight = 90;
constexpr int kFrame = 60;  // of the window, and a little of what is around it
// Up to here the button says how many links there are; to count is to read them all, at each key.
constexpr int kCountedLines = 1'000;

QString nameProblem(const QString& name) {
    const QString trimmed = name.trimmed();
    if (trimmed.contains(QLatin1Char('/'))) {
        return AddDialog::tr("A name cannot contain /");
    }
    return trimmed == QLatin1String(".") || trimmed == QLatin1String("..")
               ? AddDialog::tr("This cannot be the name of a file")
               : QString();
}

QPushButton* makeButton(const QString& text, const QString& name, bool primary, QWidget* parent) {
    auto* button = new QPushButton(text, parent);
    button->setObjectName(name);
    button->setProperty("primary", primary);
    button->setAutoDefault(primary);
    button->setDefault(primary);
    return button;
}

}  // namespace

AddDialog::AddDialog(const QString& directory, QWidget* parent)
    : QDialog(parent),
      urls_(new LinksEdit(this)),
      probe_(new ProbeLine(this)),
      category_(new CategoryField(this)),
      folder_(new FolderChoice(directory, this)),
      name_(new QLineEdit(this)),
      start_(new QCheckBox(tr("&Start at once"), this)),
      more_(new QToolButton(this)),
      options_(new AddOptions(this)),
      optionsArea_(scrolled(*options_, this)),
      leftOut_(new QLabel(this)),
      known_(new KnownLinks(this)),
      error_(new QLabel(this)),
      add_(makeButton(tr("Add"), QStringLiteral("addButton"), true, this)),
      cancel_(makeButton(tr("Cancel"), QStringLiteral("cancelButton"), false, this)) {
    setObjectName(QStringLiteral("addDialog"));
    setWindowTitle(tr("Add transfers"));
    setAttribute(Qt::WA_DeleteOnClose);
    urls_->setObjectName(QStringLiteral("urlsEdit"));
    name_->setObjectName(QStringLiteral("nameEdit"));
    start_->setObjectName(QStringLiteral("startCheck"));
    start_->setChecked(true);
    more_->setObjectName(QStringLiteral("moreButton"));
    more_->setText(tr("More &options"));
    more_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    more_->setCheckable(true);
    more_->setIcon(themedIcon(QStringLiteral("chevron-down")));
    optionsArea_->hide();
    leftOut_->setObjectName(QStringLiteral("addLeftOut"));
    leftOut_->setTextFormat(Qt::PlainText);
    leftOut_->setWordWrap(true);
    leftOut_->setProperty("quiet", true);
    leftOut_->hide();
    error_->setObjectName(QStringLiteral("addError"));
    error_->setTextFormat(Qt::PlainText);
    error_->setWordWrap(true);
    error_->setProperty("bad", true);
    build();
    connectParts();
    linksChanged();
    resize(kWidth, sizeHint().height());
}

void AddDialog::build() {
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(14);
    form->setVerticalSpacing(10);
    form->setLabelAlignment(Qt::AlignRight | Qt::AlignVCenter);
    form->addRow(tr("&Links"), urls_);
    form->addRow(QString(), leftOut_);
    form->addRow(QString(), known_);
    form->addRow(QString(), probe_);
    form->addRow(tr("Ca&tegory"), category_);
    form->addRow(tr("&Folder"), folder_);
    form->addRow(tr("&Name"), name_);
    auto* startRow = new QHBoxLayout;
    startRow->addWidget(start_, 1);
    startRow->addWidget(more_);
    form->addRow(QString(), startRow);
    if (auto* label = qobject_cast<QLabel*>(form->labelForField(urls_))) {
        label->setMinimumWidth(options_->labelWidth());
        label->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    }
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(error_, 1);
    buttons->addWidget(cancel_);
    buttons->addWidget(add_);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
    layout->setSpacing(16);
    layout->addLayout(form, 1);
    layout->addWidget(optionsArea_, 100);  // what room there is, before the links have more
    layout->addLayout(buttons);
}

void AddDialog::connectParts() {
    // From every field: Return alone begins the next line of links.
    for (const auto key : {Qt::CTRL | Qt::Key_Return, Qt::CTRL | Qt::Key_Enter}) {
        connect(new QShortcut(key, this), &QShortcut::activated, this, &AddDialog::accept);
    }
    connect(urls_, &LinksEdit::textChanged, this, &AddDialog::linksChanged);
    connect(urls_, &LinksEdit::linksInserted, this, &AddDialog::addLinks);
    connect(known_, &KnownLinks::againChanged, this, &AddDialog::linksChanged);
    connect(known_, &KnownLinks::showWanted, this, &AddDialog::leaveKnownToTheList);
    connect(folder_, &FolderChoice::edited, this, [this] { showProblem({}); });
    connect(category_, &CategoryField::changed, this, [this] {
        folder_->setCategory(category_->chosen());
        linksChanged();
    });
    connect(probe_, &ProbeLine::found, this, &AddDialog::probed);
    connect(name_, &QLineEdit::textChanged, this, &AddDialog::linksChanged);
    connect(more_, &QToolButton::toggled, this, &AddDialog::showOptions);
    connect(options_, &AddOptions::edited, this, [this] { showProblem({}); });
    connect(add_, &QPushButton::clicked, this, &AddDialog::accept);
    connect(cancel_, &QPushButton::clicked, this, &QDialog::reject);
}

void AddDialog::setRules(const CategoryRules& rules) {
    folder_->setRules(rules);
    category_->setRules(rules);
    linksChanged();
}

void AddDialog::setLimits(const ConnectionLimits& limits) {
    options_->setLimits(limits);
}

void AddDialog::setRecentFolders(const QStringList& folders) {
    folder_->setRecent(folders);
}

void AddDialog::setProbe(TransferCommands& commands, const PrivacyChoice& privacy, bool byItself) {
    probe_->setOptions([this, &privacy] {
        TransferRequest request;
        request.headers = options_->headers();
        privacy.apply(request);
        ProbeOptions options;
        options.headers = request.headers;
        options.userAgent = request.options.userAgent;
        options.login = options_->login();
        options.proxy = options_->proxy().toStdString();
        return options;
    });
    options_->serve(commands);
    probe_->serve(commands, byItself);
    linksChanged();
}

void AddDialog::chooseCategory(const QString& name) {
    category_->choose(name);
}

void AddDialog::chooseQueue(const std::string& name) {
    options_->chooseQueue(name);
    more_->setChecked(true);
}

// What the server calls it is of a category, too.
void AddDialog::probed(const ProbeResult& result) {
    probedName_ = QString::fromStdString(result.name);
    linksChanged();
    const bool led = find_ && !result.finalUrl.empty() &&
                     find_(QString::fromStdString(result.finalUrl)) != TransferId::Nothing;
    if (led && known_->known().empty()) {
        probe_->note(tr("Where it leads is on the list already"));
    }
}

void AddDialog::setQueues(const std::vector<QueueSettings>& queues) {
    options_->setQueues(queues);
}

void AddDialog::setKnown(Known known) {
    find_ = std::move(known);
    linksChanged();
}

const std::vector<TransferId>& AddDialog::known() const {
    return known_->known();
}

void AddDialog::lookForKnown(const QStringList& links) {
    std::vector<TransferId> ids;
    for (const QString& link : links) {
        const TransferId id = find_ ? find_(link) : TransferId::Nothing;
        if (id != TransferId::Nothing) {
            ids.push_back(id);
        }
    }
    known_->setKnown(std::move(ids));
}

bool AddDialog::isLeftOut(const QString& link) const {
    return !known_->again() && find_ && find_(link) != TransferId::Nothing;
}

void AddDialog::leaveKnownToTheList() {
    emit showKnown();
    QStringList others;
    for (const QString& link : typedLinks(urls_->toPlainText()).links) {
        if (find_(link) == TransferId::Nothing) {
            others.append(link);
        }
    }
    urls_->setPlainText(others.join(QLatin1Char('\n')));
    if (others.isEmpty()) {
        reject();
    }
}

void AddDialog::showOptions(bool shown) {
    more_->setIcon(
        themedIcon(shown ? QStringLiteral("chevron-up") : QStringLiteral("chevron-down")));
    if (shown) {
        foldedHeight_ = height();
    }
    // The links give some of their room, so that the dialog fits on a small screen.
    urls_->setMaximumHeight(shown ? kFewLinksHeight : QWIDGETSIZE_MAX);
    optionsArea_->setVisible(shown);
    layout()->activate();
    const int whole =
        sizeHint().height() + options_->sizeHint().height() - optionsArea_->sizeHint().height();
    const int most = screen()->availableGeometry().height() - kFrame;  // beyond it they scroll
    resize(width(), shown ? std::min(whole, most) : foldedHeight_);
}

void AddDialog::addLinks(const FoundLinks& found) {
    QStringList lines = urls_->toPlainText().split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    lines.append(found.links);
    FoundLinks all = boundedLinks(lines);
    urls_->setPlainText(all.links.join(QLatin1Char('\n')));
    all.more = all.more || found.more;
    all.tooLong += found.tooLong;
    all.doubles += found.doubles;
    all.others += found.others;
    all.noLinks += found.noLinks;
    all.refused = found.refused;
    if (!found.headers.empty()) {
        options_->addHeaders(found.headers);
        more_->setChecked(true);
    }
    if (found.login) {
        options_->setLogin(*found.login);
        more_->setChecked(true);
    }
    if (!found.proxy.isEmpty()) {
        options_->setProxy(found.proxy);
        more_->setChecked(true);
    }
    if (!found.name.isEmpty() && name_->isEnabled() && name_->text().isEmpty()) {
        name_->setText(found.name);
    }
    const QString what = leftOutText(all);
    leftOut_->setText(what);
    leftOut_->setVisible(!what.isEmpty());
}

std::vector<TransferRequest> AddDialog::requests() const {
    std::vector<TransferRequest> wanted;
    for (const QString& link : typedLinks(urls_->toPlainText()).links) {
        if (isLeftOut(link)) {
            continue;
        }
        TransferRequest request;
        request.url = link.toStdString();
        request.startPaused = !start_->isChecked();
        if (name_->isEnabled()) {
            request.name = name_->text().trimmed().toStdString();
        }
        TransferRequest placed = request;
        placed.name = request.name.empty() && !probedName_.isEmpty() ? probedName_.toStdString()
                                                                     : request.name;
        request.directory = folder_->directoryOf(placed);
        options_->apply(request);
        wanted.push_back(std::move(request));
    }
    return wanted;
}

void AddDialog::accept() {
    if (urls_->blockCount() > kCountedLines && known_->isHidden()) {
        // So many are not looked for with each key.
        lookForKnown(typedLinks(urls_->toPlainText()).links);
        if (!known_->known().empty()) {
            return;
        }
    }
    const QString why = problem();
    if (!why.isEmpty()) {
        showProblem(why);
        return;
    }
    QDialog::accept();
}

void AddDialog::linksChanged() {
    const bool countless = urls_->blockCount() > kCountedLines;
    const QStringList links = countless ? QStringList() : typedLinks(urls_->toPlainText()).links;
    if (!countless) {
        lookForKnown(links);
    }
    const qsizetype leftOut = known_->again() ? 0 : static_cast<qsizetype>(known_->known().size());
    const qsizetype count = countless ? kCountedLines : links.size() - leftOut;
    showProblem({});
    name_->setEnabled(count <= 1);
    options_->setOneLink(count <= 1);
    name_->setPlaceholderText(count <= 1 ? tr("as the server says")
                                         : tr("several links keep their own names"));
    if (links.join(QLatin1Char('\n')) != probedLinks_) {
        probedLinks_ = links.join(QLatin1Char('\n'));
        probedName_.clear();
    }
    if (countless) {
        probe_->follow({});
        folder_->followMany();
        add_->setText(tr("Add all"));
    } else {
        showFolder(links);
        add_->setText(count > 1 ? tr("Add %Ln", nullptr, static_cast<int>(count)) : tr("Add"));
    }
    category_->setAutomatic(folder_->automatic());
}

// By the rules, what the server calls it goes before what its address ends in.
void AddDialog::showFolder(const QStringList& links) {
    probe_->follow(links);
    const QString typed = name_->isEnabled() ? name_->text().trimmed() : QString();
    folder_->follow(links, typed.isEmpty() && links.size() == 1 ? probedName_ : typed);
}

QString AddDialog::problem() const {
    const TypedLinks typed = typedLinks(urls_->toPlainText());
    if (!typed.problem.isEmpty()) {
        return typed.problem;
    }
    if (typed.links.isEmpty()) {
        return tr("Enter at least one http or https link");
    }
    const bool nothingNew = std::all_of(typed.links.begin(), typed.links.end(),
                                        [this](const QString& link) { return isLeftOut(link); });
    if (nothingNew) {
        return typed.links.size() == 1
                   ? tr("It is on the list already: show it, or add it again")
                   : tr("They are on the list already: show them, or add them again");
    }
    QString folder = folder_->problem();
    if (!folder.isEmpty()) {
        return folder;
    }
    const QString name = name_->isEnabled() ? nameProblem(name_->text()) : QString();
    return name.isEmpty() ? options_->problem(typed.links) : name;
}

void AddDialog::showProblem(const QString& text) {
    error_->setText(shownText(text));  // it may quote what was pasted
}

}  // namespace penstock
