// LAPACK is Fortran: arguments are passed by address, matrices are column-major, and the lengths of
// text arguments come after all other arguments.
// Source: https://netlib.org/lapack/explore-html (dsyev, dgesvd, dgesv).
#include "CLAPACK.h"

#include <stddef.h>

void dsyev_(const char *jobz, const char *uplo, const int *n, double *a, const int *lda, double *w,
            double *work, const int *lwork, int *info, size_t, size_t);
void dgesvd_(const char *jobu, const char *jobvt, const int *m, const int *n, double *a,
             const int *lda, double *s, double *u, const int *ldu, double *vt, const int *ldvt,
             double *work, const int *lwork, int *info, size_t, size_t);
void dgesv_(const int *n, const int *nrhs, double *a, const int *lda, int *ipiv, double *b,
            const int *ldb, int *info);

int clapack_symmetric_eigen(int n, double *a, double *w, double *work, int lwork) {
  int info = 0;
  dsyev_("V", "L", &n, a, &n, w, work, &lwork, &info, 1, 1);
  return info;
}

int clapack_singular_values(int m, int n, double *a, double *s, double *u, double *vt,
                            double *work, int lwork) {
  int info = 0;
  int k = m < n ? m : n;
  dgesvd_("S", "S", &m, &n, a, &m, s, u, &m, vt, &k, work, &lwork, &info, 1, 1);
  return info;
}

int clapack_solve(int n, int nrhs, double *a, int *pivots, double *b) {
  int info = 0;
  dgesv_(&n, &nrhs, a, &n, pivots, b, &n, &info);
  return info;
}
