// LAPACK is Fortran: everything by address, matrices column after column, and on Linux the lengths
// of text arguments behind all others. macOS has the same symbols without those lengths in
// Accelerate, reached through its liblapack.
// Source: https://netlib.org/lapack/explore-html (dsyev, dgesvd).
#include "CLAPACK.h"

#include <stddef.h>

#ifdef __APPLE__
#define LENGTH_TYPES
#define LENGTHS
#else
#define LENGTH_TYPES , size_t, size_t
#define LENGTHS , 1, 1
#endif

void dsyev_(const char *jobz, const char *uplo, const int *n, double *a, const int *lda, double *w,
            double *work, const int *lwork, int *info LENGTH_TYPES);
void dgesvd_(const char *jobu, const char *jobvt, const int *m, const int *n, double *a,
             const int *lda, double *s, double *u, const int *ldu, double *vt, const int *ldvt,
             double *work, const int *lwork, int *info LENGTH_TYPES);

int clapack_symmetric_eigen(int n, double *a, double *w, double *work, int lwork) {
  int info = 0;
  dsyev_("V", "L", &n, a, &n, w, work, &lwork, &info LENGTHS);
  return info;
}

int clapack_singular_values(int m, int n, double *a, double *s, double *u, double *vt,
                            double *work, int lwork) {
  int info = 0;
  int k = m < n ? m : n;
  dgesvd_("S", "S", &m, &n, a, &m, s, u, &m, vt, &k, work, &lwork, &info LENGTHS);
  return info;
}
