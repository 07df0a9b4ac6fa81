// Arithmetic of four numbers side by side as single vector operations. The operators of Swift's SIMD4 are loops over its
// elements, which the optimizer turns back into vector instructions only in part once a kernel is long.
#pragma once

typedef double lanes_t __attribute__((ext_vector_type(4)));

#define LANES static inline __attribute__((always_inline))

LANES lanes_t lanes_add(lanes_t a, lanes_t b) { return a + b; }
LANES lanes_t lanes_subtract(lanes_t a, lanes_t b) { return a - b; }
LANES lanes_t lanes_multiply(lanes_t a, lanes_t b) { return a * b; }
LANES lanes_t lanes_divide(lanes_t a, lanes_t b) { return a / b; }
LANES lanes_t lanes_sqrt(lanes_t a) { return __builtin_elementwise_sqrt(a); }
// The second where the first is no number.
LANES lanes_t lanes_least(lanes_t a, lanes_t b) { return a < b ? a : b; }
LANES lanes_t lanes_greatest(lanes_t a, lanes_t b) { return a > b ? a : b; }
// x < y ? a : b
LANES lanes_t lanes_choose(lanes_t x, lanes_t y, lanes_t a, lanes_t b) { return x < y ? a : b; }
