// Prototypes of the LAPACK routines that Dense calls. Fortran ABI, LP64, column-major;
// every argument by pointer. Debian's liblapack-dev ships no header of its own.
#ifndef TROCHLEA_CLAPACK_H
#define TROCHLEA_CLAPACK_H

// Cholesky factor A = L L^T (or U^T U) of a symmetric positive definite matrix, in place.
void dpotrf_(const char *uplo, const int *n, double *a, const int *lda, int *info);
// Solve A x = b from the factor of dpotrf.
void dpotrs_(const char *uplo, const int *n, const int *nrhs, const double *a, const int *lda,
             double *b, const int *ldb, int *info);
// Solve a symmetric positive definite band system.
void dpbsv_(const char *uplo, const int *n, const int *kd, const int *nrhs, double *ab,
            const int *ldab, double *b, const int *ldb, int *info);
// Eigenvalues and eigenvectors of a symmetric matrix, ascending.
void dsyev_(const char *jobz, const char *uplo, const int *n, double *a, const int *lda, double *w,
            double *work, const int *lwork, int *info);
// Factor and solve a general tridiagonal system.
void dgtsv_(const int *n, const int *nrhs, double *dl, double *d, double *du, double *b,
            const int *ldb, int *info);
// Least squares min |A x - b| through QR; A has full rank.
void dgels_(const char *trans, const int *m, const int *n, const int *nrhs, double *a,
            const int *lda, double *b, const int *ldb, double *work, const int *lwork, int *info);

// Factors A = P L U of a general matrix, in place, by partial pivoting.
void dgetrf_(const int *m, const int *n, double *a, const int *lda, int *ipiv, int *info);
// Solve A X = B or A^T X = B from the factors of dgetrf.
void dgetrs_(const char *trans, const int *n, const int *nrhs, const double *a, const int *lda,
             const int *ipiv, double *b, const int *ldb, int *info);

// The same by value, lower triangle, tightly stored (leading dimension = rows); each returns LAPACK's info.
static inline int lapack_factor_cholesky(int n, double *a) {
  int info;
  dpotrf_("L", &n, a, &n, &info);
  return info;
}
static inline int lapack_solve_cholesky(int n, const double *a, double *b) {
  int one = 1, info;
  dpotrs_("L", &n, &one, a, &n, b, &n, &info);
  return info;
}
static inline int lapack_eigen(int n, double *a, double *w, double *work, int length) {
  int info;
  dsyev_("V", "L", &n, a, &n, w, work, &length, &info);
  return info;
}
static inline int lapack_eigenvalues(int n, double *a, double *w, double *work, int length) {
  int info;
  dsyev_("N", "L", &n, a, &n, w, work, &length, &info);
  return info;
}
static inline int lapack_solve_band(int n, int bandwidth, double *band, double *b) {
  int leading = bandwidth + 1, one = 1, info;
  dpbsv_("L", &n, &bandwidth, &one, band, &leading, b, &n, &info);
  return info;
}
static inline int lapack_solve_tridiagonal(int n, double *lower, double *diagonal, double *upper,
                                           double *b) {
  int one = 1, info;
  dgtsv_(&n, &one, lower, diagonal, upper, b, &n, &info);
  return info;
}
static inline int lapack_least_squares(int rows, int columns, double *a, double *b, double *work,
                                       int length) {
  int one = 1, info;
  dgels_("N", &rows, &columns, &one, a, &rows, b, &rows, work, &length, &info);
  return info;
}
static inline int lapack_factor_general(int n, double *a, int *pivots) {
  int info;
  dgetrf_(&n, &n, a, &n, pivots, &info);
  return info;
}
static inline int lapack_solve_general(int n, int count, int is_transposed, const double *a,
                                       const int *pivots, double *b) {
  int info;
  dgetrs_(is_transposed ? "T" : "N", &n, &count, a, &n, pivots, b, &n, &info);
  return info;
}

#endif
