#include "CConnections.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <linux/tcp.h>
#include <malloc.h>
#include <stdlib.h>
#include <sys/socket.h>

// The port of a connected TCP socket; 0 for every other descriptor.
static uint16_t port_of(int descriptor) {
  struct sockaddr_storage own, peer;
  socklen_t own_size = sizeof own, peer_size = sizeof peer;
  if (getpeername(descriptor, (struct sockaddr *)&peer, &peer_size) != 0) return 0;
  if (getsockname(descriptor, (struct sockaddr *)&own, &own_size) != 0) return 0;
  if (own.ss_family == AF_INET) return ntohs(((struct sockaddr_in *)&own)->sin_port);
  if (own.ss_family == AF_INET6) return ntohs(((struct sockaddr_in6 *)&own)->sin6_port);
  return 0;
}

int connections_of_process(struct connection *connections, int capacity) {
  DIR *folder = opendir("/proc/self/fd");
  if (!folder) return 0;
  int count = 0;
  for (struct dirent *entry; count < capacity && (entry = readdir(folder));) {
    int descriptor = atoi(entry->d_name);
    uint16_t port = entry->d_name[0] == '.' ? 0 : port_of(descriptor);
    struct tcp_info info = {0};
    socklen_t size = sizeof info;
    if (port == 0 || getsockopt(descriptor, IPPROTO_TCP, TCP_INFO, &info, &size) != 0) continue;
    connections[count++] = (struct connection){descriptor, port, info.tcpi_bytes_received};
  }
  closedir(folder);
  return count;
}

void connection_end(struct connection connection) {
  if (port_of(connection.descriptor) == connection.port) shutdown(connection.descriptor, SHUT_RDWR);
}

void memory_give_back(void) { malloc_trim(0); }
