#ifndef CPIPE_H
#define CPIPE_H

/// Makes a pipe whose ends (to read from, to write to) are closed in every program that this process
/// starts, also in one that another thread starts at this very moment. 0, or -1 and errno.
int pipe_for_one_child(int ends[2]);

#endif
