#include "ui/categories.h"

#include "engine/transfer_types.h"

#include <QRegularExpression>
#include <QSettings>
#include <QUrl>

#include <algorithm>
#include <utility>

namespace penstock {

namespace {

constexpr char kList[] = "categories";

char lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// `end` is in lower case.
bool endsWith(std::string_view text, std::string_view end) {
    return text.size() > end.size() &&
           std::equal(end.begin(), end.end(), text.end() - static_cast<std::ptrdiff_t>(end.size()),
                      [](char e, char t) { return e == lower(t); });
}

/// "mirror.example.org" is of "example.org"; "myexample.org" is not.
bool isOfHost(std::string_view host, const std::string& of) {
    return host == of || (endsWith(host, of) && host[host.size() - of.size() - 1] == '.');
}

QStringList words(const char* text) {
    return QString::fromLatin1(text).split(QLatin1Char(' '));
}

std::vector<Category> usualCategories() {
    return {
        {CategoryList::tr("Video"), {}, words("mp4 mkv webm avi mov m4v mpg mpeg ogv ts"), {}},
        {CategoryList::tr("Music"), {}, words("mp3 flac ogg opus m4a wav aac wma"), {}},
        {CategoryList::tr("Pictures"),
         {},
         words("jpg jpeg png gif webp svg tif tiff heic avif"),
         {}},
        {CategoryList::tr("Documents"),
         {},
         words("pdf epub odt ods odp doc docx xls xlsx ppt pptx txt md csv djvu"),
         {}},
        {CategoryList::tr("Programs"),
         {},
         words("iso img deb rpm appimage flatpak snap run exe msi dmg apk qcow2 vmdk"),
         {}},
        {CategoryList::tr("Archives"), {}, words("zip 7z rar tar gz tgz bz2 xz zst lz4"), {}},
    };
}

std::vector<Category> kept() {
    QSettings settings;
    if (!settings.contains(QLatin1String(kList) + QStringLiteral("/size"))) {
        return usualCategories();
    }
    std::vector<Category> categories;
    const int count = settings.beginReadArray(QLatin1String(kList));
    for (int i = 0; i < count; ++i) {
        settings.setArrayIndex(i);
        const auto text = [&settings](const char* key) {
            return settings.value(QLatin1String(key)).toString();
        };
        categories.push_back({text("name"), text("folder"),
                              settings.value(QStringLiteral("endings")).toStringList(),
                              settings.value(QStringLiteral("hosts")).toStringList()});
    }
    std::erase_if(categories, [](const Category& each) { return each.name.isEmpty(); });
    return categories;
}

}  // namespace

CategoryRules::CategoryRules(std::vector<Category> categories)
    : categories_(std::move(categories)) {
    for (const Category& category : categories_) {
        Rule rule{category.name.toStdString(), {}, {}};
        for (const QString& ending : category.endings) {
            rule.endings.push_back('.' + ending.toStdString());
        }
        for (const QString& host : category.hosts) {
            rule.hosts.push_back(host.toStdString());
        }
        rules_.push_back(std::move(rule));
    }
}

std::optional<std::size_t> CategoryRules::indexOf(std::string_view fileName,
                                                  std::string_view host) const {
    const auto found = std::ranges::find_if(rules_, [&](const Rule& rule) {
        return std::ranges::any_of(rule.hosts, [&](const auto& h) { return isOfHost(host, h); }) ||
               std::ranges::any_of(rule.endings,
                                   [&](const auto& end) { return endsWith(fileName, end); });
    });
    return found == rules_.end() ? std::nullopt
                                 : std::optional(static_cast<std::size_t>(found - rules_.begin()));
}

const Category* CategoryRules::find(std::string_view fileName, std::string_view host) const {
    const auto index = indexOf(fileName, host);
    return index ? &categories_[*index] : nullptr;
}

const Category* CategoryRules::named(std::string_view name) const {
    const auto found = std::ranges::find(rules_, name, &Rule::name);
    return found == rules_.end() ? nullptr
                                 : &categories_[static_cast<std::size_t>(found - rules_.begin())];
}

const Category* CategoryRules::of(const TransferRequest& request) const {
    const QUrl url(QString::fromStdString(request.url));
    const std::string name = request.name.empty() ? url.fileName().toStdString() : request.name;
    return find(name, url.host().toStdString());
}

const std::string& CategoryRules::nameFor(const TransferSnapshot& snapshot) const {
    static const std::string none;
    const auto index = indexOf(snapshot.name, snapshot.host);
    return index ? rules_[*index].name : none;
}

QStringList ruleWords(const QString& typed) {
    static const QRegularExpression between(QStringLiteral("[\\s,;]+"));
    QStringList found;
    for (QString word : typed.toLower().split(between, Qt::SkipEmptyParts)) {
        while (word.startsWith(QLatin1Char('.')) || word.startsWith(QLatin1Char('*'))) {
            word.remove(0, 1);
        }
        if (!word.isEmpty() && !found.contains(word)) {
            found.append(word);
        }
    }
    return found;
}

CategoryList::CategoryList() : rules_(kept()) {}

void CategoryList::set(const Category& category) {
    std::vector<Category> all = categories();
    const auto same = std::ranges::find(all, category.name, &Category::name);
    if (same == all.end()) {
        all.push_back(category);
    } else {
        *same = category;
    }
    keep(std::move(all));
}

void CategoryList::remove(const QString& name) {
    std::vector<Category> all = categories();
    std::erase_if(all, [&](const Category& each) { return each.name == name; });
    keep(std::move(all));
}

void CategoryList::keep(std::vector<Category> categories) {
    if (categories == rules_.categories()) {
        return;
    }
    rules_ = CategoryRules(std::move(categories));
    QSettings settings;
    settings.remove(QLatin1String(kList));
    settings.beginWriteArray(QLatin1String(kList), static_cast<int>(rules_.categories().size()));
    int index = 0;
    for (const Category& each : rules_.categories()) {
        settings.setArrayIndex(index++);
        settings.setValue(QStringLiteral("name"), each.name);
        settings.setValue(QStringLiteral("folder"), each.folder);
        settings.setValue(QStringLiteral("endings"), each.endings);
        settings.setValue(QStringLiteral("hosts"), each.hosts);
    }
    settings.endArray();
    emit changed();
}

}  // namespace penstock
