#ifndef CCONNECTIONS_H
#define CCONNECTIONS_H

#include <stdint.h>

/// A TCP connection that this process has accepted.
struct connection {
  int descriptor;
  /// The port on which it came.
  uint16_t port;
  /// The bytes that have arrived on it.
  uint64_t received;
};

/// Writes what is known of the TCP connections of this process, `capacity` at most, and returns how many there are.
int connections_of_process(struct connection *connections, int capacity);

/// Ends a connection, if the descriptor still belongs to one on this port.
void connection_end(struct connection connection);

/// Gives memory that has been freed back to the system.
void memory_give_back(void);

#endif
