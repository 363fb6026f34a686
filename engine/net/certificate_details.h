#pragma once
// A certificate as a person is shown it. Pure.

#include "engine/socket_types.h"

struct x509_st;

namespace penstock {

CertificateDetails detailsOf(const x509_st& certificate);

}  // namespace penstock
