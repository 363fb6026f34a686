#include "engine/transfer/request_fields.h"

namespace penstock {

namespace {

void addUnlessThere(Headers& fields, std::string_view name, std::string_view value) {
    if (!value.empty() && !fields.contains(name)) {
        fields.add(name, value);
    }
}

}  // namespace

Headers fieldsOf(const SaidFields& said) {
    Headers fields;
    for (const HeaderField& field : said.own) {
        fields.add(field.name, field.value);
    }
    if (said.options != nullptr) {
        addUnlessThere(fields, "User-Agent", said.options->userAgent);
        addUnlessThere(fields, "Referer", said.options->referrer);
    }
    for (const FieldView field : said.usual.fields()) {
        addUnlessThere(fields, field.name, field.value);
    }
    if (said.rangeBegin) {
        const std::string last = said.rangeEnd ? std::to_string(*said.rangeEnd - 1) : std::string();
        fields.add("Range", "bytes=" + std::to_string(*said.rangeBegin) + "-" + last);
        if (said.ifRange != nullptr) {
            fields.add("If-Range", *said.ifRange);
        }
    }
    return fields;
}

}  // namespace penstock
