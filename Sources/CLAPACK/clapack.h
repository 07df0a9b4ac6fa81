// Prototypes of the LAPACK routines that Dense calls. Fortran ABI, LP64, column-major;
// every argument by pointer. Debian's liblapack-dev ships no header of its own.
#ifndef TROCHLEA_CLAPACK_H
#define TROCHLEA_CLAPACK_H

// Cholesky factor A = L L^T (or U^T U) of a symmetric positive definite matrix, in place.
void dpotrf_(const char *uplo, const int *n, double *a, const int *lda, int *info);
// Solve A x = b from the factor of dpotrf.
void dpotrs_(const char *uplo, const int *n, const int *nrhs, const double *a, const int *lda,
             double *b, const int *ldb, int *info);
// Factor and solve a symmetric positive definite system.
void dposv_(const char *uplo, const int *n, const int *nrhs, double *a, const int *lda, double *b,
            const int *ldb, int *info);
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

#endif
