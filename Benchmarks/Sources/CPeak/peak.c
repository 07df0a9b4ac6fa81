#include "peak.h"

#pragma STDC FP_CONTRACT OFF

typedef double pair __attribute__((vector_size(16)));
typedef double four __attribute__((vector_size(32)));

enum { chains = 10 };

// Keeps a value in a register, each on its own, and every operation on it.
#if defined(__x86_64__)
#define KEEP(x) __asm__ volatile("" : "+x"(x))
#elif defined(__aarch64__)
#define KEEP(x) __asm__ volatile("" : "+w"(x))
#else
#define KEEP(x) (void)(x)
#endif

// x becomes x factor + term, for a fixed point at which nothing overflows or becomes denormal.
#define CHAINS(type, factor, term, step)                \
  type x[chains];                                       \
  for (int i = 0; i < chains; i++) x[i] = term;         \
  for (long round = 0; round < rounds; round++) {       \
    _Pragma("clang loop unroll(full)") for (int i = 0; i < chains; i++) { \
      x[i] = step;                                      \
      KEEP(x[i]);                                       \
    }                                                   \
  }

double peak_scalar(long rounds) {
  double factor = 0.5, term = 1;
  KEEP(factor);
  KEEP(term);
  CHAINS(double, factor, term, x[i] * factor + term)
  return 2.0 * chains * (double)rounds;
}

double peak_pairs(long rounds) {
  pair factor = {0.5, 0.5}, term = {1, 1};
  KEEP(factor);
  KEEP(term);
  CHAINS(pair, factor, term, x[i] * factor + term)
  return 4.0 * chains * (double)rounds;
}

#if defined(__x86_64__)
__attribute__((target("avx2,fma"))) static double fused(long rounds) {
  four factor = {0.5, 0.5, 0.5, 0.5}, term = {1, 1, 1, 1};
  KEEP(factor);
  KEEP(term);
  CHAINS(four, factor, term, __builtin_elementwise_fma(x[i], factor, term))
  return 8.0 * chains * (double)rounds;
}

double peak_fused(long rounds) {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? fused(rounds) : 0;
}
#else
double peak_fused(long rounds) { return 0 * (double)rounds; }
#endif
