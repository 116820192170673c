// The three LAPACK routines that ToyLib calls, with one C signature on every system.
#ifndef SUPERPOSE_CLAPACK_H
#define SUPERPOSE_CLAPACK_H

/// Eigenvalues, smallest first, into `w`; `a` (n × n, symmetric) becomes the eigenvectors, one
/// after the other. With `lwork` -1 it only writes the wished-for length of `work` into `work[0]`.
/// 0 when it went well.
int clapack_symmetric_eigen(int n, double *a, double *w, double *work, int lwork);

/// The thin singular value decomposition of `a` (m × n, column after column; it is overwritten):
/// k = min(m, n) values into `s`, largest first; `u` is m × k, `vt` k × n. `lwork` as above.
int clapack_singular_values(int m, int n, double *a, double *s, double *u, double *vt,
                            double *work, int lwork);

/// The solution of `a` x = `b` for `nrhs` columns `b` (n × nrhs), which it replaces; `a` (n × n) is
/// overwritten, both column after column; `pivots` has room for n. Above 0: `a` is singular.
int clapack_solve(int n, int nrhs, double *a, int *pivots, double *b);

#endif
