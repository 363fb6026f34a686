#include "ui/curl_command.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace penstock {

namespace {

/// For the translations of what is no object.
struct Curl {
    Q_DECLARE_TR_FUNCTIONS(Curl)
};

enum class Use {
    Ignore,
    Header,
    Name,
    Agent,
    Referrer,
    Address,
    Proxy,
    Login,
    Cookie,
    IgnoreWithValue
};

struct Option {
    const char* brief;
    const char* full;
    Use use;
};

// Those without an effect here: what they ask for is done anyway, or is about curl's own output.
constexpr std::array kOptions{
    Option{"-H", "--header", Use::Header},
    Option{"-o", "--output", Use::Name},
    Option{"-A", "--user-agent", Use::Agent},
    Option{"-e", "--referer", Use::Referrer},
    Option{"", "--url", Use::Address},
    Option{"-x", "--proxy", Use::Proxy},
    Option{"-u", "--user", Use::Login},
    Option{"-b", "--cookie", Use::Cookie},
    Option{"-O", "--remote-name", Use::Ignore},
    Option{"-J", "--remote-header-name", Use::Ignore},
    Option{"-L", "--location", Use::Ignore},
    Option{"-f", "--fail", Use::Ignore},
    Option{"-s", "--silent", Use::Ignore},
    Option{"-S", "--show-error", Use::Ignore},
    Option{"-v", "--verbose", Use::Ignore},
    Option{"-#", "--progress-bar", Use::Ignore},
    Option{"-g", "--globoff", Use::Ignore},
    Option{"", "--compressed", Use::Ignore},
    Option{"-C", "--continue-at", Use::IgnoreWithValue},
};

/// The words of a line of sh: quotes, $'…' as browsers write it, backslashes, lines that go on.
/// Nothing if a quote is not closed.
class Words {
public:
    explicit Words(QStringView text) : text_(text) {}

    std::optional<QStringList> all() {
        while (at_ < text_.size()) {
            const QChar c = text_[at_++];
            if (c == u'\\' && at_ < text_.size()) {
                escaped(text_[at_++]);
            } else if (c == u'$' && at_ < text_.size() && text_[at_] == u'\'') {
                ++at_;
                if (!quoted(u'\'', true)) {
                    return std::nullopt;
                }
            } else if (c == u'\'' || c == u'"') {
                if (!quoted(c, c == u'"')) {
                    return std::nullopt;
                }
            } else if (c.isSpace()) {
                end();
            } else {
                add(c);
            }
        }
        end();
        return words_;
    }

private:
    void add(QChar c) {
        word_.append(c);
        any_ = true;
    }

    void escaped(QChar c) {
        if (c != u'\n') {  // else the line goes on
            add(c);
        }
    }

    bool quoted(QChar quote, bool backslashes) {
        any_ = true;
        while (at_ < text_.size()) {
            const QChar c = text_[at_++];
            if (c == quote) {
                return true;
            }
            if (c == u'\\' && backslashes && at_ < text_.size()) {
                escaped(text_[at_++]);
            } else {
                add(c);
            }
        }
        return false;
    }

    void end() {
        if (std::exchange(any_, false)) {
            words_.append(std::exchange(word_, {}));
        }
    }

    QStringView text_;
    qsizetype at_ = 0;
    QStringList words_;
    QString word_;
    bool any_ = false;
};

/// An option as it stands, and the value that is written together with it.
struct Given {
    Option option;
    std::optional<QString> value;
};

std::optional<Given> optionOf(const QString& word) {
    for (const Option& each : kOptions) {
        const QLatin1String brief(each.brief);
        const QLatin1String full(each.full);
        if (word == brief || word == full) {
            return Given{each, {}};
        }
        if (word.startsWith(QLatin1String("--")) && word.section(u'=', 0, 0) == full) {
            return Given{each, word.section(u'=', 1)};
        }
        const bool takesValue = each.use != Use::Ignore;
        if (takesValue && brief.size() == 2 && word.startsWith(brief)) {
            return Given{each, word.mid(2)};
        }
    }
    return std::nullopt;
}

/// Of "-sSL", several letters: those from the first on that wants a value or is not known, as an
/// option of their own; empty if there is none.
QString behindIgnored(const QString& word) {
    qsizetype at = 1;
    while (at < word.size()) {
        const auto option = optionOf(QStringLiteral("-") + word[at]);
        if (!option || option->option.use != Use::Ignore) {
            break;
        }
        ++at;
    }
    return at == word.size() ? QString() : QStringLiteral("-") + word.mid(at);
}

CurlCommand refused(const QString& problem) {
    CurlCommand command;
    command.problem = problem;
    return command;
}

void takeHeader(const QString& line, CurlCommand& command) {
    const QString name = line.section(u':', 0, 0).trimmed();
    const QString value = line.section(u':', 1).trimmed();
    // "Accept-Encoding" is the engine's: it undoes what it asks for, and no more.
    if (!name.isEmpty() &&
        name.compare(QLatin1String("Accept-Encoding"), Qt::CaseInsensitive) != 0) {
        command.headers.push_back({name.toStdString(), value.toStdString()});
    }
}

/// curl's proxy, as it is called here: without a port it means another one.
QString proxyNamed(QString value) {
    if (value.isEmpty()) {
        return QString::fromUtf8(TransferOptions::kDirectly.data(),
                                 static_cast<qsizetype>(TransferOptions::kDirectly.size()));
    }
    while (value.endsWith(u'/')) {
        value.chop(1);
    }
    const QString authority = value.section(u'@', -1).section(QLatin1String("://"), -1);
    const bool hasPort = authority.section(u']', -1).contains(u':');
    const bool secure = value.startsWith(QLatin1String("https://"), Qt::CaseInsensitive);
    return hasPort || secure ? value : value + QLatin1String(":1080");
}

/// "NAME=VALUE; NAME=VALUE"; what has no sign is the name of a file. Each one more is added.
QString takeCookie(const QString& value, CurlCommand& command) {
    if (!value.contains(u'=')) {
        return Curl::tr(
            "The option -b of the curl command names a file of cookies, which is not read here, "
            "so nothing of it was taken");
    }
    for (HeaderField& field : command.headers) {
        if (field.name == "Cookie") {
            field.value += "; " + value.trimmed().toStdString();
            return {};
        }
    }
    command.headers.push_back({"Cookie", value.trimmed().toStdString()});
    return {};
}

void take(Use use, const QString& value, CurlCommand& command) {
    switch (use) {
        case Use::Header:
            takeHeader(value, command);
            break;
        case Use::Name:
            command.name = QFileInfo(value).fileName();
            break;
        case Use::Agent:
            takeHeader(QStringLiteral("User-Agent: ") + value, command);
            break;
        case Use::Referrer:
            takeHeader(QStringLiteral("Referer: ") + value, command);
            break;
        case Use::Address:
            command.urls.append(value);
            break;
        case Use::Proxy:
            command.proxy = proxyNamed(value);
            break;
        case Use::Login:
            command.login = Credentials{value.section(u':', 0, 0).toStdString(),
                                        value.section(u':', 1).toStdString()};
            break;
        case Use::Cookie:
            command.problem = takeCookie(value, command);
            break;
        case Use::Ignore:
        case Use::IgnoreWithValue:
            break;
    }
}

}  // namespace

bool isCurlCommand(const QString& text) {
    const QString begin = text.left(64).trimmed();
    return begin.startsWith(QLatin1String("curl ")) || begin.startsWith(QLatin1String("$ curl "));
}

CurlCommand readCurlCommand(const QString& text) {
    const auto words = Words(QStringView(text).mid(text.indexOf(QLatin1String("curl ")) + 5)).all();
    if (!words) {
        return refused(Curl::tr("The curl command has a quotation mark that is not closed"));
    }
    CurlCommand command;
    for (qsizetype i = 0; i < words->size(); ++i) {
        QString word = words->at(i);
        if (word.size() < 2 || word.front() != u'-') {
            command.urls.append(word);
            continue;
        }
        if (word[1] != u'-') {
            word = behindIgnored(word);
            if (word.isEmpty()) {
                continue;
            }
        }
        const std::optional<Given> given = optionOf(word);
        if (!given) {
            return refused(
                Curl::tr("The option %1 of the curl command is not known here, so "
                         "nothing of it was taken")
                    .arg(word.section(u'=', 0, 0)
                             .left(word.startsWith(QLatin1String("--")) ? word.size()
                                                                        : qsizetype{2})));
        }
        QString value = given->value.value_or(QString());
        if (given->option.use != Use::Ignore && !given->value) {
            if (++i == words->size()) {
                return refused(
                    Curl::tr("The option %1 of the curl command has no value").arg(word));
            }
            value = words->at(i);
        }
        take(given->option.use, value, command);
        if (!command.problem.isEmpty()) {
            return refused(command.problem);
        }
    }
    return command;
}

}  // namespace penstock
