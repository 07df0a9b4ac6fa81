#ifndef TROCHLEA_PEAK_H
#define TROCHLEA_PEAK_H

// Loops of independent multiplications and additions in registers: what one core can do at most. Each returns the
// number of floating-point operations that it did, or 0 where this processor has no such instructions.

// One number an instruction, as most compiled code has it.
double peak_scalar(long rounds);
// Two numbers an instruction, without fused multiply-add: SSE2, NEON.
double peak_pairs(long rounds);
// Four numbers an instruction, fused multiply-add: AVX2.
double peak_fused(long rounds);

#endif
