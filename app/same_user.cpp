#include "app/same_user.h"

#include <sys/socket.h>
#include <unistd.h>

namespace penstock {

bool isSameUser(int socket) {
    ucred peer{};
    socklen_t size = sizeof peer;
    return ::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 &&
           size == sizeof peer && peer.pid != 0 && peer.uid == ::geteuid();
}

}  // namespace penstock
